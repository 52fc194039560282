"""The same picture used by two unions is noticed, and the other is named to whom it is known only."""

import io
from random import Random
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from tests.conftest import Mill
from tests.factories import DisplayFactory, OfficerFactory, OrganisationFactory
from tests.unions.pictures import encoded, scene
from unions.likeness import FLAT, NEAR, twins
from unions.models import Display, Item, Organisation, Photo, Way
from unions.operations import photos

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def hang(display: Display, data: bytes) -> Photo:
    return photos.attach(display, io.BytesIO(data), at=timezone.now(), by=None)


def row(display: Display, looks: int | str, number: int = 0) -> Photo:
    """A picture of which only the looks matter."""
    text = looks if isinstance(looks, str) else f"{looks:016x}"
    given: dict[str, Any] = {"sha256": f"{number:064d}", "width": 1, "height": 1, "bytes": 1}
    return Photo.objects.create(display=display, stored_as=f"00/{number}", looks=text, at=timezone.now(), **given)


@pytest.fixture
def bakery(riverside: Organisation) -> Organisation:
    return OrganisationFactory(parent=riverside, name="河畔面包厂工会")


def test_a_copy_in_ones_own_part_is_named(mill: Mill, bakery: Organisation, cast: dict[str, User]) -> None:
    original = hang(mill.display, encoded(scene(1)))
    copy = hang(DisplayFactory(union=bakery), encoded(scene(1).resize((500, 375)), quality=40))

    found = twins([copy], cast["body_officer"])

    assert [(one.union, one.is_same_file, one.photo) for one in found[copy.pk]] == [(mill.union, False, original.pk)]
    assert [one.union for one in twins([original], cast["body_officer"])[original.pk]] == [bakery]


def test_a_copy_elsewhere_is_noticed_without_its_name(mill: Mill, quarry: Mill, cast: dict[str, User]) -> None:
    hang(quarry.display, encoded(scene(1)))
    mine = hang(mill.display, encoded(scene(1)))

    desk, county = (twins([mine], cast[who])[mine.pk] for who in ("body_officer", "organisation_staff"))

    assert [(one.union, one.is_same_file, one.photo) for one in desk] == [(None, True, None)]
    assert [one.union for one in county] == [quarry.union]


def test_several_elsewhere_count_as_one(mill: Mill, quarry: Mill, hilltop: Organisation, cast: dict[str, User]) -> None:
    mine = row(mill.display, 0xF0F0)
    row(quarry.display, 0xF0F0, 1)
    row(DisplayFactory(union=OrganisationFactory(parent=hilltop)), 0xF0F0, 2)

    assert len(twins([mine], cast["body_officer"])[mine.pk]) == 1


def test_one_unions_picture_for_two_of_its_facts_is_named_by_the_other_fact(
    mill: Mill, cast: dict[str, User], quarry: Mill
) -> None:
    vice = OfficerFactory(union=mill.union, name="李四", post="vice_chair")
    card = DisplayFactory(union=mill.union, officer=vice, item=Item.IDENTITY, way=Way.CHEST_CARD)
    mine, theirs, elsewhere = row(mill.display, 0xF0F0), row(card, 0xF0F1, 1), row(quarry.display, 0xF0F0, 2)
    row(mill.display, 0xF0F0, 3)  # of the same fact: no news

    found = twins([mine], cast["organisation_staff"])[mine.pk]

    assert [(one.union, one.photo, one.fact, one.is_same_file) for one in found] == [
        (quarry.union, elsewhere.pk, None, False),
        (None, theirs.pk, card.pk, False),
    ]
    assert found[1].words == "李四的亮明身份（佩戴胸卡，2012-06-01 起）"


def test_another_picture_and_an_empty_one_are_like_none(
    mill: Mill, bakery: Organisation, cast: dict[str, User]
) -> None:
    other = DisplayFactory(union=bakery)
    hang(other, encoded(scene(2)))
    row(other, FLAT, 7)

    assert twins([hang(mill.display, encoded(scene(1))), row(mill.display, FLAT)], cast["body_officer"]) == {}


@pytest.mark.parametrize("seed", range(20))
def test_near_means_near_wherever_the_bits_lie(
    mill: Mill, bakery: Organisation, cast: dict[str, User], seed: int
) -> None:
    """The index of bands misses none within NEAR bits and lets through none beyond, on random and on crowded bits."""
    dice = Random(seed)
    looks = dice.getrandbits(64) | 1
    bits = dice.sample(range(64), NEAR + 1) if seed % 2 else [n * 7 + seed % 7 for n in range(NEAR + 1)]
    mine, other = row(mill.display, looks), DisplayFactory(union=bakery)

    near = looks ^ sum(1 << bit for bit in bits[:NEAR])
    row(other, near ^ (1 << bits[NEAR]), 1)
    assert twins([mine], cast["body_officer"]) == {}

    row(other, near, 2)
    assert [one.union for one in twins([mine], cast["body_officer"])[mine.pk]] == [bakery]


def test_many_pictures_are_asked_in_two_queries_by_the_index(
    mill: Mill, bakery: Organisation, cast: dict[str, User]
) -> None:
    mine = [row(mill.display, 0xF0F0 << number, number) for number in range(6)]
    row(DisplayFactory(union=bakery), 0xF0F0, 99)

    with CaptureQueriesContext(connection) as asked:
        twins(mine, cast["body_officer"])
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {asked.captured_queries[0]['sql']}")
        plan = "\n".join(line for (line,) in cursor.fetchall())

    assert len(asked) <= 3
    assert "Index Scan on photo_bands" in plan
