"""What a chair corrects: the office, the telephones, the boards that show them; and the yes to a public mobile."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import BookEntry, User
from tests.conftest import Mill
from tests.factories import DisplayFactory, OfficerFactory
from unions.models import Display, MobileConsent, Officer, Organisation, Post
from unions.operations import consents, displays, officers


def fresh(officer: Officer) -> Officer:
    return Officer.objects.everywhere("a test").get(pk=officer.pk)


def facts(mill: Mill, item: str) -> list[Display]:
    return list(Display.objects.everywhere("a test").filter(union=mill.union, item=item).order_by("pk"))


def phones(mill: Mill) -> str:
    return f"/portal/officers/{mill.chair.pk}/phones/"


def test_chair_changes_the_office_and_nothing_else(chair: Client, mill: Mill) -> None:
    values = {"address": "厂区二号楼 105 室", "phone": "0556-2172583", "name": "改名", "code": "1", "is_published": ""}

    chair.post(f"/portal/{mill.union.pk}/office/", values)

    union = Organisation.objects.everywhere("a test").get(pk=mill.union.pk)
    assert (union.address, union.phone) == ("厂区二号楼 105 室", "0556-2172583")
    assert (union.name, union.code, union.is_published) == ("河畔纸厂工会", "349999000101", True)


def test_a_moved_office_renews_the_boards(chair: Client, mill: Mill, cast: dict[str, User]) -> None:
    old = DisplayFactory(union=mill.union, item="office", way="canteen", content="旧址")
    displays.verify(old, on=date(2012, 10, 31), by=cast["body_officer"])

    chair.post(f"/portal/{mill.union.pk}/office/", {"address": "新址", "boards_too": "on"})

    today = timezone.localdate()
    first, second = facts(mill, "office")
    assert (first.ends_on, first.content) == (today, "旧址")
    assert (second.way, second.starts_on, second.content, second.verified_on) == ("canteen", today, "新址", None)


def test_moved_twice_in_a_day_corrects_the_new_fact(chair: Client, mill: Mill) -> None:
    DisplayFactory(union=mill.union, item="office", way="canteen", content="旧址")
    for address in ("新址", "新址二"):
        chair.post(f"/portal/{mill.union.pk}/office/", {"address": address, "boards_too": "on"})

    assert [one.content for one in facts(mill, "office")] == ["旧址", "新址二"]


def test_chair_changes_the_telephone(chair: Client, mill: Mill) -> None:
    chair.post(phones(mill), {"office_phone": "0556-2172583", "mobile": "13900000008", "name": "改名"})

    officer = fresh(mill.chair)
    assert (officer.office_phone, officer.mobile, officer.name) == ("0556-2172583", "13900000008", "陈河")


def test_stars_left_alone_keep_the_number(chair: Client, mill: Mill) -> None:
    page = chair.get(phones(mill)).content.decode()
    chair.post(phones(mill), {"office_phone": "0556-2172583", "mobile": "139****0001"})

    assert 'value="139****0001"' in page
    assert "13900000001" not in page
    assert fresh(mill.chair).mobile == "13900000001"


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"mobile": "12345"}, "不是手机号码"),
        ({"mobile": "139****0002"}, "星号"),
        ({"office_phone": "没有"}, "不是能拨打的电话号码"),
        ({"office_phone": "", "mobile": ""}, "至少要有一个"),
        ({"mobile": "1" * 5000}, "32"),
        ({"mobile": "13900000008\x00x"}, "不是手机号码"),
    ],
)
def test_malformed_phone_changes_nothing(chair: Client, mill: Mill, values: dict[str, str], said: str) -> None:
    answer = chair.post(phones(mill), values)

    assert said in answer.content.decode()
    assert fresh(mill.chair).mobile == "13900000001"


def test_same_phone_writes_no_line(chair: Client, mill: Mill) -> None:
    before = BookEntry.objects.filter(table_name="unions_officer").count()

    chair.post(phones(mill), {"mobile": "139****0001"})

    assert BookEntry.objects.filter(table_name="unions_officer").count() == before


def test_a_new_number_on_the_board_is_a_new_fact_of_this_officer_only(chair: Client, mill: Mill) -> None:
    vice = OfficerFactory(union=mill.union, name="许副", post=Post.VICE_CHAIR)
    for officer in (mill.chair, vice):
        DisplayFactory(union=mill.union, item="contact", way="canteen", officer=officer)

    chair.post(phones(mill), {"mobile": "13900000008", "boards_too": "on"})

    assert [(one.officer_id, one.ends_on is None) for one in facts(mill, "contact")] == [
        (mill.chair.pk, False), (vice.pk, True), (mill.chair.pk, True),
    ]  # fmt: skip


def test_contact_needs_a_number_first(chair: Client, mill: Mill) -> None:
    officers.change_details(mill.chair, mobile="", by=None)
    url = f"/portal/officers/{mill.chair.pk}/items/contact/"

    answer = chair.post(url, {"ways": ["canteen"], "starts_on": "2012-10-31"})

    assert "还没有登记电话" in chair.get(url).content.decode()
    assert answer.status_code == 200
    assert facts(mill, "contact") == []


def test_chair_gives_consent_for_the_own_mobile_and_takes_it_back(chair: Client, mill: Mill) -> None:
    url = f"/portal/officers/{mill.chair.pk}/consent/"

    unticked = chair.post(url, {"agrees": ""})
    chair.post(url, {"agrees": "on"})
    chair.post(url, {"agrees": "on"})

    [given] = MobileConsent.objects.everywhere("a test").filter(officer=mill.chair)
    assert "请先勾选" in unticked.content.decode()
    assert (given.how, given.until) == ("in_portal", None)
    assert "139****0001" in chair.get(url).content.decode()

    chair.post(url, {"withdraw": "yes"})

    given.refresh_from_db(from_queryset=MobileConsent.objects.everywhere("a test"))
    assert given.until == timezone.localdate()


def test_for_a_vice_chair_only_the_written_consent_is_recorded(chair: Client, mill: Mill) -> None:
    vice = OfficerFactory(union=mill.union, name="许副", post=Post.VICE_CHAIR, mobile="13900000007")

    chair.post(f"/portal/officers/{vice.pk}/consent/", {"agrees": "on", "how": "in_portal"})

    assert MobileConsent.objects.everywhere("a test").get(officer=vice).how == "on_paper"


@pytest.mark.parametrize("page", ["phones", "consent"])
def test_who_may_not_changes_nothing(chair: Client, signed_in: Any, mill: Mill, quarry: Mill, page: str) -> None:
    member = OfficerFactory(union=mill.union, name="委员", post=Post.MEMBER, mobile="13900000006")
    values = {"mobile": "13900000008", "agrees": "on"}

    assert chair.post(f"/portal/officers/{quarry.chair.pk}/{page}/", values).status_code == 404
    assert chair.post(f"/portal/officers/{member.pk}/{page}/", values).status_code == 404
    assert signed_in("body_officer").post(f"/portal/officers/{mill.chair.pk}/{page}/", values).status_code == 403
    assert "/login/" in Client().post(f"/portal/officers/{mill.chair.pk}/{page}/", values)["Location"]
    assert (fresh(quarry.chair).mobile, fresh(mill.chair).mobile) == ("13900000002", "13900000001")
    assert not MobileConsent.objects.everywhere("a test").exists()


def test_foreign_office_is_404(chair: Client, quarry: Mill) -> None:
    assert chair.post(f"/portal/{quarry.union.pk}/office/", {"address": "改"}).status_code == 404
    assert Organisation.objects.everywhere("a test").get(pk=quarry.union.pk).address != "改"


def test_a_new_number_is_not_public_by_the_consent_to_the_old_one(chair: Client, mill: Mill) -> None:
    consents.give(mill.chair, on=date(2012, 6, 1), how="in_portal", by=None)

    page = chair.post(
        f"/portal/officers/{mill.chair.pk}/phones/",
        {"office_phone": "0556-2172583", "mobile": "13911112222"},
        follow=True,
    ).content.decode()

    assert "新号码没有公开" in page
