"""The desk as it is looked at: where one is in a long menu, and what comes out of the printer."""

import re
import subprocess
from pathlib import Path
from shutil import which
from typing import Any

import pytest

from tests.browser.chromium import browser, in_chromium
from tests.browser.test_desk import SIZES, signed_in, staff

__all__ = ["browser", "staff"]

pytestmark = in_chromium
A4_WIDTH = 700  # of A4 with its margins, in pixels


def test_the_menu_shows_where_one_is(browser: Any, live_server: Any, staff: None) -> None:
    page = signed_in(browser, live_server.url, SIZES[0])

    page.goto(f"{live_server.url}/admin/accounts/savedfilter/")

    entry = page.locator("#rooms a[aria-current=page]").bounding_box()
    assert entry["y"] + entry["height"] <= SIZES[0][1]
    assert page.evaluate("scrollY") == 0


def test_a_printed_list_is_a_table_with_its_head(browser: Any, live_server: Any, staff: None) -> None:
    page = signed_in(browser, live_server.url, (A4_WIDTH, 900))
    page.goto(f"{live_server.url}/admin/unions/organisation/")

    page.emulate_media(media="print")

    shown = "(selector => getComputedStyle(document.querySelector(selector)).display)"
    assert page.evaluate(f"{shown}('#result_list tbody tr')") == "table-row"
    assert page.evaluate(f"{shown}('#result_list thead th')") == "table-cell"
    assert page.evaluate("getComputedStyle(document.querySelector('#result_list td'), '::before').display") == "none"


@pytest.mark.skipif(which("pdftotext") is None, reason="NO PDFTOTEXT: the foot of a printed page is NOT checked")
def test_every_printed_page_says_whose_it_is_and_when(
    browser: Any, live_server: Any, staff: None, tmp_path: Path
) -> None:
    page = signed_in(browser, live_server.url, SIZES[0])
    page.goto(f"{live_server.url}/admin/figures/")

    page.pdf(path=tmp_path / "figures.pdf", prefer_css_page_size=True)

    text = subprocess.run(["pdftotext", "figures.pdf", "-"], cwd=tmp_path, check=True, capture_output=True).stdout
    pages = text.decode().strip("\f\n").split("\f")
    assert all(re.search(r"\d{4}年\d+月\d+日打印", each) and "县总工会" in each for each in pages)
    assert "责任主体" in pages[0]  # the first table begins under the title
    assert "查看" not in text.decode()  # the form that chooses is no news on paper
