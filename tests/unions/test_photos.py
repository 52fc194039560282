"""Pictures of display facts: kept, counted, taken off, handed out to whoever may see the fact and to nobody else."""

import io
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from accounts.admin.lines import ACTS
from accounts.models import BookEntry, User
from accounts.refused import Refused
from config.tasks import delete_orphan_photos
from registers.undo import take_back
from tests.conftest import Mill
from tests.factories import DisplayFactory
from tests.unions.kept_photos import AT, own_folder, photo, rows, stored, upload
from tests.unions.pictures import encoded, scene
from unions import photos as files
from unions.models import Display, Organisation, Photo
from unions.models.photo import photos as folder
from unions.operations import displays, organisations, photos

__all__ = ["own_folder", "photo"]

pytestmark = pytest.mark.django_db


# -- kept


def test_chair_hands_in_a_picture(photo: Photo, mill: Mill, cast: dict[str, User]) -> None:
    photo.refresh_from_db()

    assert (photo.display, photo.by, photo.at) == (mill.display, cast["chair"], AT)
    assert (photo.width, photo.height) == (800, 600)
    assert [path.stat().st_mode & 0o777 for path in stored()] == [0o600, 0o600]
    assert photo.bytes == sum(path.stat().st_size for path in stored())
    assert {path.name for path in stored()} == {photo.stored_as[3:], files.small_of(photo.stored_as)[3:]}
    assert folder().stat().st_mode & 0o777 == 0o700


def test_a_picture_is_an_act_in_the_book(photo: Photo) -> None:
    line = BookEntry.objects.filter(table_name="unions_photo").get()

    assert (line.act, line.row_id) == ("photos.keep", photo.pk)
    assert ACTS[line.act] == "上传双亮照片"


def test_the_same_picture_sent_twice_is_one(photo: Photo, mill: Mill, cast: dict[str, User]) -> None:
    twice = photos.attach(mill.display, upload(name="again.jpg"), at=AT, by=cast["chair"])

    assert twice == photo
    assert rows().count() == 1
    assert len(stored()) == 2


def test_sent_again_after_it_was_verified_it_is_still_the_same(photo: Photo, mill: Mill, cast: dict[str, User]) -> None:
    displays.verify(mill.display, on=date(2026, 11, 21), by=cast["body_officer"])

    assert photos.attach(mill.display, upload(), at=AT, by=cast["chair"]) == photo


def test_a_verified_fact_takes_no_other_picture(photo: Photo, mill: Mill, cast: dict[str, User]) -> None:
    displays.verify(mill.display, on=date(2026, 11, 21), by=cast["body_officer"])

    with pytest.raises(Refused, match="已经核实"):
        photos.attach(mill.display, upload(2), at=AT, by=cast["chair"])
    with pytest.raises(Refused, match="已经核实"):
        photos.remove(photo, by=cast["chair"])

    assert rows().count() == 1
    assert len(stored()) == 2


@pytest.mark.parametrize(
    "name", ["../../evil.py", "a\r\nSet-Cookie: x=1.jpg", "\u202egpj.exe", "长" * 300 + ".jpg", ""]
)
def test_what_the_file_is_called_counts_for_nothing(name: str, mill: Mill) -> None:
    file = io.BytesIO(encoded(scene(1)))
    file.name = name

    photo = photos.attach(mill.display, file, at=AT, by=None)

    assert len(photo.stored_as) == 39
    assert all(folder() in path.parents for path in stored())


def test_a_refused_picture_leaves_nothing(mill: Mill) -> None:
    with pytest.raises(Refused):
        photos.attach(mill.display, SimpleUploadedFile("a.jpg", b"no picture"), at=AT, by=None)

    assert stored() == []
    assert not rows().exists()


def test_a_fact_takes_a_few_pictures_only(mill: Mill, settings: Any) -> None:
    settings.PHOTOS_PER_DISPLAY = 2
    for seed in (1, 2):
        photos.attach(mill.display, upload(seed), at=AT, by=None)

    with pytest.raises(Refused, match="最多放 2 张"):
        photos.attach(mill.display, upload(3), at=AT, by=None)

    assert len(stored()) == 4


def test_a_union_fills_no_disk(photo: Photo, mill: Mill, quarry: Mill, settings: Any) -> None:
    settings.PHOTO_UNION_BYTES = photo.bytes + 1000
    other = DisplayFactory(union=mill.union, starts_on=date(2013, 1, 1))

    with pytest.raises(Refused, match="先删去不用的照片"):
        photos.attach(other, upload(2), at=AT, by=None)
    photos.attach(quarry.display, upload(3), at=AT, by=None)  # its own quota

    assert rows().count() == 2
    assert len(stored()) == 4


def test_a_full_disk_refuses_early_and_says_so(mill: Mill, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.PHOTO_KEEP_FREE = 10**18
    with pytest.raises(Refused, match="存储空间不足"):
        photos.attach(mill.display, upload(), at=AT, by=None)

    settings.PHOTO_KEEP_FREE = 0

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("unions.photos.os.fsync", full)
    with pytest.raises(Refused, match="存储空间不足"):
        photos.attach(mill.display, upload(), at=AT, by=None)

    assert stored() == []


# -- taken off


@pytest.mark.django_db(transaction=True)
def test_a_picture_taken_off_is_gone_from_the_disk_once_that_is_certain(photo: Photo, cast: dict[str, User]) -> None:
    with transaction.atomic():
        photos.remove(photo, by=cast["chair"])
        transaction.set_rollback(True)
    assert len(stored()) == 2

    photos.remove(photo, by=cast["chair"])

    assert stored() == []
    assert not rows().exists()


@pytest.mark.django_db(transaction=True)
def test_a_fact_removed_takes_its_pictures_along(photo: Photo, mill: Mill) -> None:
    displays.remove(mill.display, by=None)

    assert not Display.objects.everywhere("a test").filter(pk=mill.display.pk).exists()
    assert not rows().exists()
    assert stored() == []


def test_undoing_what_a_picture_hangs_on_is_refused_with_the_reason(mill: Mill, cast: dict[str, User]) -> None:
    fact = DisplayFactory(union=mill.union, starts_on=date(2013, 1, 1))
    line = BookEntry.objects.get(table_name="unions_display", row_id=fact.pk)
    photos.attach(fact, upload(), at=AT, by=cast["chair"])

    with pytest.raises(Refused, match="1 条“照片”记录"):
        take_back(line.act_id)  # type: ignore[arg-type]


def test_a_union_with_pictures_is_not_erased(photo: Photo, mill: Mill) -> None:
    with pytest.raises(Refused):
        organisations.remove(mill.union, by=None)

    assert Organisation.objects.everywhere("a test").filter(pk=mill.union.pk).exists()


def test_the_janitor_deletes_what_no_row_knows(photo: Photo, monkeypatch: pytest.MonkeyPatch) -> None:
    place = folder() / photo.stored_as[:2]
    for name in ("0" * 32 + ".jpg", "0" * 32 + "-small.jpg", "1" * 32 + ".part"):
        (place / name).write_bytes(b"left behind")
    assert delete_orphan_photos() == 0  # a day old, or it may be one just being written
    monkeypatch.setattr("config.tasks.timezone.now", lambda: datetime.now(UTC) + timedelta(days=2))

    assert delete_orphan_photos() == 3
    assert delete_orphan_photos() == 0
    assert len(stored()) == 2
