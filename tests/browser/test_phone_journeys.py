"""The chair's portal in a real browser at 390 px: the first sign-in, the four items with photos, a lost line, the hand-over."""

from io import BytesIO
from typing import Any

import pytest
import zxingcpp
from PIL import Image

from accounts.models import User
from tests.browser.chromium import in_chromium
from tests.browser.phones import Desk, Phone, browser, chair, chair_of, desk, handset, shown, works
from unions.models import ElectionReport, Item, Organisation, Photo

__all__ = ["browser", "chair", "desk", "handset", "works"]

pytestmark = in_chromium
OWN_PHONE, OWN_WORDS = "13900000077", "liu-shu-xia-de-chang-men"
ITEMS = ("sign", "office", "identity", "contact")


def slip_of(desk: Desk, name: str) -> tuple[str, str]:
    """What the printed slip of this chair says: where its code of squares leads, and the code to type."""
    desk.open("/admin/unions/officer/chairs/")
    desk.page.click(f"tr:has-text('{name}') a:has-text('发登录单')")
    desk.page.click("text=发放登录单并打印")
    desk.says("只显示这一次")
    picture = Image.open(BytesIO(desk.page.locator(".slip img").screenshot()))
    [read] = zxingcpp.read_barcodes(picture)
    return read.text, desk.page.inner_text(".slip .code")


def come_in(handset: Phone) -> None:
    handset.page.fill("[name=phone]", OWN_PHONE)
    handset.page.fill("[name=password]", OWN_WORDS)
    handset.page.fill("[name=again]", OWN_WORDS)
    handset.page.check("[name=trusted]")
    handset.page.click("text=设置好了，登录")


@pytest.mark.parametrize("by", ["the squares", "the code"])
def test_a_chair_comes_in_for_the_first_time(desk: Desk, handset: Phone, works: Organisation, by: str) -> None:
    address, code = slip_of(desk, "柳青")

    if by == "the squares":
        handset.page.goto(address)
    else:
        handset.open("/portal/code/")
        handset.page.fill("[name=code]", code.lower())
        handset.page.click("text=下一步")
    come_in(handset)

    assert handset.says("待办")
    assert "柳树茶厂工会" in handset.page.inner_text("header")
    handset.reopen("/home/")  # the trusted phone stays signed in
    assert handset.says("待办")
    [cookie] = [one for one in handset.line.cookies() if one["name"] == "sessionid"]
    assert cookie["expires"] > 0


def record(handset: Phone, link: Any, number: int) -> None:
    """From the check-list: the item, the way, the photo, 上报."""
    link.click()
    handset.page.locator(".tiles label").first.click()
    if "/office/" in handset.page.url:  # nothing is on file yet; elsewhere the form knows
        handset.page.fill("[name=content]", "厂区二号楼一层 105 室")
    handset.photo(number)
    handset.page.click(".act button")


def test_four_items_with_a_photo_each_one_is_sent_back_and_mended(
    desk: Desk, handset: Phone, works: Organisation, chair: User
) -> None:
    handset.sign_in("liuqing")
    for number, item in enumerate(ITEMS):
        handset.open(f"/portal/{works.pk}/union/")
        record(handset, handset.page.locator(f"a[href*='/items/{item}/']").first, number)
        assert handset.says("等上级工会核实")
    handset.open(f"/portal/{works.pk}/union/")
    assert handset.page.locator(".state-reported").count() == 4
    assert set(shown(works).values_list("item", flat=True)) == set(Item.values)
    assert Photo.objects.everywhere("test").filter(display__union=works).count() == 4

    desk.open("/admin/unions/display/queue/")
    assert desk.says("柳树茶厂工会")
    contact = desk.page.locator("article.claim", has_text="公布联系方式").locator("[type=checkbox]")
    contact.uncheck()
    desk.page.click("button:has-text('核实所选')")
    desk.says("已核实")
    desk.page.click("summary:has-text('退回所选')")
    desk.page.fill("[name=words]", "照片上看不清号码，请靠近再拍。")
    desk.page.click(".own button:has-text('退回所选')")
    desk.says("已退回")

    handset.open(f"/portal/{works.pk}/")
    handset.page.locator("a", has_text="退回").first.click()
    assert handset.says("照片上看不清号码")
    if "/mend/" not in handset.page.url:
        handset.page.click("text=改好后重新报送")
    handset.photo(9)
    handset.page.click(".act button")
    handset.page.wait_for_url(lambda address: "/mend/" not in address)

    desk.open("/admin/unions/display/queue/")
    desk.page.click("button:has-text('核实所选')")
    desk.says("已核实")
    handset.open(f"/portal/{works.pk}/union/")
    assert handset.page.locator(".state-verified").count() == 4
    assert set(shown(works).values_list("verified_by", flat=True)) == {"he"}


def test_the_hand_over_to_a_new_chair(
    browser: Any, desk: Desk, handset: Phone, works: Organisation, chair: User
) -> None:
    handset.sign_in("liuqing")
    handset.open(f"/portal/{works.pk}/elections/report/")
    handset.page.locator(".tiles label", has_text="柳青").first.click()
    handset.page.fill("[name=name]", "杨新")
    handset.page.fill("[name=mobile]", "13900000010")
    handset.page.click(".act button")
    assert handset.says("等上级工会确认")
    report = ElectionReport.objects.everywhere("test").get(union=works)
    handset.open(f"/portal/{works.pk}/items/sign/")
    handset.line.set_offline(True)
    handset.page.locator(".tiles label").first.click()
    handset.page.click(".act button")
    handset.says("待发送")

    desk.open(f"/admin/unions/electionreport/{report.pk}/confirm/")
    assert desk.says("杨新")
    desk.page.click("form.act .buttons button")
    desk.page.click(".preview .buttons button")
    desk.page.wait_for_url(f"**/organisation/{works.pk}/change/**")
    assert chair_of(works).name == "杨新"

    # The tenure is over: what waited on the old chair's phone is never sent.
    handset.line.set_offline(False)
    assert handset.says("登录已过期")
    handset.open(f"/portal/{works.pk}/")
    handset.page.wait_for_url("**/login/**")
    handset.sign_in("liuqing", expects="/login/")
    assert handset.page.locator("input[name=password]").count() == 1

    address, _ = slip_of(desk, "杨新")
    successor = Phone(browser, desk.address)
    successor.page.goto(address)
    come_in(successor)
    assert successor.says("待办")
    assert "柳树茶厂工会" in successor.page.inner_text("header")
    successor.line.close()
    assert not shown(works).exists()
