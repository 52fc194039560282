"""退会、保留、恢复、转出 and their undo."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from members.models import Membership, State, Transfer
from members.operations import belonging, transfers
from tests.conftest import Mill
from tests.factories import OrganisationFactory
from unions.models import Organisation

pytestmark = pytest.mark.usefixtures("application")


@pytest.fixture(autouse=True)
def members(li: Membership, wang: Membership) -> None:
    """Made before row security is on."""


def change(chair: Client, row: Membership, **values: Any) -> Any:
    sent = {"how": "leave", "on": "2012-10-31", "reason": "辞职"} | values
    return chair.post(f"/portal/members/{row.pk}/change/", sent, follow=True)


def state(row: Membership) -> tuple[str, Any, str]:
    fresh = Membership.objects.everywhere("a test").get(pk=row.pk)
    return fresh.state, fresh.until, fresh.reason


def test_chair_notes_that_a_member_left(chair: Client, li: Membership) -> None:
    page = change(chair, li).content.decode()

    assert state(li) == (State.WITHDRAWN, date(2012, 10, 31), "辞职")
    assert "李河已退会" in page
    assert "撤回退会" in page


def test_a_mistaken_end_is_taken_back(chair: Client, li: Membership) -> None:
    change(chair, li)

    page = chair.post(f"/portal/members/{li.pk}/undo/", follow=True).content.decode()

    assert state(li) == (State.NORMAL, None, "")
    assert "仍是本工会会员" in page


def test_who_belongs_elsewhere_by_now_is_not_taken_back(chair: Client, li: Membership, quarry: Mill) -> None:
    change(chair, li)
    belonging.join(
        quarry.union, id_number=number(li), name="李河", since=date(2012, 11, 1), on=timezone.localdate(), by=None
    )

    assert chair.post(f"/portal/members/{li.pk}/undo/").status_code == 404
    assert state(li)[0] == State.WITHDRAWN


def number(row: Membership) -> str:
    from accounts.encryption import unseal  # noqa: PLC0415

    return unseal(row.member.id_number_sealed, "members_member.id_number")


def test_a_membership_is_retained_and_resumed(chair: Client, li: Membership) -> None:
    change(chair, li, how="retain", reason="下岗")
    assert state(li) == (State.RETAINED, None, "下岗")

    change(chair, li, how="resume", reason="")
    assert state(li)[0] == State.NORMAL


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"reason": ""}, "请用几个字写明原因"),
        ({"how": ""}, "请选择办理哪一项"),
        ({"how": "resume"}, "这位会员的状态刚刚变过"),
        ({"on": "2011-04-30"}, "日期早于入会日期（2011-05-01）"),
        ({"on": "2999-01-01"}, "日期不能晚于今天"),
    ],
)
def test_what_is_malformed_changes_nothing(chair: Client, li: Membership, values: Any, sentence: str) -> None:
    page = change(chair, li, **values).content.decode()

    assert sentence in page
    assert state(li)[0] == State.NORMAL


def move(chair: Client, row: Membership, words: str, to: Organisation, **values: Any) -> Any:
    sent = {"to": to.token, "on": "2012-10-31", "reason": "调动"} | values
    return chair.post(f"/portal/members/{row.pk}/move/?q={words}", sent, follow=True)


def test_chair_finds_the_receiving_union_and_applies(chair: Client, li: Membership, mill: Mill) -> None:
    works = OrganisationFactory(parent=mill.union.parent, name="柳树茶厂工会")

    found = chair.get(f"/portal/members/{li.pk}/move/?q=茶厂").content.decode()
    page = move(chair, li, "茶厂", works).content.decode()

    assert "柳树茶厂工会" in found
    made = Transfer.objects.everywhere("a test").get()
    assert (made.to_union_id, made.from_opinion, made.state) == (works.pk, "同意转出", "pending")
    assert "对方接收后会籍才转过去" in page
    assert state(li)[0] == State.NORMAL


def test_the_own_union_and_federations_receive_nobody(chair: Client, li: Membership, mill: Mill) -> None:
    for words in ("河畔纸厂", "河畔镇"):
        assert "没有找到可以接收会员的工会" in chair.get(f"/portal/members/{li.pk}/move/?q={words}").content.decode()
    move(chair, li, "河畔", mill.union)
    assert not Transfer.objects.everywhere("a test").exists()


def test_one_letter_is_too_few_and_nothing_asks_to_search(chair: Client, li: Membership) -> None:
    assert "至少写两个字" in chair.get(f"/portal/members/{li.pk}/move/?q=茶").content.decode()
    assert "先查找新单位的工会" in chair.get(f"/portal/members/{li.pk}/move/").content.decode()


def test_an_ended_membership_is_not_changed_again(chair: Client, li: Membership) -> None:
    change(chair, li)

    for page in ("change", "move"):
        told = chair.get(f"/portal/members/{li.pk}/{page}/", follow=True).content.decode()
        assert "这段会籍已于 2012-10-31 终止" in told


def test_who_waits_for_a_transfer_and_leaves_is_told_before_that_it_is_void(
    chair: Client, li: Membership, quarry: Mill, cast: dict[str, User]
) -> None:
    page = f"/portal/members/{li.pk}/change/"
    assert "申请随之作废" not in chair.get(page).content.decode()
    row = transfers.apply(li.member, quarry.union, on=date(2012, 10, 31), by=cast["chair"])

    assert "申请随之作废" in chair.get(page).content.decode()
    chair.post(page, {"how": "leave", "on": "2012-10-31", "reason": "辞职"})

    assert "申请作废" in chair.get(f"/portal/transfers/{row.pk}/").content.decode()


def test_an_expulsion_is_taken_back_at_the_desk_only(chair: Client, li: Membership) -> None:
    belonging.expel(li, on=date(2012, 10, 31), reason="严重违反章程", by=None)

    assert "撤回" not in chair.get(f"/portal/members/{li.pk}/").content.decode()
    chair.post(f"/portal/members/{li.pk}/undo/")
    assert state(li)[0] == State.EXPELLED
