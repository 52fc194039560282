"""Rows of the members' register: builders as in builders.py."""

from collections.abc import Callable
from datetime import date
from typing import Any

from accounts.models import PersonalPast
from members.models import Duplicate, Erasure, FormPrint, Member, Membership, RosterCheck
from members.operations import belonging, transfers
from tests.factories import MembershipFactory, id_number
from unions.models import Organisation

Rows = list[Any]
UNIONS = ("mill", "bakery", "quarry")
DAY = date(2012, 10, 1)
WORLD = "the world of the hunt"


def members(world: Any, place: str) -> Rows:
    """Two who belong, one who left, one whose data were erased."""
    if place not in UNIONS:
        return []
    union, start = world.one("unions.Organisation", place), 100 * UNIONS.index(place)
    made = [
        MembershipFactory(
            union=union,
            name="会员",
            id_number=id_number(start + number),
            mobile="13900000001",
            native_place="云岭",
            employer=world.one("unions.Employer", place),
        )
        for number in range(4)
    ]
    for gone in made[2:]:
        belonging.withdraw(gone, on=DAY, reason="调离", by=None)
    rows = list(Member.objects.everywhere(WORLD).filter(union=union).order_by("pk"))
    Member.objects.everywhere(WORLD).filter(pk=rows[3].pk).update(
        id_number_sealed="",
        id_number_index=None,
        mobile="",
        native_place="",
        born_on=None,
        name="已删除",
        erased_on=DAY,
    )
    rows[3].refresh_from_db()
    if (
        place == "quarry"
    ):  # moved to the mill: whoever keeps the quarry's part knows that, and nothing else of the person
        moved = MembershipFactory(union=union, name="会员", id_number=id_number(start + 9), mobile="13900000001")
        mill = world.one("unions.Organisation", "mill")
        way = transfers.accept(transfers.apply(moved.member, mill, on=DAY, by=None), on=DAY, opinion="同意", by=None)
        world.add("crossing", way)
        moved.member.refresh_from_db()
        world.add("mill", moved.member)
    return rows


def memberships(world: Any, place: str) -> Rows:
    unions = world.rows("unions.Organisation", place) if place in UNIONS else []
    return list(Membership.objects.everywhere(WORLD).filter(union__in=unions).order_by("pk"))


def transfer_rows(world: Any, place: str) -> Rows:
    """Within a township, from the chair's union; and one between the townships, whom both sides know."""
    if place == "mill" or place == "quarry":
        there = world.one("unions.Organisation", "bakery")
    else:
        return []
    # Asked for by the receiving side: the sender has not had its word.
    by = world.people["body_officer"] if place == "quarry" else None
    row = transfers.apply(world.one("members.Member", place), there, on=DAY, reason="调动", by=by)
    if place == "quarry":
        world.add("shared", row)
        return []
    return [row]


def duplicates(world: Any, place: str) -> Rows:
    """Two entries of one union; the county's are two across townships."""
    if place not in ("county", "mill", "quarry"):
        return []
    if place != "county":
        first, second = world.rows("members.Member", place)[:2]
    else:
        return []  # its members are not made yet: the quarry's turn makes this one as well
    rows = [_pair(first, second)]
    if place == "quarry":
        world.add("county", _pair(world.one("members.Member", "mill"), first))
    return rows


def _pair(first: Member, second: Member) -> Duplicate:
    return Duplicate.objects.create(first=first, second=second, why="same_person", found_on=DAY, note="待核")


def roster_checks(world: Any, place: str) -> Rows:
    return [
        RosterCheck.objects.create(union=union, checked_on=DAY, kept=2)
        for union in world.rows("unions.Organisation", place)
        if place in UNIONS and isinstance(union, Organisation)
    ]


def erasures(world: Any, place: str) -> Rows:
    gone = [member for member in world.rows("members.Member", place) if member.erased_on]
    return [Erasure.objects.create(member=one, erased_on=DAY, basis="request", reason="本人申请") for one in gone]


def form_prints(world: Any, place: str) -> Rows:
    if place not in UNIONS:
        return []
    member, union = world.one("members.Member", place), world.one("unions.Organisation", place)
    given: dict[str, Any] = {"code": f"2012{UNIONS.index(place)}", "digest": "5" * 64, "printed_on": DAY}
    return [FormPrint.objects.create(form="member", union=union, row_id=member.pk, **given)]


def past(world: Any, place: str) -> Rows:
    return [
        PersonalPast.objects.create(table_name="members_member", row_id=one.pk, before={"name": "旧名"})
        for one in world.rows("members.Member", place)[:1]
    ]


MEMBERS: dict[str, Callable[[Any, str], Rows]] = {
    "members.Member": members,
    "members.Membership": memberships,
    "members.Transfer": transfer_rows,
    "members.Duplicate": duplicates,
    "members.RosterCheck": roster_checks,
    "members.Erasure": erasures,
    "members.FormPrint": form_prints,
    "accounts.PersonalPast": past,
}
