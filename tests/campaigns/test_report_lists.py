"""Behind a report's figures at the desk: the frozen list, the links, and what a correction changed."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Job
from campaigns.differences import changed_figures, changed_unions
from campaigns.models import Campaign, Report
from campaigns.operations import reports
from campaigns.operations.reports import last_month_due
from tests.campaigns.report_county import County, cover, report_of
from tests.campaigns.test_report_pages import AT, county, desk, drafts, page, text
from unions.models import Officer

__all__ = ["county", "drafts"]

pytestmark = pytest.mark.django_db


def codes(response: Any) -> list[str]:
    return [row.code for row in response.context["rows"]]


def test_the_list_is_the_one_the_report_keeps_whatever_happens_since(county: County, drafts: Report) -> None:
    cover(county.unions[1], Officer.objects.everywhere("test").get(name="王晓明"))

    response = desk(county.xu).get(page("report_uncovered", drafts.pk))

    assert codes(response) == [row["union"] for row in drafts.uncovered]
    assert len(codes(response)) == 4


def test_the_list_is_narrowed_by_body_and_by_what_is_missing(county: County, drafts: Report) -> None:
    client = desk(county.xu)

    nanxi = client.get(page("report_uncovered", drafts.pk), {"body": county.nanxi.code})
    seats = client.get(page("report_uncovered", drafts.pk), {"missing": "chair"})

    assert codes(nanxi) == ["349999200004"]
    assert codes(seats) == [row["union"] for row in drafts.uncovered if "chair" in row["missing"]]
    assert 0 < len(codes(seats)) < 4
    assert client.get(page("report_uncovered", drafts.pk), {"body": "x"}).status_code == 404


def test_a_mobile_on_the_list_is_masked(county: County, drafts: Report) -> None:
    response = desk(county.xu).get(page("report_uncovered", drafts.pk))

    assert "00000000000" not in text(response)
    assert "000****0000" in text(response)


def test_an_officer_reads_the_own_list_only(county: County, drafts: Report) -> None:
    own, other = report_of(county.tianhe), report_of(county.nanxi)
    client = desk(county.lin)

    assert codes(client.get(page("report_uncovered", own.pk))) == ["349999200002", "349999200003"]
    assert client.get(page("report_uncovered", other.pk)).status_code == 404
    assert client.get(page("report_uncovered", drafts.pk)).status_code == 404


def test_every_number_of_the_page_opens_a_list(county: County, drafts: Report) -> None:
    client = desk(county.xu)
    tables = client.get(page("report_change", drafts.pk)).context["tables"]

    opened = [(text_, url) for table in tables for line in table.lines for kind, text_, url in line.cells if url]

    assert len(opened) > 10
    for shown, url in opened:
        answer = client.get(url)
        assert answer.status_code == 200, url
        if "/unions/" in url:
            assert answer.context["total"] == int(shown), url


def test_an_empty_page_of_the_list_costs_no_more_than_a_full_one(county: County, drafts: Report) -> None:
    client = desk(county.xu)

    def queries(**query: str) -> int:
        with CaptureQueriesContext(connection) as caught:
            client.get(page("report_uncovered", drafts.pk), query)
        return len(caught)

    queries()
    assert queries(body=county.nanxi.code) == queries()


@pytest.fixture
def corrected(county: County, drafts: Report, django_capture_on_commit_callbacks: Any) -> Report:
    """October issued; then the second union turns out to have been covered, and the report is corrected."""
    reports.issue(drafts, at=AT, by=county.fang)
    cover(county.unions[1], Officer.objects.everywhere("test").get(name="王晓明"))
    with django_capture_on_commit_callbacks(execute=True):
        reports.correct(drafts, reason="漏计一家", by=county.xu)
    return report_of(county.county, 2)


def test_a_correction_shows_the_figures_and_the_unions_it_changed(county: County, corrected: Report) -> None:
    response = desk(county.xu).get(page("report_difference", corrected.pk))

    assert "漏计一家" in text(response)
    assert [line["code"] for line in response.context["unions"]] == ["349999200002"]
    assert {line["name"] for line in response.context["figures"]} == {"天河镇总工会", "云岭县总工会"}
    assert "双亮覆盖 1 → 2" in text(response)


def test_a_body_sees_the_difference_of_its_own_correction(county: County, corrected: Report) -> None:
    client = desk(county.lin)

    assert "双亮覆盖 1 → 2" in text(client.get(page("report_difference", report_of(county.tianhe, 2).pk)))
    assert client.get(page("report_difference", report_of(county.nanxi, 2).pk)).status_code == 404
    assert client.get(page("report_difference", corrected.pk)).status_code == 404


def test_a_first_version_has_no_difference(county: County, drafts: Report) -> None:
    assert desk(county.xu).get(page("report_difference", drafts.pk)).status_code == 302


def test_the_chain_of_versions_is_on_the_page(county: County, corrected: Report) -> None:
    response = desk(county.xu).get(page("report_change", corrected.pk))

    assert [version.version for version in response.context["versions"]] == [1, 2]


def test_all_missed_months_are_ordered_at_one_press(county: County) -> None:
    due = last_month_due(timezone.localtime())
    first = due.replace(year=due.year - 1)
    Campaign.objects.update(reports_from=first, ends_on=due.replace(year=due.year + 1))

    answer = desk(county.xu).post(page("report_order"), {"all": "yes"})

    assert answer.status_code == 302
    assert Report.objects.everywhere("test").filter(body=county.county).count() == 13
    assert Job.objects.filter(kind="county_report").count() == 13
    assert desk(county.fang).post(page("report_order"), {"all": "yes"}).status_code == 403


def test_versions_that_say_the_same_differ_in_nothing(county: County, drafts: Report) -> None:
    assert changed_figures(drafts.figures, drafts.figures) == []
    assert changed_unions(drafts.uncovered, drafts.uncovered) == []


def test_a_union_that_lacks_something_else_is_a_difference() -> None:
    before = [{"union": "1", "name": "甲", "body": "b", "missing": ["sign", "chair"]}]
    after = [{"union": "1", "name": "甲", "body": "b", "missing": ["sign"]}]

    (change,) = changed_unions(before, after)

    assert (change.before, change.after) == (("sign", "chair"), ("sign",))
