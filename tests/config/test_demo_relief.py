"""The families of 云岭县 and the rounds of relief they apply in: pure, invented, and possible."""

from collections import Counter
from datetime import date
from random import Random

import pytest

from config.demo.relief.families import FILES, Dealer, Family
from config.demo.relief.rounds import RUNNING, counted_back, past, running
from config.demo.roster import Unit, enrol
from config.demo.story import tell
from hardship.completeness import lacking
from hardship.contradictions import completed, troubles
from hardship.public_holidays import calendar
from hardship.transitions import State
from members.identity import RESIDENT, trouble

DAYS = [date(2026, 11, 21), date(2012, 6, 1), date(2027, 1, 1), date(2028, 2, 29)]


@pytest.fixture(scope="module", params=DAYS, ids=str)
def today(request: pytest.FixtureRequest) -> date:
    day: date = request.param
    return day


@pytest.fixture(scope="module")
def units(today: date) -> list[Unit]:
    return enrol(tell(today))


@pytest.fixture(scope="module")
def families(units: list[Unit], today: date) -> list[Family]:
    return Dealer(units, today).deal()


def test_the_same_families_are_told_of_the_same_day(units: list[Unit], families: list[Family], today: date) -> None:
    assert repr([family.said for family in Dealer(units, today).deal()]) == repr([family.said for family in families])


def test_there_are_as_many_as_promised_and_some_fell_back(families: list[Family]) -> None:
    again = [family for family in families if family.relapsed is not None]

    assert len(families) == FILES + len(again)
    assert len({family.code for family in families}) == len(families)
    assert again
    assert len({family.ill.cause for family in families}) == 8


def test_no_number_could_be_anybodys(families: list[Family], today: date) -> None:
    numbers = Counter(
        person.id_number for family in families if family.relapsed is None for person in family.said.household
    )

    assert all(number.startswith("349999") for number in numbers)
    assert not [number for number in numbers if trouble(RESIDENT, number, today)]
    assert max(numbers.values()) == 1


def test_every_file_is_complete_and_contradicts_nothing(families: list[Family], today: date) -> None:
    for family in families:
        for said in (family.said, *(said for _, said, _ in family.changes)):
            assert lacking(said) == []
            assert [one.sentence for one in troubles(completed(said), family.opened, today)] == []


def test_nothing_lies_ahead_and_everything_in_its_order(families: list[Family], today: date) -> None:
    for family in families:
        ended = family.out or family.closed or today
        changed = [day for day, _, _ in family.changes]
        days = [family.opened, *changed, *filter(None, [family.reviewed]), ended]
        assert days == sorted(days), family.code
        assert ended <= today


def test_the_running_round_stands_at_every_step(families: list[Family], today: date) -> None:
    round_ = running(today, calendar({}), families, Random(1))

    assert {case.reaches for case in round_.cases} >= {state for state, _, _ in RUNNING}
    assert len({case.family.code for case in round_.cases}) == len(round_.cases)
    for case in round_.cases:
        day = round_.day(case, case.reaches)
        assert case.family.opened < round_.day(case, State.DRAFT) <= day <= today


def test_a_round_that_is_over_has_failures_refusals_and_cuts(families: list[Family], today: date) -> None:
    end = today.replace(month=1, day=20) if today.month > 2 else date(today.year - 1, 1, 20)
    round_ = past(end, calendar({}), families, 12, Random(1))

    assert any(case.fails for case in round_.cases)
    assert any(case.refused for case in round_.cases)
    assert any(case.cut for case in round_.cases)
    assert counted_back(end, calendar({}))(0) <= end
