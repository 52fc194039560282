"""The members of 云岭县."""

import hashlib
from collections import Counter, defaultdict
from datetime import date, timedelta

import pytest

from config.demo import CHAIRS_UNION
from config.demo.moves import moves
from config.demo.roster import ENTRIES, PAIRS, Unit, enrol
from config.demo.story import Story, tell
from members.identity import RESIDENT, trouble

TODAY = date(2026, 11, 21)
DAYS = [TODAY, date(2012, 6, 1), date(2027, 1, 1), date(2028, 2, 29), date(2030, 9, 1)]


@pytest.fixture(scope="module")
def story() -> Story:
    return tell(TODAY)


@pytest.fixture(scope="module")
def units(story: Story) -> list[Unit]:
    return enrol(story)


def current(unit: Unit) -> int:
    return sum(row["会籍状态"] in (None, "保留") for row in unit.members)


def test_the_same_people_are_told_of_the_same_day(story: Story, units: list[Unit]) -> None:
    def fingerprint(told: list[Unit]) -> str:
        return hashlib.sha256(repr([unit.members for unit in told]).encode()).hexdigest()

    assert fingerprint(units) == fingerprint(enrol(tell(TODAY)))
    assert fingerprint(units) != fingerprint(enrol(tell(TODAY + timedelta(days=1))))


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_forty_thousand_are_entered_and_nothing_lies_ahead(today: date) -> None:
    rows = [row for unit in enrol(tell(today)) for row in unit.members]

    assert len(rows) == ENTRIES
    assert not [row for row in rows for value in row.values() if isinstance(value, date) and value > today]
    assert len(list(moves(enrol(tell(today)), today))) == 36


def test_no_number_could_be_anybodys(units: list[Unit]) -> None:
    rows = [row for unit in units for row in unit.members]
    mobiles = [row["移动电话"] for row in rows if row["移动电话"]]

    assert len({row["证件号码"] for row in rows}) == len(rows)
    assert all(row["证件号码"].startswith("349999") for row in rows)
    assert not [row for row in rows if trouble(RESIDENT, row["证件号码"], TODAY)]
    assert all(mobile[:2] == "13" and mobile[3:7] == "0000" for mobile in mobiles)
    # Officers hold several seats, and a pair entered twice is one person.
    shared = [mobile for mobile, count in Counter(mobiles).items() if count > 1]
    assert len([mobile for mobile in shared if not mobile.startswith("1390000")]) == PAIRS


def test_most_staff_are_members_some_unions_lag_and_two_are_inflated(units: list[Unit]) -> None:
    shares = [current(unit) / unit.staff for unit in units if unit.staff]

    assert sum(share > 1 for share in shares) == 2
    assert 20 < sum(share < 0.5 for share in shares) < 80
    assert 0.78 < sum(map(current, units)) / sum(unit.staff for unit in units) < 0.92


def test_the_chairs_roster_is_gone_through_on_a_phone(units: list[Unit]) -> None:
    unit = next(unit for unit in units if unit.row["工会名称"] == CHAIRS_UNION)

    assert 50 <= current(unit) <= 65
    assert unit.members[0]["姓名"] == "沈文清"


def test_some_unions_owe_a_womens_committee(story: Story, units: list[Unit]) -> None:
    seated = {
        row["工会编码"] for row in story.officers if row["职务"] == "女职工委员会主任" and row["离任日期"] is None
    }
    women = {unit.code: sum(row["性别"] == "女" for row in unit.members) for unit in units}

    assert sum(count >= 10 and code not in seated for code, count in women.items()) > 20


def test_units_of_some_size_are_without_a_union(story: Story) -> None:
    large = [
        row for row in story.employers if not row["所属工会编码"] and not row.get("注销日期") and row["职工人数"] >= 25
    ]

    assert len(large) >= 8


def test_ten_pairs_are_one_person_with_a_mistaken_digit(units: list[Unit]) -> None:
    same = defaultdict(list)
    for unit in units:
        for row in unit.members:
            if row["移动电话"]:
                same[(row["姓名"], row["出生日期"], row["移动电话"])].append(row)
    pairs = [
        rows
        for rows in same.values()
        if len({row["工会编码"] for row in rows}) > 1 and not rows[0]["移动电话"].startswith("1390000")
    ]

    assert len(pairs) == PAIRS
    for one, other in pairs:
        differ = [place for place in range(17) if one["证件号码"][place] != other["证件号码"][place]]
        assert len(differ) == 1


def test_the_chair_and_the_township_have_members_who_wait(units: list[Unit]) -> None:
    waiting = [one for one in moves(units, TODAY) if one.closed is None]

    assert sum(one.goal.is_model for one in waiting) == 2
    assert sum(one.origin.is_model for one in waiting) == 1
    assert (
        sum(one.goal.code.startswith("3499990101") != one.origin.code.startswith("3499990101") for one in waiting) >= 4
    )
