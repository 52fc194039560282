"""Public pages know nobody: no session is read or renewed, no cookie set, caches may keep them. Robots keep nothing else."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.conftest import Mill
from tests.factories import OrganisationFactory
from unions.models import Organisation
from unions.operations import publishing
from unions.views.directory import for_robots

PAGES = (
    "/",
    "/?q=纸厂",
    "/?q=x",
    "/suggest/?q=纸厂",
    "/bodies/",
    "/bodies/{body}/",
    "/u/{union}/",
    "/u/{union}",
    "/u/nobodystoken/",
)


@pytest.fixture
def pages(mill: Mill, riverside: Organisation) -> list[str]:
    return [page.format(union=mill.union.token, body=riverside.token) for page in PAGES]


def test_a_visitor_with_a_session_is_served_as_anybody(signed_in: Any, pages: list[str]) -> None:
    browser = signed_in("body_officer")
    for page in pages:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            response = browser.get(page)
        about = [
            query["sql"]
            for query in asked
            if re.search("django_session|accounts_user|signedin|appointment", query["sql"])
        ]
        assert about == [], page
        assert not response.cookies, page
        assert "Cookie" not in response.get("Vary", ""), page
        assert response.content == Client().get(page).content, page
        assert "body_officer" not in response.content.decode(), page


def test_caches_may_keep_the_pages_for_a_minute_but_not_a_scan(pages: list[str], mill: Mill) -> None:
    for page in pages:
        kept = Client().get(page).headers["Cache-Control"]
        scanned = page == f"/u/{mill.union.token}"
        assert kept == (
            "no-store"
            if scanned
            else "max-age=60, public"
            if "public" in kept and kept[0] == "m"
            else "public, max-age=60"
        ), page


def test_an_unchanged_page_is_not_sent_again(mill: Mill) -> None:
    address = f"/u/{mill.union.token}/"
    for encoding in ("", "gzip"):
        first = Client().get(address, headers={"accept-encoding": encoding})
        again = Client().get(address, headers={"accept-encoding": encoding, "if-none-match": first.headers["ETag"]})

        assert (first.status_code, again.status_code) == (200, 304)
        assert again.content == b""


def test_pages_are_small_on_the_line(mill: Mill) -> None:
    response = Client().get("/", headers={"accept-encoding": "gzip"})

    assert response.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in response.headers["Vary"]
    assert len(response.content) < 4_000


def test_a_session_that_was_ended_elsewhere_reads_the_directory_still(signed_in: Any, mill: Mill, cast: Any) -> None:
    browser = signed_in("finance")
    cast["finance"].appointments.everywhere("a test").update(until=timezone.localdate() - timedelta(days=1))

    assert browser.get(f"/u/{mill.union.token}/").status_code == 200
    assert browser.get("/home/").status_code == 302


def test_everything_but_the_directory_tells_robots_to_keep_nothing(signed_in: Any, pages: list[str]) -> None:
    for page in pages:
        indexed = "X-Robots-Tag" not in Client().get(page).headers
        assert indexed == (page in (pages[0], *pages[4:7], pages[8])), page
    for page in ("/login/", "/home/", "/admin/", "/account/", "/healthz", "/nosuch/"):
        assert signed_in("body_officer").get(page).headers["X-Robots-Tag"] == "noindex", page


def test_robots_are_told_where_the_directory_is(db: None) -> None:
    response = Client().get("/robots.txt")

    assert response["Content-Type"].startswith("text/plain")
    text = response.content.decode()
    assert "Disallow: /admin/" in text
    assert "Disallow: /portal/" in text
    assert "Disallow: /wrong/" in text
    assert "Disallow: /u/" not in text
    assert "Sitemap: http://testserver/sitemap.xml" in text


def test_the_map_holds_what_is_listed_and_nothing_else(
    mill: Mill, quarry: Mill, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(for_robots, "A_MAP", 2)
    publishing.unpublish(quarry.union, why="误", by=None)
    OrganisationFactory(parent=mill.union.parent, established_on=timezone.localdate() + timedelta(days=1))

    parts = re.findall(r"<loc>http://testserver(.+?)</loc>", Client().get("/sitemap.xml").content.decode())
    found = [place for part in parts for place in re.findall(r"<loc>(.+?)</loc>", Client().get(part).content.decode())]

    listed = Organisation.objects.everywhere("a test").existing_on(timezone.localdate()).filter(is_published=True)
    unions = {f"http://testserver/u/{token}/" for token in listed.values_list("token", flat=True)}
    assert len(parts) == 3
    assert {place for place in found if "/u/" in place} == unions
    assert all(Client().get(place.removeprefix("http://testserver")).status_code == 200 for place in found)
    assert Client().get("/sitemap-9.xml").status_code == 404
    assert Client().get("/sitemap-99999999999999999999.xml").status_code == 404


def test_an_address_that_asks_too_much_waits_and_nobody_else(mill: Mill, settings: Any) -> None:
    settings.DIRECTORY_PAGES_A_MINUTE = 5
    answers = [Client().get("/bodies/", REMOTE_ADDR="192.0.2.99").status_code for _ in range(12)]

    # Six even if the minute ends meanwhile.
    assert answers.count(429) >= 2
    assert Client().get("/bodies/", REMOTE_ADDR="192.0.2.98").status_code == 200


def test_each_page_has_its_title_description_and_canonical_address(pages: list[str], mill: Mill) -> None:
    titles = set()
    for page in (pages[0], *pages[4:8]):
        text = Client().get(page).content.decode()
        (title,) = re.findall(r"<title>(.+?)</title>", text)
        titles.add(title)
        assert re.search(r'<meta name="description" content="[^"]{10,}">', text), page
        assert re.search(r'<link rel="canonical" href="http://testserver/', text), page
        assert '<html lang="zh-Hans">' in text
    assert len(titles) == 4, "the code's page is the union's"
    assert django_settings.SESSION_COOKIE_NAME not in str(Client().get("/").cookies)


def test_on_paper_the_footer_leaves_nothing_dangling(pages: list[str]) -> None:
    footer = Client().get("/").content.decode().partition('<footer class="foot">')[2].partition("</footer>")[0]
    printed = re.sub(r"<(\w+) [^>]*no-print.*?</\1>", "", footer, flags=re.DOTALL)

    assert "工会干部登录" in footer
    assert "工会干部登录" not in printed
    assert "·" not in printed
