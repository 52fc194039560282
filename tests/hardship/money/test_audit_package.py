"""审计材料: one download with the ledgers, every payment behind them, its whole story and the papers (hardship.md §8)."""

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
from django.utils import timezone

from accounts import jobs
from accounts.models import BookEntry, Job, User
from accounts.refused import Refused
from hardship import audit_job
from hardship.models import AuditPackage, Document, HomeVisit
from hardship.models.audit import audit_files
from hardship.operations import audits
from hardship.papers import Paper, store
from tests.hardship.money.world import AT, World, read, sealed_batch

pytestmark = pytest.mark.django_db
LIST = "/admin/hardship/auditpackage/"
FORM = {"first": "2012-01-01", "last": "2013-12-31", "with_documents": "on", "reason": "年度审计"}


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def paid(world: World) -> World:
    """Two of three arrived, one came back; the first has a paper."""
    read(world, sealed_batch(world, 3), True, False, True)
    row = world.applications[0]
    page = Paper(b"a page", b"its thumbnail")
    given = {"sha256": page.sha256, "bytes": page.bytes, "at": AT, "stored_as": store(page)}
    Document.objects.create(file=row.file, application=row, kind="id_copy", **given)
    seen = {"visited_on": AT.date(), "visitors": "周、吴", "causes": "本人大病", "mind": "不便外传", "agrees": True}
    HomeVisit.objects.create(application=row, **seen)
    return world


def taken(browser: Any, **form: str) -> ZipFile:
    """Asked for, gathered by the job, downloaded."""
    browser.post(f"{LIST}add/", FORM | form)
    package = AuditPackage.objects.latest("pk")
    jobs.run(Job.objects.get(kind=audits.JOB, subject_id=package.pk).pk)
    answer = browser.get(f"{LIST}{package.pk}/download/")
    assert answer.status_code == 200, Job.objects.latest("pk").message
    assert answer["Content-Disposition"].startswith("attachment")
    return ZipFile(BytesIO(b"".join(answer.streaming_content)))


def sheets(book: ZipFile) -> dict[str, list[dict[str, Any]]]:
    """Of each sheet its rows by heading; the line above says who took it."""
    found = {}
    for sheet in openpyxl.load_workbook(BytesIO(book.read("帮扶资金.xlsx"))):
        mark, heads, *rows = sheet.values
        assert "auditor（auditor）" in mark[0]
        assert mark[0].endswith("用途：年度审计")
        found[sheet.title] = [dict(zip(heads, row, strict=False)) for row in rows]
    return found


def test_the_auditor_takes_everything_in_one_download(paid: World, signed_in: Any) -> None:
    book = taken(signed_in("auditor"))
    found = sheets(book)

    total = found["总账"][-1]
    assert (total["期初"], total["发放"], total["期末余额"]) == (100_000, 2000, 98_000)
    assert sum(row["金额"] for row in found["资金明细"]) == 98_000
    assert [row["结果"] for row in found["发放"]] == ["已到账", "发放失败", "已到账"]
    numbers = {row["申请编号"] for row in found["发放"]}
    assert {row["申请编号"] for row in found["申请"]} == {row["申请编号"] for row in found["办理过程"]} == numbers
    assert {row["档案编号"] for row in found["申请"]} == {row.file.code for row in paid.applications}
    assert "审批同意" in {row["办理"] for row in found["办理过程"]}
    assert [(row["调查人"], row["与申报一致"]) for row in found["入户调查"]] == [("周、吴", "是")]
    assert "不便外传" not in str(found)
    [kept] = found["材料"]
    assert book.read(kept["文件"]) == b"a page"
    assert "银行文件/" + found["批次"][0]["批次"] + ".csv" in book.namelist()
    assert any("回单1" in name for name in book.namelist())
    assert "2012-01-01 至 2013-12-31" in book.read("说明.txt").decode("utf-8-sig")


def test_the_tables_hide_accounts_and_the_tables_alone_have_no_papers(paid: World, signed_in: Any) -> None:
    book = taken(signed_in("auditor"), with_documents="")

    assert book.namelist() == ["帮扶资金.xlsx", "说明.txt"]
    assert all(str(row["账号"]).startswith("****") for row in sheets(book)["发放"])


def test_a_span_has_what_moved_in_it(paid: World, signed_in: Any) -> None:
    found = sheets(taken(signed_in("auditor"), first="2012-12-01", last="2012-12-31"))

    assert (found["总账"][0]["发放"], found["总账"][0]["期末余额"]) == (0, 100_000)
    assert found["发放"] == found["申请"] == []


def test_who_asked_what_for_and_how_much_left_is_in_the_book(
    paid: World, signed_in: Any, cast: dict[str, User]
) -> None:
    taken(signed_in("auditor"))

    line = BookEntry.objects.get(act="audits.download")
    assert (line.by, line.details["reason"]) == (cast["auditor"], "年度审计")
    assert (line.details["payments"], line.details["documents"]) == (3, 1)


@pytest.mark.parametrize("who", ["rights_staff", "approver", "finance", "organisation_staff", "body_officer"])
def test_nobody_else_asks_for_one(paid: World, signed_in: Any, cast: dict[str, User], who: str) -> None:
    assert signed_in(who).post(f"{LIST}add/", FORM).status_code == 403
    with pytest.raises(Refused, match="只有安全审计员"):
        audits.order(date(2012, 1, 1), date(2012, 2, 1), with_documents=True, reason="x", at=AT, by=cast[who])
    assert not AuditPackage.objects.exists()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"last": "2011-12-31"}, "不能早于起始日期"),
        ({"reason": ""}, "写明用途"),
        ({"first": "2012-02-30"}, "没有这一天"),
    ],
)
def test_what_is_malformed_is_said_and_nothing_is_queued(
    paid: World, signed_in: Any, given: dict[str, str], said: str
) -> None:
    answer = signed_in("auditor").post(f"{LIST}add/", FORM | given)

    assert said in answer.content.decode()
    assert not Job.objects.filter(kind=audits.JOB).exists()


def test_the_form_begins_with_this_year_so_far(paid: World, signed_in: Any) -> None:
    page = signed_in("auditor").get(f"{LIST}add/").content.decode()

    today = timezone.localdate()
    assert f'value="{today.year}-01-01"' in page
    assert f'value="{today}"' in page


def test_a_second_one_waits_for_the_first(paid: World, signed_in: Any) -> None:
    browser = signed_in("auditor")
    browser.post(f"{LIST}add/", FORM)

    assert "正在汇集" in browser.post(f"{LIST}add/", FORM).content.decode()
    assert AuditPackage.objects.count() == 1


def test_a_package_that_fails_leaves_no_file(paid: World, signed_in: Any, monkeypatch: Any) -> None:
    browser = signed_in("auditor")
    browser.post(f"{LIST}add/", FORM)
    monkeypatch.setattr(audit_job, "_sha256", lambda place: 1 / 0)
    job = jobs.claim(Job.objects.get(kind=audits.JOB).pk)
    assert job is not None

    with pytest.raises(ZeroDivisionError):
        audit_job.make(job)

    assert list(audit_files().iterdir()) == []
    assert browser.get(f"{LIST}{AuditPackage.objects.get().pk}/download/").status_code == 404


def test_it_is_deleted_when_its_days_are_over(
    paid: World, signed_in: Any, django_capture_on_commit_callbacks: Any
) -> None:
    browser = signed_in("auditor")
    taken(browser)
    with django_capture_on_commit_callbacks(execute=True):
        assert audits.delete_old(at=timezone.now() + timedelta(days=365), by=None) == 1

    package = AuditPackage.objects.get()
    assert list(audit_files().iterdir()) == []
    assert "已到期删除" in browser.get(f"{LIST}{package.pk}/download/", follow=True).content.decode()


def test_the_ledger_and_the_lines_behind_it_agree(paid: World, signed_in: Any) -> None:
    found = sheets(taken(signed_in("auditor")))

    lines = sum((Decimal(str(row["金额"])) for row in found["资金明细"]), Decimal(0))
    assert lines == Decimal(str(found["总账"][-1]["期末余额"]))
