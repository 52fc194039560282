"""Days of files: by when a review counts as due again, which day a page is asked for."""

from datetime import date, timedelta

from hardship.models import ReliefSettings


def review_day(today: date) -> date:
    """A file reviewed on this day or earlier is due again."""
    return today - timedelta(days=ReliefSettings.current().review_days)


def day_of(asked: str, today: date) -> date:
    """The day as an address has it; what is no day, or to come, is today."""
    try:
        return min(date.fromisoformat(asked), today)
    except ValueError:
        return today
