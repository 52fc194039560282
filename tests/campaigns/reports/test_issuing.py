"""Issuing a month's reports, and correcting what was issued (coverage.md §6)."""

import io
from typing import Any

import openpyxl
import pytest

from accounts import jobs
from accounts.models import BookEntry
from accounts.refused import Refused
from campaigns.models import Report
from campaigns.operations import making, reports
from tests.campaigns.report_county import IN_NOVEMBER, OCTOBER, County, cover, report_of
from tests.campaigns.report_county import body as make_body
from tests.campaigns.reports.conftest import AT
from unions.models import Officer

pytestmark = pytest.mark.django_db


def every() -> Any:
    return Report.objects.everywhere("test")


def test_issuing_freezes_the_county_and_its_bodies(county: County, issued: Report) -> None:
    assert set(every().values_list("state", "issued_by__username", "issued_at")) == {("issued", "fang", AT)}


def test_issuing_twice_changes_nothing(county: County, issued: Report) -> None:
    again = reports.issue(issued, at=AT.replace(hour=10), by=county.xu)

    assert (again.issued_at, again.issued_by) == (AT, county.fang)


def test_a_report_is_not_issued_while_a_body_lags_behind(county: County, drafts: Report) -> None:
    reports.remake(report_of(county.nanxi), by=county.xu)

    with pytest.raises(Refused, match="南溪乡工会联合会"):
        reports.issue(drafts, at=AT, by=county.fang)


def test_a_report_is_not_issued_before_it_is_made(county: County) -> None:
    pending = reports.order_reports(county.campaign, OCTOBER, on=IN_NOVEMBER, by=county.xu)

    with pytest.raises(Refused, match="还没有生成完"):
        reports.issue(pending, at=AT, by=county.fang)


@pytest.mark.parametrize("act", ["issue", "correct"])
def test_a_body_cannot_issue_or_correct_by_itself(county: County, drafts: Report, act: str) -> None:
    own = report_of(county.tianhe)

    values: dict[str, Any] = {"at": AT} if act == "issue" else {"reason": "错了"}

    with pytest.raises(Refused, match="随全县通报"):
        getattr(reports, act)(own, by=county.fang, **values)


def test_an_issued_report_is_not_remade(county: County, issued: Report) -> None:
    with pytest.raises(Refused, match="更正"):
        reports.remake(issued, by=county.xu)


def test_a_correction_makes_the_next_version_and_leaves_the_first(county: County, issued: Report, work: Any) -> None:
    before = bytes(report_of(county.county).workbook)
    cover(county.unions[1], Officer.objects.everywhere("test").get(name="王晓明"))

    work(reports.correct, issued, reason=" 漏计一家\n工会 ", by=county.xu)

    newer = report_of(county.county, 2)
    assert (newer.state, newer.corrects_id, newer.reason) == ("draft", issued.pk, "漏计一家 工会")
    assert report_of(county.tianhe, 2).corrects_id == report_of(county.tianhe).pk
    assert report_of(county.tianhe, 2).reason == "漏计一家 工会"
    assert report_of(county.county, 2).figures != report_of(county.county).figures
    assert bytes(report_of(county.county).workbook) == before
    notes = openpyxl.load_workbook(io.BytesIO(newer.workbook))["说明"]
    assert "shuangliang-2012-3499990000-201210-1。原因：漏计一家 工会" in [row[1].value for row in notes.iter_rows()][8]


def test_a_correction_of_a_correction_names_the_newest(county: County, issued: Report, work: Any) -> None:
    second = reports.issue(work(reports.correct, issued, reason="一", by=county.xu), at=AT, by=county.fang)

    with pytest.raises(Refused, match="最新的版本"):
        reports.correct(issued, reason="二", by=county.xu)
    work(reports.correct, second, reason="二", by=county.xu)

    assert report_of(county.nanxi, 3).corrects == report_of(county.nanxi, 2)


@pytest.mark.parametrize("reason", ["", "  ", "长" * 301])
def test_a_correction_says_why_in_a_line(county: County, issued: Report, reason: str) -> None:
    with pytest.raises(Refused, match="原因"):
        reports.correct(issued, reason=reason, by=county.xu)


def test_a_draft_is_not_corrected(county: County, drafts: Report) -> None:
    with pytest.raises(Refused, match="没有发布"):
        reports.correct(drafts, reason="错了", by=county.xu)


def test_a_body_new_in_a_correction_starts_at_its_first_version(county: County, issued: Report, work: Any) -> None:
    new = make_body(county.county, "3499990102", "北山乡工会联合会", "township_union_federation")

    work(reports.correct, issued, reason="新设", by=county.xu)

    assert report_of(new).corrects is None
    assert report_of(new).county == report_of(county.county, 2)


def test_a_report_issued_meanwhile_is_left_alone(county: County, issued: Report) -> None:
    job = jobs.enqueue("county_report", issued.pk, by=county.xu)
    claimed = jobs.claim(job.pk)
    assert claimed is not None

    making.make_county(claimed, at=AT)

    job.refresh_from_db()
    assert (job.state, job.message) == ("done", making.ISSUED)


def test_issuing_leaves_a_line_in_the_book_without_the_file(county: County, issued: Report) -> None:
    lines = list(BookEntry.objects.filter(act="reports.issue", table_name="campaigns_report"))

    assert len(lines) == 3
    assert {line.by for line in lines} == {county.fang}
    assert all("workbook" not in (line.after or {}) for line in lines)
