"""核实队列: one union after the other, decided in seconds; nobody's work is overwritten, the last act is taken back."""

import io
import re
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from tests.conftest import CANARY, Mill
from tests.factories import DisplayFactory, OfficerFactory, OrganisationFactory
from tests.unions.pictures import encoded, scene
from unions.models import Display, Item, Organisation, Photo, Way
from unions.operations import displays, photos

pytestmark = pytest.mark.django_db
QUEUE = "/admin/unions/display/queue/"


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def desk(signed_in: Any) -> Client:
    browser: Client = signed_in("body_officer")
    return browser


@pytest.fixture
def bakery(riverside: Organisation, mill: Mill) -> Organisation:
    """The second in the queue: its plaque was reported after the mill's."""
    return OrganisationFactory(parent=riverside, code="349999000102", name="河畔面包厂工会")


@pytest.fixture
def plaque(bakery: Organisation) -> Display:
    return DisplayFactory(union=bakery, content="河畔面包工会委员会")


def hang(display: Display, seed: int = 1) -> Photo:
    return photos.attach(display, io.BytesIO(encoded(scene(seed))), at=timezone.now(), by=None)


def stop(response: Any) -> Any:
    return response.context["stop"]


def sent(response: Any, *rows: Display, do: str = "verify", **more: Any) -> dict[str, Any]:
    """What the page's form sends with these facts ticked."""
    page = response.content.decode()
    hidden = dict(
        re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)">', page.partition('class="stop"')[2])
    )
    hidden.pop("csrfmiddlewaretoken", None)
    return {**hidden, "facts": [str(row.pk) for row in rows], "do": do, **more}


def decide(desk: Client, *rows: Display, do: str = "verify", at: str = QUEUE, **more: Any) -> Any:
    return desk.post(QUEUE, sent(desk.get(at), *rows, do=do, **more), follow=True)


def fresh(display: Display) -> Display:
    return Display.objects.everywhere("a test").get(pk=display.pk)


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


# -- deciding


def test_verifying_leads_to_the_next_union(desk: Client, mill: Mill, plaque: Display) -> None:
    after = decide(desk, mill.display)

    row = fresh(mill.display)
    assert (row.verified_on, row.verified_by) == (timezone.localdate(), "body_officer")
    assert stop(after).union == plaque.union
    assert "已核实“" in after.content.decode()


def test_part_of_it_is_accepted(desk: Client, mill: Mill) -> None:
    office = DisplayFactory(union=mill.union, item=Item.OFFICE, way=Way.CANTEEN)

    decide(desk, mill.display)
    decide(desk, office, do="", reason="照片看不清，请正对着、近一些重拍。", at=QUEUE)

    assert fresh(mill.display).verified_on is not None
    assert fresh(office).returned_why == "照片看不清，请正对着、近一些重拍。"
    assert fresh(office).verified_on is None


def test_sent_back_in_ones_own_words(desk: Client, mill: Mill) -> None:
    decide(desk, mill.display, do="send_back", words="牌子挂反了")

    row = fresh(mill.display)
    assert (row.returned_why, row.returned_by, row.returned_on) == ("牌子挂反了", "body_officer", timezone.localdate())


WRONG = {
    "nothing ticked": ({"facts": []}, "请先勾选要核实的记录"),
    "no reason": ({"do": "send_back"}, "请写明退回的原因"),
    "a reason but verified": ({"words": "不清楚"}, "请先清空原因"),
    "too long": ({"do": "send_back", "words": "长" * 5_000}, "最多 200 字"),
    "odd letters": ({"do": "send_back", "words": "a\x00b"}, "最多 200 字"),
    "odd facts": ({"facts": ["x", "-1", "9" * 40, "1\x00", "１"]}, "请先勾选"),
}


@pytest.mark.parametrize(("change", "said"), WRONG.values(), ids=WRONG.keys())
def test_something_wrong_changes_nothing_and_keeps_what_was_typed(
    desk: Client, mill: Mill, change: dict[str, Any], said: str
) -> None:
    response = desk.post(QUEUE, {**sent(desk.get(QUEUE), mill.display), **change})

    assert response.status_code == 200
    assert said in response.content.decode()
    assert change.get("words", "") in response.content.decode().replace("\x00", "") or "\x00" in change["words"]
    row = fresh(mill.display)
    assert (row.verified_on, row.returned_on) == (None, None)


def test_a_foreign_fact_is_neither_decided_nor_named(desk: Client, mill: Mill, quarry: Mill) -> None:
    page = desk.get(QUEUE)

    response = desk.post(QUEUE, sent(page, quarry.display, **{f"mark-{quarry.display.pk}": "x"}), follow=True)

    assert fresh(quarry.display).verified_on is None
    assert CANARY not in response.content.decode()


# -- two at once


def test_who_comes_second_is_told_and_overwrites_nothing(desk: Client, mill: Mill, signed_in: Any) -> None:
    page = desk.get(QUEUE)
    decide(signed_in("organisation_staff"), mill.display)

    after = desk.post(QUEUE, sent(page, mill.display), follow=True)

    assert "已先由organisation_staff核实，您没有改动它" in after.content.decode()
    assert fresh(mill.display).verified_by == "organisation_staff"


def test_sending_back_what_another_verified_is_refused_with_the_reason(
    desk: Client, mill: Mill, signed_in: Any
) -> None:
    page = desk.get(QUEUE)
    decide(signed_in("organisation_staff"), mill.display)

    after = desk.post(QUEUE, sent(page, mill.display, do="send_back", words="不对"), follow=True)

    assert "要退回请先撤回核实" in after.content.decode()
    assert fresh(mill.display).returned_on is None


@pytest.mark.parametrize("change", ["content", "photo"])
def test_what_changed_meanwhile_is_shown_again(desk: Client, mill: Mill, change: str) -> None:
    page = desk.get(QUEUE)
    if change == "content":
        displays.change_content(mill.display, content="另一块牌子", by=None)
    else:
        hang(mill.display)

    after = desk.post(QUEUE, sent(page, mill.display), follow=True)

    assert fresh(mill.display).verified_on is None
    assert "上报人刚刚改过这条记录" in after.content.decode()
    assert stop(after).union == mill.union
    decide(desk, mill.display)
    assert fresh(mill.display).verified_on is not None


def test_what_is_gone_meanwhile_is_said(desk: Client, mill: Mill) -> None:
    page = desk.get(QUEUE)
    displays.remove(mill.display, by=None)

    after = desk.post(QUEUE, sent(page, mill.display), follow=True)

    assert "有 1 条记录已经不在" in after.content.decode()


def test_pressed_twice_it_is_once(desk: Client, mill: Mill) -> None:
    form = sent(desk.get(QUEUE), mill.display)

    desk.post(QUEUE, form)
    again = desk.post(QUEUE, form, follow=True)

    assert again.status_code == 200
    assert fresh(mill.display).verified_by == "body_officer"


# -- taken back


@pytest.mark.parametrize("more", [{}, {"do": "", "reason": "照片看不清，请正对着、近一些重拍。"}])
def test_the_last_act_is_taken_back_in_one_press(desk: Client, mill: Mill, plaque: Display, more: Any) -> None:
    after = decide(desk, mill.display, **more)
    last = after.context["last"]

    back = desk.post(QUEUE, {"do": "take_back", "done": last["row"].pk, "act": str(last["act"])}, follow=True)

    row = fresh(mill.display)
    assert (row.verified_on, row.returned_on, row.returned_why) == (None, None, "")
    assert stop(back).union == mill.union
    assert "又在队列里" in back.content.decode()


def test_somebody_elses_act_is_not_offered(desk: Client, mill: Mill, signed_in: Any) -> None:
    decide(signed_in("organisation_staff"), mill.display)

    assert desk.get(f"{QUEUE}?done={mill.display.pk}").context["last"] is None


@pytest.mark.parametrize("act", ["", "nonsense", "00000000-0000-4000-8000-000000000000"])
def test_another_act_is_not_taken_back(desk: Client, mill: Mill, act: str) -> None:
    decide(desk, mill.display)

    response = desk.post(QUEUE, {"do": "take_back", "done": mill.display.pk, "act": act})

    assert response.status_code in {302, 404}
    assert fresh(mill.display).verified_on is not None


def test_a_foreign_act_is_not_taken_back(desk: Client, quarry: Mill, signed_in: Any) -> None:
    last = decide(signed_in("organisation_staff"), quarry.display, at=f"{QUEUE}?union={quarry.union.pk}").context[
        "last"
    ]

    response = desk.post(QUEUE, {"do": "take_back", "done": quarry.display.pk, "act": str(last["act"])})

    assert response.status_code == 404
    assert fresh(quarry.display).verified_on is not None


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
