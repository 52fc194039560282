"""Pictures of display facts are handed out to whoever may see the fact and to nobody else."""

import io
from datetime import date
from typing import Any

import pytest

from tests.conftest import Mill
from tests.unions.kept_photos import AT, own_folder, photo, stored, upload
from tests.unions.pictures import jpeg_with_everything
from unions import photos as files
from unions.models import Display, Photo
from unions.models.photo import photos as folder
from unions.operations import photos

__all__ = ["own_folder", "photo"]

pytestmark = pytest.mark.django_db


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
