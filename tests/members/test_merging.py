"""Two entries become one, or are told apart; a merge is taken back whole."""

import threading
from datetime import date
from typing import Any

import pytest
from django.db import connection

from accounts import wall
from accounts.refused import Refused
from members.models import Duplicate, Member, Membership, State
from members.operations import belonging, people, settling, transfers
from members.operations.people import find
from tests.conftest import Mill
from tests.factories import MembershipFactory, OrganisationFactory, id_number
from tests.members.desk.conftest import membership, memberships_of, person
from unions.operations import undoing

ON = date(2012, 10, 31)
pytestmark = pytest.mark.django_db


def pair_of(one: Membership, two: Membership) -> Duplicate:
    return Duplicate.objects.create(
        first_id=min(one.member_id, two.member_id),
        second_id=max(one.member_id, two.member_id),
        why=Duplicate.Why.SAME_PERSON,
        found_on=ON,
    )


def again(pair: Duplicate) -> Duplicate:
    found: Duplicate = Duplicate.objects.everywhere("a test").get(pk=pair.pk)
    return found


def take_back(pair: Duplicate, by: Any = None) -> dict[str, int]:
    last = undoing.last_act_on(pair)
    assert last is not None
    return undoing.take_back(pair, last.act_id, by=by)


@pytest.fixture
def elder(mill: Mill) -> Membership:
    return MembershipFactory(union=mill.union, name="李河", id_number=id_number(1), mobile="13900000001")


@pytest.fixture
def younger(quarry: Mill) -> Membership:
    return MembershipFactory(
        union=quarry.union, name="李和", id_number=id_number(2), mobile="13900000002", since=date(2012, 2, 1)
    )


@pytest.fixture
def pair(elder: Membership, younger: Membership) -> Duplicate:
    return pair_of(elder, younger)


def state_of(*rows: Membership) -> list[Any]:
    return [
        [Member.objects.everywhere("a test").filter(pk=row.member_id).values().get() for row in rows],
        [Membership.objects.everywhere("a test").filter(pk=row.pk).values().get() for row in rows],
    ]


def test_the_superfluous_current_membership_counts_on_no_day(
    pair: Duplicate, elder: Membership, younger: Membership
) -> None:
    settling.merge(pair, elder.member, keep=elder.member, on=ON, by=None)

    assert person(younger).merged_into_id == elder.member_id
    gone = membership(younger)
    assert (gone.state, gone.until, gone.member_id) == (State.DUPLICATE, gone.since, younger.member_id)
    assert membership(elder).until is None
    assert again(pair).state == Duplicate.State.MERGED


def test_the_others_current_membership_may_be_the_right_one(
    pair: Duplicate, elder: Membership, younger: Membership
) -> None:
    settling.merge(pair, elder.member, keep=younger.member, on=ON, by=None)

    assert person(elder).union_id == younger.union_id
    assert membership(younger).member_id == elder.member_id
    assert membership(elder).state == State.DUPLICATE


def test_memberships_that_do_not_overlap_become_the_survivors(
    pair: Duplicate, elder: Membership, younger: Membership
) -> None:
    belonging.withdraw(elder, on=date(2012, 1, 1), reason="个人要求退会", by=None)
    settling.merge(pair, elder.member, keep=elder.member, on=ON, by=None)

    assert [each.pk for each in memberships_of(elder.member)] == [elder.pk, younger.pk]
    assert membership(younger).until is None
    assert person(elder).union_id == younger.union_id


def test_chosen_fields_are_taken_over_and_the_number_stays(
    pair: Duplicate, elder: Membership, younger: Membership
) -> None:
    settling.merge(
        pair, elder.member, keep=elder.member, take=["mobile", "id_number_sealed", "union_id"], on=ON, by=None
    )

    assert (person(elder).mobile, person(elder).name) == ("13900000002", "李河")
    assert person(elder).id_number_sealed == elder.member.id_number_sealed


def test_both_numbers_lead_to_the_survivor(pair: Duplicate, elder: Membership) -> None:
    settling.merge(pair, elder.member, keep=elder.member, on=ON, by=None)

    assert find(id_number(1)) == find(id_number(2)) == elder.member


def test_merging_twice_is_once_and_the_other_way_round_is_refused(
    pair: Duplicate, elder: Membership, younger: Membership
) -> None:
    settling.merge(pair, elder.member, keep=elder.member, on=ON, by=None)
    settling.merge(pair, elder.member, keep=elder.member, on=ON, by=None)

    with pytest.raises(Refused, match="已合并"):
        settling.merge(pair, younger.member, keep=younger.member, on=ON, by=None)


def test_a_pending_transfer_stands_in_the_way(pair: Duplicate, younger: Membership, elder: Membership) -> None:
    transfers.apply(younger.member, elder.union, on=ON, by=None)

    with pytest.raises(Refused, match="请先办结"):
        settling.merge(pair, elder.member, keep=elder.member, on=ON, by=None)
    assert person(younger).merged_into_id is None


@pytest.mark.parametrize("kept", ["elder", "younger"])
@pytest.mark.parametrize("left", [False, True], ids=["both current", "the elder has left"])
def test_a_merge_is_taken_back_whole(
    pair: Duplicate, elder: Membership, younger: Membership, kept: str, *, left: bool
) -> None:
    if left:
        belonging.withdraw(elder, on=date(2012, 1, 1), reason="个人要求退会", by=None)
    before = state_of(elder, younger)
    keep = {"elder": elder, "younger": younger}[kept].member
    settling.merge(pair, elder.member, keep=keep, take=["mobile"], on=ON, by=None)
    assert state_of(elder, younger) != before

    take_back(pair)

    assert state_of(elder, younger) == before
    assert again(pair).state == Duplicate.State.OPEN


def test_a_merge_is_not_taken_back_over_what_was_done_since(pair: Duplicate, elder: Membership) -> None:
    settling.merge(pair, elder.member, keep=elder.member, take=["mobile"], on=ON, by=None)
    people.change_details(elder.member, mobile="13900000009", on=ON, by=None)

    with pytest.raises(Refused, match="后来又被修改过"):
        take_back(pair)
    assert person(elder).mobile == "13900000009"


def test_taking_back_twice_is_once(pair: Duplicate, elder: Membership) -> None:
    settling.merge(pair, elder.member, keep=elder.member, on=ON, by=None)
    last = undoing.last_act_on(pair)
    assert last is not None
    undoing.take_back(pair, last.act_id, by=None)

    assert undoing.take_back(pair, last.act_id, by=None) == {"deleted": 0, "restored": 0}


def test_a_township_does_not_merge_what_lies_in_another(
    pair: Duplicate, elder: Membership, younger: Membership, cast: Any
) -> None:
    with pytest.raises(Refused, match="县总工会组宣部"):
        settling.merge(pair, elder.member, keep=elder.member, on=ON, by=cast["body_officer"])


def test_a_township_merges_its_own(elder: Membership, mill: Mill, cast: Any) -> None:
    beside = OrganisationFactory(parent=mill.union.parent, name="河畔旁工会")
    own = MembershipFactory(union=beside, name="李河")
    pair = pair_of(elder, own)
    with wall.parts(cast["body_officer"].personal_paths):
        settling.merge(pair, elder.member, keep=elder.member, on=ON, by=cast["body_officer"])

    assert person(own).merged_into_id == elder.member_id


def test_told_apart_stays_told_apart(pair: Duplicate, elder: Membership) -> None:
    settling.tell_apart(pair, note="已看两人证件", on=ON, by=None)
    settling.tell_apart(pair, note="另一句", on=ON, by=None)

    assert again(pair).note == "已看两人证件"
    with pytest.raises(Refused, match="不是同一人"):
        settling.merge(pair, elder.member, keep=elder.member, on=ON, by=None)


@pytest.mark.django_db(transaction=True)
def test_two_settle_the_same_pair_at_once_and_one_is_told(
    pair: Duplicate, elder: Membership, younger: Membership
) -> None:
    told: list[str] = []
    start = threading.Barrier(2)

    def settle(survivor: Membership) -> None:
        try:
            with wall.whole("a test's second pair of hands"):
                start.wait(10)
                settling.merge(pair, survivor.member, keep=survivor.member, on=ON, by=None)
                told.append("merged")
        except Refused as refusal:
            told.append(str(refusal))
        finally:
            connection.close()

    hands = [threading.Thread(target=settle, args=(each,)) for each in (elder, younger)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join(30)

    assert sorted(word == "merged" for word in told) == [False, True]
    shells = Member.objects.everywhere("a test").filter(merged_into__isnull=False)
    assert shells.count() == 1


def test_whoever_was_merged_joins_again_under_the_other_number(
    pair: Duplicate, elder: Membership, younger: Membership
) -> None:
    settling.merge(pair, elder.member, keep=elder.member, take=(), note="", on=ON, by=None)
    belonging.withdraw(membership(elder), on=ON, reason="调离", by=None)

    again_in = belonging.join(
        younger.union, name="李河", id_number=id_number(2), since=ON, on=ON, employer=None, by=None
    )

    assert again_in.member_id == elder.member_id
    assert find(id_number(1)) == find(id_number(2)) == person(elder)
