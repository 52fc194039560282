"""A worker with a phone: types a name, takes what is offered, sees chair and phone; scans a plaque; meets a dissolved union."""

from datetime import date
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.chromium import browser, in_chromium
from tests.factories import EmployerFactory, OfficerFactory, OrganisationFactory
from unions.models import Kind, Organisation, ScanCount
from unions.operations import consents, organisations

__all__ = ["browser"]

pytestmark = in_chromium
PHONE = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126 Mobile Safari/537.36"


@pytest.fixture
def mill() -> Organisation:
    county = organisations.establish_county("3499990000", "云岭县总工会", by=None)
    organisations.change_details(county, established_on=date(2000, 1, 1), phone="0551-9999999", by=None)
    body = OrganisationFactory(
        parent=county, name="河畔镇工会联合会", kind=Kind.TOWNSHIP_UNION_FEDERATION, phone="0551-3333333"
    )
    mill = OrganisationFactory(
        parent=body, name="河畔纸厂工会", address="河畔镇河边路 8 号综合楼二楼工会办公室", phone="0551-1111111"
    )
    EmployerFactory(body=body, union=mill, name="云岭造纸股份有限公司")
    chair = OfficerFactory(union=mill, name="陈河", office_phone="0551-2222222", mobile="13900000001")
    consents.give(chair, on=date(2014, 1, 1), how="on_paper", by=None)
    OfficerFactory(union=mill, name="钱二", post="vice_chair", office_phone="0551-4444444")
    OrganisationFactory(parent=body, name="河畔纸箱厂工会")
    return mill


@pytest.fixture
def phone(browser: Any) -> Any:
    context = browser.new_context(
        viewport={"width": 390, "height": 780}, locale="zh-CN", has_touch=True, is_mobile=True, user_agent=PHONE
    )
    yield context.new_page()
    context.close()


def test_a_worker_types_a_name_takes_a_suggestion_and_sees_chair_and_phone(
    phone: Any, live_server: Any, mill: Organisation
) -> None:
    phone.goto(live_server.url)
    box = phone.get_by_role("combobox", name="单位或工会名称")
    box.press_sequentially("zaozhi")
    phone.get_by_role("option", name="河畔纸厂工会").tap()

    phone.wait_for_url(f"**/u/{mill.token}/")
    call = phone.get_by_role("link", name="办公电话 0551-2222222")
    assert call.get_attribute("href") == "tel:05512222222"
    assert call.bounding_box()["y"] < 500
    assert phone.get_by_role("link", name="手机 13900000001").get_attribute("href") == "tel:13900000001"
    assert "陈河" in phone.inner_text("section.answer")
    assert "河边路 8 号" in phone.inner_text("section.answer")


def test_suggestions_obey_the_keys_and_the_words_that_come_last(
    browser: Any, live_server: Any, mill: Organisation
) -> None:
    page = browser.new_page(locale="zh-CN")
    page.goto(live_server.url)
    box = page.get_by_role("combobox", name="单位或工会名称")
    expect(box).to_have_attribute("aria-expanded", "false")
    box.press_sequentially("纸")
    page.wait_for_timeout(300)
    expect(box).to_have_attribute("aria-expanded", "false")

    box.press_sequentially("厂")
    expect(page.locator("#offered [role=option]")).to_have_count(1)
    expect(box).to_have_attribute("aria-expanded", "true")
    box.fill("zhi")
    expect(page.locator("#offered [role=option]")).to_have_count(2)
    box.press("ArrowUp")
    last = page.locator("#offered [role=option]").nth(1)
    expect(last).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", last.get_attribute("id"))
    box.press("ArrowDown")
    expect(page.locator("#offered [role=option]").nth(0)).to_have_attribute("aria-selected", "true")
    box.press("Escape")
    expect(page.locator("#offered")).to_be_hidden()
    assert box.input_value() == "zhi"
    box.press("Enter")
    page.wait_for_url("**/?q=zhi**")
    assert page.locator("ol.hits li").count() == 2


def test_without_script_the_form_searches(browser: Any, live_server: Any, mill: Organisation) -> None:
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    page.goto(live_server.url)
    page.fill("#q", "造纸")
    page.click("text=查找 >> nth=-1")

    assert "主席 陈河" in page.inner_text("ol.hits")
    context.close()


def test_a_scan_opens_the_page_and_is_counted_once(phone: Any, live_server: Any, mill: Organisation) -> None:
    for _ in range(2):
        phone.goto(f"{live_server.url}/u/{mill.token}")

    assert "陈河" in phone.inner_text("main")
    counts = ScanCount.objects.everywhere("a test").filter(organisation=mill)
    assert list(counts.values_list("count", flat=True)) == [1]


def test_a_dissolved_union_leads_to_its_successor(phone: Any, live_server: Any, mill: Organisation) -> None:
    heir = OrganisationFactory(parent=mill.parent, name="河畔联合工会", kind=Kind.GRASSROOTS_JOINT)
    OfficerFactory(union=heir, name="赵新", office_phone="0551-7777777")
    organisations.merge(mill, heir, on=date(2014, 6, 1), why="合并", by=None)

    phone.goto(f"{live_server.url}/u/{mill.token}")
    assert "已于 2014年6月1日撤销" in phone.inner_text("main")
    phone.get_by_role("link", name="查看河畔联合工会").tap()

    phone.wait_for_url(f"**/u/{heir.token}/")
    assert "赵新" in phone.inner_text("main")


def test_the_pages_fit_and_everybody_can_read_them(browser: Any, live_server: Any, mill: Organisation) -> None:
    gone = OrganisationFactory(parent=mill.parent, name="撤销了的工会")
    organisations.dissolve(gone, on=date(2014, 6, 1), why="注销", by=None)
    body = mill.parent
    assert body is not None
    paths = [
        "/",
        "/?q=纸厂",
        "/?q=没有",
        "/?q=x",
        "/bodies/",
        f"/bodies/{body.token}/",
        f"/u/{mill.token}/",
        f"/u/{gone.token}/",
        "/u/nosuch/",
    ]
    page = browser.new_page(locale="zh-CN")
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if "404" not in message.text else None)
    page.on("pageerror", lambda error: said.append(str(error)))

    for width in (1280, 390, 320):
        page.set_viewport_size({"width": width, "height": 640})
        for path in paths:
            page.goto(f"{live_server.url}{path}")
            found = Axe().run(page).response["violations"]
            assert [fault["id"] for fault in found] == [], (path, width)
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), (path, width)
            small = page.eval_on_selector_all(
                "main a.tel, main a.button, button, input, select, nav a",
                "all => all.filter(one => one.offsetParent && one.getBoundingClientRect().height < 43.5).map(one => one.outerHTML)",
            )
            assert small == [], (path, width)
    assert said == []


def test_the_answer_is_above_the_fold_of_the_smallest_phone(browser: Any, live_server: Any, mill: Organisation) -> None:
    page = browser.new_page(locale="zh-CN", viewport={"width": 320, "height": 568})
    page.goto(f"{live_server.url}/u/{mill.token}/")

    for words in ("陈河", "0551-2222222", "河畔镇河边路"):
        box = page.get_by_text(words).first.bounding_box()
        assert box["y"] + 20 < 568, words


def test_a_printed_page_has_the_numbers_and_no_navigation(browser: Any, live_server: Any, mill: Organisation) -> None:
    page = browser.new_page(locale="zh-CN")
    page.goto(f"{live_server.url}/u/{mill.token}/")
    page.emulate_media(media="print")

    assert page.is_hidden("header nav")
    assert page.is_hidden("footer a[rel=nofollow]")
    assert page.is_visible("text=0551-2222222")
    assert page.is_visible(f"code:has-text('/u/{mill.token}')")
