"""What a page costs an old phone: 150 kB the first time, 30 kB afterwards, counted in what the server really sends."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from whitenoise.middleware import WhiteNoiseMiddleware

from tests.conftest import Mill
from tests.factories import DisplayFactory, OfficerFactory
from tests.unions.portal.test_item import picture
from unions.models import Post

FIRST, AFTERWARDS = 150_000, 30_000
HEADERS = 500  # of each answer, generously
OWN = re.compile(r'(?:href|src)="(/(?:static|photo)/[^"]+)"')
# A picture opened by touching it is no part of the page.
OPENED = re.compile(r"/photo/\d+/$")


@pytest.fixture
def served(settings: Any, rf: RequestFactory) -> Callable[..., HttpResponse]:
    """A file as a newcomer's machine hands it out (config/settings/dev.py)."""
    settings.WHITENOISE_USE_FINDERS = True
    settings.STATIC_ROOT = None
    files = WhiteNoiseMiddleware(lambda request: HttpResponse(status=404))

    def get(url: str, **headers: str) -> HttpResponse:
        response: HttpResponse = files(rf.get(url, headers={"accept-encoding": "gzip", **headers}))
        return response

    return get


def size(response: Any) -> int:
    return len(b"".join(response)) + HEADERS


@pytest.mark.parametrize(
    "page",
    [
        "/portal/",
        "/portal/{union}/union/",
        "/portal/{union}/items/sign/",
        "/portal/officers/{officer}/items/identity/",
        "/portal/officers/{officer}/phones/",
        "/portal/displays/{display}/",
        "/portal/{union}/elections/report/",
        "/portal/{union}/history/",
        "/portal/{union}/receipt/",
    ],
)
def test_a_page_is_light_the_first_time_and_lighter_afterwards(
    chair: Client, mill: Mill, served: Callable[..., HttpResponse], page: str
) -> None:
    chair.post(f"/portal/displays/{mill.display.pk}/", {"photo": picture()})
    for number in range(5):
        vice = OfficerFactory(union=mill.union, name=f"副{number}", post=Post.VICE_CHAIR)
        DisplayFactory(union=mill.union, item="identity", way="chest_card", officer=vice)

    html = chair.get(page.format(union=mill.union.pk, officer=mill.chair.pk, display=mill.display.pk))
    first = afterwards = size(html)
    for url in set(OWN.findall(html.content.decode())):
        if OPENED.search(url):
            continue
        ask = chair.get if url.startswith("/photo/") else served
        whole: Any = ask(url)
        assert whole.status_code == 200, url
        kept = {"etag": "if-none-match", "last-modified": "if-modified-since"}
        known = {asked: whole.headers[name] for name, asked in kept.items() if name in whole.headers}
        again: Any = chair.get(url, headers=known) if url.startswith("/photo/") else served(url, **known)
        assert again.status_code == 304, url
        first += size(whole)
        afterwards += size(again)

    assert "/static/vendor/bootstrap/bootstrap.min.css" in html.content.decode()
    assert first < FIRST
    assert afterwards < AFTERWARDS
