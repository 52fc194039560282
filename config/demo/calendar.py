"""Where the present campaign lies: the template moved by whole years."""

from dataclasses import dataclass
from datetime import date

from campaigns.operations.campaigns import moved
from campaigns.template import SHUANGLIANG_2012

THIRD = SHUANGLIANG_2012.phases[2]
TWO_YEARS = 730


@dataclass(frozen=True)
class Span:
    """The present campaign: moved by `shift` years, begun on `start`, so many days before today."""

    shift: int
    start: date
    days: int


def campaign_span(today: date) -> Span:
    """The shift for which today lies in the third phase, as near to two years after the start as there is."""
    shifts = [
        shift
        for shift in range(today.year - 2016, today.year - 2010)
        if moved(THIRD[1], shift) <= today <= moved(THIRD[2], shift)
    ]
    starts = {shift: moved(SHUANGLIANG_2012.starts_on, shift) for shift in shifts}
    shift = min(shifts, key=lambda years: abs((today - starts[years]).days - TWO_YEARS))
    return Span(shift, starts[shift], (today - starts[shift]).days)
