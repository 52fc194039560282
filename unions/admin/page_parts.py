"""What higher floors show on a union's page: places that they fill when the admin is loaded (campaigns/admin)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from unions.models import Organisation

COVERAGE, CHILDREN, MEMBERS = "coverage", "children", "members"


@dataclass(frozen=True)
class PageView:
    """Which union is looked at, with whose eyes, as it was on which day; `asked` are the page's own parameters."""

    union: Organisation
    user: Any
    on: date
    today: date
    asked: Mapping[str, str] = field(default_factory=dict)
    _read: dict[str, Any] = field(default_factory=dict, compare=False)

    def once(self, key: str, read: Callable[[], Any]) -> Any:
        """What several parts of the page need is read once."""
        if key not in self._read:
            self._read[key] = read()
        return self._read[key]

    @property
    def is_past(self) -> bool:
        return self.on < self.today


@dataclass(frozen=True)
class Filled:
    """A template and what it takes, besides `view`."""

    template: str
    context: dict[str, Any]


@dataclass(frozen=True)
class Band:
    """A stretch of time behind the bars of the time line; `until` is its last day."""

    label: str
    since: date
    until: date


@dataclass(frozen=True)
class Cell:
    """How the union stood on one day of the strip below the bars. `state` is one of verified, covered, open."""

    on: date
    state: str
    words: str


@dataclass(frozen=True)
class Backdrop:
    label: str = ""
    bands: tuple[Band, ...] = ()
    cells: tuple[Cell, ...] = ()


Part = Callable[[PageView], Filled | None]
_parts: dict[str, Part] = {}
_backdrops: list[Callable[[PageView], Backdrop]] = []


def fills(place: str) -> Callable[[Part], Part]:
    """Registers what stands in a place; None from it leaves the place empty."""

    def register(part: Part) -> Part:
        _parts[place] = part
        return part

    return register


def draws_backdrop(draw: Callable[[PageView], Backdrop]) -> Callable[[PageView], Backdrop]:
    """Registers what stands behind the bars of the time line."""
    _backdrops[:] = [draw]
    return draw


def filled(place: str, view: PageView) -> Filled | None:
    """What the place shows to this user, None for nothing."""
    return _parts[place](view) if place in _parts else None


def backdrop_of(view: PageView) -> Backdrop:
    return _backdrops[0](view) if _backdrops else Backdrop()
