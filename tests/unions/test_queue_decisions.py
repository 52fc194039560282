"""核实队列: verified, sent back, in part; nobody's work is overwritten, the last act is taken back."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.conftest import CANARY, Mill
from tests.factories import DisplayFactory
from tests.unions.queue import QUEUE, bakery, decide, desk, fresh, hang, own_folder, plaque, sent, stop
from unions.models import Display, Item, Way
from unions.operations import displays

__all__ = ["bakery", "desk", "own_folder", "plaque"]

pytestmark = pytest.mark.django_db


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
