"""The first page in a real browser: from a number to its list to the union, at both widths, for eyes, keys and readers."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.chromium import browser, in_chromium
from tests.browser.test_month import Person, county
from unions.models import Organisation

__all__ = ["browser", "county"]

pytestmark = in_chromium
PAGES = ("/admin/", "/admin/quality/", "/admin/quality/no-address/")


def test_staff_goes_from_a_number_to_its_list_to_the_union(
    browser: Any, live_server: Any, county: Organisation
) -> None:
    staff = Person(browser, live_server.url, "zuxuan")

    staff.page.locator("a.chip", has_text="还需 1 家").first.click()
    staff.page.wait_for_url("**/unions/?**")
    assert staff.page.inner_text("p.figure").startswith("1")
    staff.page.click(f"text={county.name}")

    staff.page.wait_for_url(f"**/admin/unions/organisation/{county.pk}/change/")


@pytest.mark.parametrize("who", ["zuxuan", "shanshang", "lingdao"])
def test_the_pages_fit_both_widths_and_have_no_serious_fault(
    browser: Any, live_server: Any, county: Organisation, who: str
) -> None:
    person = Person(browser, live_server.url, who)
    behind = person.page.get_attribute("article.cover a.figure", "href")

    for width in (1280, 390):
        person.page.set_viewport_size({"width": width, "height": 900})
        for path in (*PAGES, behind):
            person.open(path)
            found = Axe().run(person.page).response["violations"]
            assert [fault["id"] for fault in found if fault["impact"] in {"serious", "critical"}] == [], path
            assert person.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), (path, width)
