"""Reports at the desk: who sees what, who may do what, what the pages say."""

import hashlib
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import BookEntry, Job, User
from campaigns.models import Campaign, Report
from campaigns.operations import reports
from campaigns.operations.reports import last_month_due
from tests.campaigns.report_county import IN_NOVEMBER, OCTOBER, County, make_county, report_of

pytestmark = pytest.mark.django_db
AT = datetime(2012, 11, 16, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
SEPTEMBER = date(2012, 9, 1)


@pytest.fixture
def county() -> County:
    return make_county()


@pytest.fixture
def drafts(county: County, django_capture_on_commit_callbacks: Any) -> Report:
    with django_capture_on_commit_callbacks(execute=True):
        reports.order_reports(county.campaign, OCTOBER, on=IN_NOVEMBER, by=county.xu)
    return report_of(county.county)


def desk(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(name: str, *args: Any) -> str:
    return reverse(f"admin:campaigns_{name}", args=args)


def text(response: Any) -> str:
    return response.content.decode()  # type: ignore[no-any-return]


def test_county_reads_the_figures(county: County, drafts: Report) -> None:
    response = desk(county.xu).get(page("report_change", drafts.pk))

    assert response.status_code == 200
    for words in ("天河镇总工会", "县总工会直属", "合计", "20.0%", "未达标", "已生成 2/2", drafts.sha256):
        assert words in text(response)
    assert "data-poll" not in text(response)


def test_the_list_shows_each_reports_own_rate(county: County, drafts: Report) -> None:
    response = desk(county.xu).get(page("report_changelist"))

    assert text(response).count("33.3%") == 1  # Tianhe
    assert text(response).count("20.0%") == 1  # the county
    assert drafts.sha256[:8] in text(response)


def test_ten_reports_cost_what_three_cost(
    county: County, drafts: Report, django_capture_on_commit_callbacks: Any
) -> None:
    client = desk(county.xu)
    client.get(page("report_changelist"))
    with CaptureQueriesContext(connection) as few:
        client.get(page("report_changelist"))
    with django_capture_on_commit_callbacks(execute=True):
        for month in (date(2012, 6, 1), date(2012, 7, 1), SEPTEMBER):
            reports.order_reports(county.campaign, month, on=IN_NOVEMBER, by=county.xu)
    with CaptureQueriesContext(connection) as many:
        client.get(page("report_changelist"))

    assert len(many) == len(few), [q["sql"][:200] for q in many.captured_queries]


def test_officer_sees_own_report_only(county: County, drafts: Report) -> None:
    client = desk(county.lin)

    assert text(client.get(page("report_changelist"))).count("field-body") == 1
    assert client.get(page("report_change", report_of(county.tianhe).pk)).status_code == 200
    for other in (drafts, report_of(county.nanxi)):
        assert client.get(page("report_change", other.pk)).status_code == 404
        assert client.get(page("report_workbook", other.pk)).status_code == 404
        assert client.post(page("report_remake", other.pk)).status_code == 404


def test_officers_page_says_nothing_of_others(county: County, drafts: Report) -> None:
    response = desk(county.lin).get(page("report_change", report_of(county.tianhe).pk))

    assert "南溪" not in text(response)
    assert "全县" not in text(response).split("<h1>")[1]


@pytest.mark.parametrize("act", ["remake", "issue", "correct"])
def test_officer_may_not_act_on_own_report(county: County, drafts: Report, act: str) -> None:
    client = desk(county.lin)

    assert client.post(page(f"report_{act}", report_of(county.tianhe).pk)).status_code == 403
    assert client.post(page("report_order")).status_code == 403


def test_a_chair_has_no_business_at_the_desk(county: County, drafts: Report) -> None:
    assert desk(county.hu).get(page("report_change", drafts.pk)).status_code == 403


def test_nobody_reads_without_signing_in(county: County, drafts: Report) -> None:
    response = Client().get(page("report_change", drafts.pk))

    assert response.status_code == 302


def test_county_takes_the_workbook_and_the_book_knows_why(county: County, drafts: Report) -> None:
    response = desk(county.xu).post(page("report_workbook", drafts.pk), {"reason": "印发各乡镇"})

    assert hashlib.sha256(response.content).hexdigest() == drafts.sha256
    assert "filename*=utf-8''" in response.headers["Content-Disposition"]
    line = BookEntry.objects.get(act="reports.download")
    assert (line.by, line.row_id, line.details) == (county.xu, drafts.pk, {"reason": "印发各乡镇"})


def test_no_workbook_without_a_reason(county: County, drafts: Report) -> None:
    response = desk(county.xu).post(page("report_workbook", drafts.pk), {"reason": " "})

    assert "请用一句话写明用途" in text(response)
    assert not BookEntry.objects.filter(act="reports.download").exists()


def test_county_orders_a_month(county: County, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        response = desk(county.xu).post(page("report_order"), {"campaign": county.campaign.pk, "month": "2012-09"})

    made = report_of(county.county, month=SEPTEMBER)
    assert response.headers["Location"] == page("report_change", made.pk)
    assert made.state == "draft"


@pytest.mark.parametrize(
    ("month", "sentence"),
    [("2011-01", "没有更早月份"), ("十月", "2012-10 的样子"), ("", "请选择月份"), ("0001-01", "月份太早")],
)
def test_an_odd_month_is_said_in_the_form(county: County, month: str, sentence: str) -> None:
    response = desk(county.xu).post(page("report_order"), {"campaign": county.campaign.pk, "month": month})

    assert sentence in text(response)
    assert not Report.objects.everywhere("test").exists()


def test_missed_months_of_a_running_campaign_are_listed_with_a_button(county: County) -> None:
    due = last_month_due(timezone.localtime())
    Campaign.objects.update(reports_from=due, ends_on=due.replace(year=due.year + 1))

    response = desk(county.xu).get(page("report_changelist"))

    assert "1 个月还没有通报" in text(response)
    assert f"生成{due:%Y年%-m月}通报" in text(response)
    assert "还没有通报" not in text(desk(county.fang).get(page("report_changelist"))).split("还没有通报。每月")[0]


def test_a_campaign_long_over_misses_nothing(county: County) -> None:
    response = desk(county.xu).get(page("report_changelist"))

    assert "个月还没有通报" not in text(response)


def test_a_report_at_work_is_watched_by_its_page(county: County) -> None:
    pending = reports.order_reports(county.campaign, OCTOBER, on=IN_NOVEMBER, by=county.xu)

    response = desk(county.xu).get(page("report_change", pending.pk))

    assert 'data-poll="1000"' in text(response)
    assert "排队中" in text(response)
    assert desk(county.xu).get(page("report_workbook", pending.pk)).status_code == 302


def test_a_job_that_failed_says_why(county: County) -> None:
    pending = reports.order_reports(county.campaign, OCTOBER, on=IN_NOVEMBER, by=county.xu)
    Job.objects.update(state="failed", message="多次中断，已停止重试。")

    response = desk(county.xu).get(page("report_change", pending.pk))

    assert "多次中断" in text(response)
    assert "data-poll" not in text(response)


def test_approver_issues_by_typing_the_month(county: County, drafts: Report) -> None:
    client = desk(county.fang)
    wrong = client.post(page("report_issue", drafts.pk), {"month": "201209"})
    right = client.post(page("report_issue", drafts.pk), {"month": "201210"})

    assert "不符" in text(wrong)
    assert right.status_code == 302
    assert set(Report.objects.everywhere("test").values_list("state", "issued_by__username")) == {("issued", "fang")}


def test_staff_make_but_do_not_issue(county: County, drafts: Report) -> None:
    assert desk(county.xu).post(page("report_issue", drafts.pk), {"month": "201210"}).status_code == 403
    assert desk(county.fang).post(page("report_remake", drafts.pk)).status_code == 403


def test_staff_correct_an_issued_report(
    county: County, drafts: Report, django_capture_on_commit_callbacks: Any
) -> None:
    reports.issue(drafts, at=AT, by=county.fang)
    client = desk(county.xu)

    with django_capture_on_commit_callbacks(execute=True):
        client.post(page("report_correct", drafts.pk), {"reason": "漏计一家"})

    assert report_of(county.county, 2).state == "draft"
    assert "已被第2版更正" in text(client.get(page("report_change", drafts.pk)))
    assert "漏计一家" in text(client.get(page("report_change", report_of(county.county, 2).pk)))


def test_reports_can_be_neither_added_nor_typed_into_nor_deleted(county: County, drafts: Report) -> None:
    client = desk(county.xu)

    assert client.get(reverse("admin:campaigns_report_add")).status_code == 403
    assert client.post(reverse("admin:campaigns_report_delete", args=[drafts.pk]), {"post": "yes"}).status_code == 403
    client.post(page("report_change", drafts.pk), {"reason": "改", "state": "issued"})
    assert report_of(county.county).state == "draft"
