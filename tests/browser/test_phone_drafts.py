"""A draft outlives a lost line and a killed browser; sent twice it counts once."""

from typing import Any

import pytest

from tests.browser import draft_pages
from tests.browser.chromium import in_chromium
from tests.browser.phones import Phone, browser, chen, got, phone

__all__ = ["browser", "chen", "phone"]

pytestmark = [
    *in_chromium,
    pytest.mark.urls("tests.browser.draft_pages"),
]


def test_a_form_with_a_line_is_sent_and_its_draft_goes(phone: Phone) -> None:
    phone.fill()
    phone.send()
    phone.page.wait_for_url("**/draft/home/?sent=1")

    [one] = draft_pages.received
    assert (one["note"], one["way"], one["parts"], one["as"]) == ("厂门口", "office", ["2"], "report")
    assert phone.drawer() == []
    phone.open()
    assert phone.page.input_value("[name=note]") == ""


def test_what_was_typed_and_the_photo_come_back_after_the_browser_was_killed(phone: Phone) -> None:
    phone.fill()
    phone.page.wait_for_timeout(400)

    phone.reopen()

    assert phone.says("已恢复")
    assert phone.page.input_value("[name=note]") == "厂门口"
    assert phone.page.is_checked("[value=office]")
    assert not phone.page.is_checked("[value='1']")
    phone.send()  # the photo need not be chosen again
    phone.page.wait_for_url("**/draft/home/?sent=1")
    assert draft_pages.received[0]["head"] == b"\xff\xd8\xff"


def test_a_draft_can_be_given_up(phone: Phone) -> None:
    phone.fill()
    phone.page.wait_for_timeout(400)
    phone.reopen()

    phone.page.click("text=放弃草稿")

    assert phone.page.input_value("[name=note]") == ""
    phone.page.wait_for_timeout(200)
    assert phone.drawer() == []
    phone.reopen()
    assert phone.page.locator("text=已恢复").count() == 0


def test_without_a_line_the_form_waits_and_goes_by_itself_once(phone: Phone) -> None:
    phone.fill()
    phone.line.set_offline(True)
    phone.send()
    assert phone.says("待发送")
    assert phone.says("已保存在手机上，联网后自动发送")
    assert got() == []

    phone.line.set_offline(False)
    phone.page.wait_for_url("**/draft/home/?sent=1")
    assert got() == ["厂门口"]
    assert phone.drawer() == []


def test_a_form_that_waits_outlives_the_browser_and_goes_from_any_page(phone: Phone) -> None:
    phone.fill()
    phone.line.set_offline(True)
    phone.send()
    phone.says("待发送")
    phone.page.close()
    phone.page = phone.line.new_page()
    phone.line.set_offline(False)

    phone.open("/draft/home/")

    assert phone.says("已发送")
    assert got() == ["厂门口"]


def test_a_form_that_waits_can_be_mended(phone: Phone) -> None:
    phone.fill()
    phone.line.set_offline(True)
    phone.send()
    phone.page.click("text=修改")
    phone.page.fill("[name=note]", "厂门口右侧")
    phone.line.set_offline(False)
    phone.send()

    phone.page.wait_for_url("**/draft/home/?sent=1")
    assert got() == ["厂门口右侧"]


def test_a_lost_answer_is_asked_for_again_and_counts_once(phone: Phone) -> None:
    lost = []

    def lose(route: Any) -> None:
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch().status)  # the server has counted it
            route.abort()
        else:
            route.continue_()

    phone.page.route("**/draft/", lose)
    phone.fill()
    phone.send()
    assert phone.says("待发送")
    assert (lost, got()) == ([200], ["厂门口"])

    phone.page.evaluate("dispatchEvent(new Event('online'))")
    phone.page.wait_for_url("**/draft/home/?sent=1")
    assert got() == ["厂门口"]
    assert phone.says("没有重复登记")


def test_pressed_twice_it_counts_once(phone: Phone) -> None:
    phone.fill()
    with phone.page.expect_navigation():
        phone.page.evaluate(
            "() => { const b = document.querySelector('[name=as]'); b.click(); b.click(); b.form.requestSubmit(); }"
        )

    assert got() == ["厂门口"]


def test_a_refusal_keeps_what_was_typed_and_says_why(phone: Phone) -> None:
    phone.fill("照片不清")
    phone.send()
    assert phone.says("被拒绝：照片看不清，请重新拍摄。")

    phone.reopen()
    assert phone.says("被拒绝：照片看不清")
    phone.page.fill("[name=note]", "门面")
    phone.send()
    phone.page.wait_for_url("**/draft/home/?sent=1")
    assert got() == ["门面"]


def test_a_form_that_comes_back_with_faults_keeps_its_photo(phone: Phone) -> None:
    phone.fill("空")
    phone.send()
    assert phone.says("请写明悬挂在哪里。")

    phone.page.fill("[name=note]", "门面")
    phone.send()
    phone.page.wait_for_url("**/draft/home/?sent=1")
    assert [(one["note"], one["bytes"] > 1000) for one in draft_pages.received] == [("门面", True)]


def test_refused_while_away_it_leads_back_to_the_form(phone: Phone) -> None:
    phone.fill("照片不清")
    phone.line.set_offline(True)
    phone.send()
    phone.says("待发送")
    phone.page.close()
    phone.page = phone.line.new_page()
    phone.line.set_offline(False)

    phone.open("/draft/home/")
    assert phone.says("被拒绝")
    phone.page.click("text=打开修改")

    phone.says("已恢复")
    assert phone.page.input_value("[name=note]") == "照片不清"
