"""Any list as filtered, as a workbook: in a job, for its owner only, in the book."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import jobs, step_up
from accounts.models import BookEntry, Job, ListExport, User
from accounts.models.list_export import workbooks
from accounts.operations import lists
from accounts.refused import Refused
from registers.listing import write_list
from tests.conftest import CANARY, Mill
from tests.factories import OfficerFactory, OrganisationFactory
from unions.models import Organisation
from unions.operations import appointments

UNIONS = "unions/organisation"


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def order(browser: Client, page: str, query: str = "", **form: str) -> ListExport:
    answer = browser.post(f"/admin/{page}/export/{query}", form)
    assert answer.status_code == 302, answer.content.decode()
    return ListExport.objects.get(pk=int(answer.url.split("/")[-3]))


def make(export: ListExport) -> ListExport:
    jobs.run(Job.objects.get(kind="list_export", subject_id=export.pk).pk)
    export.refresh_from_db()
    return export


def work_at(export: ListExport) -> None:
    """The job's work without the queue's way of ending it."""
    job = jobs.claim(Job.objects.get(kind="list_export", subject_id=export.pk).pk)
    assert job is not None
    write_list(export, job)


def content(browser: Client, export: ListExport) -> bytes:
    answer: Any = browser.get(f"/admin/accounts/listexport/{export.pk}/download/")
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


def cells(browser: Client, page: str, query: str = "", **form: str) -> list[tuple[Any, ...]]:
    """From the headings on: above them a list of persons says who took it."""
    file = content(browser, make(order(browser, page, query, **form)))
    first, *others = openpyxl.load_workbook(BytesIO(file)).active.values
    return others if str(first[0]).startswith("含个人信息") else [first, *others]


def test_an_export_is_scoped_filtered_and_in_the_book(
    signed_in: Any, cast: dict[str, User], mill: Mill, quarry: Mill
) -> None:
    found = cells(signed_in("body_officer"), UNIONS, "?kind__exact=grassroots_single")

    assert [row[0] for row in found] == ["工会编码", mill.union.code]
    line = BookEntry.objects.get(act="registers.export")
    assert (line.by, line.details["rows"], line.details["filters"]) == (
        cast["body_officer"],
        1,
        "组织类型：独立基层工会",
    )
    assert BookEntry.objects.filter(act="lists.download_export", by=cast["body_officer"]).count() == 1


@pytest.mark.parametrize(
    "page",
    [
        *(f"unions/{name}" for name in ("organisation", "officer", "display", "employer", "honour")),
        "campaigns/report",
        "registers/importrun",
    ],
)
@pytest.mark.parametrize("query", ["", "?q=349999", "?q=jinsique"])
def test_no_export_carries_a_word_of_hilltop(signed_in: Any, mill: Mill, quarry: Mill, page: str, query: str) -> None:
    found = cells(signed_in("body_officer"), page, query, reason="检查")

    assert CANARY not in str(found)
    assert len(found) > 1 or query or not page.startswith("unions")


def test_every_list_of_the_desk_can_be_taken_away_by_the_auditor(signed_in: Any, mill: Mill) -> None:
    browser = signed_in("auditor")
    pages = [desk for desk in admin.site._registry.values() if desk.takes_away]

    for desk in pages:
        found = cells(browser, desk.opts.label_lower.replace(".", "/"), reason="审计")
        assert all(found[0]), desk.opts.label
    assert len(pages) >= 11


def test_the_lists_own_columns_are_taken_in_words(signed_in: Any, cast: dict[str, User]) -> None:
    found = cells(signed_in("auditor"), "accounts/user", "?q=finance", reason="审计")

    assert found[0][:3] == ("用户名", "姓名", "当前角色")
    assert found[1][:3] == ("finance", "finance", "云岭县总工会 财务")


def test_persons_are_taken_away_for_a_reason_only(signed_in: Any, mill: Mill) -> None:
    browser = signed_in("body_officer")

    refused = browser.post("/admin/unions/officer/export/").content.decode()
    assert "写明用途" in refused
    assert not ListExport.objects.exists()
    assert "陈河" in str(cells(browser, "unions/officer", reason="换届通知"))
    assert BookEntry.objects.get(act="registers.export").details["reason"] == "换届通知"


@pytest.mark.parametrize("page", ["unions/officer", "hardship/hardshipfile"])
def test_a_list_of_persons_says_who_took_it_when_and_what_for(signed_in: Any, mill: Mill, page: str) -> None:
    browser = signed_in("auditor")
    book = openpyxl.load_workbook(BytesIO(content(browser, make(order(browser, page, reason="审计 A&B")))))

    mark = book.active["A1"].value
    assert mark.startswith("含个人信息，请妥善保管，不得转发。auditor（auditor）")
    assert mark.endswith("导出，用途：审计 A&B")
    assert "auditor" in book.active.oddFooter.center.text
    assert BookEntry.objects.get(act="registers.export").details["reason"] == "审计 A&B"


def test_the_auditors_export_masks_mobiles(signed_in: Any, mill: Mill) -> None:
    found = str(cells(signed_in("auditor"), "unions/officer", reason="审计"))

    assert "139****0001" in found
    assert "13900000001" not in found


@pytest.mark.parametrize("payload", ["=1+1", "==1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x")'])
def test_a_formula_in_a_name_stays_text(signed_in: Any, riverside: Organisation, payload: str) -> None:
    OrganisationFactory(parent=riverside, name=payload)
    browser = signed_in("body_officer")

    book = openpyxl.load_workbook(BytesIO(content(browser, make(order(browser, UNIONS)))))

    assert payload in [cell.value for row in book.active for cell in row if cell.data_type == "s"]
    assert not [cell for row in book.active for cell in row if cell.data_type == "f" or cell.hyperlink]


def test_the_page_shows_how_far_it_is_then_the_file(signed_in: Any, mill: Mill) -> None:
    browser = signed_in("body_officer")
    export = order(browser, UNIONS)
    page = f"/admin/accounts/listexport/{export.pk}/change/"
    Job.objects.update(state="running", done=1, total=4)

    assert "已写 1 行，共 4 行（25%）" in browser.get(page).content.decode()
    Job.objects.update(state="queued")
    make(export)
    done = browser.get(page).content.decode()
    assert "data-poll" not in done
    assert "下载名单" in done
    assert "可以下载" in browser.get("/admin/accounts/listexport/").content.decode()


@pytest.mark.parametrize("who", ["organisation_staff", "auditor", "stranger"])
def test_nobody_else_finds_ones_export(signed_in: Any, mill: Mill, who: str) -> None:
    export = make(order(signed_in("body_officer"), UNIONS))
    browser = signed_in(who)

    assert browser.get(f"/admin/accounts/listexport/{export.pk}/change/").status_code == 404
    assert browser.get(f"/admin/accounts/listexport/{export.pk}/download/").status_code == 404


def test_rights_are_read_again_by_the_job(signed_in: Any, cast: dict[str, User], mill: Mill) -> None:
    export = order(signed_in("body_officer"), UNIONS)
    post = cast["body_officer"].appointments.everywhere("a test").get()
    appointments.end_appointment(post, on=timezone.localdate(), by=None)

    with pytest.raises(Refused, match="职责已经变化"):
        work_at(export)

    export.refresh_from_db()
    assert (export.made_at, export.stored_as) == (None, "")


def test_rights_are_read_again_at_the_download(
    signed_in: Any, cast: dict[str, User], mill: Mill, hilltop: Organisation
) -> None:
    export = make(order(signed_in("body_officer"), UNIONS))
    user = cast["body_officer"]
    appointments.end_appointment(user.appointments.everywhere("a test").get(), on=timezone.localdate(), by=None)
    appointments.appoint(user, "body_officer", hilltop, since=timezone.localdate(), officer=None, by=None)

    answer = signed_in("body_officer").get(f"/admin/accounts/listexport/{export.pk}/download/", follow=True)

    assert "职责范围已经变化" in answer.content.decode()
    assert not BookEntry.objects.filter(act="lists.download_export").exists()


def test_a_workbook_is_deleted_when_its_days_are_over(signed_in: Any, mill: Mill) -> None:
    browser = signed_in("body_officer")
    export = make(order(browser, UNIONS))
    path = export.file_path

    assert lists.delete_old_exports(at=timezone.now(), by=None) == 0
    assert path.exists()
    later = timezone.now() + timedelta(days=8)
    assert lists.delete_old_exports(at=later, by=None) == 1
    assert lists.delete_old_exports(at=later, by=None) == 0
    assert "到期删除" in browser.get(f"/admin/accounts/listexport/{export.pk}/download/", follow=True).content.decode()


def test_a_failed_export_leaves_no_file(signed_in: Any, settings: Any, mill: Mill) -> None:
    settings.EXPORT_MAX_ROWS = 1
    export = order(signed_in("body_officer"), UNIONS)

    with pytest.raises(Refused, match="请先筛选"):
        work_at(export)

    assert list(workbooks().iterdir()) == []


def test_an_export_that_dies_half_way_leaves_no_file(signed_in: Any, mill: Mill, monkeypatch: Any) -> None:
    export = order(signed_in("body_officer"), UNIONS)
    monkeypatch.setattr("registers.listing.sha256_of", lambda path: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        work_at(export)

    assert list(workbooks().iterdir()) == []


@pytest.mark.parametrize("query", ["?officers__mobile__startswith=139", "?user__password=x", "?p=3&all=", "?e=1"])
def test_only_the_lists_own_parameters_are_asked(signed_in: Any, mill: Mill, query: str) -> None:
    export = order(signed_in("body_officer"), UNIONS, query)

    assert export.query == ""


def test_three_at_a_time(signed_in: Any, mill: Mill) -> None:
    browser = signed_in("body_officer")
    for _ in range(lists.AT_ONCE):
        order(browser, UNIONS)

    assert "正在进行" in browser.post(f"/admin/{UNIONS}/export/").content.decode()
    assert ListExport.objects.count() == lists.AT_ONCE


@pytest.mark.parametrize("page", [UNIONS, "unions/officer", "accounts/user", "unions/display"])
def test_ten_rows_cost_what_one_costs(signed_in: Any, riverside: Organisation, mill: Mill, page: str) -> None:
    browser = signed_in("auditor")

    def cost() -> int:
        export = order(browser, page, reason="审计")
        job = jobs.claim(Job.objects.get(kind="list_export", subject_id=export.pk).pk)
        assert job is not None
        with CaptureQueriesContext(connection) as caught:
            write_list(export, job)
        return len(caught)

    one = cost()
    for _ in range(9):
        OfficerFactory(union=OrganisationFactory(parent=riverside))

    assert cost() == one


def test_a_query_too_long_to_keep_is_refused_never_cut(signed_in: Any, mill: Mill) -> None:
    """Cut off, the filter behind the cut would be lost, and the workbook hold more than the list showed."""
    browser = signed_in("organisation_staff")
    query = f"?q={'纸' * 200}&existing=yes"

    page = browser.post(f"/admin/{UNIONS}/export/{query}", {"reason": "核对"}).content.decode()
    kept = {"list": "unions.organisation", "query": query[1:], "name": "长"}
    saved = browser.post("/admin/accounts/savedfilter/add/", kept, follow=True).content.decode()

    assert "太长，保存不下" in page
    assert "太长，保存不下" in saved
    assert not ListExport.objects.exists()
    assert browser.get(f"/admin/{UNIONS}/{query}").status_code == 200


def test_a_finished_list_of_persons_is_handed_over_with_a_fresh_second_step_only(signed_in: Any, mill: Mill) -> None:
    browser = signed_in("organisation_staff")
    export = make(order(browser, "unions/officer", reason="换届"))
    session = browser.session
    session[step_up.TAKEN_AT] -= 3600
    session.save()

    answer = browser.get(f"/admin/accounts/listexport/{export.pk}/download/")

    assert answer["Location"].startswith("/second-step/?next=")
    assert not BookEntry.objects.filter(act="lists.download_export").exists()
