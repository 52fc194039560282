"""待办: what the chair sees first, and the one tap that says nothing has changed."""

from datetime import date
from typing import Any

from django.test import Client
from django.utils import timezone

from accounts.duties import Role
from accounts.models import User
from tests.conftest import CANARY, Mill
from tests.factories import OfficerFactory, OrganisationFactory
from unions.models import Confirmation, Organisation, Post
from unions.operations import appointments, displays, officers, organisations


def confirmed(union: Organisation) -> int:
    return Confirmation.objects.everywhere("a test").filter(union=union).count()


def test_chair_sees_what_is_due_with_a_way_to_each(chair: Client, mill: Mill) -> None:
    page = chair.get("/portal/").content.decode()

    assert mill.union.name in page
    assert "公布办公地点还没有上报" in page
    assert f"/portal/officers/{mill.chair.pk}/items/identity/" in page
    assert "悬挂牌匾还没有上报" not in page


def test_chair_reads_why_something_was_sent_back(chair: Client, mill: Mill, cast: dict[str, User]) -> None:
    displays.send_back(mill.display, on=date(2012, 10, 31), why="牌匾名称与全称不符", by=cast["body_officer"])

    page = chair.get("/portal/").content.decode()

    assert "牌匾名称与全称不符" in page
    assert f"/portal/displays/{mill.display.pk}/mend/" in page


def test_the_page_shows_what_is_confirmed_with_the_mobile_masked(chair: Client, mill: Mill) -> None:
    organisations.change_details(mill.union, address="厂区二号楼 105 室", by=None)

    page = chair.get("/portal/").content.decode()

    assert "厂区二号楼 105 室" in page
    assert "139****0001" in page
    assert "13900000001" not in page


def test_one_tap_confirms_and_twice_is_once(chair: Client, mill: Mill) -> None:
    first = chair.post(f"/portal/{mill.union.pk}/confirm/")
    again = chair.post(f"/portal/{mill.union.pk}/confirm/", follow=True)

    assert first.status_code == 302
    assert confirmed(mill.union) == 1
    assert "今天已经确认过了" in again.content.decode()


def test_nothing_due_says_so_with_the_day_of_the_next(chair: Client, mill: Mill, cast: dict[str, User]) -> None:
    officers.change_details(mill.chair, term_ends_on=date(2099, 1, 1), by=cast["chair"])
    today = timezone.localdate()
    for item, way, officer in (
        ("office", "canteen", None), ("identity", "chest_card", mill.chair), ("contact", "canteen", mill.chair),
    ):  # fmt: skip
        displays.report_display(mill.union, item=item, way=way, starts_on=today, officer=officer, by=None)

    page = chair.get("/portal/").content.decode()

    assert "现在没有要办的事" in page
    assert "下一件：核对公布的信息" in page


def test_chair_of_two_unions_goes_from_one_to_the_other(chair: Client, mill: Mill, cast: dict[str, User]) -> None:
    other = OrganisationFactory(parent=mill.union.parent, name="河畔码头工会")
    tenure = OfficerFactory(union=other, name="陈河")
    appointments.appoint(cast["chair"], Role.CHAIR, other, since=date(2011, 3, 8), officer=tenure, by=None)
    chair.force_login(cast["chair"], backend="accounts.backends.StandingBackend")

    first = chair.get("/portal/").content.decode()

    assert f'<a href="/portal/{other.pk}/">河畔码头工会</a>' in first
    assert "河畔码头工会" in chair.get(f"/portal/{other.pk}/").content.decode()


def test_chair_of_another_union_gets_404(chair: Client, quarry: Mill) -> None:
    before = confirmed(quarry.union)

    assert chair.get(f"/portal/{quarry.union.pk}/").status_code == 404
    assert chair.post(f"/portal/{quarry.union.pk}/confirm/").status_code == 404
    assert confirmed(quarry.union) == before
    assert CANARY not in chair.get("/portal/").content.decode()


def test_county_staff_gets_403_and_is_led_to_the_desk(signed_in: Any, mill: Mill) -> None:
    browser = signed_in("organisation_staff")

    assert browser.get(f"/portal/{mill.union.pk}/").status_code == 403
    assert browser.post(f"/portal/{mill.union.pk}/confirm/").status_code == 403
    assert browser.get("/portal/", follow=True).redirect_chain[-1][0] == "/admin/"
    assert confirmed(mill.union) == 0


def test_former_chair_is_signed_out(chair: Client, mill: Mill) -> None:
    officers.leave(mill.chair, on=timezone.localdate(), by=None)

    answer = chair.post(f"/portal/{mill.union.pk}/confirm/")

    assert answer.status_code == 302
    assert "/login/" in answer["Location"]
    assert confirmed(mill.union) == 0


def test_anonymous_is_asked_to_sign_in(mill: Mill) -> None:
    assert "/login/" in Client().get("/portal/")["Location"]
    assert "/login/" in Client().post(f"/portal/{mill.union.pk}/confirm/")["Location"]


def test_looking_at_the_confirmation_changes_nothing(chair: Client, mill: Mill) -> None:
    assert chair.get(f"/portal/{mill.union.pk}/confirm/").status_code == 405
    assert chair.post("/portal/").status_code == 405


def test_home_costs_the_same_with_ten_officers(chair: Client, mill: Mill, queries: Any) -> None:
    chair.get("/portal/")
    one = queries(lambda: chair.get("/portal/"))
    for number in range(9):
        OfficerFactory(union=mill.union, name=f"副{number}", post=Post.VICE_CHAIR)

    assert queries(lambda: chair.get("/portal/")) == one


def test_a_dissolved_union_s_chair_is_out(chair: Client, mill: Mill) -> None:
    Organisation.objects.everywhere("a test").filter(pk=mill.union.pk).update(dissolved_on=date(2012, 10, 31))

    assert chair.get("/portal/").status_code == 302
    assert "/login/" in chair.get("/portal/")["Location"]
