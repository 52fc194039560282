"""The verifier's queue for tests: two unions that wait, what the page's form sends."""

import io
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.conftest import Mill
from tests.factories import DisplayFactory, OrganisationFactory
from tests.unions.pictures import encoded, scene
from unions.models import Display, Organisation, Photo
from unions.operations import photos

QUEUE = "/admin/unions/display/queue/"


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def desk(signed_in: Any) -> Client:
    browser: Client = signed_in("body_officer")
    return browser


@pytest.fixture
def bakery(riverside: Organisation, mill: Mill) -> Organisation:
    """The second in the queue: its plaque was reported after the mill's."""
    return OrganisationFactory(parent=riverside, code="349999000102", name="河畔面包厂工会")


@pytest.fixture
def plaque(bakery: Organisation) -> Display:
    return DisplayFactory(union=bakery, content="河畔面包工会委员会")


def hang(display: Display, seed: int = 1) -> Photo:
    return photos.attach(display, io.BytesIO(encoded(scene(seed))), at=timezone.now(), by=None)


def stop(response: Any) -> Any:
    return response.context["stop"]


def sent(response: Any, *rows: Display, do: str = "verify", **more: Any) -> dict[str, Any]:
    """What the page's form sends with these facts ticked."""
    page = response.content.decode()
    hidden = dict(
        re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)">', page.partition('class="stop"')[2])
    )
    hidden.pop("csrfmiddlewaretoken", None)
    return {**hidden, "facts": [str(row.pk) for row in rows], "do": do, **more}


def decide(desk: Client, *rows: Display, do: str = "verify", at: str = QUEUE, **more: Any) -> Any:
    return desk.post(QUEUE, sent(desk.get(at), *rows, do=do, **more), follow=True)


def fresh(display: Display) -> Display:
    return Display.objects.everywhere("a test").get(pk=display.pk)
