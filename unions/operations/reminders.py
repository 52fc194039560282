"""What changes about the county's days and thresholds."""

from typing import TypedDict, Unpack

from accounts.book import operation
from accounts.models import User
from unions.models import Reminders


class Values(TypedDict, total=False):
    term_first_days: int
    term_second_days: int
    term_last_days: int
    renew_days: int
    phone_unions: int
    least_age: int


@operation("reminders.change")
def change(*, by: User | None, **values: Unpack[Values]) -> Reminders:
    """The county's reminders from now on; unchanged values write nothing. The database refuses days out of order."""
    reminders = Reminders.objects.select_for_update().first() or Reminders(pk=1)
    changed = [name for name, value in values.items() if getattr(reminders, name) != value]
    for name in changed:
        setattr(reminders, name, values[name])  # type: ignore[literal-required]
    if changed or reminders._state.adding:
        reminders.save()
    return reminders
