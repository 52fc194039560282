"""Pairs of entries settled by people: two persons, or one, whose entries become one. Never by machine."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts import book, wall
from accounts.book import operation
from accounts.duties import Duty
from accounts.models import User
from accounts.refused import Refused
from members.models import Duplicate, Member, Membership, State, Transfer
from members.operations.people import demand_standing
from unions.operations.rows import amend

ONE_PERSON = "the two entries of one person, wherever their memberships are"
# What may be taken over from the other entry. Number, sex and birth date go with the entry that stays.
TAKEN = (
    "name",
    "mobile",
    "ethnicity",
    "employment",
    "is_migrant",
    "is_dispatched",
    "education",
    "skill_level",
    "political_status",
    "hukou_type",
    "native_place",
)


@dataclass(frozen=True)
class Fate:
    """What becomes of one membership: it stays with its entry, moves to the one that stays, or was superfluous."""

    membership: Membership
    moves: bool
    is_superfluous: bool


@operation("members.tell_apart")
def tell_apart(pair: Duplicate, *, note: str, on: date, by: User | None) -> Duplicate:
    """They are two persons; the hunt does not bring them up again."""
    pair = Duplicate.objects.lock(pair)
    if pair.state == Duplicate.State.DIFFERENT:
        return pair
    _demand_open(pair)
    amend(pair, {"state": Duplicate.State.DIFFERENT, "settled_on": on, "settled_by": by, "note": note})
    return pair


@operation("members.merge")
def merge(
    pair: Duplicate,
    survivor: Member,
    *,
    keep: Member,
    take: Iterable[str] = (),
    note: str = "",
    on: date,
    by: User | None,
) -> Duplicate:
    """The two entries become `survivor`; of two current memberships that of `keep` stays, `take` names the other's fields.

    Memberships that overlap one that stays are `duplicate` from their first day on, and counted on no day. The other
    entry stays as an empty shell that leads to the survivor, with its number. Raises Refused when the pair was settled
    otherwise, a transfer is pending, or a membership lies where `by` may not settle.
    """
    with wall.whole(ONE_PERSON):
        pair = Duplicate.objects.lock(pair)
        other_id = pair.second_id if survivor.pk == pair.first_id else pair.first_id
        locked = {key: Member.objects.lock(Member(pk=key)) for key in sorted((pair.first_id, pair.second_id))}
        survivor, other = locked[survivor.pk], locked[other_id]
        if pair.state == Duplicate.State.MERGED and other.merged_into_id == survivor.pk:
            return pair
        _demand_open(pair)
        for member in (survivor, other):
            demand_standing(member)
        _demand_no_transfer(survivor, other)
        fates = fates_of(survivor, other, keep=keep)
        _demand_own_part(fates, by)
        _settle_memberships(fates, survivor, on=on)
        amend(survivor, {name: getattr(other, name) for name in take if name in TAKEN})
        amend(other, {"merged_into_id": survivor.pk})
        amend(
            pair,
            {
                "state": Duplicate.State.MERGED,
                "settled_on": on,
                "settled_by": by,
                "note": note,
                "merge_act": book.current_act(),
            },
        )
    return pair


def fates_of(survivor: Member, other: Member, *, keep: Member) -> list[Fate]:
    """What a merge does to each membership of the two, in the order in which one beats another.

    First the current one of `keep`, then the survivor's, then the other's: what overlaps an earlier one is superfluous.
    """
    rows = Membership.objects.everywhere(ONE_PERSON).filter(member__in=[survivor, other])
    listed = list(rows.select_related("union").order_by("since", "pk"))
    listed.sort(key=lambda row: (not (row.until is None and row.member_id == keep.pk), row.member_id != survivor.pk))
    stand: list[Membership] = []
    fates = []
    for row in listed:
        is_empty = row.until is not None and row.until <= row.since
        is_superfluous = not is_empty and any(_overlap(row, each) for each in stand)
        moves = row.member_id != survivor.pk and not is_superfluous and row.state != State.DUPLICATE
        if not is_superfluous:
            stand.append(row)
        fates.append(Fate(row, moves, is_superfluous))
    return fates


def _overlap(one: Membership, other: Membership) -> bool:
    ends_before = one.until is not None and one.until <= other.since
    begins_after = other.until is not None and other.until <= one.since
    is_empty = other.until is not None and other.until <= other.since
    return not (ends_before or begins_after or is_empty)


def _settle_memberships(fates: list[Fate], survivor: Member, *, on: date) -> None:
    """First what ends, then where the person is, then what moves: the guards look after each step."""
    for fate in fates:
        if fate.is_superfluous:
            row = Membership.objects.lock(fate.membership)
            ended = {"state": State.DUPLICATE, "until": row.since, "changed_on": on, "reason": "重复登记，合并"}
            amend(row, ended)
    moved = [fate.membership for fate in fates if fate.moves]
    for row in moved:
        if row.until is None:
            amend(survivor, {"union_id": row.union_id})
    for row in moved:
        amend(Membership.objects.lock(row), {"member_id": survivor.pk})


def _demand_open(pair: Duplicate) -> None:
    if pair.state != Duplicate.State.OPEN:
        who = f"由 {pair.settled_by.name} " if pair.settled_by else ""
        raise Refused(f"这一对已经{who}核对为“{pair.get_state_display()}”，没有改动。")


def _demand_no_transfer(*members: Member) -> None:
    if Transfer.objects.everywhere(ONE_PERSON).filter(member__in=members).pending().exists():
        raise Refused("其中一人有待接收的接转申请，请先办结，再合并。")


def _demand_own_part(fates: list[Fate], by: User | None) -> None:
    paths = by.paths_with(Duty.SETTLE_DUPLICATES) if by is not None else [""]
    touched: list[Any] = [fate.membership.union.path for fate in fates]
    if not all(any(path.startswith(own) for own in paths) for path in touched):
        raise Refused("这一对要由县总工会组宣部核对、合并，请联系县总工会组宣部。")
