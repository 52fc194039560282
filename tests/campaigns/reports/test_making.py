"""Ordering and making a month's reports (coverage.md §6)."""

import hashlib
import io
import uuid
from datetime import date
from typing import Any

import openpyxl
import pytest

from accounts import jobs
from accounts.models import Job
from accounts.refused import Refused
from campaigns import coverage, figures
from campaigns.models import Report
from campaigns.operations import making, reports
from campaigns.operations.campaigns import make_from_template
from campaigns.template import SHUANGLIANG_2012
from tests.campaigns.report_county import IN_NOVEMBER, OCTOBER, County, cover, report_of
from tests.campaigns.reports.conftest import AT
from unions.models import Officer

pytestmark = pytest.mark.django_db


def every() -> Any:
    return Report.objects.everywhere("test")


def test_county_orders_a_month_and_gets_a_report_for_every_body(county: County, drafts: Report) -> None:
    rows = list(every().values_list("body__code", "version", "state", "made_by__username").order_by("body__code"))

    assert rows == [
        ("3499990000", 1, "draft", "xu"),
        ("3499990100", 1, "draft", "xu"),
        ("3499990101", 1, "draft", "xu"),
    ]
    assert set(Job.objects.values_list("state", flat=True)) == {Job.State.DONE}


def test_figures_are_those_of_the_months_last_day(county: County, drafts: Report) -> None:
    position = coverage.position(county.campaign, date(2012, 10, 31))

    assert drafts.figures == [making.stored(row) for row in position.rows]
    assert [row["union"] for row in drafts.uncovered] == [union.union for union in position.uncovered]
    assert [(row["unions"], row["covered"]) for row in drafts.figures if row["body"] == "3499990000"][0] == (5, 1)


def test_a_bodys_report_is_its_slice_of_the_countys(county: County, drafts: Report) -> None:
    for body in (county.tianhe, county.nanxi):
        report = report_of(body)

        assert report.figures == [row for row in drafts.figures if row["body"] == body.code]
        assert report.uncovered == [row for row in drafts.uncovered if row["body"] == body.code]
        assert (report.county_id, report.run, report.made_at) == (drafts.pk, drafts.run, drafts.made_at)


def test_the_hash_is_that_of_the_file(drafts: Report) -> None:
    for report in every():
        assert hashlib.sha256(report.workbook).hexdigest() == report.sha256


def test_the_workbook_adds_up_and_says_its_checksum(drafts: Report) -> None:
    book = openpyxl.load_workbook(io.BytesIO(drafts.workbook))
    rows = [[cell.value for cell in row] for row in book["汇总"].iter_rows(min_row=5)]
    notes = dict([[cell.value for cell in row] for row in book["说明"].iter_rows(min_row=3)])

    assert [row[0] for row in rows] == ["天河镇总工会", "南溪乡工会联合会", "县总工会直属", "合计"]
    assert rows[-1][1:6] == [sum(column) for column in zip(*(row[1:6] for row in rows[:-1]), strict=True)]
    assert notes["数据校验码"].startswith(figures.checksum(drafts.figures, drafts.uncovered))
    assert notes["阶段"] == "第三阶段：全面推进、有序覆盖"
    assert "2012年9月1日起" in notes["在册企业工会"]
    assert "国有企业：2012年12月31日前达到 90.0%。" in notes["目标与达标"]


def test_ordering_twice_makes_one_report_and_one_job(county: County, work: Any) -> None:
    first = reports.order_reports(county.campaign, OCTOBER, on=IN_NOVEMBER, by=county.xu)
    second = reports.order_reports(county.campaign, OCTOBER, on=IN_NOVEMBER, by=county.xu)

    assert first.pk == second.pk
    assert Job.objects.count() == 1


def test_ordering_a_made_month_leaves_it_alone(county: County, drafts: Report, work: Any) -> None:
    again = work(reports.order_reports, county.campaign, OCTOBER, on=IN_NOVEMBER, by=county.xu)

    assert (again.pk, again.state) == (drafts.pk, "draft")
    assert report_of(county.county).run == drafts.run


@pytest.mark.parametrize(
    ("month", "on", "sentence"),
    [
        (date(2012, 11, 1), date(2012, 11, 30), "12月1日起可以生成"),
        (date(2012, 12, 1), date(2012, 11, 15), "还没有结束"),
        (date(2012, 4, 1), date(2012, 11, 15), "没有更早月份"),
        (date(2015, 1, 1), date(2015, 3, 1), "没有更晚月份"),
    ],
)
def test_a_month_that_has_no_report_is_refused(county: County, month: date, on: date, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        reports.order_reports(county.campaign, month, on=on, by=county.xu)


def test_the_day_after_the_months_last_it_may_be_made(county: County) -> None:
    assert reports.order_reports(county.campaign, date(2012, 11, 1), on=date(2012, 12, 1), by=county.xu).pk


def test_remaking_reads_the_registers_anew_for_everybody(county: County, drafts: Report, work: Any) -> None:
    chair = Officer.objects.everywhere("test").get(name="王晓明")
    cover(county.unions[1], chair)

    work(reports.remake, drafts, by=county.xu)

    assert every().count() == 3
    assert report_of(county.tianhe).figures[0]["covered"] == 2
    assert report_of(county.tianhe).run == report_of(county.county).run != drafts.run


def test_a_body_that_is_no_longer_there_loses_its_draft(county: County, drafts: Report, work: Any) -> None:
    every().create(campaign=county.campaign, body=county.unions[4], month=OCTOBER, county=drafts)

    work(reports.remake, drafts, by=county.xu)

    assert set(every().values_list("body__code", flat=True)) == {"3499990000", "3499990100", "3499990101"}


def test_running_a_done_job_again_changes_nothing(county: County, drafts: Report) -> None:
    for job in Job.objects.all():
        jobs.run(job.pk)

    assert report_of(county.county).run == drafts.run


def test_a_worker_that_lost_its_job_leaves_nothing_behind(county: County) -> None:
    report = reports.order_reports(county.campaign, OCTOBER, on=IN_NOVEMBER, by=county.xu)
    job = jobs.claim(Job.objects.get(subject_id=report.pk).pk)
    assert job is not None
    Job.objects.filter(pk=job.pk).update(attempts=job.attempts + 1)  # the sweeper gave it to another worker

    with pytest.raises(jobs.LeaseLost):
        making.make_county(job, at=AT)

    assert list(every().values_list("state", "sha256")) == [("pending", "")]


def test_a_slice_of_figures_that_were_remade_meanwhile_is_made_anew(county: County, drafts: Report) -> None:
    reports.remake(report_of(county.tianhe), by=county.xu)
    job = jobs.claim(Job.objects.get(state=Job.State.QUEUED).pk)
    assert job is not None
    stale = making.Made(uuid.UUID(int=0), AT, [], [], [], b"")

    kept = making.keep_body(report_of(county.tianhe), stale, job=job, by=county.xu)
    making.make_body(job)

    assert kept is False
    assert report_of(county.tianhe).run == drafts.run


def test_two_campaigns_report_the_same_month_each(county: County, work: Any) -> None:
    other = make_from_template(SHUANGLIANG_2012, slug="second", name="第二次活动", by=None)
    for campaign in (county.campaign, other):
        work(reports.order_reports, campaign, OCTOBER, on=IN_NOVEMBER, by=None)

    assert every().filter(state="draft").count() == 6


def test_an_officer_sees_own_reports_only(county: County, drafts: Report) -> None:
    def seen(user: Any) -> list[str]:
        return sorted(Report.objects.visible_to(user).values_list("body__code", flat=True))

    assert seen(county.lin) == ["3499990100"]
    assert seen(county.hu) == []
    assert seen(county.xu) == seen(county.fang) == ["3499990000", "3499990100", "3499990101"]
