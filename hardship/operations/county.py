"""What the county sets for relief as a whole: living lines, the working calendar, days and telephones."""

from datetime import date
from decimal import Decimal
from typing import TypedDict, Unpack

from accounts.book import operation
from accounts.models import User
from accounts.refused import Refused
from hardship.models import CalendarDay, LivingLine, ReliefSettings
from unions.models import Organisation
from unions.models.organisation import GRASSROOTS_KINDS
from unions.operations.rows import amend


class LineDetails(TypedDict):
    organisation: Organisation
    since: date
    monthly: Decimal  # yuan per person and month
    source: str


class Settings(TypedDict, total=False):
    review_days: int
    retention_years: int
    phone: str
    address: str


@operation("lines.register")
def register_line(*, by: User | None, **details: Unpack[LineDetails]) -> LivingLine:
    """最低生活保障线 of an area from a day on. Judgements made before it stay as they were."""
    _demand_area(details["organisation"])
    line: LivingLine = LivingLine.objects.create(**details)
    return line


@operation("lines.correct")
def correct_line(line: LivingLine, *, by: User | None, **details: Unpack[LineDetails]) -> LivingLine:
    """What was entered wrongly; a new standard is a new line from its own day."""
    row: LivingLine = LivingLine.objects.select_for_update().get(pk=line.pk)
    _demand_area(details["organisation"])
    amend(row, dict(details))
    return row


@operation("lines.remove")
def remove_line(line: LivingLine, *, by: User | None) -> None:
    """One that was entered by mistake."""
    LivingLine.objects.filter(pk=line.pk).delete()


def _demand_area(organisation: Organisation) -> None:
    if organisation.kind in GRASSROOTS_KINDS:
        raise Refused("保障线按县、乡镇（开发区、系统）登记，请改选适用范围，不要选基层工会。")


@operation("calendar.register_day")
def register_day(day: date, *, works: bool, note: str = "", by: User | None) -> CalendarDay:
    """A day off or a day of work that China's calendar does not (yet) know; it wins over everything (rule W1)."""
    _demand_new(day)
    row: CalendarDay = CalendarDay.objects.create(day=day, works=works, note=note)
    return row


@operation("calendar.change_day")
def change_day(row: CalendarDay, *, day: date, works: bool, note: str, by: User | None) -> CalendarDay:
    """What was entered wrongly, or was announced otherwise since."""
    kept: CalendarDay = CalendarDay.objects.select_for_update().get(pk=row.pk)
    if day != kept.day:
        _demand_new(day)
    amend(kept, {"day": day, "works": works, "note": note})
    return kept


def _demand_new(day: date) -> None:
    if CalendarDay.objects.filter(day=day).exists():
        raise Refused(f"{day}已经登记过了，请直接修改那一天。")


@operation("calendar.remove_day")
def remove_day(day: CalendarDay, *, by: User | None) -> None:
    """The calendar's own again."""
    CalendarDay.objects.filter(pk=day.pk).delete()


@operation("relief_settings.change")
def change_settings(*, by: User | None, **values: Unpack[Settings]) -> ReliefSettings:
    """The county's days and telephones for relief from now on; unchanged values write nothing."""
    row = ReliefSettings.objects.select_for_update().first() or ReliefSettings(pk=1)
    if row._state.adding:
        for name, value in values.items():
            setattr(row, name, value)
        row.save()
    else:
        amend(row, dict(values))
    return row
