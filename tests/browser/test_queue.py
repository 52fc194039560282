"""The verifier's queue in a real browser: at both widths, with photos and without, for eyes, keys and readers."""

import io
import os
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone

from tests.browser.chromium import browser, in_chromium
from tests.browser.test_month import Person, county
from tests.factories import DisplayFactory
from tests.unions.pictures import encoded, scene
from unions.models import Display, Item, Officer, Organisation, Way
from unions.operations import photos

__all__ = ["browser", "county"]

pytestmark = in_chromium
QUEUE = "/admin/unions/display/queue/"
EYES = os.environ.get("SCREENSHOTS")  # a folder, for whoever wants to look


@pytest.fixture
def waiting(county: Organisation, settings: Any, tmp_path: Path) -> list[Display]:
    """A plaque whose words differ and a badge, one picture for both; the office without any."""
    settings.MEDIA_ROOT = tmp_path
    chair = Officer.objects.everywhere("a test").get(union=county)
    facts = [
        DisplayFactory(union=county, content="茶叶公司工会"),
        DisplayFactory(union=county, officer=chair, item=Item.IDENTITY, way=Way.CHEST_CARD, content="工会主席"),
        DisplayFactory(union=county, item=Item.OFFICE, way=Way.CANTEEN),
    ]
    for fact in facts[:2]:
        photos.attach(fact, io.BytesIO(encoded(scene(1))), at=timezone.now(), by=None)
    return facts


@pytest.mark.parametrize("path", [QUEUE, f"{QUEUE}?only=photos"])
def test_the_queue_fits_both_widths_and_has_no_serious_fault(
    browser: Any, live_server: Any, waiting: list[Display], path: str
) -> None:
    person = Person(browser, live_server.url, "shanshang")

    for width in (1280, 390):
        person.page.set_viewport_size({"width": width, "height": 900})
        for is_open in (False, True):
            person.open(path)
            if is_open:
                person.page.click("details.back summary")
            found = Axe().run(person.page).response["violations"]
            assert [(fault["id"], fault["nodes"][0]["html"]) for fault in found] == [], (path, width, is_open)
            assert person.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), (path, width)
        if EYES:
            person.page.screenshot(path=f"{EYES}/queue-{width}-{len(path)}.png", full_page=True)


def test_what_has_no_photo_is_neither_ticked_nor_verified_by_the_key(
    browser: Any, live_server: Any, waiting: list[Display]
) -> None:
    person = Person(browser, live_server.url, "shanshang")
    person.open(f"{QUEUE}?only=photos")

    person.page.keyboard.press("v")
    person.page.wait_for_selector("text=的 2 条记录")

    verified = Display.objects.everywhere("a test").exclude(verified_on=None)
    assert set(verified.values_list("pk", flat=True)) == {fact.pk for fact in waiting[:2]}
