"""The main job in a real browser: sign in, upload a register, read its faults, mend them, make the month's report."""

from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from accounts.operations import open_account
from campaigns.models import Campaign
from campaigns.operations.campaigns import make_from_template
from campaigns.template import SHUANGLIANG_2012
from tests.browser.chromium import browser, in_chromium
from tests.registers.sheets import ORGANISATIONS, bring, sheet
from unions.models import Organisation
from unions.operations.appointments import appoint

__all__ = ["browser"]

PASSWORD = "Yunling-2026-test"  # noqa: S105 (opens a test's own database)
SIZES = [(1280, 900), (390, 844)]

pytestmark = in_chromium


@pytest.fixture
def staff(tmp_path: Path) -> None:
    """A county of two bodies and three unions, its campaign, and somebody of 组宣部."""
    bring(sheet(tmp_path, "organisations", ORGANISATIONS), "organisations")
    make_from_template(SHUANGLIANG_2012, slug="shuangliang-2012", name="双亮活动", by=None)
    county = Organisation.objects.everywhere("test").get(kind="county_federation")
    user = open_account("zuxuan", name="徐某", password=PASSWORD, by=None)
    appoint(user, "organisation_staff", county, since=date(2012, 1, 1), by=None)


def signed_in(browser: Any, address: str, size: tuple[int, int]) -> Any:
    page = browser.new_context(viewport={"width": size[0], "height": size[1]}, locale="zh-CN").new_page()
    page.goto(f"{address}/login/")
    page.fill("[name=username]", "zuxuan")
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/admin/")
    return page


def displays(folder: Path, day: str) -> Path:
    row = {"工会编码": "349999010101", "事项": "悬挂牌匾", "方式": "企业门面", "开始日期": day}
    return sheet(folder, "displays", [row], "双亮台账.xlsx")


@pytest.mark.parametrize("size", SIZES, ids=["desktop", "phone"])
def test_a_register_is_uploaded_mended_and_written(
    browser: Any, live_server: Any, staff: None, tmp_path: Path, size: tuple[int, int]
) -> None:
    page = signed_in(browser, live_server.url, size)
    page.goto(f"{live_server.url}/admin/registers/importrun/add/")
    page.set_input_files("[name=file]", displays(tmp_path, "2012-06-31"))
    page.click("text=上传并检查")
    page.wait_for_selector("text=没有 2012年6月31日 这一天")
    with page.expect_download() as download:
        page.click("text=下载标出错误的工作簿")
    book = openpyxl.load_workbook(BytesIO(download.value.path().read_bytes()))
    faulty = book.active
    assert faulty is not None
    assert faulty.cell(1, faulty.max_column).value == "错误"

    faulty.cell(2, 5).value = "2012-06-30"
    book.save(tmp_path / "改好.xlsx")
    page.set_input_files("[name=file]", tmp_path / "改好.xlsx")
    page.click("text=上传改好的工作簿")
    page.click("text=写入全部 1 行")
    page.wait_for_selector("text=已写入全部 1 行")
    assert page.locator("text=已了结").count() == 1

    wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    assert not wide, "the page scrolls sideways"


def test_the_months_report_is_made_and_downloaded(browser: Any, live_server: Any, staff: None) -> None:
    page = signed_in(browser, live_server.url, SIZES[0])
    page.goto(f"{live_server.url}/admin/campaigns/report/order/")
    page.select_option("[name=campaign]", str(Campaign.objects.get().pk))
    page.fill("[name=month]", "2012-10")
    page.click("button:has-text('生成通报')")
    page.wait_for_selector("text=合计")
    assert page.locator("text=草稿").count() > 0

    page.click("text=下载工作簿")
    page.fill("[name=reason]", "报送县委")
    with page.expect_download() as download:
        page.click("form.act button")

    workbook = openpyxl.load_workbook(BytesIO(download.value.path().read_bytes()))
    assert workbook.sheetnames == ["汇总", "分类", "未覆盖名单", "说明"]
