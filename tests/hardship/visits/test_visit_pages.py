"""慰问 at the county's desk, from the plan to the settled day."""

import re
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import BookEntry
from hardship.models import Budget, FundEntry, HardshipFile, VisitGroup, VisitPlan, VisitStop
from hardship.operations import visit_stops
from tests.conftest import Mill
from tests.hardship.families import contents, make_budget, make_file, make_programme, make_source
from tests.hardship.flow.test_papers import PDF
from tests.hardship.notices import reread
from tests.members.printing import cells_of

LIST = "/admin/hardship/visitplan/"
PLAN = {
    "name": "2011年春节慰问", "on": "2011-01-10", "gathers_at": "09:45", "departs_at": "10:00", "gathers_where": "县办公楼一楼大堂",
    "cash_budget": "500", "goods_budget": "400", "note": "",
}  # fmt: skip


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def budget(db: None) -> Budget:
    return make_budget(make_programme(), make_source(on=date(2011, 1, 1)), "3000.00")


@pytest.fixture
def file(mill: Mill) -> HardshipFile:
    return make_file(mill.union, on=date(2010, 3, 1))


@pytest.fixture
def staff(signed_in: Any) -> Client:
    browser: Client = signed_in("rights_staff")
    return browser


def only(model: Any) -> Any:
    return model.objects.everywhere("a test").get()


def page(row: Any, act: str) -> str:
    return f"/admin/hardship/{row._meta.model_name}/{row.pk}/{act}/"


def send(staff: Client, row: Any, act: str, **values: Any) -> str:
    answer = staff.post(page(row, act), values, follow=True)
    return str(answer.content.decode())


def planned(staff: Client, budget: Budget, file: HardshipFile) -> VisitPlan:
    """One household with a file and one person without, in one group, tied to the quota."""
    staff.post(f"{LIST}add/", PLAN | {"budget": budget.pk})
    plan: VisitPlan = only(VisitPlan)
    send(staff, plan, "quota", area="河畔镇", kind="特困职工", families="1")
    send(staff, plan, "quota", area="河畔镇", kind="坚守岗位职工", families="1")
    send(staff, plan, "open-list")
    send(staff, plan, "add-group", area="河畔镇", leader="马某（副县长）", units="县总工会")
    group = only(VisitGroup)
    send(
        staff,
        group,
        "add-stop",
        kind="特困职工",
        file_code=file.code,
        cash="500",
        goods="333.33",
        goods_named="大米",
        phone="13900000088",
    )
    send(
        staff, group, "add-stop", kind="坚守岗位职工", name="周某", union_code=file.union.code, cash="0", goods="66.67"
    )
    return plan


def stop(name: str) -> VisitStop:
    found: VisitStop = VisitStop.objects.everywhere("a test").get(name=name)
    return found


def test_a_visit_is_planned_made_and_settled(staff: Client, budget: Budget, file: HardshipFile) -> None:
    plan = planned(staff, budget, file)
    send(staff, plan, "schedule")
    send(staff, stop("李困难"), "sign", cash="500", goods="333.33", signed_on="2011-01-10", signed_by="李困难")
    send(staff, stop("周某"), "sign", cash="0", goods="66.67", signed_on="2011-01-10", signed_by="周妻（代）")
    send(staff, plan, "finish")
    staff.post(page(only(VisitGroup), "receipts"), {"scan": SimpleUploadedFile("a.pdf", PDF)})
    shown = send(staff, plan, "settle")

    assert reread(plan).state == "settled"
    assert only_entry().amount == -500
    for words in ("2011年1月10日（星期一）上午10:00出发", "已结清", "周妻（代）", "看签领表扫描件"):
        assert words in shown


def only_entry() -> FundEntry:
    return FundEntry.objects.get(kind="visit")


def test_the_page_has_what_ties_and_what_does_not(staff: Client, budget: Budget, file: HardshipFile) -> None:
    plan = planned(staff, budget, file)
    send(staff, plan, "quota", area="山顶镇", kind="农民工", families="2")
    shown = staff.get(page(plan, "change")).content.decode()

    assert "山顶镇的农民工名额 2 户，名单 0 户，少 2 户" in shown
    refused = send(staff, plan, "schedule")
    assert "名单和名额对不上" in refused
    assert reread(plan).state == "list"


@pytest.mark.parametrize(("change", "said"), [
    ({"departs_at": "09:00"}, "早于集合时间"), ({"on": "2012-06-31"}, "日期"), ({"name": ""}, "慰问名称"), ({"cash_budget": "-1"}, "0"),
])  # fmt: skip
def test_a_malformed_plan_is_not_made(staff: Client, budget: Budget, change: dict[str, str], said: str) -> None:
    answer = staff.post(f"{LIST}add/", PLAN | {"budget": budget.pk} | change)

    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert not VisitPlan.objects.everywhere("a test").exists()


@pytest.mark.parametrize(("values", "said"), [
    ({"name": "周某", "union_code": "{union}", "cash": "1"}, "先建档后帮扶"),
    ({"name": "周某", "union_code": "0000"}, "没有这个工会编码"),
    ({"file_code": "DA999999"}, "没有这个档案编号"),
    ({}, "请填写档案编号"),
    ({"file_code": "{file}", "cash": "一百"}, "以元为单位"),
])  # fmt: skip
def test_odd_stops_are_not_listed(
    staff: Client, budget: Budget, file: HardshipFile, mill: Mill, values: dict[str, str], said: str
) -> None:
    planned(staff, budget, file)
    before = VisitStop.objects.everywhere("a test").count()
    named = {key: value.format(union=mill.union.code, file=file.code) for key, value in values.items()}
    shown = send(staff, only(VisitGroup), "add-stop", **{"kind": "困难职工", "cash": "0", "goods": "0"} | named)

    assert said in shown
    assert VisitStop.objects.everywhere("a test").count() == before


def test_the_papers_of_a_group_are_printed(staff: Client, budget: Budget, file: HardshipFile) -> None:
    plan = planned(staff, budget, file)
    send(staff, plan, "schedule")
    group = only(VisitGroup)
    told = {"kind": "xlsx", "reason": "春节慰问"}
    schedule = cells_of(staff.post(page(group, "print-schedule"), told).content)
    receipts = cells_of(staff.post(page(group, "print-receipts"), told).content)

    assert "2011年1月10日（星期一）上午10:00" in schedule
    assert "13900000088" not in "".join(schedule + receipts)
    assert "伍佰元整" in receipts
    assert any("人民币肆佰元整" in cell for cell in receipts)
    assert BookEntry.objects.filter(act="papers.print", change="event").count() == 2


def test_a_signature_taken_back_brings_the_money_back(staff: Client, budget: Budget, file: HardshipFile) -> None:
    plan = planned(staff, budget, file)
    send(staff, plan, "schedule")
    signed = {"cash": "500", "goods": "0", "signed_on": "2011-01-10", "signed_by": "李困难"}
    send(staff, stop("李困难"), "sign", **signed)
    assert "请写明原因" in send(staff, stop("李困难"), "take-back", reason="")
    send(staff, stop("李困难"), "take-back", reason="发错人")
    send(staff, stop("周某"), "miss", reason="外出打工")

    assert [entry.amount for entry in FundEntry.objects.filter(kind="visit").order_by("pk")] == [-500, 500]
    assert (stop("李困难").signed_on, stop("周某").missed) == (None, "外出打工")


def test_the_page_of_a_visited_household_opens_its_line_of_the_ledger(
    staff: Client, budget: Budget, file: HardshipFile
) -> None:
    plan = planned(staff, budget, file)
    send(staff, plan, "schedule")
    send(staff, stop(file.name), "sign", cash="500", goods="333.33", signed_on="2011-01-10", signed_by=file.name)

    said = staff.get(page(stop(file.name), "change")).content.decode()

    opens = re.search(r'href="([^"]*/\d+/ledger/[^"]*)"', said)
    assert opens is not None
    assert "500.00／333.33" in said
    assert f"/visitstop/{stop(file.name).pk}/change/" in staff.get(unescape(opens[1])).content.decode()


def test_stops_are_mended_moved_and_taken_off_while_the_list_is_open(
    staff: Client, budget: Budget, file: HardshipFile
) -> None:
    plan = planned(staff, budget, file)
    values = {
        "kind": "困难劳模",
        "address": "镇政府",
        "phone": "",
        "cash": "400",
        "goods": "1",
        "goods_named": "",
        "note": "",
    }
    staff.post(page(stop("李困难"), "change"), values)
    assert (stop("李困难").kind, stop("李困难").cash, stop("李困难").name) == ("困难劳模", 400, "李困难")
    send(staff, stop("周某"), "move", group=str(only(VisitGroup).pk), place="1")
    assert (stop("周某").place, stop("李困难").place) == (1, 2)
    staff.post(page(stop("周某"), "delete"), {"post": "yes"})

    assert list(VisitStop.objects.everywhere("a test").values_list("name", flat=True)) == ["李困难"]
    assert reread(plan).state == "list"


def test_the_phone_is_masked_until_somebody_says_why(staff: Client, budget: Budget, file: HardshipFile) -> None:
    planned(staff, budget, file)
    shown = staff.get(page(stop("李困难"), "change")).content.decode()

    assert "139****0088" in shown
    assert "13900000088" not in shown
    assert "13900000088" in send(staff, stop("李困难"), "mobile", reason="联系慰问")


def test_the_scan_of_signatures_is_shown_to_who_may_see_and_noted(
    staff: Client, signed_in: Any, budget: Budget, file: HardshipFile
) -> None:
    plan = planned(staff, budget, file)
    send(staff, plan, "schedule")
    send(staff, stop("李困难"), "sign", cash="0", goods="1", signed_on="2011-01-10", signed_by="李困难")
    staff.post(page(only(VisitGroup), "receipts"), {"scan": SimpleUploadedFile("a.pdf", PDF)})
    scan, auditor = page(only(VisitGroup), "receipt-scan"), signed_in("auditor")
    asked = auditor.get(scan).content.decode()
    answer = auditor.post(scan, {"reason": "年度审计"})

    assert "都记入日志" in asked
    assert b"".join(answer) == PDF
    assert answer["Content-Disposition"].startswith("attachment")
    told = BookEntry.objects.get(act="visits.look_at_receipts").details
    assert (told["count"], told["reason"]) == (1, "年度审计")
    assert signed_in("finance").get(page(only(VisitGroup), "receipt-scan")).status_code == 404


def test_a_sum_that_no_column_holds_is_said(staff: Client, budget: Budget, file: HardshipFile) -> None:
    planned(staff, budget, file)
    form = {"kind": "特困职工", "name": "吴某", "union_code": file.union.code, "cash": "0", "goods": "99999999999"}

    assert "小于 100 亿元" in send(staff, only(VisitGroup), "add-stop", **form)


@pytest.mark.parametrize("upload", [None, SimpleUploadedFile("a.txt", b"hello")])
def test_what_is_no_scan_is_said(staff: Client, budget: Budget, file: HardshipFile, upload: Any) -> None:
    plan = planned(staff, budget, file)
    send(staff, plan, "schedule")
    answer = staff.post(page(only(VisitGroup), "receipts"), {"scan": upload} if upload else {})

    assert answer.status_code == 200
    assert re.search("还没有选文件|不是", answer.content.decode())


def test_readers_read_and_change_nothing(signed_in: Any, staff: Client, budget: Budget, file: HardshipFile) -> None:
    plan = planned(staff, budget, file)
    for who in ("auditor", "approver"):
        browser = signed_in(who)
        assert "2011年春节慰问" in browser.get(page(plan, "change")).content.decode()
        assert browser.post(page(plan, "schedule")).status_code == 403
        assert browser.post(f"{LIST}add/", PLAN).status_code == 403
    assert reread(plan).state == "list"


def test_a_longer_list_costs_no_more_queries(staff: Client, budget: Budget, file: HardshipFile, mill: Mill) -> None:
    plan = planned(staff, budget, file)
    staff.get(page(plan, "change"))
    with CaptureQueriesContext(connection) as one:
        staff.get(page(plan, "change"))
    for number in range(1, 10):
        other = make_file(mill.union, said=contents(number, name=f"王某{number}"), on=date(2010, 3, 1))
        visit_stops.add(only(VisitGroup), kind="特困职工", file=other, by=None)
    with CaptureQueriesContext(connection) as ten:
        staff.get(page(plan, "change"))

    assert len(ten) == len(one)


def test_an_empty_list_says_what_comes_next(staff: Client) -> None:
    assert "还没有慰问。点“制定慰问计划”" in staff.get(LIST).content.decode()
