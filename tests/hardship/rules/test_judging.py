"""Stored files judged: the line of the area and the day, the criteria's version, the state of the day. Rules E1 to E10."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.refused import Refused
from hardship.household import Cause
from hardship.judging import (
    Lines,
    case_of,
    criteria_of,
    criteria_version,
    judge_all,
    judge_contents,
    judge_version,
)
from hardship.models import CriteriaVersion, Criterion, FileVersion, HardshipFile, ReliefProgramme
from hardship.template import WINTER_RELIEF
from tests.hardship.families import (
    CHILD,
    ON,
    SHANGHAI,
    SPOUSE,
    WORKER,
    add_version,
    contents,
    make_file,
    make_line,
    make_programme,
)

pytestmark = pytest.mark.django_db
CRITERIA = WINTER_RELIEF.criteria


def version_of(file: HardshipFile, number: int = 1) -> FileVersion:
    found: FileVersion = FileVersion.objects.everywhere("tests").get(file=file, number=number)
    return found


def everything() -> Any:
    return FileVersion.objects.everywhere("tests")


def test_a_stored_family_is_judged_as_it_stands_on_file(county, mill) -> None:
    make_line(county)
    file, programme = make_file(mill.union), make_programme()

    advice = judge_version(version_of(file), programme, on=ON)

    assert (str(advice.judgement.per_capita), advice.judgement.borderline) == ("1170.00", ("C1",))
    assert (advice.criteria.number, advice.line) == (1, Decimal("780.00"))
    assert any("须低于 1 170.00 元：不符合" in line.text for line in advice.lines)


@pytest.mark.parametrize(
    ("facts", "causes"),
    [
        ({"main_cause": "本人大病"}, {Cause.OWN_ILLNESS}),
        ({"other_causes": ("残疾", "其他")}, {Cause.SCHOOLING, Cause.DISABILITY, Cause.OTHER}),
        ({"is_single_parent": True}, {Cause.SCHOOLING, Cause.SINGLE_PARENT}),
        ({"is_single_parent": False}, {Cause.SCHOOLING}),
        ({"disability": "肢体残疾三级"}, {Cause.SCHOOLING, Cause.DISABILITY}),
        ({"disability": "无"}, {Cause.SCHOOLING}),
    ],
)
def test_causes_are_read_from_four_columns(facts: dict[str, Any], causes: set[Cause]) -> None:
    assert case_of(contents(**facts), line=Decimal(780), on=ON).causes == causes


def test_what_was_not_said_is_nought_or_no() -> None:
    unsaid = dict.fromkeys(["hard_after_aid", "medical", "loss", "rigid", "homes", "hires", "costly_school", "car"])

    case = case_of(contents(**unsaid), line=Decimal(780), on=ON)

    assert (case.hard_after_aid, case.medical, case.loss, case.rigid, case.homes) == (False, 0, 0, 0, 0)
    assert (case.hires, case.costly_school, case.car) == (False, False, False)


def test_the_line_is_that_of_the_nearest_area_with_one_in_force(county, riverside, mill, quarry) -> None:
    make_line(county, "780.00")
    make_line(county, "810.00", since=date(2013, 1, 1))
    make_line(riverside, "701.50", since=date(2012, 6, 1))
    make_line(mill.union, "999.00", since=date(2014, 1, 1))
    before, then, after = (Lines.of_day(day) for day in (date(2012, 5, 31), date(2012, 6, 1), date(2013, 1, 1)))

    assert [lines.at(mill.union.path) for lines in (before, then, after)] == [
        Decimal("780.00"),
        *[Decimal("701.50")] * 2,
    ]
    assert [lines.at(quarry.union.path) for lines in (before, then, after)] == [
        *[Decimal("780.00")] * 2,
        Decimal("810.00"),
    ]


def test_a_longer_number_is_no_area_of_a_shorter_one() -> None:
    lines = Lines([("/1/4/", ON, Decimal(1)), ("/1/", ON, Decimal(2))], ON)

    assert (lines.at("/1/4/9/"), lines.at("/1/42/")) == (Decimal(1), Decimal(2))


def test_without_a_line_the_refusal_says_whom_to_ask(mill) -> None:
    file, programme = make_file(mill.union), make_programme()

    with pytest.raises(Refused, match="2012年12月3日还没有适用于这家工会的最低生活保障线.*权益保障部"):
        judge_version(version_of(file), programme, on=ON)


def test_criteria_are_those_of_the_day(county) -> None:
    programme = make_programme()
    for number, since in ((2, date(2012, 12, 10)), (3, date(2012, 12, 10))):
        CriteriaVersion.objects.create(programme=programme, number=number, since=since)

    days = [date(2011, 1, 1), date(2012, 12, 9), date(2012, 12, 10)]

    assert [criteria_version(programme, day).number for day in days] == [1, 1, 3]


def test_a_programme_without_criteria_judges_nobody(county, mill) -> None:
    make_line(county)
    given = {"opens_at": datetime(2012, 12, 1, tzinfo=SHANGHAI), "closes_at": datetime(2012, 12, 30, tzinfo=SHANGHAI)}
    programme = ReliefProgramme.objects.create(slug="bare", name="没有条件的项目", kind="other", ceiling=1, **given)

    with pytest.raises(Refused, match="还没有帮扶条件"):
        judge_contents(contents(), mill.union.path, programme, on=ON)


def test_criteria_rows_become_the_rules_they_say(county) -> None:
    version = CriteriaVersion.objects.create(
        programme=make_programme(), number=2, since=ON, excludes_car=False, excludes_homes=False
    )
    Criterion.objects.create(version=version, place=2, code="B", causes=["本人大病", "残疾"], least_cost="20000")
    Criterion.objects.create(version=version, place=1, code="A", multiple="1.5", is_inclusive=False)

    criteria = criteria_of(version)

    first, second = criteria.criteria
    assert (first.code, first.multiple, first.inclusive) == ("A", Decimal("1.5"), False)
    assert (second.causes, second.least_cost) == ((Cause.OWN_ILLNESS, Cause.DISABILITY), Decimal(20000))
    assert (criteria.exclusions.car, criteria.exclusions.homes, criteria.exclusions.hires) == (False, False, True)


def test_a_household_without_its_worker_is_refused(county, mill) -> None:
    make_line(county)
    alone = replace(contents(), household=(SPOUSE,))

    with pytest.raises(Refused, match="没有关系为“本人”的一行"):
        judge_contents(alone, mill.union.path, make_programme(), on=ON)


def test_all_files_are_judged_by_what_they_said_on_the_day(county, mill) -> None:
    make_line(county)
    file = make_file(mill.union)
    poorer = replace(contents(), household=(replace(WORKER, income=Decimal("42119.64")), SPOUSE, CHILD))
    add_version(file, poorer, number=2, on=date(2013, 1, 1), kind="change")

    def met(day: date) -> list[tuple[str, ...]]:
        return [one.judgement.met for one in judge_all(everything(), CRITERIA, Lines.of_day(day)) if one.judgement]

    assert (met(date(2012, 12, 2)), met(date(2012, 12, 31)), met(date(2013, 1, 1))) == ([], [("C2",)], [("C1", "C2")])


def test_a_file_that_was_out_on_the_day_is_not_judged(county, mill) -> None:
    make_line(county)
    file = make_file(mill.union)
    file.state, file.ended_on = "out", date(2013, 2, 1)
    file.save()
    add_version(file, contents(), number=2, on=date(2013, 2, 1), kind="out")

    assert [len(list(judge_all(everything(), CRITERIA, Lines.of_day(day)))) for day in (ON, date(2013, 2, 1))] == [1, 0]


def test_a_file_in_an_area_without_a_line_is_told_and_not_passed_over(riverside, mill, quarry) -> None:
    make_line(riverside)
    files = make_file(mill.union), make_file(quarry.union, said=contents(1))

    found = list(judge_all(everything(), CRITERIA, Lines.of_day(ON)))

    assert [(one.file_id, one.judgement is None) for one in found] == [(files[0].pk, False), (files[1].pk, True)]


def test_only_the_files_of_the_callers_part_are_judged(county, mill, quarry, cast) -> None:
    make_line(county)
    own = make_file(mill.union)
    make_file(quarry.union, said=contents(1))

    found = list(judge_all(FileVersion.objects.visible_to(cast["chair"]), CRITERIA, Lines.of_day(ON)))

    assert [one.file_id for one in found] == [own.pk]


def test_judging_ten_costs_what_judging_one_costs(county, mill) -> None:
    make_line(county)

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as caught:
            list(judge_all(everything(), CRITERIA, Lines.of_day(ON)))
        return len(caught)

    make_file(mill.union)
    one = queries()
    for number in range(1, 10):
        make_file(mill.union, said=contents(number))

    assert queries() == one


def test_more_files_than_are_held_together_are_all_judged(county, mill, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hardship.judging.AT_A_TIME", 2)
    make_line(county)
    files = [make_file(mill.union, said=contents(number)) for number in range(5)]

    assert [one.file_id for one in judge_all(everything(), CRITERIA, Lines.of_day(ON))] == [file.pk for file in files]


def test_before_the_first_line_there_is_none(county) -> None:
    make_line(county)

    assert Lines.of_day(date(2011, 12, 31)).at(county.path) is None
