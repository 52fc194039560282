"""What changes about the county's own choices: days and thresholds, the portal and the directory."""

from typing import Any, TypedDict, Unpack

from accounts.book import operation
from accounts.models import User
from unions.models import PortalSettings, Reminders


class Values(TypedDict, total=False):
    term_first_days: int
    term_second_days: int
    term_last_days: int
    renew_days: int
    phone_unions: int
    least_age: int
    women_members: int
    unit_staff: int
    unit_members: int
    retention_years: int


class PortalValues(TypedDict, total=False):
    invitation_days: int
    trusted_days: int
    confirm_every_days: int
    roster_check_days: int
    elections_wait: bool
    hotline: str


@operation("reminders.change")
def change(*, by: User | None, **values: Unpack[Values]) -> Reminders:
    """The county's reminders from now on; unchanged values write nothing. The database refuses days out of order."""
    return _changed(Reminders.objects.select_for_update().first() or Reminders(pk=1), values)


@operation("reminders.change_portal_settings")
def change_portal_settings(*, by: User | None, **values: Unpack[PortalValues]) -> PortalSettings:
    """The same of the portal and the directory. A slip or session given out before keeps the days it was given."""
    return _changed(PortalSettings.objects.select_for_update().first() or PortalSettings(pk=1), values)


def _changed(row: Any, values: Any) -> Any:
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, values[name])
    if changed or row._state.adding:
        row.save()
    return row
