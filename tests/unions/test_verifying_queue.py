"""核实队列: one union after the other, decided in seconds; nobody's work is overwritten, the last act is taken back."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from tests.conftest import CANARY, Mill
from tests.factories import DisplayFactory, OfficerFactory, OrganisationFactory
from tests.unions.queue import QUEUE, bakery, desk, hang, own_folder, plaque, stop
from unions.models import Display, Item, Organisation, Way
from unions.operations import displays

__all__ = ["bakery", "desk", "own_folder", "plaque"]

pytestmark = pytest.mark.django_db


# -- what it shows


def test_the_oldest_report_comes_first(desk: Client, mill: Mill, plaque: Display) -> None:
    page = desk.get(QUEUE)

    assert (stop(page).union, [claim.display for claim in stop(page).claims]) == (mill.union, [mill.display])
    assert (page.context["standing"].ahead, page.context["standing"].facts) == (2, 2)
    assert '还有 <b class="left">2</b> 家' in page.content.decode()


def test_skipping_leads_to_the_next_and_back(desk: Client, mill: Mill, plaque: Display) -> None:
    second = desk.get(desk.get(QUEUE).context["skip"])
    end = desk.get(second.context["skip"])

    assert (stop(second).union, second.context["standing"].skipped) == (plaque.union, 1)
    assert stop(end) is None
    assert "跳过的还有 2 家" in end.content.decode()


def test_the_photo_stands_beside_the_claim(desk: Client, mill: Mill) -> None:
    photo = hang(mill.display)

    page = desk.get(QUEUE).content.decode()

    assert f'<a href="/photo/{photo.pk}/" target="_blank"' in page
    assert f'<img src="/photo/{photo.pk}/" width="800" height="600"' in page


def test_the_plaques_words_are_held_against_the_registered_name(desk: Client, mill: Mill, plaque: Display) -> None:
    page = desk.get(desk.get(QUEUE).context["skip"]).content.decode()

    assert "与登记的工会名称“河畔面包厂工会”不同" in page
    assert '河畔面包<del title="缺少">厂</del>工会<ins title="多出">委员会</ins>' in page


def test_a_published_number_is_compared_and_stays_masked(desk: Client, mill: Mill) -> None:
    given = {"union": mill.union, "officer": mill.chair, "item": Item.CONTACT, "way": Way.CANTEEN}
    DisplayFactory(**given, content="主席 13900000001")
    DisplayFactory(**given, content="主席 13911112222", starts_on=date(2012, 7, 1))

    page = desk.get(QUEUE).content.decode()

    assert "与登记的手机号码一致" in page
    assert "与登记的手机号码、办公电话都不一致" in page
    assert "13900000001" not in page
    assert "13911112222" not in page


def test_earlier_facts_of_the_same_item_are_at_hand(desk: Client, mill: Mill, cast: dict[str, User]) -> None:
    displays.send_back(mill.display, on=date(2012, 7, 1), why="名称不全", by=cast["organisation_staff"])
    DisplayFactory(union=mill.union, starts_on=date(2012, 8, 1))

    assert "2012-07-01 退回：名称不全" in desk.get(QUEUE).content.decode()


def test_a_picture_used_twice_is_flagged(desk: Client, mill: Mill, plaque: Display) -> None:
    hang(mill.display)
    hang(plaque)

    page = desk.get(QUEUE).content.decode()

    assert (
        f'“<a href="/admin/unions/organisation/{plaque.union_id}/change/">河畔面包厂工会</a>”也交过同样的照片' in page
    )


def test_a_picture_used_elsewhere_is_flagged_without_a_name(desk: Client, mill: Mill, quarry: Mill) -> None:
    hang(mill.display)
    hang(quarry.display)

    page = desk.get(QUEUE).content.decode()

    assert "县内别处也交过同样的照片" in page
    assert CANARY not in page


def test_only_those_with_photos(desk: Client, mill: Mill, plaque: Display) -> None:
    hang(plaque)

    page = desk.get(f"{QUEUE}?only=photos")

    assert (stop(page).union, page.context["standing"].unions) == (plaque.union, 1)
    assert "only=photos" in page.context["skip"]


# -- what waits for whom


def test_ones_own_entry_waits_for_somebody_else(desk: Client, mill: Mill, signed_in: Any, cast: Any) -> None:
    displays.remove(mill.display, by=None)
    own = DisplayFactory(union=mill.union, by=cast["body_officer"])

    assert stop(desk.get(QUEUE)) is None
    assert stop(signed_in("organisation_staff").get(f"{QUEUE}?union={mill.union.pk}")).claims[0].display == own


def test_what_no_longer_counts_does_not_wait(desk: Client, mill: Mill, cast: dict[str, User]) -> None:
    gone = OfficerFactory(union=mill.union, post="vice_chair", left_on=date(2013, 1, 1))
    DisplayFactory(union=mill.union, officer=gone, item=Item.IDENTITY, way=Way.CHEST_CARD)
    displays.end_display(mill.display, on=date(2013, 1, 1), by=None)

    assert stop(desk.get(QUEUE)) is None


def test_verified_and_sent_back_do_not_wait(desk: Client, mill: Mill, plaque: Display, cast: dict[str, User]) -> None:
    displays.verify(mill.display, on=date(2013, 1, 1), by=cast["organisation_staff"])
    displays.send_back(plaque, on=date(2013, 1, 1), why="改", by=cast["organisation_staff"])

    page = desk.get(QUEUE)

    assert stop(page) is None
    assert "没有等您核实的上报" in page.content.decode()


def test_another_townships_reports_do_not_exist(desk: Client, mill: Mill, quarry: Mill) -> None:
    page = desk.get(f"{QUEUE}?union={quarry.union.pk}")

    assert stop(page).union == mill.union
    assert (page.context["standing"].unions, CANARY in page.content.decode()) == (1, False)


@pytest.mark.parametrize(("who", "status"), [("auditor", 403), ("approver", 403), ("finance", 403), ("chair", 403)])
def test_who_does_not_verify_has_no_queue(mill: Mill, signed_in: Any, who: str, status: int) -> None:
    assert signed_in(who).get(QUEUE).status_code == status
    assert signed_in(who).post(QUEUE, {"do": "verify", "facts": mill.display.pk}).status_code == status


# -- lightly


def test_ten_facts_with_photos_cost_what_one_costs(desk: Client, mill: Mill, riverside: Organisation) -> None:
    hang(mill.display)
    desk.get(QUEUE)
    with CaptureQueriesContext(connection) as one:
        desk.get(QUEUE)
    for number in range(9):
        hang(DisplayFactory(union=mill.union, starts_on=date(2013, 1, number + 1)), number)
        DisplayFactory(union=OrganisationFactory(parent=riverside))

    with CaptureQueriesContext(connection) as many:
        page = desk.get(QUEUE)

    assert len(stop(page).claims) == 10
    assert len(many) == len(one) <= 22


def test_the_page_is_light(desk: Client, mill: Mill) -> None:
    hang(mill.display)

    assert len(desk.get(QUEUE).content) < 30_000


@pytest.mark.parametrize("query", ["after=x", "union=9" + "9" * 40, "done=-1", "after=1e9", "only=all", "union=１"])
def test_odd_addresses_show_the_queue(desk: Client, mill: Mill, query: str) -> None:
    assert stop(desk.get(f"{QUEUE}?{query}")).union == mill.union
