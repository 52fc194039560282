"""How far a notice on a union's board is: its last day as things stand, what holds it up (hardship.md §5 单位公示)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from hardship.calendars import county_calendar
from hardship.models import Objection, PublicNotice
from hardship.workdays import Calendar, Stop, counted, last_day, passed

WHY = "of notices already in scope"


@dataclass(frozen=True)
class Clock:
    """`last` is None while an open objection holds the notice up; `done` are working days that have fully passed."""

    last: date | None
    planned: date  # the last day if nobody had objected
    done: int
    days: int
    open_objections: int
    has_passed: bool
    stopped: int  # working days that objections have held it up so far

    @property
    def left(self) -> int:
        return max(self.days - self.done, 0)


def clock_of(notice: PublicNotice, on: date) -> Clock:
    return clocks_of([notice], on)[notice.pk]


def clocks_of(notices: Iterable[PublicNotice], on: date) -> dict[int, Clock]:
    """Of each by its key, as the day `on` begins. Two queries, however many there are."""
    rows = list(notices)
    stops: dict[int, list[Stop]] = defaultdict(list)
    objections = Objection.objects.everywhere(WHY).filter(notice__in=[row.pk for row in rows])
    for notice, since, until in objections.values_list("notice_id", "received_on", "answered_on"):
        stops[notice].append(Stop(since, until))
    works = county_calendar()
    return {row.pk: _clock(row, on, works, stops[row.pk]) for row in rows}


def _clock(notice: PublicNotice, on: date, works: Calendar, stops: list[Stop]) -> Clock:
    last, planned = (
        last_day(notice.starts_on, notice.days, works, stops),
        last_day(notice.starts_on, notice.days, works),
    )
    assert planned is not None  # noqa: S101 (without objections nothing holds it up)
    # The clock stops for good once the period is full: what is raised later moves nothing.
    until = min(on, last) if last is not None else on
    plain, held = counted(notice.starts_on, until, works), counted(notice.starts_on, until, works, stops)
    return Clock(
        last=last,
        planned=planned,
        done=min(len(counted(notice.starts_on, on, works, stops)), notice.days),
        days=notice.days,
        open_objections=sum(1 for stop in stops if stop.until is None),
        has_passed=passed(notice.starts_on, notice.days, on, works, stops),
        stopped=len(plain) - len(held),
    )
