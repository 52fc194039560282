"""Whose drafts a phone holds and sends, for how long, and what it does where something is missing."""

import gzip
from pathlib import Path
from typing import Any

import pytest

from accounts.duties import Role
from accounts.models import SignedIn, User
from tests.browser import draft_pages
from tests.browser.chromium import in_chromium
from tests.browser.phones import SINCE, Phone, browser, chen, got, phone, picture
from tests.conftest import Mill
from tests.factories import PASSWORD, make_colleague

__all__ = ["browser", "chen", "phone"]

pytestmark = [
    *in_chromium,
    pytest.mark.urls("tests.browser.draft_pages"),
]
SCRIPT = Path(__file__).parents[2] / "static/js/drafts.js"


def test_when_the_session_has_ended_it_asks_to_sign_in_and_then_sends(phone: Phone, chen: User) -> None:
    phone.fill()
    SignedIn.objects.filter(user=chen).delete()
    phone.send()
    assert phone.says("登录后自动发送")
    assert got() == []

    phone.page.click("text=去登录")
    phone.page.fill("[name=username]", "chen")
    phone.page.fill("[name=password]", PASSWORD)
    phone.page.click("main button")
    phone.page.wait_for_url("**/draft/home/?sent=1")
    assert [one["user"] for one in draft_pages.received] == ["chen"]


def test_another_account_on_the_same_phone_never_sends_it(phone: Phone, chen: User, quarry: Mill) -> None:
    make_colleague("wu", Role.CHAIR, quarry.union, since=SINCE, officer=quarry.chair)
    phone.fill()
    phone.line.set_offline(True)
    phone.send()
    phone.says("待发送")
    phone.line.clear_cookies()
    phone.page.goto("about:blank")
    phone.line.set_offline(False)

    phone.sign_in("wu")
    assert phone.says("其他账号")
    phone.open()

    assert phone.page.input_value("[name=note]") == ""
    assert (got(), phone.drawer()) == ([], [])


def test_a_page_left_open_by_the_former_account_sends_nothing(phone: Phone, quarry: Mill) -> None:
    make_colleague("wu", Role.CHAIR, quarry.union, since=SINCE, officer=quarry.chair)
    old = phone.page
    phone.fill()
    phone.page = phone.line.new_page()
    phone.line.clear_cookies()
    phone.sign_in("wu")
    phone.page = old

    phone.send()

    phone.page.wait_for_load_state()
    phone.page.wait_for_timeout(500)
    assert got() == []
    assert phone.drawer() == []


def test_signing_out_offers_to_delete_the_drafts(phone: Phone) -> None:
    phone.fill()
    phone.page.wait_for_timeout(400)
    phone.page.click("text=退出登录")
    assert phone.says("还有 1 份没有发送的草稿")

    phone.page.click("text=删除草稿并退出")
    phone.page.wait_for_url("**/login/")
    assert phone.drawer() == []


def test_a_draft_older_than_a_week_is_dropped(phone: Phone) -> None:
    phone.fill()
    phone.page.wait_for_timeout(400)
    old = phone.line.new_page()
    old.add_init_script("const now = Date.now; Date.now = () => now() + 7 * 864e5 + 6e4")
    old.goto(f"{phone.address}/draft/home/")
    old.wait_for_timeout(300)

    assert phone.drawer() == []


def test_a_large_photo_is_made_smaller_on_the_phone(phone: Phone) -> None:
    large = len(picture(3200)["buffer"])
    phone.fill(side=3200)
    phone.send()
    phone.page.wait_for_url("**/draft/home/?sent=1")

    assert draft_pages.received[0]["bytes"] < large / 2


def test_without_a_drawer_the_text_is_kept_and_the_photo_chosen_again(phone: Phone) -> None:
    phone.page.add_init_script("Object.defineProperty(window, 'indexedDB', { value: undefined })")
    phone.open()
    phone.fill()
    phone.page.wait_for_timeout(400)
    phone.page.reload()

    assert phone.says("已恢复")
    assert phone.page.input_value("[name=note]") == "厂门口"
    phone.fill()
    phone.send()
    phone.page.wait_for_url("**/draft/home/?sent=1")
    assert got() == ["厂门口"]


def test_without_scripts_the_plain_form_works(browser: Any, live_server: Any, chen: User) -> None:
    draft_pages.received.clear()
    phone = Phone(browser, live_server.url)
    phone.line.close()
    phone.line = browser.new_context(java_script_enabled=False)
    phone.page = phone.line.new_page()
    phone.sign_in("chen")
    phone.open()
    phone.page.fill("[name=note]", "门面")
    phone.page.set_input_files("[name=photo]", [picture()])
    phone.send()

    phone.page.wait_for_url("**/draft/home/?sent=1")
    assert got() == ["门面"]


def test_the_script_is_small_and_old_phones_can_read_it() -> None:
    words = SCRIPT.read_text()

    assert len(gzip.compress(SCRIPT.read_bytes(), 9)) <= 8 * 1024
    assert [new for new in ("?.", "??", "catch {", "...", "import ", "export ", "innerHTML") if new in words] == []


def test_without_a_line_the_portal_says_what_waits(phone: Phone) -> None:
    phone.has_helper()
    phone.fill()
    phone.line.set_offline(True)
    phone.send()
    phone.says("待发送")

    phone.open("/portal/")

    assert phone.says("现在没有网络")
    assert phone.says("手机上保存着没有发送的表单：悬挂牌匾")
    kept = (
        "caches.keys().then(all => caches.open(all[0])).then(kept => kept.keys()).then(all => all.map(one => one.url))"
    )
    assert {address.removeprefix(phone.address) for address in phone.page.evaluate(kept)} == {
        "/portal/offline/",
        "/static/vendor/bootstrap/bootstrap.min.css",
        "/static/css/portal.css",
        "/static/js/drafts.js",
    }


def test_the_helper_of_the_phone_is_small_and_knows_nobody(client: Any, signed_in: Any) -> None:
    for address in ("/portal/sw.js", "/portal/offline/"):
        assert client.get(address).content == signed_in("chair").get(address).content
        assert len(client.get(address).content) < 3 * 1024
