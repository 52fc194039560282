"""核实队列: photos used twice, claims without one, and the order one is told."""

from typing import Any

import pytest
from django.test import Client

from tests.conftest import Mill
from tests.factories import DisplayFactory
from tests.unions.queue import QUEUE, hang
from unions.models import Item, Way

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(signed_in: Any, settings: Any, tmp_path: Any) -> Client:
    settings.MEDIA_ROOT = tmp_path
    browser: Client = signed_in("body_officer")
    return browser


def test_a_picture_used_for_two_facts_of_one_union_is_flagged_in_words_of_its_own(desk: Client, mill: Mill) -> None:
    office = DisplayFactory(union=mill.union, item=Item.OFFICE, way=Way.CANTEEN)
    hang(mill.display)
    hang(office)

    page = desk.get(QUEUE).content.decode()

    link = f'本工会的<a href="/admin/unions/display/{office.pk}/change/">公布办公地点（'
    assert link in page
    assert "请看清照片上是否两项都有" in page
    assert "也交过同样的照片" not in page


def test_only_those_with_photos_leaves_a_claim_without_one_unticked(desk: Client, mill: Mill) -> None:
    bare = DisplayFactory(union=mill.union, item=Item.OFFICE, way=Way.CANTEEN)
    hang(mill.display)

    everything, only = desk.get(QUEUE), desk.get(f"{QUEUE}?only=photos")

    assert everything.context["chosen"] == {mill.display.pk, bare.pk}
    assert only.context["chosen"] == {mill.display.pk}
    assert "没有照片，没有勾选" in only.content.decode()


def test_the_page_says_its_order(desk: Client, mill: Mill) -> None:
    assert "先上报的工会排在前面" in desk.get(QUEUE).content.decode()
