"""享受试算 in a real browser: a value changed shows the answer at once, wide and narrow; nothing is sent by address."""

from datetime import date
from typing import Any

import pytest

from accounts.operations import open_account
from hardship.operations import programmes
from hardship.template import WINTER_RELIEF
from tests.browser.chromium import browser, in_chromium
from tests.browser.test_desk import PASSWORD, SIZES, signed_in
from tests.hardship.families import make_line
from unions.operations.appointments import appoint

__all__ = ["browser"]

pytestmark = in_chromium


@pytest.fixture
def rights(county: Any) -> None:
    user = open_account("zuxuan", name="权益干部", password=PASSWORD, by=None)
    appoint(user, "rights_staff", county, since=date(2012, 1, 1), by=None)
    make_line(county)
    programmes.make_from_template(
        WINTER_RELIEF, slug="winter-relief", name="元旦春节送温暖", year=2026, is_open=True, by=None
    )


@pytest.mark.parametrize("size", SIZES, ids=["desktop", "phone"])
def test_a_changed_income_changes_the_answer_by_itself(
    browser: Any, live_server: Any, rights: None, size: tuple[int, int]
) -> None:
    page = signed_in(browser, live_server.url, size)
    page.goto(f"{live_server.url}/admin/hardship/reliefprogramme/trial/")
    page.check("input[value=子女上学]")
    for place, (relation, status) in enumerate((("配偶", "已婚"), ("子女", "未婚"))):
        page.select_option(f"[name=p-{place}-relation]", relation)
        page.select_option(f"[name=p-{place}-marital_status]", status)

    page.fill("[name=income]", "57528")
    page.wait_for_selector("#results >> text=差 38.00 元")
    page.fill("[name=income]", "56160")
    page.wait_for_selector("#results >> text=✓ 可以享受")

    assert page.url.endswith("/trial/")
    assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
