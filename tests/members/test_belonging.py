"""Joining, retaining, leaving (members/operations/belonging.py)."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts import wall
from accounts.models import BookEntry
from accounts.refused import Refused
from members.models import Member, Membership, State
from members.operations import belonging, people, transfers
from tests.factories import EmployerFactory, id_number
from tests.members.roles import as_the_application

TODAY = date(2012, 10, 31)
JOINED = date(2012, 3, 1)
NUMBER = id_number(1)
pytestmark = pytest.mark.django_db


def join(union, **values):
    given = {"name": "李某某", "id_number": NUMBER, "since": JOINED, "on": TODAY, "by": None}
    return belonging.join(union, **{**given, **values})


def test_a_person_joins_and_the_number_tells_sex_and_birth(mill):
    membership = join(mill.union)

    member = Member.objects.everywhere("test").get(pk=membership.member_id)
    assert (member.sex, member.born_on) == ("male", date(1990, 1, 1))
    assert (membership.since, membership.until, membership.state) == (JOINED, None, State.NORMAL)
    assert NUMBER not in member.id_number_sealed


@pytest.mark.parametrize(
    "spelt",
    [
        NUMBER,
        f" {NUMBER} ",
        NUMBER.translate(str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")),
        f"{NUMBER[:6]} {NUMBER[6:14]} {NUMBER[14:]}",
        f"{NUMBER[:6]}-{NUMBER[6:14]}-{NUMBER[14:]}",
        f"{NUMBER[:6]}\u3000{NUMBER[6:]}",
        f"{NUMBER[:6]}\u200b{NUMBER[6:]}",
        NUMBER.lower(),
        NUMBER[:6] + NUMBER[8:17],  # as it was written until 1999
    ],
)
def test_however_the_number_is_spelt_it_is_one_person(mill, spelt):
    first = join(mill.union)

    assert join(mill.union, id_number=spelt) == first
    assert Member.objects.everywhere("test").count() == 1


def test_two_numbers_are_two_persons(mill):
    join(mill.union)
    join(mill.union, id_number=id_number(2))

    assert Member.objects.everywhere("test").count() == 2


def test_joining_twice_is_joining_once(mill):
    assert join(mill.union) == join(mill.union)
    assert Membership.objects.everywhere("test").count() == 1


def test_a_member_of_another_union_is_refused_without_saying_where(mill, quarry):
    join(quarry.union)

    with pytest.raises(Refused, match="会员接转") as refused:
        join(mill.union)

    assert quarry.union.name not in str(refused.value)
    assert Membership.objects.everywhere("test").count() == 1


def test_a_former_member_of_another_part_is_taken_in_by_the_township_that_cannot_see_him(cast, mill, quarry):
    old = join(quarry.union)
    belonging.withdraw(old, on=date(2012, 5, 1), reason="调离", by=None)

    with as_the_application(), wall.parts(cast["body_officer"].personal_paths):
        new = join(mill.union, since=date(2012, 6, 1), by=cast["body_officer"])

    assert new.member_id == old.member_id
    assert Member.objects.everywhere("test").get().union_id == mill.union.pk


def test_a_former_member_under_another_name_is_not_taken_in(mill, quarry):
    belonging.withdraw(join(quarry.union), on=date(2012, 5, 1), reason="调离", by=None)

    with pytest.raises(Refused, match="另一个姓名"):
        join(mill.union, name="王某某", since=date(2012, 6, 1))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"id_number": NUMBER[:17] + ("0" if NUMBER[17] != "0" else "1")}, "末位校验码不符"),
        ({"id_number": "349999201302301234"}, "不是真实的出生日期"),
        ({"sex": "female"}, "性别与证件号码不符"),
        ({"born_on": date(1990, 1, 2)}, "出生日期与证件号码不符"),
        ({"since": date(2009, 12, 31)}, "早于该工会的建会日期"),
        ({"since": TODAY + timedelta(days=1)}, "还没有到"),
    ],
)
def test_one_thing_wrong_is_refused_and_writes_nothing(mill, change, sentence):
    with pytest.raises(Refused, match=sentence):
        join(mill.union, **change)

    assert Member.objects.everywhere("test").count() == 0


def test_nobody_is_a_member_of_a_body(riverside):
    with pytest.raises(Refused, match="请选择基层工会"):
        join(riverside)


def test_the_employer_must_be_one_that_the_union_covers(mill, riverside):
    with pytest.raises(Refused, match="不在本工会覆盖范围内"):
        join(mill.union, employer=EmployerFactory(body=riverside))


def test_a_retained_member_stays_a_member(mill):
    membership = belonging.retain(join(mill.union), on=TODAY, reason="失业", by=None)

    assert (membership.state, membership.until, membership.changed_on) == (State.RETAINED, None, TODAY)
    assert belonging.resume(membership, on=TODAY, by=None).state == State.NORMAL


@pytest.mark.parametrize(("leave", "state"), [("withdraw", State.WITHDRAWN), ("expel", State.EXPELLED)])
def test_leaving_ends_the_membership_on_that_day(mill, leave, state):
    membership = join(mill.union)

    getattr(belonging, leave)(membership, on=TODAY, reason="个人要求退会", by=None)

    membership.refresh_from_db()
    assert (membership.state, membership.until) == (state, TODAY)
    rows = Membership.objects.everywhere("test")
    assert rows.holding_on(TODAY - timedelta(days=1)).count() == 1
    assert rows.holding_on(TODAY).count() == 0


def test_leaving_before_joining_is_refused(mill):
    with pytest.raises(Refused, match="早于入会日期"):
        belonging.withdraw(join(mill.union), on=JOINED - timedelta(days=1), reason="", by=None)


def test_a_mistaken_end_is_taken_back(mill):
    membership = belonging.withdraw(join(mill.union), on=TODAY, reason="调离", by=None)

    belonging.reinstate(membership, by=None)

    membership.refresh_from_db()
    assert (membership.state, membership.until, membership.reason) == (State.NORMAL, None, "")


def test_an_end_is_not_taken_back_once_the_person_belongs_elsewhere(mill, quarry):
    membership = belonging.withdraw(join(mill.union), on=date(2012, 5, 1), reason="调离", by=None)
    join(quarry.union, since=date(2012, 6, 1))

    with pytest.raises(Refused, match="现在已有会籍"):
        belonging.reinstate(membership, by=None)


def test_the_database_refuses_two_memberships_at_once(mill, quarry):
    membership = join(mill.union)

    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(
            member_id=membership.member_id,
            union=quarry.union,
            since=JOINED,
            until=TODAY,
            state="withdrawn",
            changed_on=TODAY,
        )


def test_the_database_refuses_a_membership_in_another_union_than_the_persons(mill, quarry):
    membership = belonging.withdraw(join(mill.union), on=TODAY, reason="调离", by=None)

    with pytest.raises(IntegrityError, match="不一致"), transaction.atomic():
        Membership.objects.create(member_id=membership.member_id, union=quarry.union, since=TODAY)


def test_the_same_number_of_another_person_is_refused_when_correcting(mill):
    join(mill.union)
    other = join(mill.union, id_number=id_number(2)).member

    with pytest.raises(Refused, match="已登记在另一位会员名下"):
        people.change_details(other, id_number=NUMBER, on=TODAY, by=None)


def test_the_same_number_again_writes_nothing(mill):
    member = join(mill.union).member
    before = BookEntry.objects.count()

    people.change_details(member, id_number=NUMBER.lower(), name="李某某", on=TODAY, by=None)

    assert BookEntry.objects.count() == before


def test_a_transfer_moves_nobody_before_it_is_accepted(mill, quarry):
    member = join(mill.union).member

    transfer = transfers.apply(member, quarry.union, on=TODAY, reason="调动", by=None)

    assert Membership.objects.everywhere("test").get(member=member).union_id == mill.union.pk
    assert (transfer.name, transfer.state) == ("李某某", "pending")
    assert NUMBER[3:15] not in transfer.masked_number


def test_accepting_ends_the_one_membership_and_begins_the_other_on_that_day(mill, quarry):
    member = join(mill.union).member
    transfer = transfers.apply(member, quarry.union, on=date(2012, 9, 1), by=None)

    transfers.accept(transfer, on=TODAY, by=None)

    there = Membership.objects.everywhere("test").filter(member=member).order_by("since")
    assert [(m.union_id, m.since, m.until, m.state) for m in there] == [
        (mill.union.pk, JOINED, TODAY, State.TRANSFERRED),
        (quarry.union.pk, TODAY, None, State.NORMAL),
    ]
    member.refresh_from_db()
    assert member.union_id == quarry.union.pk


def test_a_township_accepts_a_person_it_could_not_see(cast, mill, quarry):
    transfer = transfers.apply(join(quarry.union).member, mill.union, on=TODAY, by=None)

    with as_the_application(), wall.parts(cast["body_officer"].personal_paths):
        transfers.accept(transfer, on=TODAY, by=cast["body_officer"])

    assert Member.objects.everywhere("test").get().union_id == mill.union.pk


def test_applying_twice_is_one_application(mill, quarry):
    member = join(mill.union).member
    first = transfers.apply(member, quarry.union, on=TODAY, by=None)

    assert transfers.apply(member, quarry.union, on=TODAY, by=None) == first


def test_a_closed_application_is_not_closed_again(mill, quarry):
    transfer = transfers.apply(join(mill.union).member, quarry.union, on=TODAY, by=None)
    transfers.decline(transfer, on=TODAY, opinion="没有这个人", by=None)

    with pytest.raises(Refused, match="已经办结"):
        transfers.accept(transfer, on=TODAY, by=None)


def test_declining_says_why(mill, quarry):
    transfer = transfers.apply(join(mill.union).member, quarry.union, on=TODAY, by=None)

    with pytest.raises(Refused, match="原因"):
        transfers.decline(transfer, on=TODAY, opinion=" ", by=None)


def test_a_mistaken_end_leaves_a_retained_member_retained(mill):
    membership = belonging.retain(join(mill.union), on=date(2012, 5, 1), reason="下岗", by=None)
    belonging.withdraw(membership, on=TODAY, reason="调离", by=None)

    belonging.reinstate(membership, by=None)

    membership.refresh_from_db()
    assert (membership.state, membership.until) == (State.RETAINED, None)
    assert (membership.changed_on, membership.reason) == (date(2012, 5, 1), "下岗")


def test_a_retained_member_did_not_join_after_being_retained(mill):
    membership = belonging.retain(join(mill.union), on=date(2012, 5, 1), reason="下岗", by=None)

    with pytest.raises(Refused, match="会籍变化日期"):
        belonging.change_membership(membership, employer=None, since=date(2012, 5, 2), on=TODAY, by=None)
