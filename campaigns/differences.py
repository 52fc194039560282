"""What a correction changed against the version it replaces: figures by body, and unions of the list. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from campaigns.figures import COUNTS, Figure, Uncovered, percent, rate


@dataclass(frozen=True)
class FigureChange:
    """One body and category whose counts differ; `before` and `after` are {count: number}, only the differing ones."""

    body: str
    name: str
    category: str
    before: dict[str, int]
    after: dict[str, int]
    rate_before: str
    rate_after: str


@dataclass(frozen=True)
class UnionChange:
    """One union of the list of those not covered; `before` or `after` is None where it is not on that list."""

    union: str
    name: str
    body: str
    before: tuple[str, ...] | None
    after: tuple[str, ...] | None


def changed_figures(before: Iterable[Figure], after: Iterable[Figure]) -> list[FigureChange]:
    """Rows of either version whose counts differ, in the order of the newer one; a row that is new counts from 0."""
    old = {(row["body"], row["category"]): row for row in before}
    new = {(row["body"], row["category"]): row for row in after}
    changes = []
    for key in [*new, *(key for key in old if key not in new)]:
        was, is_now = old.get(key), new.get(key)
        row = is_now or was or {}
        differing = [count for count in COUNTS if _count(was, count) != _count(is_now, count)]
        if differing:
            changes.append(
                FigureChange(
                    row["body"],
                    row["name"],
                    row["category"],
                    {count: _count(was, count) for count in differing},
                    {count: _count(is_now, count) for count in differing},
                    percent(rate(was) if was else None),
                    percent(rate(is_now) if is_now else None),
                )
            )
    return changes


def changed_unions(before: Iterable[Uncovered], after: Iterable[Uncovered]) -> list[UnionChange]:
    """Unions that left the list, came onto it, or lack something else now; by code."""
    old = {row["union"]: row for row in before}
    new = {row["union"]: row for row in after}
    changes = []
    for code in sorted(old | new):
        was, is_now = old.get(code), new.get(code)
        row = is_now or was or {}
        lacked = tuple(was["missing"]) if was else None
        lacks = tuple(is_now["missing"]) if is_now else None
        if lacked != lacks:
            changes.append(UnionChange(code, row["name"], row["body"], lacked, lacks))
    return changes


def _count(row: Figure | None, count: str) -> int:
    return int(row[count]) if row else 0
