"""Figures as a report keeps them: plain values for JSON, their slice per body, their checksum. Pure."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any

# One row of coverage.md §7 with the counts behind `previous_rate`; keys as in `stored()` of operations/making.py.
Figure = dict[str, Any]
# One union that is not covered: body, union, name, missing (coverage.md §7), chair, phone.
Uncovered = dict[str, Any]

COUNTS = ("unions", "sign", "office", "plaque", "identity", "covered", "verified")
PREVIOUS = ("previous_unions", "previous_covered")
DIRECT = "县总工会直属"


class DoNotAddUp(ValueError):
    """The bodies count more than the county: our own fault, never to be printed."""


def checksum(figures: Iterable[Figure], uncovered: Iterable[Uncovered], indicators: Iterable[Figure] = ()) -> str:
    """SHA-256 over all as canonical JSON, 64 hex digits; the same for the same content, whenever it was made.

    Without indicators it is what it was before there were any.
    """
    digest = hashlib.sha256()
    indicators = list(indicators)
    for part in (figures, uncovered, indicators) if indicators else (figures, uncovered):
        for row in part:
            digest.update(json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode())
            digest.update(b"\n")
        digest.update(b"\x00")
    return digest.hexdigest()


def of_body(rows: Iterable[dict[str, Any]], code: str) -> list[dict[str, Any]]:
    """The slice of the county's figures or list that one body's report holds; nothing is computed anew."""
    return [row for row in rows if row["body"] == code]


def rate(figure: Figure) -> Fraction | None:
    """covered / unions, exact; None without unions (coverage.md §4)."""
    return Fraction(figure["covered"], figure["unions"]) if figure["unions"] else None


def change(figure: Figure) -> Fraction | None:
    """Rate minus the rate at the end of the month before, in percentage points, exact; None where either has none."""
    now = rate(figure)
    if now is None or not figure["previous_unions"]:
        return None
    return (now - Fraction(figure["previous_covered"], figure["previous_unions"])) * 100


def percent(share: Fraction | None) -> str:
    """A share as people read it: one decimal, half up, `66.7%`; a dash where there is none."""
    if share is None:
        return "—"
    tenths = int(share * 1000 + Fraction(1, 2))
    return f"{tenths // 10}.{tenths % 10}%"


def points(difference: Fraction | None) -> str:
    """Percentage points with their sign and one decimal, half away from zero: `+3.2`, `-0.5`, `0.0`; or a dash."""
    if difference is None:
        return "—"
    tenths = int(abs(difference) * 10 + Fraction(1, 2))
    sign = "" if not tenths else "+" if difference > 0 else "-"
    return f"{sign}{tenths // 10}.{tenths % 10}"


def of_category(figures: Iterable[Figure], category: str, county: str) -> Iterator[Figure]:
    """One category's rows as they are printed: the bodies, unions directly under the county if any, the total last.

    The counts of the rows before the last add up to the last one's. A body's report has its one row and no total.
    Raises DoNotAddUp.
    """
    rows = [figure for figure in figures if figure["category"] == category]
    bodies = [row for row in rows if row["body"] != county]
    totals = [row for row in rows if row["body"] == county]
    yield from bodies
    for total in totals:
        direct = _direct(total, bodies)
        if direct is not None:
            yield direct
        yield {**total, "name": "合计", "is_total": True}


def _direct(total: Figure, bodies: list[Figure]) -> Figure | None:
    """Grassroots unions directly under the county; no responsible body, so neither judged nor ranked."""
    row: Figure = {key: total[key] - sum(body[key] for body in bodies) for key in COUNTS + PREVIOUS}
    if any(value < 0 for value in row.values()):
        raise DoNotAddUp(f"{total['category']}: {row}")
    if not any(row.values()):
        return None
    return row | {
        "body": total["body"],
        "name": DIRECT,
        "category": total["category"],
        "target": None,
        "met": None,
        "gap": None,
        "rank": None,
    }
