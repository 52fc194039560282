"""One fact on the phone: its receipt, a picture more, its end, and mending what was sent back."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from accounts.models import User
from tests.conftest import CANARY, Mill
from tests.unions.pictures import encoded, scene
from unions.models import Display, Photo
from unions.operations import displays, photos

ON = date(2012, 10, 31)


def fresh(display: Display) -> Display:
    return Display.objects.everywhere("a test").get(pk=display.pk)


def picture(number: int = 1) -> SimpleUploadedFile:
    return SimpleUploadedFile("a.jpg", encoded(scene(number)), "image/jpeg")


@pytest.fixture
def returned(mill: Mill, cast: dict[str, User]) -> Display:
    return displays.send_back(mill.display, on=ON, why="牌匾名称与全称不符", by=cast["body_officer"])


def test_the_receipt_says_number_what_when_and_state(chair: Client, mill: Mill, cast: dict[str, User]) -> None:
    displays.verify(mill.display, on=ON, by=cast["body_officer"])

    page = chair.get(f"/portal/displays/{mill.display.pk}/").content.decode()

    for words in (
        f"{mill.display.pk:08d}",
        "悬挂牌匾",
        "企业门面",
        "2012年6月1日",
        "2012年10月31日，body_officer",
        "已核实",
    ):
        assert words in page
    assert "补照片" not in page


def test_chair_adds_a_picture_once(chair: Client, mill: Mill) -> None:
    url = f"/portal/displays/{mill.display.pk}/"

    empty = chair.post(url, {})
    chair.post(url, {"photo": picture()})
    chair.post(url, {"photo": picture()})

    [photo] = Photo.objects.everywhere("a test").filter(display=mill.display)
    assert "还没有选照片" in empty.content.decode()
    assert f"/photo/{photo.pk}/small/" in chair.get(url).content.decode()


def test_chair_ends_a_fact_and_twice_is_once(chair: Client, mill: Mill) -> None:
    url = f"/portal/displays/{mill.display.pk}/end/"
    values = {"on": "2012-10-31", "once": str(uuid4())}

    first, again = chair.post(url, values), chair.post(url, values)

    assert first["Location"] == again["Location"] == f"/portal/{mill.union.pk}/union/"
    assert fresh(mill.display).ends_on == ON
    assert "不用再登记" in chair.get(url, follow=True).content.decode()


@pytest.mark.parametrize(
    ("on", "said"),
    [
        ("", "请填写"),
        ("2012-02-30", "没有这一天"),
        ("2012-05-31", "早于开始日期"),
        (str(timezone.localdate() + timedelta(days=1)), "不能晚于今天"),
    ],
)
def test_a_wrong_day_ends_nothing(chair: Client, mill: Mill, on: str, said: str) -> None:
    answer = chair.post(f"/portal/displays/{mill.display.pk}/end/", {"on": on})

    assert said in answer.content.decode()
    assert fresh(mill.display).ends_on is None


def test_chair_mends_what_was_sent_back(chair: Client, returned: Display, cast: dict[str, User]) -> None:
    url = f"/portal/displays/{returned.pk}/mend/"
    page = chair.get(url).content.decode()

    answer = chair.post(
        url, {"way": "union_office", "starts_on": "2012-11-05", "content": "河畔纸厂工会", "photo": picture()}
    )

    row = fresh(returned)
    assert "牌匾名称与全称不符" in page
    assert answer["Location"] == f"/portal/{returned.union_id}/"
    assert (row.way, row.starts_on, row.content, row.returned_on) == (
        "union_office", date(2012, 11, 5), "河畔纸厂工会", None,
    )  # fmt: skip
    assert row.entered_by == cast["chair"]
    assert Photo.objects.everywhere("a test").filter(display=returned).count() == 1


def test_mended_twice_is_once_and_says_so(chair: Client, returned: Display) -> None:
    url = f"/portal/displays/{returned.pk}/mend/"
    values = {"way": "union_office", "starts_on": "2012-11-05", "content": "工会", "once": str(uuid4())}

    first, again = chair.post(url, values), chair.post(url, values)

    assert first["Location"] == again["Location"]
    assert chair.post(url, {**values, "once": str(uuid4()), "content": "又改"})["Location"] == (
        f"/portal/displays/{returned.pk}/"
    )
    assert fresh(returned).content == "工会"


def test_a_malformed_mend_changes_nothing(chair: Client, returned: Display) -> None:
    answer = chair.post(
        f"/portal/displays/{returned.pk}/mend/", {"way": "canteen", "starts_on": "2009-01-01", "content": "字" * 5000}
    )

    assert "没有这种方式" in answer.content.decode()
    assert fresh(returned).returned_on == ON


def test_a_day_before_the_union_existed_is_refused_with_the_reason(chair: Client, returned: Display) -> None:
    answer = chair.post(
        f"/portal/displays/{returned.pk}/mend/", {"way": "union_office", "starts_on": "2009-01-01", "content": "工会"}
    )

    assert "建会日期" in answer.content.decode()
    assert fresh(returned).returned_on == ON


@pytest.mark.parametrize("page", ["", "end/", "mend/"])
def test_foreign_is_404_and_staff_403(chair: Client, signed_in: Any, mill: Mill, quarry: Mill, page: str) -> None:
    foreign = f"/portal/displays/{quarry.display.pk}/{page}"
    own = f"/portal/displays/{mill.display.pk}/{page}"

    assert chair.get(foreign).status_code == chair.post(foreign, {"on": "2012-10-31"}).status_code == 404
    assert CANARY not in chair.get(foreign).content.decode()
    assert signed_in("organisation_staff").post(own, {"on": "2012-10-31"}).status_code == 403
    assert Client().get(own).status_code == 302
    assert fresh(quarry.display).ends_on is None


@pytest.fixture
def shown(chair: Client, mill: Mill) -> Photo:
    chair.post(f"/portal/displays/{mill.display.pk}/", {"photo": picture()})
    photo: Photo = Photo.objects.everywhere("a test").get(display=mill.display)
    return photo


def test_a_chair_takes_the_wrong_picture_back(chair: Client, mill: Mill, shown: Photo) -> None:
    url = f"/portal/photos/{shown.pk}/remove/"
    assert url in chair.get(f"/portal/displays/{mill.display.pk}/").content.decode()
    assert "不能恢复" in chair.get(url).content.decode()

    assert chair.post(url).status_code == 302
    assert not Photo.objects.everywhere("a test").exists()


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_second_tap_hears_kindly_that_it_is_done(
    chair: Client, signed_in: Any, mill: Mill, shown: Photo, method: str
) -> None:
    url = f"/portal/photos/{shown.pk}/remove/"
    chair.post(url)

    again = getattr(chair, method)(url, follow=True)

    assert again.redirect_chain == [(f"/portal/displays/{mill.display.pk}/", 302)]
    assert "这张照片已经删除，不用再办" in again.content.decode()
    assert getattr(signed_in("stranger"), method)(url).status_code == 404
    assert getattr(signed_in("organisation_staff"), method)(url).status_code == 403
    assert getattr(chair, method)("/portal/photos/999999/remove/").status_code == 404


def test_a_foreign_picture_that_is_gone_is_no_more_than_one_that_never_was(
    chair: Client, quarry: Mill, settings: Any
) -> None:
    photo = photos.attach(quarry.display, picture(), by=None)
    url = f"/portal/photos/{photo.pk}/remove/"
    photos.remove(photo, by=None)

    assert chair.get(url).status_code == chair.post(url).status_code == 404


def test_a_verified_fact_keeps_its_picture(chair: Client, mill: Mill, shown: Photo, cast: dict[str, User]) -> None:
    displays.verify(mill.display, on=ON, by=cast["body_officer"])

    assert "已经核实" in chair.post(f"/portal/photos/{shown.pk}/remove/").content.decode()
    assert "已经核实" in chair.post(f"/portal/displays/{mill.display.pk}/", {"photo": picture(2)}).content.decode()
    assert Photo.objects.everywhere("a test").count() == 1


def test_an_officer_removes_a_picture_that_should_not_be_kept(signed_in: Any, mill: Mill, shown: Photo) -> None:
    url = f"/admin/unions/display/{mill.display.pk}/remove-photos/"

    assert "请勾选要删除的照片" in signed_in("body_officer").post(url, {}).content.decode()
    assert signed_in("stranger").post(url, {"photos": [shown.pk]}).status_code == 404
    assert signed_in("body_officer").post(url, {"photos": [shown.pk]}).status_code == 302
    assert not Photo.objects.everywhere("a test").exists()
