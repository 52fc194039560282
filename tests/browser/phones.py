"""A chair's phone in the browser tests: one browser whose line can be cut, and what it holds."""

from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from accounts.duties import Role
from accounts.models import User
from tests.browser import draft_pages
from tests.browser.chromium import browser
from tests.conftest import Mill
from tests.factories import PASSWORD, OfficerFactory, OrganisationFactory, make_colleague
from tests.unions.pictures import encoded, scene
from unions.models import Display, Officer, Organisation

__all__ = ["browser"]

SINCE = date(2011, 3, 8)
DRAWER = "new Promise(yes => { const ask = indexedDB.open('drafts', 1); ask.onsuccess = () => { const got = "
DRAWER += "ask.result.transaction('drafts').objectStore('drafts').getAll(); got.onsuccess = () => { ask.result.close();"
DRAWER += "yes(got.result.map(one => [one.title, one.state, one.photos.length])) } } })"


def picture(side: int = 300) -> dict[str, Any]:
    """A file as the phone's camera gives one; noise, so that it is as heavy as a photo."""
    made = BytesIO()
    Image.effect_noise((side, side * 3 // 4), 90).convert("RGB").save(made, "JPEG", quality=92)
    return {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": made.getvalue()}


class Phone:
    """A chair's phone: one browser whose line can be cut."""

    def __init__(self, browser: Any, address: str) -> None:
        self.address = address
        size = {"width": 390, "height": 844}
        self.line = browser.new_context(viewport=size, locale="zh-CN", has_touch=True, is_mobile=True)
        self.page = self.line.new_page()

    def sign_in(self, name: str, expects: str = "") -> None:
        """Leads away from the sign-in page, or (`expects`) nowhere."""
        self.page.goto(f"{self.address}/login/")
        self.page.fill("[name=username]", name)
        self.page.fill("[name=password]", PASSWORD)
        with self.page.expect_navigation():
            self.page.click("main button")
        assert expects in self.page.url if expects else "/login/" not in self.page.url

    def open(self, path: str = "/draft/") -> None:
        self.page.goto(self.address + path)

    def reopen(self, path: str = "/draft/") -> None:
        """The browser was closed, or killed by a phone short of memory."""
        self.page.close()
        self.page = self.line.new_page()
        self.open(path)

    def has_helper(self) -> None:
        """The service worker is at work."""
        ready = "one && one.active && one.active.state === 'activated'"
        self.page.wait_for_function(f"navigator.serviceWorker.getRegistration('/portal/').then(one => {ready})")

    def photo(self, number: int) -> None:
        """Taken with the camera: another number is another place."""
        file = {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": encoded(scene(number, (1600, 1200)))}
        self.page.set_input_files("[name=photo]", [file])
        self.page.wait_for_selector("text=照片已保存在手机上")

    def fill(self, note: str = "厂门口", side: int = 300) -> None:
        self.page.fill("[name=note]", note)
        self.page.check("[value=office]")
        self.page.check("[value='2']")
        self.page.set_input_files("[name=photo]", [picture(side)])
        self.page.wait_for_selector("text=照片已保存在手机上")

    def send(self) -> None:
        self.page.click("text=上报悬挂牌匾")

    def says(self, words: str) -> bool:
        self.page.wait_for_selector(f"text={words}", timeout=10_000)
        return True

    def drawer(self) -> Any:
        return self.page.evaluate(DRAWER)


class Desk:
    """A colleague at the desk, with a browser of his or her own."""

    def __init__(self, browser: Any, address: str, name: str) -> None:
        self.address = address
        self.page = browser.new_context(viewport={"width": 1280, "height": 900}, locale="zh-CN").new_page()
        self.open("/login/")
        self.page.fill("[name=username]", name)
        self.page.fill("[name=password]", PASSWORD)
        self.page.click("main button")
        self.page.wait_for_url("**/admin/")

    def open(self, path: str) -> None:
        self.page.goto(self.address + path)

    def says(self, words: str) -> bool:
        self.page.wait_for_selector(f"text={words}", timeout=10_000)
        return True


@pytest.fixture
def chen(mill: Mill) -> User:
    return make_colleague("chen", Role.CHAIR, mill.union, since=SINCE, officer=mill.chair)


@pytest.fixture
def phone(browser: Any, live_server: Any, chen: User) -> Any:
    draft_pages.received.clear()
    phone = Phone(browser, live_server.url)
    phone.sign_in("chen")
    phone.open()
    yield phone
    phone.line.close()


def got() -> list[str]:
    return [one["note"] for one in draft_pages.received]


@pytest.fixture
def works(riverside: Organisation, settings: Any, tmp_path: Path) -> Organisation:
    """A union that has shown nothing yet; its chair has no account."""
    settings.MEDIA_ROOT = tmp_path / "files"
    union = OrganisationFactory(parent=riverside, code="349999000109", name="柳树茶厂工会")
    OfficerFactory(union=union, name="柳青", mobile="13900000009")
    return union


@pytest.fixture
def chair(works: Organisation) -> User:
    return make_colleague("liuqing", Role.CHAIR, works, since=date(2011, 3, 8), officer=chair_of(works))


@pytest.fixture
def desk(browser: Any, live_server: Any, riverside: Organisation) -> Any:
    """The township's officer."""
    make_colleague("he", Role.BODY_OFFICER, riverside)
    desk = Desk(browser, live_server.url, "he")
    yield desk
    desk.page.context.close()


@pytest.fixture
def handset(browser: Any, live_server: Any) -> Any:
    """Nobody is signed in yet."""
    phone = Phone(browser, live_server.url)
    yield phone
    phone.line.close()


def chair_of(union: Organisation) -> Officer:
    return Officer.objects.everywhere("test").get(union=union, post="chair", left_on=None)


def shown(union: Organisation) -> Any:
    return Display.objects.everywhere("test").filter(union=union)
