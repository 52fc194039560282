"""Small things that only a browser shows: nothing leaves a page of 320 pixels, paper has a margin."""

import re
import subprocess
from datetime import date
from pathlib import Path
from shutil import which
from typing import Any

import pytest

from accounts.models.signed_in import SignedIn
from accounts.operations import open_account
from tests.browser.chromium import browser, in_chromium
from tests.browser.test_desk import PASSWORD
from tests.browser.test_month import Person, county
from unions.models import Officer, Organisation
from unions.operations.appointments import appoint

__all__ = ["browser", "county"]

pytestmark = in_chromium
LONG, ADDRESS = "tianhezhengonghuilianhehuibanshiyuan2012", "2001:0db8:85a3:0000:0000:8a2e:0370:7334"


def test_the_account_page_keeps_a_long_name_and_address_within_320_pixels(
    browser: Any, live_server: Any, county: Organisation
) -> None:
    user = open_account(LONG, name="范志远", password=PASSWORD, by=None)
    appoint(user, "body_officer", county.parent, since=date(2012, 1, 1), by=None)
    person = Person(browser, live_server.url, LONG)
    person.page.set_viewport_size({"width": 320, "height": 800})
    SignedIn.objects.update(address=ADDRESS)

    person.open("/account/")

    assert ADDRESS in person.page.inner_text("table.sessions")
    for part in ("html", ".scroll"):
        assert person.page.evaluate(f"(one => one.scrollWidth <= one.clientWidth)(document.querySelector('{part}'))"), (
            part
        )


@pytest.mark.skipif(
    which("pdftotext") is None, reason="NO PDFTOTEXT: the receipt's margin is NOT checked (poppler-utils)"
)
def test_a_printed_receipt_has_a_margin(browser: Any, live_server: Any, county: Organisation, tmp_path: Path) -> None:
    chair = Officer.objects.everywhere("a test").get(union=county)
    user = open_account("zhuxi", name="陈一", password=PASSWORD, by=None)
    appoint(user, "chair", county, since=chair.elected_on, officer=chair, by=None)
    page = browser.new_context(locale="zh-CN").new_page()
    page.goto(f"{live_server.url}/portal/login/")
    page.fill("[name=username]", "zhuxi")
    page.fill("[name=password]", PASSWORD)
    page.click("main button")
    page.wait_for_url("**/portal/")

    page.goto(f"{live_server.url}/portal/{county.pk}/receipt/")
    page.pdf(path=tmp_path / "receipt.pdf", prefer_css_page_size=True, margin={})

    said = subprocess.run(
        ["pdftotext", "-bbox", "receipt.pdf", "-"], cwd=tmp_path, check=True, capture_output=True
    ).stdout.decode()
    edges = [float(edge) for edge in re.findall(r'<word xMin="([\d.]+)"', said)]
    assert 'width="59' in said  # A4, in points
    assert min(edges) >= 14 / 25.4 * 72 - 1
