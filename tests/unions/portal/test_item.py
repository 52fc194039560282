"""我的工会 and recording one of the four items."""

import io
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from accounts.models import User
from tests.conftest import CANARY, Mill
from tests.factories import DisplayFactory, OfficerFactory
from tests.unions.pictures import encoded, scene
from unions.models import Display, Organisation, Photo, Post
from unions.operations import displays, officers


def reported(union: Organisation, **values: Any) -> list[Display]:
    return list(Display.objects.everywhere("a test").filter(union=union, **values).order_by("pk"))


def picture() -> SimpleUploadedFile:
    return SimpleUploadedFile("IMG_0001.jpg", encoded(scene(1)), "image/jpeg")


def test_the_checklist_says_the_state_of_each_item_and_officer(chair: Client, mill: Mill) -> None:
    vice = OfficerFactory(union=mill.union, name="许副", post=Post.VICE_CHAIR)
    DisplayFactory(union=mill.union, item="identity", way="chest_card", officer=vice)

    page = chair.get(f"/portal/{mill.union.pk}/union/").content.decode()

    assert "2／6 项" in page
    assert page.count("没有</span>") == 4
    assert "副主席 许副" in page
    assert "与企业名称相对应的工会组织牌匾" in page


def test_chair_reports_two_ways_with_one_photo(chair: Client, mill: Mill) -> None:
    url = f"/portal/officers/{mill.chair.pk}/items/identity/"
    values = {"ways": ["chest_card", "desk_plate"], "starts_on": "2012-10-31", "photo": picture()}

    answer = chair.post(url, values)

    made = reported(mill.union, item="identity")
    assert answer["Location"] == f"/portal/{mill.union.pk}/union/"
    assert [(one.way, one.officer_id, one.starts_on, one.verified_on) for one in made] == [
        ("chest_card", mill.chair.pk, date(2012, 10, 31), None),
        ("desk_plate", mill.chair.pk, date(2012, 10, 31), None),
    ]
    assert [one.entered_by and one.entered_by.username for one in made] == ["chair", "chair"]
    assert Photo.objects.everywhere("a test").filter(display__in=made).count() == 2


def test_the_plaques_words_and_today_are_filled_in(chair: Client, mill: Mill) -> None:
    page = chair.get(f"/portal/{mill.union.pk}/items/sign/").content.decode()

    assert 'value="河畔纸厂工会"' in page
    assert f'value="{timezone.localdate()}"' in page
    assert 'accept="image/*"' in page
    assert 'accept="image/*"' in page
    assert "capture" not in page  # it would shut out the album


def test_a_way_that_is_reported_is_not_offered_again(chair: Client, mill: Mill) -> None:
    url = f"/portal/{mill.union.pk}/items/sign/"

    page = chair.get(url).content.decode()
    answer = chair.post(url, {"ways": ["enterprise_front"], "starts_on": "2012-10-31"})

    assert 'value="union_office"' in page
    assert 'value="enterprise_front"' not in page
    assert "已经上报过" in answer.content.decode()
    assert len(reported(mill.union, item="sign")) == 1


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"starts_on": "2012-10-31"}, "请至少选一种方式"),
        ({"ways": ["canteen"], "starts_on": "2012-10-31"}, "没有这种方式"),
        ({"ways": ["chest_card"], "starts_on": "2012-06-31"}, "没有这一天"),
        ({"ways": ["chest_card"], "starts_on": ""}, "请填写从哪天开始"),
        ({"ways": ["chest_card"], "starts_on": str(date.max)}, "不能晚于今天"),
        ({"ways": ["chest_card"], "starts_on": "2011-03-07"}, "当选日期"),
        ({"ways": ["chest_card\x00"], "starts_on": "2012-10-31\x00"}, "没有这一天"),
        ({"ways": ["甲" * 5000], "starts_on": "2012-10-31"}, "没有这种方式"),
    ],
)
def test_malformed_input_changes_nothing_and_says_what_to_do(
    chair: Client, mill: Mill, values: dict[str, Any], said: str
) -> None:
    answer = chair.post(f"/portal/officers/{mill.chair.pk}/items/identity/", values)

    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert reported(mill.union, item="identity") == []


def test_a_day_before_the_union_was_set_up_is_refused(chair: Client, mill: Mill) -> None:
    values = {"ways": ["union_office"], "starts_on": "2009-12-31", "content": "工会"}

    answer = chair.post(f"/portal/{mill.union.pk}/items/sign/", values)

    assert "建会日期" in answer.content.decode()
    assert len(reported(mill.union, item="sign")) == 1


def test_what_is_no_photo_is_refused_and_nothing_is_reported(chair: Client, mill: Mill) -> None:
    values = {"ways": ["chest_card"], "starts_on": "2012-10-31", "photo": io.BytesIO(b"MZ not a picture")}

    answer = chair.post(f"/portal/officers/{mill.chair.pk}/items/identity/", values)

    assert "不是照片" in answer.content.decode()
    assert 'value="chest_card" checked' in answer.content.decode()
    assert reported(mill.union, item="identity") == []


def test_the_same_form_sent_twice_counts_once(chair: Client, mill: Mill) -> None:
    url = f"/portal/officers/{mill.chair.pk}/items/identity/"
    values = {"ways": ["chest_card"], "starts_on": "2012-10-31", "once": str(uuid4())}

    first = chair.post(url, values)
    second = chair.post(url, values)

    assert first["Location"] == second["Location"]
    assert len(reported(mill.union, item="identity")) == 1


def test_what_ended_that_day_is_not_taken_for_reported(chair: Client, mill: Mill) -> None:
    displays.end_display(mill.display, on=mill.display.starts_on + timedelta(days=1), by=None)
    values = {"ways": ["enterprise_front"], "starts_on": str(mill.display.starts_on), "content": "工会"}

    answer = chair.post(f"/portal/{mill.union.pk}/items/sign/", values)

    assert "已登记结束" in answer.content.decode()


def test_foreign_rows_and_items_are_404(chair: Client, mill: Mill, quarry: Mill) -> None:
    values = {"ways": ["chest_card"], "starts_on": "2012-10-31"}

    for url in (
        f"/portal/{quarry.union.pk}/items/sign/",
        f"/portal/officers/{quarry.chair.pk}/items/identity/",
        f"/portal/officers/{quarry.chair.pk}/phones/",
        f"/portal/{mill.union.pk}/items/identity/",
        f"/portal/officers/{mill.chair.pk}/items/sign/",
        f"/portal/officers/{mill.chair.pk}/items/nosuch/",
        f"/portal/{quarry.union.pk}/union/",
    ):
        assert chair.get(url).status_code == 404, url
        assert chair.post(url, values).status_code == 404, url
    assert reported(quarry.union, item="identity") == []
    assert CANARY not in chair.get(f"/portal/{mill.union.pk}/union/").content.decode()


def test_a_member_and_a_former_officer_have_no_item(chair: Client, mill: Mill) -> None:
    member = OfficerFactory(union=mill.union, name="委员", post=Post.MEMBER)
    former = OfficerFactory(union=mill.union, name="前副", post=Post.VICE_CHAIR)
    officers.leave(former, on=date(2012, 1, 1), by=None)

    for officer in (member, former):
        assert chair.get(f"/portal/officers/{officer.pk}/items/identity/").status_code == 404


def test_staff_may_look_at_the_desk_but_not_report_here(signed_in: Any, mill: Mill) -> None:
    url = f"/portal/officers/{mill.chair.pk}/items/identity/"

    answer = signed_in("body_officer").post(url, {"ways": ["chest_card"], "starts_on": "2012-10-31"})

    assert answer.status_code == 403
    assert reported(mill.union, item="identity") == []


def test_nobody_verifies_by_reporting(chair: Client, mill: Mill, cast: dict[str, User]) -> None:
    values = {"ways": ["chest_card"], "starts_on": "2012-10-31", "verified_on": "2012-10-31", "entered_by": "1"}

    chair.post(f"/portal/officers/{mill.chair.pk}/items/identity/", values)

    [made] = reported(mill.union, item="identity")
    assert made.verified_on is None
    assert made.entered_by == cast["chair"]


def test_the_checklist_costs_the_same_with_ten_officers(chair: Client, mill: Mill, queries: Any) -> None:
    url = f"/portal/{mill.union.pk}/union/"
    chair.get(url)
    one = queries(lambda: chair.get(url))
    for number in range(9):
        vice = OfficerFactory(union=mill.union, name=f"副{number}", post=Post.VICE_CHAIR)
        DisplayFactory(union=mill.union, item="identity", way="chest_card", officer=vice)

    assert queries(lambda: chair.get(url)) == one
