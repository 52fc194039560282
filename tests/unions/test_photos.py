"""Pictures of display facts: kept, counted, taken off, handed out to whoever may see the fact and to nobody else."""

import io
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
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
from tests.unions.pictures import encoded, jpeg_with_everything, scene
from unions import photos as files
from unions.models import Display, Organisation, Photo
from unions.models.photo import photos as folder
from unions.operations import displays, organisations, photos

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def upload(seed: int = 1, name: str = "IMG_0001.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, encoded(scene(seed)), "text/html")


def stored() -> list[Path]:
    return sorted(path for path in folder().rglob("*") if path.is_file())


@pytest.fixture
def photo(mill: Mill, cast: dict[str, User]) -> Photo:
    return photos.attach(mill.display, upload(), at=AT, by=cast["chair"])


def rows() -> Any:
    return Photo.objects.everywhere("a test")


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


# -- handed out

MAY_SEE = {
    "chair": 200,
    "body_officer": 200,
    "organisation_staff": 200,
    "auditor": 200,
    "approver": 200,
    "stranger": 404,
    "system_admin": 404,
    "rights_staff": 404,
    "finance": 404,
}


@pytest.mark.parametrize(("who", "status"), MAY_SEE.items())
@pytest.mark.parametrize("small", ["", "small/"])
def test_who_may_see_the_fact_sees_its_picture(photo: Photo, signed_in: Any, who: str, status: int, small: str) -> None:
    answer = signed_in(who).get(f"/photo/{photo.pk}/{small}")

    assert answer.status_code == status
    if status == 200:
        name = files.small_of(photo.stored_as) if small else photo.stored_as
        assert b"".join(answer.streaming_content) == (folder() / name).read_bytes()


def test_another_unions_chair_finds_nothing(quarry: Mill, signed_in: Any) -> None:
    foreign = photos.attach(quarry.display, upload(), at=AT, by=None)
    browser = signed_in("chair")

    assert browser.get(f"/photo/{foreign.pk}/").status_code == 404
    assert browser.get(f"/photo/{10**30}/").status_code == 404


def test_nobody_sees_a_picture_without_signing_in(photo: Photo, client: Any) -> None:
    answer = client.get(f"/photo/{photo.pk}/")

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/login/")


@pytest.mark.parametrize("raw", ["/files/photos/{}", "/photos/{}", "/media/photos/{}", "/static/../photos/{}"])
def test_a_file_has_no_address_of_its_own(photo: Photo, signed_in: Any, raw: str) -> None:
    assert signed_in("chair").get(raw.format(photo.stored_as)).status_code == 404


def test_a_picture_is_looked_at_and_nothing_else(photo: Photo, signed_in: Any) -> None:
    answer = signed_in("chair").get(f"/photo/{photo.pk}/")

    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert answer.headers["Content-Disposition"] == f'inline; filename="photo-{photo.pk}.jpg"'


def test_asked_again_only_the_question_travels(photo: Photo, signed_in: Any, quarry: Mill) -> None:
    browser = signed_in("chair")
    tag = browser.get(f"/photo/{photo.pk}/").headers["ETag"]

    again = browser.get(f"/photo/{photo.pk}/", headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")

    Display.objects.everywhere("a test").filter(pk=photo.display_id).update(
        union=quarry.union, starts_on=date(2013, 1, 1)
    )
    assert browser.get(f"/photo/{photo.pk}/", headers={"If-None-Match": tag}).status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_a_picture_is_only_read(photo: Photo, signed_in: Any, method: str) -> None:
    assert getattr(signed_in("chair"), method)(f"/photo/{photo.pk}/").status_code == 405


def test_the_proxy_may_hand_it_out(photo: Photo, signed_in: Any, settings: Any) -> None:
    settings.PHOTO_ACCEL = "/photo-files/"

    answer = signed_in("chair").get(f"/photo/{photo.pk}/small/")

    assert answer.headers["X-Accel-Redirect"] == f"/photo-files/{files.small_of(photo.stored_as)}"
    assert answer.content == b""
    assert signed_in("stranger").get(f"/photo/{photo.pk}/small/").status_code == 404


def test_a_file_that_is_gone_is_no_error(photo: Photo, signed_in: Any) -> None:
    for path in stored():
        path.unlink()

    assert signed_in("chair").get(f"/photo/{photo.pk}/").status_code == 404


def test_no_word_of_the_camera_reaches_the_reader(mill: Mill, signed_in: Any) -> None:
    photo = photos.attach(mill.display, io.BytesIO(jpeg_with_everything()), at=AT, by=None)

    answer = signed_in("chair").get(f"/photo/{photo.pk}/")

    assert b"CANARY" not in b"".join(answer.streaming_content)
