"""Reports made and issued as the worker and the county's leader would, for the tests of what the public sees of them."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from campaigns.models import Report
from campaigns.operations import reports
from tests.campaigns.report_county import IN_NOVEMBER, OCTOBER, County, make_county, report_of

AT = datetime(2012, 11, 16, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
LATER = datetime(2012, 11, 20, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
Work = Callable[..., Any]


@pytest.fixture
def county() -> County:
    return make_county()


@pytest.fixture
def work(django_capture_on_commit_callbacks: Callable[..., Any]) -> Work:
    """Do it, then everything its jobs ask for."""

    def run(function: Any, *args: Any, **kwargs: Any) -> Any:
        with django_capture_on_commit_callbacks(execute=True):
            return function(*args, **kwargs)

    return run


@pytest.fixture
def draft(county: County, work: Work) -> Report:
    work(reports.order_reports, county.campaign, OCTOBER, on=IN_NOVEMBER, by=county.xu)
    return report_of(county.county)


@pytest.fixture
def issued(county: County, draft: Report) -> Report:
    return reports.issue(draft, at=AT, by=county.fang)


def order(county: County, work: Work, month: date) -> Report:
    work(reports.order_reports, county.campaign, month, on=date(2013, 6, 1), by=county.xu)
    return report_of(county.county, month=month)


def correct(county: County, work: Work, report: Report, reason: str) -> Report:
    """The next version, as a draft."""
    newer: Report = work(reports.correct, report, reason=reason, by=county.xu)
    return report_of(county.county, newer.version)


def issue(county: County, report: Report) -> Report:
    return reports.issue(report, at=LATER, by=county.fang)
