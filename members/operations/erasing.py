"""A person's data are deleted; that somebody was a member from when to when stays, and names nobody (PIPL 47)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts import wall
from accounts.book import operation
from accounts.models import PersonalPast, User
from accounts.refused import Refused
from members.models import Duplicate, Erasure, Member, Membership, Transfer
from unions.operations.rows import amend

ERASING = "a person's data are deleted wherever they stand"
GONE = "已删除"
# Sex, 农民工 and employment stay: figures of past days count by them, and they tell nobody apart.
EMPTIED: dict[str, Any] = {
    "id_number_sealed": "",
    "id_number_index": None,
    "name": GONE,
    "born_on": None,
    "ethnicity": "",
    "mobile": "",
    "education": "",
    "skill_level": "",
    "political_status": "",
    "native_place": "",
    "hukou_type": "",
    "is_dispatched": None,
}


@dataclass(frozen=True)
class Foreseen:
    """What an erasure would take, and what it leaves."""

    entries: int
    old_values: int
    transfers: int
    pairs: int
    memberships: int


def foresee(member: Member) -> Foreseen:
    """Look, and change nothing. Raises Refused as the operation does."""
    with wall.whole(ERASING):
        _demand_may_go(member)
        persons = entries_of(member)
        return Foreseen(
            len(persons),
            _past_of(persons).count(),
            _transfers_of(persons).count(),
            len(_open_pairs(persons)),
            Membership.objects.everywhere(ERASING).filter(member__in=persons).count(),
        )


@operation("members.erase")
def erase(member: Member, *, basis: Erasure.Basis, reason: str, on: date, by: User | None) -> Erasure:
    """Empty the person's entry, and those merged into it, and delete what they were before. Not to be taken back.

    Memberships, counts and the book's lines stay; they name nobody. Raises Refused while the person is a member or a
    transfer is pending. The same person twice is once.
    """
    with wall.whole(ERASING):
        member = Member.objects.lock(member)
        if member.erased_on is not None:
            done: Erasure = Erasure.objects.everywhere(ERASING).get(member=member)
            return done
        _demand_may_go(member)
        persons = entries_of(member)
        for transfer in _transfers_of(persons):
            amend(Transfer.objects.lock(transfer), {"name": GONE, "masked_number": ""})
        for pair in _open_pairs(persons):
            settled = {"state": Duplicate.State.DIFFERENT, "settled_on": on, "settled_by": by, "note": "个人信息已删除"}
            amend(Duplicate.objects.lock(pair), settled)
        for person in persons:
            amend(Member.objects.lock(person), {**EMPTIED, "erased_on": on})
        _past_of(persons).delete()  # last: the changes above have left theirs
        return Erasure.objects.create(member=member, erased_on=on, basis=basis, reason=reason, erased_by=by)


def entries_of(member: Member) -> list[Member]:
    """The person's entry and those that were merged into it, step by step."""
    found, step = [member], [member]
    while step:
        step = list(Member.objects.everywhere(ERASING).filter(merged_into__in=step).order_by("pk"))
        found += step
    return found


def _demand_may_go(member: Member) -> None:
    if member.merged_into_id is not None:
        raise Refused("这条登记已并入另一条，请在合并后的会员上办理删除。")
    if Membership.objects.everywhere(ERASING).filter(member=member).current().exists():
        raise Refused("这位会员现在还有会籍，个人信息不能删除。请先办理退会，或转出。")
    if Transfer.objects.everywhere(ERASING).filter(member=member).pending().exists():
        raise Refused("这位会员有待接收的接转申请，请先办结。")


def _transfers_of(persons: list[Member]) -> Any:
    return Transfer.objects.everywhere(ERASING).filter(member__in=persons)


def _open_pairs(persons: list[Member]) -> list[Duplicate]:
    rows = Duplicate.objects.everywhere(ERASING).open()
    return [*rows.filter(first__in=persons), *rows.filter(second__in=persons).exclude(first__in=persons)]


def _past_of(persons: list[Member]) -> Any:
    """What they and their transfers were called before, kept apart from the book (accounts.PersonalPast)."""
    keys = {Member._meta.db_table: [person.pk for person in persons]}
    keys[Transfer._meta.db_table] = list(_transfers_of(persons).values_list("pk", flat=True))
    rows = PersonalPast.objects.none()
    for table, ids in keys.items():
        rows |= PersonalPast.objects.filter(table_name=table, row_id__in=ids)
    return rows
