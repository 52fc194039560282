"""A chair without a line: what was typed and the photo go by themselves once it is back, and count once."""

from typing import Any

from accounts.models import User
from tests.browser.chromium import in_chromium
from tests.browser.phones import Phone, browser, chair, handset, shown, works
from unions.models import Organisation, Photo

__all__ = ["browser", "chair", "handset", "works"]

pytestmark = in_chromium


def test_the_line_is_lost_and_the_photo_goes_by_itself_once(handset: Phone, works: Organisation, chair: User) -> None:
    handset.sign_in("liuqing")
    item = f"/portal/{works.pk}/items/sign/"
    handset.open(item)
    handset.has_helper()
    handset.line.set_offline(True)
    handset.page.locator(".tiles label").first.click()
    handset.page.fill("[name=content]", "柳树茶厂工会委员会")
    handset.photo(1)
    handset.page.click(".act button")
    assert handset.says("已保存在手机上，联网后自动发送")

    handset.reopen(item)
    assert handset.says("现在没有网络")
    assert handset.says("悬挂牌匾")
    assert not shown(works).exists()

    handset.line.set_offline(False)  # the page loads itself anew, and what waits is sent
    handset.page.wait_for_url("**/portal/displays/**")
    assert handset.says("已上报悬挂牌匾")
    assert [(row.content, row.photos.everywhere("test").count()) for row in shown(works)] == [("柳树茶厂工会委员会", 1)]


def test_a_lost_answer_and_a_second_press_count_once(handset: Phone, works: Organisation, chair: User) -> None:
    handset.sign_in("liuqing")
    handset.open(f"/portal/{works.pk}/items/sign/")
    lost: list[int] = []

    def lose(route: Any) -> None:
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch().status)  # the server has counted it
            route.abort()
        else:
            route.continue_()

    handset.page.route("**/items/sign/", lose)
    handset.page.locator(".tiles label").first.click()
    handset.photo(1)
    handset.page.evaluate("() => { const send = document.querySelector('.act button'); send.click(); send.click(); }")
    handset.says("待发送")
    handset.page.reload()

    handset.page.wait_for_url("**/portal/displays/**")
    assert handset.says("没有重复登记")
    assert (lost, shown(works).count()) == ([200], 1)
    assert Photo.objects.everywhere("test").count() == 1


def test_signing_out_of_the_portal_offers_to_delete_what_waits(
    handset: Phone, works: Organisation, chair: User
) -> None:
    handset.sign_in("liuqing")
    handset.open(f"/portal/{works.pk}/items/sign/")
    handset.line.set_offline(True)
    handset.page.locator(".tiles label").first.click()
    handset.page.click(".act button")
    handset.says("待发送")
    handset.page.route("**/items/sign/", lambda route: route.abort())
    handset.line.set_offline(False)

    handset.page.click("footer button")
    handset.page.click("text=删除草稿并退出")

    handset.page.wait_for_url("**/login/**")
    assert handset.drawer() == []
    assert not shown(works).exists()
