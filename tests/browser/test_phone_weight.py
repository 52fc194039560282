"""What a page of the portal costs on the line: at most 150 kB the first time, 30 kB afterwards, files served as in production."""

import threading
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.duties import Role
from accounts.models import User
from members.operations import roster, transfers
from tests.architecture.doors import address, named_doors
from tests.architecture.hardship_rows import relief_rows
from tests.browser.chromium import in_chromium
from tests.browser.phones import browser, chen
from tests.conftest import Mill
from tests.factories import MembershipFactory, OrganisationFactory, make_colleague
from tests.unions.pictures import encoded, scene
from unions.models import Organisation, Post
from unions.operations import elections, invitations, photos

__all__ = ["browser", "chen"]

pytestmark = in_chromium
FIRST, AFTERWARDS = 150 * 1000, 30 * 1000
AT_LEAST = 15  # pages there are, so that the walk can't end empty
# They take a POST, lead on, or are files.
NO_PAGES = {"portal-confirm", "portal-sign-out", "portal-end-session", "portal-end-others"}


class Quiet(WSGIRequestHandler):
    def log_message(self, *args: Any) -> None:
        pass


@pytest.fixture
def site(settings: Any, tmp_path: Path) -> Iterator[str]:
    """The site with its files collected, named by their content and compressed, as a county serves them."""
    settings.STATIC_ROOT = str(tmp_path / "static")
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    server = ThreadedWSGIServer(("127.0.0.1", 0), Quiet)
    server.set_app(WSGIHandler())
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def pages(
    mill: Mill, riverside: Organisation, county: Organisation, chen: User, settings: Any, tmp_path: Path
) -> dict[str, str]:
    """Every page of the portal, on a busy day: the plaque has photos, an election is reported."""
    settings.MEDIA_ROOT = tmp_path / "files"
    taken = [
        photos.attach(mill.display, BytesIO(encoded(scene(seed, (1600, 1200)), quality=90)), by=chen) for seed in (1, 2)
    ]
    report = elections.report(
        mill.union, post=Post.VICE_CHAIR, name="新人", elected_on=date(2012, 10, 31), at=timezone.now(), by=chen
    )
    member = MembershipFactory(union=mill.union)
    moving = transfers.apply(member.member, OrganisationFactory(parent=riverside), on=date(2012, 10, 31), by=chen)
    passed = roster.check(mill.union, {}, on=date(2012, 10, 31), by=chen)
    make_colleague("rights_staff", Role.RIGHTS_STAFF, county)
    rows = relief_rows(mill) | {
        "members_membership": member.pk,
        "members_transfer": moving.pk,
        "members_rostercheck": passed.pk,
        "unions_organisation": mill.union.pk,
        "unions_officer": mill.chair.pk,
        "unions_display": mill.display.pk,
        "unions_electionreport": report.pk,
        "unions_photo": taken[0].pk,
    }
    doors = {door for door in named_doors() if door.split("-")[0] == "portal"} - NO_PAGES
    slip = invitations.issue(mill.chair, at=timezone.now(), on=timezone.localdate(), by=None)
    welcome = {"portal-welcome": reverse("portal-welcome", args=[slip.link])}
    return {door: address(door, rows) for door in sorted(doors)} | welcome


class Line:
    """A phone's browser that counts what comes over the line, heads of the answers included."""

    def __init__(self, browser: Any, cookies: list[dict[str, Any]]) -> None:
        self.context = browser.new_context(viewport={"width": 390, "height": 844}, service_workers="block")
        self.context.add_cookies(cookies)
        self.page = self.context.new_page()
        self.came: list[float] = []
        watch = self.context.new_cdp_session(self.page)
        watch.send("Network.enable")
        watch.on("Network.loadingFinished", lambda end: self.came.append(end["encodedDataLength"]))

    def open(self, address: str) -> int:
        self.came.clear()
        assert self.page.goto(address).status < 400, address
        self.page.wait_for_load_state("networkidle")
        return int(sum(self.came))


def test_every_page_is_light_the_first_time_and_lighter_afterwards(
    browser: Any, site: str, pages: dict[str, str], chen: User
) -> None:
    client = Client()
    client.force_login(chen, backend="accounts.backends.StandingBackend")
    cookies = [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site}]
    weights = {}

    for door, path in pages.items():
        line = Line(browser, cookies)
        weights[door] = (line.open(site + path), line.open(site + path))
        line.context.close()

    heavy = {door: pair for door, pair in weights.items() if pair[0] > FIRST or pair[1] > AFTERWARDS}
    print("\n".join(f"{door:28}{first:>9}{again:>8}" for door, (first, again) in weights.items()))  # noqa: T201 (pytest -s)
    assert heavy == {}
    assert len(weights) >= AT_LEAST


def test_the_measure_sees_a_heavy_page(browser: Any, live_server: Any) -> None:
    """Without compression the frame alone is over the limit."""
    line = Line(browser, [])

    assert line.open(f"{live_server.url}/portal/offline/") > FIRST
