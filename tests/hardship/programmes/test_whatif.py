"""What another line or other criteria would change: which families, how many, how much."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from hardship.eligibility import Criteria
from hardship.judging import Lines
from hardship.models import FileVersion, HardshipFile
from hardship.reports.whatif import Outcome, Turn, what_if
from hardship.template import WINTER_RELIEF
from tests.hardship.families import CHILD, ON, SPOUSE, WORKER, contents, make_file, make_line

pytestmark = pytest.mark.django_db
CRITERIA = WINTER_RELIEF.criteria


def family(union: Any, number: int, income: str, **facts: Any) -> HardshipFile:
    """Three heads; hard after aid and no other cause than low income unless the test says so."""
    said = contents(number, **{"main_cause": "收入低无法维持基本生活", **facts})
    own = replace(WORKER, income=Decimal(income), id_number=said.file.id_number)
    return make_file(union, said=replace(said, household=(own, SPOUSE, CHILD)))


def asked(criteria: Criteria = CRITERIA, line: str = "780.00") -> Outcome:
    now = Lines.of_day(ON)
    return what_if(FileVersion.objects.everywhere("tests"), (CRITERIA, now), (criteria, now.all_at(Decimal(line))))


@pytest.fixture
def families(county, mill) -> list[HardshipFile]:
    """1 000.00, 1 170.00 (borderline), 1 180.00 and 3 000.00 per head."""
    make_line(county)
    incomes = ("36000.00", "42120.00", "42480.00", "108000.00")
    return [family(mill.union, number, income) for number, income in enumerate(incomes)]


def test_nothing_changes_nothing(families: list[HardshipFile]) -> None:
    outcome = asked()

    assert (outcome.files, outcome.now, outcome.then, outcome.gained, outcome.lost) == (4, 1, 1, [], [])
    assert [turn.file_id for turn in outcome.borderline] == [families[1].pk]


def test_a_higher_line_brings_families_in(families: list[HardshipFile]) -> None:
    outcome = asked(line="790.00")

    assert (outcome.now, outcome.then) == (1, 3)
    assert outcome.gained == [Turn(file.pk, (), ("C1",), (), ()) for file in families[1:3]]
    assert (outcome.lost, outcome.borderline) == ([], [])


def test_a_lower_line_drops_families(families: list[HardshipFile]) -> None:
    outcome = asked(line="600.00")

    assert (outcome.then, [turn.file_id for turn in outcome.lost]) == (0, [families[0].pk])


def test_another_multiple_or_switch_does_the_same(families: list[HardshipFile], mill) -> None:
    family(mill.union, 9, "36000.00", car=True)
    generous = replace(
        CRITERIA,
        criteria=(replace(CRITERIA.criteria[0], inclusive=True), *CRITERIA.criteria[1:]),
        exclusions=replace(CRITERIA.exclusions, car=False),
    )

    outcome = asked(generous)

    assert (outcome.now, outcome.then) == (1, 3)
    assert outcome.gained[1].excluded == ("car",)
    assert outcome.gained[1].excluded_then == ()


def test_the_money_is_the_standard_amount_of_each(families: list[HardshipFile]) -> None:
    assert asked(line="790.00").money(Decimal("1000.00")) == (Decimal(1000), Decimal(3000), Decimal(2000))
    assert asked(line="600.00").money(Decimal("1000.00")) == (Decimal(1000), Decimal(0), Decimal(-1000))


def test_families_without_a_line_are_counted_apart(riverside, mill, quarry) -> None:
    make_line(riverside)
    family(mill.union, 0, "36000.00")
    family(quarry.union, 1, "36000.00")
    lines = Lines.of_day(ON)

    outcome = what_if(FileVersion.objects.everywhere("tests"), (CRITERIA, lines), (CRITERIA, lines))

    assert (outcome.files, outcome.unjudged, outcome.now) == (2, 1, 1)
