"""The working days of this county: what the State Council arranged, and the county's own corrections (rules W1, E-25)."""

from hardship.models import CalendarDay
from hardship.public_holidays import calendar
from hardship.workdays import Calendar


def county_calendar() -> Calendar:
    """True is worked. One query; ask once for many notices."""
    return calendar(dict(CalendarDay.objects.values_list("day", "works")))
