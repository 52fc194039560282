"""Indicator targets judged exactly: numbers and shares, more or less, parts of a whole, which target is in force."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from campaigns import attained, indicators
from campaigns.indicators import BY_SLUG, INDICATORS, Aim, categories_of
from members.figures import Category, Row

DUE = date(2016, 12, 31)
START = date(2016, 1, 1)
GROWTH = Aim(BY_SLUG["new_members"], "all", DUE, START, Decimal(3500), "", {})
RATE = Aim(BY_SLUG["membership_rate"], "non_public", DUE, START, Decimal("0.5"), "", {})


@pytest.mark.parametrize(
    ("slug", "part", "whole", "aim", "met", "gap"),
    [
        ("new_members", 3499, 0, "3500", False, 1),
        ("new_members", 3500, 0, "3500", True, 0),
        ("new_members", 3501, 0, "3500", True, 0),
        ("membership_rate", 49, 99, "0.5", False, 1),
        ("membership_rate", 50, 100, "0.5", True, 0),
        ("membership_rate", 0, 0, "0.5", None, 0),
        ("organised_rate", 2, 3, "0.6667", False, 1),
        ("should", 3, 0, "2", False, 1),
        ("should", 2, 0, "2", True, 0),
        ("should", 0, 0, "0", True, 0),
        ("growth", 9, 100, "0.1", False, 1),
        ("growth", 10, 100, "0.1", True, 0),
        ("growth", -5, 100, "0.1", False, 15),
        ("growth", 7, 0, "0.1", None, 0),
    ],
)
def test_a_target_is_judged_on_exact_numbers(
    slug: str, part: int, whole: int, aim: str, met: bool | None, gap: int
) -> None:
    indicator = BY_SLUG[slug]

    assert indicators.is_met(indicator, part, whole, Decimal(aim)) is met
    assert indicators.gap(indicator, part, whole, Decimal(aim)) == gap


@pytest.mark.parametrize(
    ("on", "due"),
    [
        (date(2015, 12, 31), None),
        (date(2016, 1, 1), 2016),
        (date(2016, 12, 31), 2016),
        (date(2017, 1, 1), 2017),
        (date(2018, 6, 1), 2017),
    ],
)
def test_the_next_due_date_is_in_force_and_the_last_one_stays(on: date, due: int | None) -> None:
    later = replace(GROWTH, due_on=date(2017, 12, 31))

    for aims in ([GROWTH, later], [later, GROWTH]):
        assert [aim.due_on.year for aim in indicators.in_force(aims, on)] == ([due] if due else [])


def test_targets_of_other_indicators_and_categories_stand_side_by_side() -> None:
    assert indicators.in_force([GROWTH, RATE, replace(RATE, category="all")], DUE) == [
        GROWTH,
        RATE,
        replace(RATE, category="all"),
    ]


def test_what_is_new_is_counted_to_the_due_date_and_a_share_is_of_the_day() -> None:
    after = DUE + timedelta(days=40)

    assert (GROWTH.counted_to(after), GROWTH.counted_to(DUE)) == (DUE, DUE)
    assert RATE.counted_to(after) == after


def test_an_allocation_that_does_not_add_up_is_told_with_sum_target_and_difference() -> None:
    aim = replace(GROWTH, allotted={"1": Decimal(1000), "2": Decimal(900)})

    (told,) = attained.warnings_of([aim])

    assert "合计 1900 人" in told
    assert "县目标 3500 人" in told
    assert "相差 1600 人（少）" in told


def test_one_that_adds_up_or_a_share_warns_of_nothing() -> None:
    exact = replace(GROWTH, allotted={"1": Decimal(3500)})
    share = replace(RATE, allotted={"1": Decimal("0.6")})

    assert list(attained.warnings_of([exact, share, GROWTH])) == []


def test_a_part_larger_than_its_whole_is_told() -> None:
    part = replace(GROWTH, indicator=BY_SLUG["new_migrants"], amount=Decimal(3501))

    (told,) = attained.warnings_of([GROWTH, part])

    assert "3501 大于新增会员的目标 3500" in told
    assert attained.label_of(part, [GROWTH, part]) == "新增农民工会员（新增会员之中）"


@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda indicator: indicator.slug)
def test_every_indicator_names_counts_and_categories_that_exist(indicator: indicators.Indicator) -> None:
    if not indicator.of_coverage:
        row = Row(body="", name="", category="all")
        assert getattr(row, indicator.part) == 0
        assert not indicator.whole or getattr(row, indicator.whole) == 0
        assert set(categories_of(indicator)) == {str(category) for category in Category}
    assert indicator.inside in {"", *BY_SLUG}
    assert set(categories_of(indicator)) <= set(indicators.LABELS)
