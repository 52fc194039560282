"""The scheduled task: in the night of the 1st for the month before, and whatever was missed (coverage.md §6)."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from campaigns import tasks
from campaigns.models import Report
from campaigns.operations import reports
from tests.campaigns.report_county import OCTOBER, County, make_county

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def county() -> County:
    return make_county()


def at(monkeypatch: pytest.MonkeyPatch, *instant: int) -> int:
    now = datetime(*instant, tzinfo=SHANGHAI)  # type: ignore[misc, arg-type]
    monkeypatch.setattr(timezone, "now", lambda: now)
    return tasks.monthly_reports()


def months() -> list[date]:
    rows = Report.objects.everywhere("test").filter(county__isnull=True)
    return list(rows.order_by("month").values_list("month", flat=True))


@pytest.mark.parametrize(
    ("now", "month"),
    [
        ((2012, 11, 1, 1, 59), (2012, 9, 1)),
        ((2012, 11, 1, 2, 0), (2012, 10, 1)),
        ((2012, 11, 30, 23, 59), (2012, 10, 1)),
        ((2013, 1, 1, 1, 59), (2012, 11, 1)),
        ((2013, 1, 1, 2, 0), (2012, 12, 1)),
        ((2012, 3, 1, 2, 0), (2012, 2, 1)),
    ],
)
def test_the_month_before_is_due_in_the_night_of_the_first(now: Any, month: Any) -> None:
    assert tasks.last_month_due(datetime(*now, tzinfo=SHANGHAI)) == date(*month)


def test_the_hour_is_shanghais(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    now = datetime(2012, 10, 31, 18, 0, tzinfo=ZoneInfo("UTC"))  # 2 o'clock on 1 November in Shanghai
    monkeypatch.setattr(timezone, "now", lambda: now)

    assert tasks.monthly_reports() == 1
    assert months() == [OCTOBER]


def test_before_two_the_month_is_not_ordered(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    assert at(monkeypatch, 2012, 11, 1, 1, 30) == 0
    assert months() == []


def test_missed_months_are_caught_up_once(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    assert at(monkeypatch, 2013, 1, 5, 9, 0) == 3
    assert at(monkeypatch, 2013, 1, 5, 10, 0) == 0
    assert months() == [date(2012, 10, 1), date(2012, 11, 1), date(2012, 12, 1)]


def test_a_month_ordered_by_hand_is_not_ordered_again(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    reports.order_reports(county.campaign, OCTOBER, on=date(2012, 11, 15), by=county.xu)

    assert at(monkeypatch, 2012, 12, 1, 2, 0) == 1
    assert months() == [OCTOBER, date(2012, 11, 1)]


def test_the_last_month_is_reported_after_the_end_and_then_no_more(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    county.campaign.reports_from = date(2014, 11, 1)
    county.campaign.save()

    assert at(monkeypatch, 2015, 1, 1, 2, 0) == 2
    assert at(monkeypatch, 2016, 6, 1, 2, 0) == 0
    assert months() == [date(2014, 11, 1), date(2014, 12, 1)]


def test_months_before_the_county_began_are_no_missed_ones(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    county.campaign.reports_from = date(2012, 1, 1)  # before the campaign itself
    county.campaign.save()

    at(monkeypatch, 2012, 7, 2, 9, 0)

    assert months() == [date(2012, 5, 1), date(2012, 6, 1)]


def test_reports_of_the_timetable_are_the_systems(
    county: County, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        at(monkeypatch, 2012, 11, 1, 2, 0)

    assert set(Report.objects.everywhere("test").values_list("state", "made_by")) == {("draft", None)}


@pytest.mark.django_db
def test_an_empty_installation_orders_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert at(monkeypatch, 2012, 11, 1, 2, 0) == 0
