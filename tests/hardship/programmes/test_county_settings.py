"""Living lines, single days of the working calendar, the county's days and telephones."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from accounts.models import BookEntry
from accounts.refused import Refused
from hardship.models import CalendarDay, LivingLine, ReliefSettings
from hardship.operations import county as settings

pytestmark = pytest.mark.django_db
DAY = date(2027, 2, 6)


def test_a_line_is_registered_corrected_and_removed(county, riverside) -> None:
    line = settings.register_line(organisation=county, since=DAY, monthly=Decimal("780.00"), source="", by=None)
    settings.correct_line(
        line, organisation=riverside, since=DAY, monthly=Decimal("801.50"), source="县民发〔2027〕3号", by=None
    )
    line.refresh_from_db()
    assert (line.organisation, line.monthly) == (riverside, Decimal("801.50"))

    settings.remove_line(line, by=None)

    assert not LivingLine.objects.exists()
    assert BookEntry.objects.filter(table_name="hardship_livingline").count() == 3


def test_a_line_stands_once_for_an_area_and_a_day(county) -> None:
    settings.register_line(organisation=county, since=DAY, monthly=Decimal(780), source="", by=None)

    with pytest.raises(IntegrityError, match="livingline_once"), transaction.atomic():
        settings.register_line(organisation=county, since=DAY, monthly=Decimal(790), source="", by=None)


def test_a_union_is_no_area(mill) -> None:
    with pytest.raises(Refused, match="不要选基层工会"):
        settings.register_line(organisation=mill.union, since=DAY, monthly=Decimal(780), source="", by=None)


def test_a_day_of_the_calendar_is_registered_changed_and_given_back() -> None:
    day = settings.register_day(DAY, works=True, note="春节调休", by=None)
    settings.change_day(day, day=DAY, works=False, note="通知更正", by=None)

    day.refresh_from_db()
    assert (day.works, day.note) == (False, "通知更正")

    settings.remove_day(day, by=None)
    assert not CalendarDay.objects.exists()


def test_a_day_stands_once_in_the_calendar() -> None:
    settings.register_day(DAY, works=True, by=None)
    other = settings.register_day(date(2027, 2, 7), works=True, by=None)

    with pytest.raises(Refused, match="2027-02-06已经登记过了"):
        settings.register_day(DAY, works=False, by=None)
    with pytest.raises(Refused, match="请直接修改那一天"):
        settings.change_day(other, day=DAY, works=True, note="", by=None)


def test_the_countys_choices_are_one_row() -> None:
    settings.change_settings(phone="0556-2172583", by=None)
    settings.change_settings(review_days=180, by=None)

    row = ReliefSettings.objects.get()
    assert (row.phone, row.review_days, ReliefSettings.current().retention_years) == ("0556-2172583", 180, 10)
