"""接转: both sides see it, the sender has its word first, the receiver accepts; nobody is moved silently."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from members.models import Membership, Transfer
from members.operations import arrivals, transfers
from tests.conftest import Mill
from tests.factories import MembershipFactory

pytestmark = pytest.mark.usefixtures("application")


@pytest.fixture(autouse=True)
def members(li: Membership, wang: Membership, wu: User) -> None:
    """Made before row security is on."""


@pytest.fixture
def coming(wang: Membership, mill: Mill, wu: User) -> Transfer:
    """The quarry's own chair sends Wang to the mill."""
    made: Transfer = transfers.apply(
        wang.member, mill.union, on=date(2012, 10, 31), reason="调动", opinion="同意转出", by=wu
    )
    return made


@pytest.fixture
def asked_for(wang: Membership, mill: Mill, cast: dict[str, User]) -> Transfer:
    """The mill's chair asks for Wang; the quarry has not said a word."""
    made: Transfer = transfers.apply(wang.member, mill.union, on=date(2012, 10, 31), by=cast["chair"])
    return made


def say(browser: Client, row: Transfer, act: str, **values: str) -> str:
    text: str = browser.post(f"/portal/transfers/{row.pk}/", {"as": act} | values, follow=True).content.decode()
    return text


def state(row: Transfer) -> str:
    return str(Transfer.objects.everywhere("a test").get(pk=row.pk).state)


def home_of(membership: Membership) -> Any:
    rows = Membership.objects.everywhere("a test").filter(member=membership.member_id).current()
    return rows.get().union_id


def test_the_receiver_reads_it_among_what_is_due_and_accepts(
    chair: Client, mill: Mill, coming: Transfer, wang: Membership
) -> None:
    assert "王山申请转入，待接收" in chair.get("/portal/").content.decode()

    page = say(chair, coming, "accept")

    assert state(coming) == "accepted"
    assert home_of(wang) == mill.union.pk
    assert "王山已转入本工会" in page
    assert "王山申请转入" not in chair.get("/portal/").content.decode()


def test_the_receiver_declines_with_a_reason_that_the_sender_reads(
    chair: Client, other_chair: Client, coming: Transfer, wang: Membership, quarry: Mill
) -> None:
    assert "请写明不同意的原因" in say(chair, coming, "decline")
    assert state(coming) == "pending"

    say(chair, coming, "decline", opinion="没有录用这个人")

    assert state(coming) == "declined"
    assert home_of(wang) == quarry.union.pk
    assert "没有录用这个人" in other_chair.get(f"/portal/transfers/{coming.pk}/").content.decode()


def test_the_sender_takes_back_what_waits(other_chair: Client, coming: Transfer, quarry: Mill) -> None:
    assert "王山转出，等对方接收" in other_chair.get("/portal/").content.decode()

    say(other_chair, coming, "cancel")

    assert state(coming) == "cancelled"


def test_the_receiver_cannot_take_whom_it_asked_for_before_the_sender_agrees(
    chair: Client, other_chair: Client, asked_for: Transfer, wang: Membership, mill: Mill, quarry: Mill
) -> None:
    assert "请点下面的一个按钮" in say(chair, asked_for, "accept")
    assert home_of(wang) == quarry.union.pk
    assert "王山转入，等原工会同意" in chair.get("/portal/").content.decode()
    # Where she comes from is for the sender to tell.
    assert "金丝雀" not in chair.get("/portal/").content.decode()
    assert "金丝雀" not in chair.get(f"/portal/transfers/{asked_for.pk}/").content.decode()
    assert "金丝雀" not in chair.get(f"/portal/{mill.union.pk}/transfers/").content.decode()
    assert "王山申请转出，请表态" in other_chair.get("/portal/").content.decode()

    say(other_chair, asked_for, "agree")
    say(chair, asked_for, "accept")

    assert home_of(wang) == mill.union.pk


def test_the_rule_holds_in_the_operation_too(asked_for: Transfer, cast: dict[str, User]) -> None:
    with pytest.raises(Exception, match="转出工会还没有表态"):
        arrivals.receive(asked_for, on=timezone.localdate(), by=cast["chair"])


def test_the_sender_objects_with_a_reason(
    chair: Client, other_chair: Client, asked_for: Transfer, wang: Membership, quarry: Mill
) -> None:
    assert "请写明不同意的原因" in say(other_chair, asked_for, "object")

    say(other_chair, asked_for, "object", opinion="还在我们这里上班")

    assert state(asked_for) == "cancelled"
    assert home_of(wang) == quarry.union.pk
    assert "还在我们这里上班" in chair.get(f"/portal/transfers/{asked_for.pk}/").content.decode()


def test_what_the_body_applied_for_needs_no_word_of_the_sender(
    chair: Client, wang: Membership, mill: Mill, cast: dict[str, User]
) -> None:
    row = transfers.apply(wang.member, mill.union, on=date(2012, 10, 31), by=cast["stranger"])

    say(chair, row, "accept")

    assert state(row) == "accepted"


def test_the_sender_does_not_accept_for_the_receiver(other_chair: Client, coming: Transfer) -> None:
    assert "请点下面的一个按钮" in say(other_chair, coming, "accept")
    assert state(coming) == "pending"


def test_a_closed_one_is_not_decided_again(chair: Client, coming: Transfer) -> None:
    say(chair, coming, "accept")

    assert "已经办结，没有改动" in say(chair, coming, "decline", opinion="晚了")
    assert state(coming) == "accepted"


def test_the_list_shows_both_directions_and_what_is_closed(
    chair: Client, mill: Mill, quarry: Mill, coming: Transfer, li: Membership, cast: dict[str, User]
) -> None:
    transfers.apply(li.member, quarry.union, on=date(2012, 10, 31), opinion="同意转出", by=cast["chair"])

    page = chair.get(f"/portal/{mill.union.pk}/transfers/").content.decode()
    say(chair, coming, "decline", opinion="没有录用")

    assert "待接收" in page
    assert "等对方接收" in page
    assert "办结的" in chair.get(f"/portal/{mill.union.pk}/transfers/").content.decode()


def test_who_is_on_neither_side_gets_404_and_the_desk_403(signed_in: Any, coming: Transfer) -> None:
    elsewhere = f"/portal/transfers/{coming.pk}/"

    assert signed_in("rights_staff").get(elsewhere).status_code == 404
    assert signed_in("body_officer").get(elsewhere).status_code == 403
    assert Client().get(elsewhere).status_code == 302


def test_ten_pending_cost_what_one_costs(
    chair: Client, mill: Mill, quarry: Mill, coming: Transfer, wu: User, queries: Any
) -> None:
    chair.get("/portal/")
    one = queries(lambda: chair.get("/portal/"))
    for number in range(9):
        person = MembershipFactory(union=quarry.union, name=f"石{'一二三四五六七八九'[number]}").member
        transfers.apply(person, mill.union, on=date(2012, 10, 31), opinion="同意", by=wu)

    assert queries(lambda: chair.get("/portal/")) == one


def test_a_mistaken_acceptance_is_taken_back_by_the_side_that_accepted(
    chair: Client, other_chair: Client, coming: Transfer, wang: Membership, quarry: Mill
) -> None:
    say(chair, coming, "accept")
    assert "撤销接收" not in other_chair.get(f"/portal/transfers/{coming.pk}/").content.decode()
    say(other_chair, coming, "take_back")
    assert state(coming) == "accepted"

    page = say(chair, coming, "take_back")

    assert "接收已撤销" in page
    assert state(coming) == "pending"
    assert home_of(wang) == quarry.union.pk
    assert wang.member.memberships.everywhere("a test").count() == 1
    assert "王山转出，等对方接收" in other_chair.get("/portal/").content.decode()


def test_a_second_acceptance_is_taken_back_too(chair: Client, coming: Transfer, wang: Membership, quarry: Mill) -> None:
    for act in ("accept", "take_back", "accept", "take_back"):
        say(chair, coming, act)

    assert state(coming) == "pending"
    assert home_of(wang) == quarry.union.pk
