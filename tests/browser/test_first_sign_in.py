"""From the printed slip to the portal, and out again at the hand-over: the body's desk, the paper, the chair's phone."""

import subprocess
from pathlib import Path
from typing import Any

import zxingcpp
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from PIL import Image

from tests.browser.chromium import browser, in_chromium
from tests.browser.test_month import Person, county
from tests.factories import OfficerFactory
from unions.models import Officer, Organisation, Post
from unions.operations.succession import Leaving, succeed

__all__ = ["browser", "county"]

pytestmark = in_chromium
SIZE = {"width": 390, "height": 844}
PASSWORD = "paper-boats-2013"  # noqa: S105 (a test's)


def fits(page: Any) -> None:
    """Nothing wrong that a machine can find, and no scrolling sideways."""
    found = Axe().run(page).response["violations"]
    assert [fault["id"] for fault in found] == [], page.url
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url


def pictures_of(pdf: bytes, folder: Path) -> list[Path]:
    (folder / "slips.pdf").write_bytes(pdf)
    subprocess.run(["pdftoppm", "-r", "150", "-png", "slips.pdf", "page"], cwd=folder, check=True)  # noqa: S607
    return sorted(folder.glob("page*.png"))


def chair_of(union: Organisation) -> Officer:
    sitting = Officer.objects.everywhere("a test").filter(union=union).chairs().sitting_on(timezone.localdate())
    found: Officer | None = sitting.first()
    return found or OfficerFactory(union=union, name="陈一")


def printed_slips(desk: Person, tmp_path: Path) -> tuple[list[Path], str]:
    """Issues what is lacking and prints it: the pages as pictures, and the code of the first slip."""
    desk.page.click("text=给这")
    desk.page.wait_for_url("**/issue/**")
    desk.page.wait_for_selector("form.act button, main button")
    fits(desk.page)
    # Pressed twice as many do: the second copy must not hide what is shown only once.
    desk.page.dblclick(
        "text=张登录单并打印" if desk.page.locator("text=张登录单并打印").count() else "text=发放登录单并打印"
    )
    desk.page.wait_for_selector(".slip")
    desk.page.wait_for_load_state()
    fits(desk.page)
    code = desk.page.inner_text(".code >> nth=0")
    pages = pictures_of(desk.page.pdf(prefer_css_page_size=True, print_background=True), tmp_path)
    # What is printed by now stays good however often the page is loaded anew.
    desk.page.reload()
    desk.page.wait_for_selector("text=登录单已经发过")
    fits(desk.page)
    return pages, code


def test_a_slip_leads_from_paper_to_the_portal_and_the_hand_over_out_again(
    browser: Any, live_server: Any, county: Organisation, tmp_path: Path
) -> None:
    union = Organisation.objects.everywhere("a test").get(code="349999010101")
    chair = chair_of(union)
    desk = Person(browser, live_server.url, "shanshang")
    desk.page.set_viewport_size(SIZE)
    desk.open("/admin/unions/officer/chairs/?q=349999010101")
    fits(desk.page)

    pages, code = printed_slips(desk, tmp_path)

    assert len(pages) == 1
    link = zxingcpp.read_barcodes(Image.open(pages[0]))[0].text
    assert link.startswith(f"{live_server.url}/portal/welcome/")
    assert code.replace("-", "").isalnum()

    phone = browser.new_context(viewport=SIZE, locale="zh-CN", has_touch=True, is_mobile=True).new_page()
    phone.goto(link)
    fits(phone)
    phone.fill("[name=phone]", "139 0000 0055")
    phone.fill("[name=password]", PASSWORD)
    phone.fill("[name=again]", "something else")
    phone.tap("text=设置好了，登录")
    phone.wait_for_selector("text=两次输入的密码不一样")
    phone.fill("[name=password]", PASSWORD)
    phone.fill("[name=again]", PASSWORD)
    phone.tap("text=这是我自己的手机")
    phone.tap("text=设置好了，登录")
    phone.wait_for_url("**/portal/")
    assert union.name in phone.inner_text("header")
    cookie = next(each for each in phone.context.cookies() if each["name"] == "sessionid")
    assert cookie["expires"] - timezone.now().timestamp() > 6 * 24 * 3600

    phone.goto(f"{live_server.url}/portal/account/")
    fits(phone)
    assert "就是这台" in phone.inner_text("main")
    phone.goto(link)
    fits(phone)
    assert "这张登录单不能用" in phone.inner_text("h1")

    on = timezone.localdate()
    succeed(union, leaving=Leaving(chair, on), name="李新", post=Post.CHAIR, elected_on=on, by=None)
    phone.goto(f"{live_server.url}/portal/{union.pk}/")
    assert "/portal/login/" in phone.url
    fits(phone)
    phone.fill("[name=username]", "13900000055")
    phone.fill("[name=password]", PASSWORD)
    phone.tap("main button")
    phone.wait_for_selector(f"text=您作为“{union.name}”主席的登录已于")
    fits(phone)

    # The successor's slip stands in the body's work list.
    desk.open("/admin/")
    desk.page.click("text=位新任主席还没有登录单")
    assert desk.says("李新")


def test_the_code_is_typed_by_hand_where_the_camera_fails(
    browser: Any, live_server: Any, county: Organisation, tmp_path: Path
) -> None:
    chair_of(Organisation.objects.everywhere("a test").get(code="349999010101"))
    desk = Person(browser, live_server.url, "shanshang")
    desk.open("/admin/unions/officer/chairs/?q=349999010101")
    _, code = printed_slips(desk, tmp_path)

    phone = browser.new_context(viewport=SIZE, locale="zh-CN", java_script_enabled=False).new_page()
    phone.goto(f"{live_server.url}/portal/login/")
    phone.click("text=第一次登录")
    phone.fill("[name=code]", code.lower().replace("-", " "))
    phone.click("text=下一步")
    phone.fill("[name=phone]", "13900000066")
    phone.fill("[name=password]", PASSWORD)
    phone.fill("[name=again]", PASSWORD)
    phone.click("text=设置好了，登录")

    assert phone.url == f"{live_server.url}/portal/"
    cookie = next(each for each in phone.context.cookies() if each["name"] == "sessionid")
    assert cookie["expires"] == -1  # with the browser
