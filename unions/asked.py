"""Whether anything asks a union for the items of 双亮 on a day: the campaigns of the floor above say so, by registration."""

from collections.abc import Callable
from datetime import date

from unions.models import Organisation

Asks = Callable[[Organisation, date], bool]
_asks: list[Asks] = []


def ask_by(asks: Asks) -> None:
    """Said once at start-up."""
    if asks not in _asks:
        _asks.append(asks)


def is_asked(union: Organisation, on: date) -> bool:
    """True as well where nothing could say."""
    return not _asks or any(asks(union, on) for asks in _asks)
