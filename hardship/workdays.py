"""Chinese working days and the clock of a notice (hardship.md §5). Pure: which days are worked is handed in.

Rules W1 to W5 in docs/rules/hardship.md.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

Calendar = Callable[[date], bool]
"""Whether a day is a working day."""

DAY = timedelta(days=1)
FURTHEST = 3_660  # days looked ahead; who finds no working day in ten years has a wrong calendar


@dataclass(frozen=True)
class Stop:
    """An objection as the clock sees it. The day it was raised and the day it was answered both stand still."""

    since: date
    until: date | None = None  # the day it was answered; None: still open


def weekdays_but(holidays: Collection[date], made_up: Collection[date] = ()) -> Calendar:
    """Monday to Friday without the holidays, and the weekend days that are worked in exchange; these win."""
    return lambda day: day in made_up or (day.weekday() < 5 and day not in holidays)


def corrected(works: Calendar, corrections: dict[date, bool]) -> Calendar:
    """The calendar with single days said otherwise: True is worked, False is not."""
    return lambda day: corrections[day] if day in corrections else works(day)


def after(day: date, count: int, works: Calendar) -> date:
    """The `count`-th working day after `day`, which itself is never counted (W2).

    Raises ValueError for a count below one, or where the calendar has too few working days.
    """
    if count < 1:
        raise ValueError("Counted from one.")
    for left in _days_after(day):
        count -= works(left)
        if not count:
            return left
    raise ValueError("No working days in this calendar.")


def counted(posted: date, before: date, works: Calendar, stops: Sequence[Stop] = ()) -> list[date]:
    """The days of a notice that have fully passed when the day `before` begins, in order (W2 to W4)."""
    days = (posted + timedelta(days=n) for n in range(1, (before - posted).days))
    return [day for day in days if works(day) and not _stands_still(day, stops)]


def last_day(posted: date, days: int, works: Calendar, stops: Sequence[Stop] = ()) -> date | None:
    """The day at whose end a notice of `days` working days has passed; None while an open objection holds it up.

    An objection raised after that day does not move it. Raises ValueError for less than one day.
    """
    if days < 1:
        raise ValueError("Counted from one.")
    held_from = min((stop.since for stop in stops if stop.until is None), default=None)
    for day in _days_after(posted):
        if held_from is not None and day >= held_from:
            return None
        days -= works(day) and not _stands_still(day, stops)
        if not days:
            return day
    raise ValueError("No working days in this calendar.")


def passed(posted: date, days: int, on: date, works: Calendar, stops: Sequence[Stop] = ()) -> bool:
    """Whether the notice has fully passed when the day `on` begins, with no objection open (W5)."""
    last = last_day(posted, days, works, stops)
    return last is not None and last < on and all(stop.until is not None for stop in stops)


def _days_after(day: date) -> Iterator[date]:
    """The days after one, ten years of them and whatever the calendar's end allows."""
    for n in range(1, min(FURTHEST, (date.max - day).days) + 1):
        yield day + n * DAY


def _stands_still(day: date, stops: Sequence[Stop]) -> bool:
    return any(stop.since <= day and (stop.until is None or day <= stop.until) for stop in stops)
