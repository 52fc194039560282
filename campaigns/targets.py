"""Targets, gaps and ranks on exact numbers (coverage.md §4). Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import ceil


@dataclass(frozen=True)
class Goal:
    """A target of one category: the minimum share (0 to 1) to be reached by the due date."""

    category: str
    due_on: date
    share: Decimal
    label: str = ""


def in_force(goals: Iterable[Goal], category: str, on: date) -> Goal | None:
    """The category's goal with the earliest due date on or after the day; after the last one, the last; else None."""
    own = sorted((goal for goal in goals if goal.category == category), key=lambda goal: goal.due_on)
    for goal in own:
        if goal.due_on >= on:
            return goal
    return own[-1] if own else None


def is_met(count: int, unions: int, share: Decimal) -> bool:
    """count >= share × unions, exactly: 以上 includes the number."""
    return count >= Fraction(share) * unions


def gap(count: int, unions: int, share: Decimal) -> int:
    """还需: the smallest number of further unions that would meet the target; 0 when met."""
    return max(0, ceil(Fraction(share) * unions) - count)


def ranks(counts: Mapping[str, tuple[int, int]]) -> dict[str, int]:
    """Rank by rate of each key's (covered, unions), highest first; equal rates share, the next is skipped (1, 1, 3).

    A key with no unions is not ranked.
    """
    rates = {key: Fraction(covered, unions) for key, (covered, unions) in counts.items() if unions}
    return {key: 1 + sum(other > rate for other in rates.values()) for key, rate in rates.items()}


def four_decimals(part: int, whole: int) -> str | None:
    """part / whole for reading, truncated to four decimals; None without a whole."""
    if not whole:
        return None
    whole_part, rest = divmod(part * 10_000 // whole, 10_000)
    return f"{whole_part}.{rest:04d}"
