"""A chair's members in a real browser at 390 px: one joins, one is taken over, the roster is gone through, a line is lost."""

from datetime import date
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from accounts.models import User
from members.models import Member, Membership, RosterCheck, Transfer
from members.operations import transfers
from tests.browser.chromium import in_chromium
from tests.browser.phones import Phone, browser, chen
from tests.conftest import Mill
from tests.factories import MembershipFactory, id_number

__all__ = ["browser", "chen"]

pytestmark = in_chromium
NUMBER = id_number(70_001, female=True)
WHOLE_DRAWER = "new Promise(yes => { const ask = indexedDB.open('drafts', 1); ask.onsuccess = () => { const got = "
WHOLE_DRAWER += (
    "ask.result.transaction('drafts').objectStore('drafts').getAll(); got.onsuccess = () => { ask.result.close();"
)
WHOLE_DRAWER += "yes(JSON.stringify(got.result)) } } })"

# What is touched and lower than a thumb, but for links in running text.
LOW = """[...document.querySelectorAll("main a, main button, main summary, main label:has(input), header a")]
    .filter(one => one.offsetParent && !one.closest("p, dd") && one.getBoundingClientRect().height < 43.5)
    .map(one => one.textContent.trim().slice(0, 12))"""


@pytest.fixture
def phone(browser: Any, live_server: Any, mill: Mill, chen: User) -> Any:
    phone = Phone(browser, live_server.url)
    phone.sign_in("chen")
    yield phone
    phone.line.close()


def fill(phone: Phone) -> None:
    phone.page.fill("[name=id_number]", NUMBER)
    phone.page.fill("[name=name]", "周新")
    phone.page.fill("[name=mobile]", "13900000031")
    phone.page.check("[name=agrees]")


def joined() -> bool:
    return bool(Member.objects.everywhere("a test").filter(name="周新").exists())


def test_somebody_joins_and_reads_sex_and_birth_while_the_number_is_typed(phone: Phone, mill: Mill) -> None:
    phone.open(f"/portal/{mill.union.pk}/members/")
    phone.page.click(".act a")
    fill(phone)
    assert phone.says("女，1990年5月21日出生")

    phone.page.click(".act button")

    assert phone.says("周新已入会")
    assert joined()


def test_without_a_line_the_number_is_in_no_draft_and_the_form_goes_by_itself(phone: Phone, mill: Mill) -> None:
    phone.open(f"/portal/{mill.union.pk}/members/join/")
    fill(phone)
    phone.page.wait_for_timeout(400)
    phone.line.set_offline(True)
    phone.page.click(".act button")
    assert phone.says("待发送")
    drawer = phone.page.evaluate(WHOLE_DRAWER)
    assert "周新" in drawer
    assert NUMBER not in drawer

    phone.line.set_offline(False)
    phone.page.evaluate("dispatchEvent(new Event('online'))")

    assert phone.says("周新已入会")
    assert joined()


def test_a_form_that_waited_over_a_closed_browser_asks_for_the_number_again(phone: Phone, mill: Mill) -> None:
    page = f"/portal/{mill.union.pk}/members/join/"
    phone.open(page)
    fill(phone)
    phone.line.set_offline(True)
    phone.page.click(".act button")
    phone.says("待发送")
    phone.page.close()
    phone.page = phone.line.new_page()
    phone.line.set_offline(False)

    phone.open("/portal/")
    assert phone.says("要补填")
    assert not joined()
    phone.page.click("text=打开修改")
    assert phone.says("证件号码没有存在手机上，请再填一次")
    assert phone.page.input_value("[name=name]") == "周新"
    assert phone.page.input_value("[name=id_number]") == ""

    phone.page.fill("[name=id_number]", NUMBER)
    phone.page.click(".act button")
    assert phone.says("周新已入会")


def test_a_transfer_is_taken_from_what_is_due(phone: Phone, mill: Mill, quarry: Mill) -> None:
    wang = MembershipFactory(union=quarry.union, name="王山")
    transfers.apply(wang.member, mill.union, on=date(2012, 10, 31), reason="调动", by=None)

    phone.open("/portal/")
    phone.page.click("text=王山申请转入，待接收")
    phone.page.click("button:has-text('接收王山')")

    assert phone.says("王山已转入本工会")
    assert Transfer.objects.everywhere("a test").get().state == "accepted"


def test_the_roster_is_gone_through_and_outlives_a_killed_browser(phone: Phone, mill: Mill) -> None:
    rows = [MembershipFactory(union=mill.union, name=name) for name in ("李河", "赵离", "孙留")]
    page = f"/portal/{mill.union.pk}/members/check/"
    phone.open(page)
    assert phone.says("3 人都还在")
    phone.page.click("text=赵离")
    phone.page.click("li:has-text('赵离') [value=withdrawn]")
    assert phone.says("还在 2 人，不在 1 人")
    phone.page.wait_for_timeout(400)
    assert "赵离" not in phone.page.evaluate(WHOLE_DRAWER)

    phone.reopen(page)
    assert phone.says("还在 2 人，不在 1 人")
    phone.page.click("text=孙留")
    phone.page.click("li:has-text('孙留') [value=retained]")
    phone.page.click("text=确认核对结果")

    assert phone.says("花名册核对结果")
    known = dict(Membership.objects.everywhere("a test").values_list("pk", "state"))
    assert [known[row.pk] for row in rows] == ["normal", "withdrawn", "retained"]
    phone.page.click("text=撤销这次核对")
    assert phone.says("2 人恢复原状")
    assert not RosterCheck.objects.everywhere("a test").exists()


@pytest.mark.parametrize(
    "page",
    [
        "",
        "join/",
        "check/",
        "download/",
        "history/",
        "../transfers/",
        "../../members/{li}/",
        "../../members/{li}/change/",
        "../../members/{li}/details/",
        "../../members/{li}/move/?q=纸厂",
        "../../members/{li}/phone/",
    ],
    ids=lambda page: page or "roster",
)
def test_pages_fit_the_screen_the_thumb_and_the_blind(phone: Phone, mill: Mill, page: str) -> None:
    li = MembershipFactory(union=mill.union, name="李河", mobile="13900000021")

    phone.open(f"/portal/{mill.union.pk}/members/{page}".replace("{li}", str(li.pk)))

    assert phone.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert phone.page.evaluate(LOW) == []
    faults = Axe().run(phone.page).response["violations"]
    assert [(fault["id"], fault["nodes"][0]["html"]) for fault in faults] == []
