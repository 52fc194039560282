"""汇总平衡: who comes first, and how far the budget reaches (domain.md E-28, E-29). Pure.

The order is advice with its reasons in sight; nobody is cut by it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from hardship.codes import NATIONAL

NOUGHT = Decimal(0)


@dataclass(frozen=True)
class Candidate:
    """One household. `met` how many criteria it meets; `amount` proposed, None where nothing is yet."""

    key: int
    national: str
    per_capita: Decimal
    met: int
    is_unionised: bool
    submitted_at: datetime
    amount: Decimal | None


@dataclass(frozen=True)
class Place:
    """`running` is the sum of the amounts from the first to this one; `is_within` whether the budget reaches so far."""

    candidate: Candidate
    rank: int
    running: Decimal
    is_within: bool


def ordered(candidates: Iterable[Candidate]) -> list[Candidate]:
    """By national category, income per head, number of criteria met, unionised first; of equals who came first."""
    return sorted(candidates, key=_place)


def places(candidates: Sequence[Candidate], available: Decimal) -> list[Place]:
    """The candidates, in the order given, against the budget; none behind the line is within, however small."""
    running, reaches, found = NOUGHT, True, []
    for rank, one in enumerate(candidates, 1):
        running += one.amount or NOUGHT
        reaches = reaches and running <= available
        found.append(Place(one, rank, running, reaches and one.amount is not None))
    return found


def skipped(candidates: Sequence[Candidate], chosen: set[int]) -> list[Candidate]:
    """Those not chosen who stand before somebody that is."""
    last = max((place for place, one in enumerate(candidates) if one.key in chosen), default=-1)
    return [one for one in candidates[: last + 1] if one.key not in chosen]


def _place(one: Candidate) -> tuple[int, Decimal, int, bool, datetime, int]:
    category = NATIONAL.index(one.national) if one.national in NATIONAL else len(NATIONAL)
    return category, one.per_capita, -one.met, not one.is_unionised, one.submitted_at, one.key
