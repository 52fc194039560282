"""Targets, gaps and ranks on exact numbers (coverage.md §4, domain.md F)."""

from datetime import date
from decimal import Decimal

import pytest

from campaigns.targets import Goal, four_decimals, gap, in_force, is_met, ranks

HALF, NINETY = Decimal("0.5"), Decimal("0.9")
GOALS = [
    Goal("all", date(2013, 12, 31), Decimal("0.75")),
    Goal("all", date(2012, 12, 31), HALF),
    Goal("state_owned", date(2012, 12, 31), NINETY),
]


@pytest.mark.parametrize(
    ("on", "share"),
    [
        (date(2012, 5, 3), HALF),
        (date(2012, 12, 31), HALF),
        (date(2013, 1, 1), Decimal("0.75")),
        (date(2020, 1, 1), Decimal("0.75")),
    ],
)
def test_the_goal_in_force_is_the_next_one_due_and_after_the_last_the_last(on: date, share: Decimal) -> None:
    goal = in_force(GOALS, "all", on)

    assert goal is not None
    assert goal.share == share


def test_a_category_without_a_later_goal_keeps_its_own() -> None:
    goal = in_force(GOALS, "state_owned", date(2014, 1, 1))

    assert goal is not None
    assert goal.share == NINETY


def test_a_category_without_goals_has_none_in_force() -> None:
    assert in_force(GOALS, "honoured_non_public", date(2012, 6, 1)) is None


@pytest.mark.parametrize(
    ("count", "unions", "share", "met", "short"),
    [
        (50, 100, HALF, True, 0),
        (49, 100, HALF, False, 1),
        (18, 20, NINETY, True, 0),
        (17, 20, NINETY, False, 1),
        (0, 3, HALF, False, 2),
        (2, 3, Decimal("0.6666"), True, 0),
        (2, 3, Decimal("0.6667"), False, 1),
        (0, 7, Decimal("0"), True, 0),
        (9, 10, Decimal("1"), False, 1),
        (7, 100, Decimal("0.07"), True, 0),  # 0.07 × 100 is more than 7 in binary
        (6, 100, Decimal("0.07"), False, 1),
    ],
)
def test_the_gap_is_the_smallest_number_that_meets_the_target(
    count: int, unions: int, share: Decimal, met: bool, short: int
) -> None:
    assert is_met(count, unions, share) is met
    assert gap(count, unions, share) == short


def test_equal_rates_share_a_rank_and_the_next_is_skipped() -> None:
    assert ranks({"a": (1, 2), "b": (2, 4), "c": (1, 3), "d": (0, 0)}) == {"a": 1, "b": 1, "c": 3}


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [(2, 3, "0.6666"), (1, 1, "1.0000"), (0, 5, "0.0000"), (1, 0, None), (99999, 100000, "0.9999")],
)
def test_rates_for_reading_are_truncated_never_rounded(part: int, whole: int, text: str | None) -> None:
    assert four_decimals(part, whole) == text
