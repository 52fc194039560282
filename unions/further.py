"""What else is due from a chair, and what else the portal's home shows of a union: the floor above says so, by registration."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from unions.models import Organisation


@dataclass(frozen=True)
class Further:
    """One more thing to do, as `unions.due.Due` would have it. Pressing: it came back or came in, whatever its day."""

    title: str
    detail: str
    badge: str
    tone: str
    url: str
    since: date | None = None
    due_on: date | None = None
    is_pressing: bool = False
    waits_for_others: bool = False

    def urgency(self, on: date) -> tuple[int, date, int]:
        """Comparable with `unions.due.urgency`."""
        if self.waits_for_others:
            return 3, self.since or on, LAST
        if self.is_pressing:
            return 0, self.since or on, LAST
        if self.due_on is None:
            return 2, date.max, LAST
        return (0 if self.due_on < on else 1), self.due_on, LAST


@dataclass(frozen=True)
class Tile:
    """A figure of the union with the page behind it."""

    title: str
    figure: str
    detail: str
    url: str


LAST = 99
Source = Callable[[Organisation, Any, date], tuple[list[Further], list[Tile]]]
_sources: list[Source] = []


def tell_by(source: Source) -> None:
    """Said once at start-up."""
    if source not in _sources:
        _sources.append(source)


def further_of(union: Organisation, user: Any, on: date) -> tuple[list[Further], list[Tile]]:
    rows: list[Further] = []
    tiles: list[Tile] = []
    for source in _sources:
        found, shown = source(union, user, on)
        rows += found
        tiles += shown
    return rows, tiles
