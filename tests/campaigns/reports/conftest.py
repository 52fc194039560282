"""A month's reports: made, and issued."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from campaigns.models import Report
from campaigns.operations import reports
from tests.campaigns.report_county import IN_NOVEMBER, OCTOBER, County, make_county, report_of

AT = datetime(2012, 11, 16, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
Commit = Callable[..., Any]


@pytest.fixture
def county() -> County:
    return make_county()


@pytest.fixture
def work(django_capture_on_commit_callbacks: Commit) -> Callable[..., Any]:
    """Do it, then everything its jobs ask for, as a worker would (config.settings.test: tasks at once)."""

    def run(function: Any, *args: Any, **kwargs: Any) -> Any:
        with django_capture_on_commit_callbacks(execute=True):
            return function(*args, **kwargs)

    return run


@pytest.fixture
def drafts(county: County, work: Any) -> Report:
    work(reports.order_reports, county.campaign, OCTOBER, on=IN_NOVEMBER, by=county.xu)
    return report_of(county.county)


@pytest.fixture
def issued(county: County, drafts: Report) -> Report:
    return reports.issue(drafts, at=AT, by=county.fang)
