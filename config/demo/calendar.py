"""Where the present campaign lies (the template moved by whole years), and on which day a union joins it."""

from dataclasses import dataclass
from datetime import date, timedelta

from campaigns.operations.campaigns import moved
from campaigns.template import SHUANGLIANG_2012

THIRD = SHUANGLIANG_2012.phases[2]
TWO_YEARS = 730
Curve = tuple[tuple[float, int], ...]  # (share of the unions, day of the campaign by which they have joined)


@dataclass(frozen=True)
class Span:
    """The present campaign: moved by `shift` years, begun on `start`, so many days before today."""

    shift: int
    start: date
    days: int

    def day(self, number: int) -> date:
        return self.start + timedelta(days=number)


def campaign_span(today: date) -> Span:
    """The shift for which today lies in the third phase, as near to two years after the start as there is.

    Today is then between the 426th and the 790th day.
    """
    shifts = [
        shift
        for shift in range(today.year - 2016, today.year - 2010)
        if moved(THIRD[1], shift) <= today <= moved(THIRD[2], shift)
    ]
    starts = {shift: moved(SHUANGLIANG_2012.starts_on, shift) for shift in shifts}
    shift = min(shifts, key=lambda years: abs((today - starts[years]).days - TWO_YEARS))
    return Span(shift, starts[shift], (today - starts[shift]).days)


def usual_curve(joined: float, span: Span) -> Curve:
    """Slow until the third phase widens the scope, steep before the first year's end, slower since; `joined` by today."""
    return ((0, 20), (0.05 * joined, 90), (0.13 * joined, 135), (0.63 * joined, 240), (joined, span.days - 3))


def priority_curve(span: Span) -> Curve:
    """State-owned firms and firms with honours: called upon first, nine in ten there by the first year's end."""
    return ((0, 6), (0.3, 60), (0.74, 125), (0.93, 235), (1.0, span.days - 3))


def joining_day(place: float, curve: Curve) -> int | None:
    """The campaign's day on which the union joins that stands at `place` (0 to 1) in the order; None: not yet."""
    for (before, first), (share, last) in zip(curve, curve[1:], strict=False):
        if place <= share:
            return round(first + (last - first) * (place - before) / (share - before))
    return None


def workday(day: date) -> date:
    """The day itself, or the Monday after a weekend."""
    return day + timedelta(days=7 - day.weekday()) if day.weekday() > 4 else day


def month_of(day: date) -> tuple[date, date]:
    """First and last day of the day's month."""
    first = day.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
