"""帮扶条件 change by a new version from a day on; what was is never touched."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, InternalError, transaction

from accounts.models import BookEntry
from accounts.refused import Refused
from hardship.judging import criteria_version
from hardship.models import CriteriaVersion, Criterion, ReliefProgramme
from hardship.operations.criteria import Row, Switches, set_criteria
from tests.hardship.families import make_programme

pytestmark = pytest.mark.django_db
TODAY, TOMORROW = date(2012, 12, 1), date(2012, 12, 2)
ROWS = [
    Row(code="C1", multiple=Decimal("1.50"), is_inclusive=False, needs_hard_after_aid=True),
    Row(code="C2", causes=("本人大病", "残疾"), least_cost=Decimal("20000.00"), source="办法第二条"),
]


@pytest.fixture
def programme(db: None) -> ReliefProgramme:
    return make_programme()


def test_a_new_version_holds_from_its_day_and_the_old_one_before(programme: ReliefProgramme, cast) -> None:
    made = set_criteria(
        programme,
        ROWS,
        Switches(excludes_car=False),
        since=TOMORROW,
        note="县里新规定",
        on=TODAY,
        by=cast["rights_staff"],
    )

    assert (made.number, made.excludes_car, made.made_by) == (2, False, cast["rights_staff"])
    assert [row.code for row in made.criteria.all()] == ["C1", "C2"]
    assert [criteria_version(programme, day).number for day in (TODAY, TOMORROW)] == [1, 2]
    assert Criterion.objects.filter(version__number=1).count() == 1


def test_the_same_again_writes_nothing(programme: ReliefProgramme) -> None:
    set_criteria(programme, ROWS, Switches(), since=TODAY, on=TODAY, by=None)
    lines = BookEntry.objects.count()

    again = set_criteria(programme, ROWS, Switches(), since=TOMORROW, on=TODAY, by=None)

    assert (again.number, CriteriaVersion.objects.count(), BookEntry.objects.count()) == (2, 2, lines)


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([], "至少写一条"),
        ([ROWS[0], ROWS[0]], "代号有重复"),
        ([Row(code="C9")], "C9 什么也没有要求"),
        ([replace(ROWS[0], multiple=Decimal(0))], "倍数应大于 0"),
    ],
)
def test_criteria_without_sense_are_refused(programme: ReliefProgramme, rows: list[Row], says: str) -> None:
    with pytest.raises(Refused, match=says):
        set_criteria(programme, rows, Switches(), since=TODAY, on=TODAY, by=None)
    assert CriteriaVersion.objects.count() == 1


def test_the_past_is_not_made_anew(programme: ReliefProgramme) -> None:
    with pytest.raises(Refused, match="只能从今天或以后执行"):
        set_criteria(programme, ROWS, Switches(), since=date(2012, 11, 30), on=TODAY, by=None)


def test_a_version_does_not_go_before_the_last(programme: ReliefProgramme) -> None:
    set_criteria(programme, ROWS, Switches(), since=date(2013, 1, 1), on=TODAY, by=None)

    with pytest.raises(Refused, match="第2版从2013-01-01起执行"):
        set_criteria(programme, ROWS[:1], Switches(), since=TOMORROW, on=TODAY, by=None)


def test_whoever_looked_at_an_older_version_is_told(programme: ReliefProgramme) -> None:
    set_criteria(programme, ROWS, Switches(), since=TODAY, seen=1, on=TODAY, by=None)

    with pytest.raises(Refused, match="有人存了第2版"):
        set_criteria(programme, ROWS[:1], Switches(), since=TODAY, seen=1, on=TODAY, by=None)


def test_not_even_sql_changes_what_was(programme: ReliefProgramme) -> None:
    for change in (
        lambda: Criterion.objects.update(multiple=9),
        lambda: CriteriaVersion.objects.update(since=TODAY),
        lambda: Criterion.objects.all().delete(),
        lambda: CriteriaVersion.objects.all().delete(),
    ):
        with pytest.raises((InternalError, IntegrityError), match="只能追加"), transaction.atomic():
            change()
