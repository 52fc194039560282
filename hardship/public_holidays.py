"""China's public holidays and make-up days, as the State Council arranged them, year by year.

The `holidays` library knows the arrangements up to the year it was published for; of a later year it knows only the
holidays that the law names, without make-up days. The county corrects such a year by hand until the library is newer.
"""

from datetime import date
from functools import cache

from holidays.countries.china import China, ChinaStaticHolidays

from hardship.workdays import Calendar, corrected, weekdays_but


def calendar(corrections: dict[date, bool] | None = None) -> Calendar:
    """Working days of any year since 1950, the county's corrections applied: True is worked, False is not."""
    return corrected(_works, corrections) if corrections else _works


def is_arranged(year: int) -> bool:
    """Whether the library knows the State Council's arrangement; else make-up days must come from the county."""
    return year in ChinaStaticHolidays.special_public_holidays


def _works(day: date) -> bool:
    return _year(day.year)(day)


@cache
def _year(year: int) -> Calendar:
    # The next year too: its New Year may be made up for in this December.
    known = China(years=(year, year + 1))
    return weekdays_but(frozenset(known), frozenset(known.weekend_workdays))
