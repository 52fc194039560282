"""A wrong-number report coming back, on phones: a worker says it, the body's officer answers, the worker reads it."""

from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from axe_playwright_python.sync_playwright import Axe

from accounts.models import User
from campaigns.models import Campaign, Report
from campaigns.operations import reports
from tests.browser.chromium import browser, in_chromium
from tests.browser.test_month import Person, county
from unions.models import ErrorReport, Organisation

__all__ = ["browser", "county"]

pytestmark = in_chromium
PHONE = {"width": 390, "height": 844}
AT = datetime(2012, 11, 5, 9, tzinfo=ZoneInfo("Asia/Shanghai"))


def fits(page: Any) -> None:
    """Nothing wrong that a machine can find, and no scrolling sideways, at 390 and 320."""
    found = Axe().run(page).response["violations"]
    assert [fault["id"] for fault in found] == [], page.url
    for size in (320, 390):
        page.set_viewport_size({"width": size, "height": 844})
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), (page.url, size)


def test_a_wrong_number_report_comes_back(browser: Any, live_server: Any, county: Organisation) -> None:
    worker = browser.new_context(viewport=PHONE, locale="zh-CN").new_page()
    worker.goto(f"{live_server.url}/u/{county.token}")
    worker.click("text=发现信息有误")
    fits(worker)

    # Two taps: what is wrong, and send.
    worker.click("text=电话打不通或不对")
    worker.click("text=提交纠错")
    worker.wait_for_url("**/wrong/*/")
    assert worker.inner_text(".outcome").startswith("已收到")
    fits(worker)
    receipt = worker.inner_text("dd.number")

    officer = Person(browser, live_server.url, "shanshang")
    officer.page.set_viewport_size(PHONE)
    officer.open("/admin/")
    officer.page.click("text=条公众反映的信息错误待核对答复")
    officer.page.click("#result_list th a")
    assert officer.says("公开目录现在显示")
    assert officer.says("电话打不通或不对")
    wide = officer.page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    assert not wide, "the page scrolls sideways"
    officer.page.click("text=已更正，答复")
    officer.page.click("form.act button:has-text('已更正')")
    assert officer.says("已答复 1 条")

    worker.goto(f"{live_server.url}/wrong/")
    worker.fill("[name=receipt]", receipt)
    worker.click("text=查结果 >> nth=-1")
    worker.wait_for_url("**/wrong/*/")
    assert "已更正" in worker.inner_text(".outcome")
    assert "电话已更正，请按新的号码联系。" in worker.inner_text(".outcome")
    assert "shanshang" not in worker.content()
    fits(worker)
    assert ErrorReport.objects.everywhere("test").get().state == "fixed"


def test_a_report_is_verified_by_its_number_and_its_file(
    browser: Any, live_server: Any, county: Organisation, tmp_path: Path
) -> None:
    campaign = Campaign.objects.get()
    order = reports.order_reports(campaign, AT.date().replace(month=10, day=1), on=AT.date(), by=None)
    reports.issue(order, at=AT, by=User.objects.get(username="lingdao"))
    report = Report.objects.everywhere("test").get(body__kind="county_federation")
    original, other = tmp_path / "原件.xlsx", tmp_path / "改过.xlsx"
    original.write_bytes(bytes(report.workbook))
    other.write_bytes(bytes(report.workbook) + b" ")
    page = browser.new_context(viewport=PHONE, locale="zh-CN").new_page()

    page.goto(f"{live_server.url}/progress/")
    assert "2012年10月底" in page.inner_text("h1")
    fits(page)
    page.goto(f"{live_server.url}/verify/")
    fits(page)
    page.fill("[name=number]", report.number.upper())
    page.click("button:has-text('核验')")
    page.wait_for_url("**/verify/*/")
    assert "真实有效" in page.inner_text(".says")
    fits(page)

    page.set_input_files("#file", original)
    page.wait_for_selector("#verdict.good")
    page.set_input_files("#file", other)
    page.wait_for_selector("#verdict.bad")
    assert "不一致" in page.inner_text("#verdict")
