"""A staff member's month in a real browser: import, mend, verify, officer change, report, issue, correct."""

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from accounts.operations import open_account
from campaigns.models import Report
from campaigns.operations.campaigns import make_from_template
from campaigns.template import SHUANGLIANG_2012
from tests.browser.chromium import browser, in_chromium
from tests.browser.test_desk import PASSWORD
from tests.factories import credit_code
from tests.registers.sheets import CHAIR, COUNTY, HILL, ORGANISATIONS, TEA, bring, sheet
from unions.models import Display, Officer, Organisation
from unions.operations.appointments import appoint

__all__ = ["browser"]

pytestmark = in_chromium
DESK = {"width": 1280, "height": 900}
FACTS = [("悬挂牌匾", "企业门面", ""), ("公布办公地点", "厂务公开栏", ""),
         ("亮明身份", "佩戴胸卡", "陈一"), ("公布联系方式", "厂务公开栏", "陈一")]  # fmt: skip


@pytest.fixture
def county(tmp_path: Path) -> Organisation:
    """One tea works whose chair is known, a campaign, and three people: 组宣部, its leader, the township's officer."""
    employer = {"统一社会信用代码": credit_code(1), "单位名称": "茶业公司", "单位性质": "国有企业", "职工人数": 60}
    employer |= {"责任工会编码": HILL, "所属工会编码": TEA}
    for register, rows in (("organisations", ORGANISATIONS), ("employers", [employer]), ("officers", [CHAIR])):
        bring(sheet(tmp_path, register, rows), register)
    make_from_template(SHUANGLIANG_2012, slug="shuangliang-2012", name="双亮活动", by=None)
    places = Organisation.objects.everywhere("test").in_bulk(field_name="code")
    for name, role, code in (
        ("zuxuan", "organisation_staff", COUNTY),
        ("lingdao", "approver", COUNTY),
        ("shanshang", "body_officer", HILL),
    ):
        user = open_account(name, name=f"{name}某", password=PASSWORD, by=None)
        appoint(user, role, places[code], since=date(2012, 1, 1), by=None)
    return places[TEA]


class Person:
    """Somebody at the desk with a browser of his or her own."""

    def __init__(self, browser: Any, address: str, name: str) -> None:
        self.address = address
        self.page = browser.new_context(viewport=DESK, locale="zh-CN").new_page()
        self.open("/login/")
        self.page.fill("[name=username]", name)
        self.page.fill("[name=password]", PASSWORD)
        self.page.click("main button")
        self.page.wait_for_url("**/admin/")

    def open(self, path: str) -> None:
        self.page.goto(self.address + path)

    def says(self, words: str) -> bool:
        self.page.wait_for_selector(f"text={words}")
        return True


def ledger(folder: Path, name: str, facts: list[tuple[str, str, str]], starts: list[str]) -> Path:
    rows = [
        {"工会编码": TEA, "事项": item, "方式": way, "干部姓名": officer or None, "开始日期": day}
        for (item, way, officer), day in zip(facts, starts, strict=True)
    ]
    return sheet(folder, "displays", rows, name)


def upload(staff: Person, path: Path) -> None:
    staff.open("/admin/registers/importrun/add/")
    staff.page.set_input_files("[name=file]", path)
    staff.page.click("text=上传并检查")


def mend(path: Path, folder: Path) -> Path:
    book = openpyxl.load_workbook(path)
    sheet_ = book.active
    assert sheet_ is not None
    sheet_["E2"] = "2012-06-30"
    book.save(folder / "改好.xlsx")
    return folder / "改好.xlsx"


def test_a_month_of_the_county_staff(browser: Any, live_server: Any, county: Organisation, tmp_path: Path) -> None:
    staff = Person(browser, live_server.url, "zuxuan")

    # The ledger comes with a day that does not exist; it is mended and written.
    sent = ledger(tmp_path, "双亮台账.xlsx", FACTS, ["2012-06-31", "2012-06-01", "2012-06-01", "2012-06-01"])
    upload(staff, sent)
    assert staff.says("没有 2012年6月31日 这一天")
    staff.page.set_input_files("[name=file]", mend(sent, tmp_path))
    staff.page.click("text=上传改好的工作簿")
    staff.page.click("text=写入全部 4 行")
    assert staff.says("已写入全部 4 行")

    # Who entered them may not verify them; the township's officer does, all at once.
    officer = Person(browser, live_server.url, "shanshang")
    officer.open("/admin/unions/display/?verified=no")
    officer.page.check("#action-toggle")
    officer.page.click("text=核实所选记录")
    officer.page.fill("[name=on]", "2012-07-05")
    officer.page.click("text=核实这 4 条记录")
    assert officer.says("4 条")
    displays = Display.objects.everywhere("test")
    assert set(displays.values_list("verified_on", "verified_by")) == {(date(2012, 7, 5), "shanshang某")}

    # The chair changes; what becomes stale is said before it is done.
    staff.open(f"/admin/unions/organisation/{county.pk}/succeed/")
    staff.page.fill("[name=name]", "周新")
    staff.page.fill("[name=elected_on]", "2012-10-20")
    staff.page.click("form.act .buttons button")
    assert staff.says("从当选日起本工会不算覆盖")
    staff.page.click(".preview .buttons button")
    staff.page.wait_for_url(f"**/organisation/{county.pk}/change/**")
    chairs = Officer.objects.everywhere("test").filter(union=county, post="chair").order_by("elected_on")
    assert list(chairs.values_list("name", "left_on")) == [("陈一", date(2012, 10, 20)), ("周新", None)]

    # The month's report finds the works uncovered; the leader issues it by typing the month.
    staff.open("/admin/campaigns/report/order/")
    staff.page.fill("[name=month]", "2012-10")
    staff.page.click("button:has-text('生成通报')")
    assert staff.says("合计")
    report = Report.objects.everywhere("test").get(county=None)
    leader = Person(browser, live_server.url, "lingdao")
    leader.open(f"/admin/campaigns/report/{report.pk}/change/")
    leader.page.click("text=发布10月通报")
    leader.page.fill("[name=month]", "201210")
    leader.page.click("form.act button")
    assert leader.says("已发布2012年10月通报")

    # The new chair had shown who he is all along: late entries, and a correction that says which union it moved.
    upload(staff, ledger(tmp_path, "补登.xlsx", [(*FACTS[2][:2], "周新"), (*FACTS[3][:2], "周新")], ["2012-10-25"] * 2))
    staff.page.click("text=写入全部 2 行")
    assert staff.says("已写入全部 2 行")
    staff.open(f"/admin/campaigns/report/{report.pk}/correct/")
    staff.page.fill("[name=reason]", "茶业公司工会漏报")
    staff.page.click("form.act button")
    newer = Report.objects.everywhere("test").get(county=None, version=2)
    staff.open(f"/admin/campaigns/report/{newer.pk}/change/")
    staff.page.click("text=与第1版的差异")
    assert staff.says("名单的变化：1 家")
    assert "茶业公司工会" in staff.page.inner_text("main")
    assert "缺：未亮明身份、未公布联系方式" in staff.page.inner_text("main")
