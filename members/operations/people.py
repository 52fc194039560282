"""What the register says of a person."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any, TypedDict, Unpack

from django.db import IntegrityError, transaction

from accounts import wall
from accounts.book import operation
from accounts.encryption import blind_index, seal
from accounts.models import User
from accounts.refused import Refused
from members.identity import index_text, packed, told, trouble
from members.models import IdKind, Member
from unions.operations.rows import amend

ID_NUMBER_PLACE = "members_member.id_number"
SEX = {"male": "男", "female": "女"}


class Details(TypedDict, total=False):
    """What is known of a person; `id_number` in clear is sealed here and kept nowhere else."""

    id_kind: str
    id_number: str
    name: str
    sex: str
    born_on: date | None
    ethnicity: str
    employment: str
    mobile: str
    education: str
    skill_level: str
    political_status: str
    native_place: str
    hukou_type: str
    is_migrant: bool | None
    is_dispatched: bool | None


def find(number: str) -> Member | None:
    """The one person in the county with this number, however spelt; of one merged into another, the other.

    Looks beyond the asker's own part: for operations, whose sentences must not tell more than they have to.
    """
    text = index_text(number)
    if not text:
        return None
    rows = Member.objects.everywhere("one person, one entry in the county")
    member = rows.filter(id_number_index=blind_index(text)).first()
    while member is not None and member.merged_into_id is not None:
        member = rows.get(pk=member.merged_into_id)
    return member


def hold(member_id: int) -> Member:
    """The person, locked: first of all by whatever changes where somebody belongs, so that two of them never wait for
    each other in a circle. The row may lie outside the asker's part.
    """
    with wall.whole("whoever changes where a person belongs waits for the others"):
        held: Member = Member.objects.lock(Member(pk=member_id))
    return held


@contextmanager
def number_not_taken() -> Iterator[None]:
    """Raises Refused for the second of two who write one number at the same moment: neither finds the other's before."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if "id_number_index" not in str(error):
            raise
        raise Refused("这个证件号码刚刚有人登记，这次没有写入。请再办一次，系统会告诉您怎么办。") from error


def stored(details: Details, *, on: date, kind: str = "") -> dict[str, Any]:
    """What the table keeps of details; sex and birth date follow from a number that tells them.

    Raises Refused, with a sentence for the form, when the number is no valid one or contradicts what was said.
    """
    values: dict[str, Any] = dict(details)
    number = packed(str(values.pop("id_number", "") or ""))
    if not number:
        return values
    kind = values.get("id_kind") or kind or IdKind.RESIDENT
    if wrong := trouble(kind, number, on):
        raise Refused(f"{IdKind(kind).label}号码不对：{wrong}。请对照证件核对后重填。")
    said = told(kind, number)
    if said.sex and values.get("sex") not in (None, "", said.sex):
        raise Refused(f"性别与证件号码不符：号码显示为{SEX[said.sex]}，请核对。")
    if said.born_on and values.get("born_on") not in (None, said.born_on):
        raise Refused(f"出生日期与证件号码不符：号码显示为 {said.born_on}，请核对。")
    if said.sex:
        values["sex"], values["born_on"] = said.sex, said.born_on
    values["id_kind"] = kind
    values["id_number_sealed"] = seal(said.number, ID_NUMBER_PLACE)
    values["id_number_index"] = blind_index(index_text(said.number))
    return values


@operation("members.change_details")
def change_details(member: Member, *, on: date, by: User | None, **details: Unpack[Details]) -> Member:
    """Correct what the register says of a person. An empty `id_number` leaves the one on file as it is.

    Raises Refused when the number is another person's, or the entry was merged or erased.
    """
    member = Member.objects.lock(member)
    demand_standing(member)
    values = stored(details, on=on, kind=member.id_kind)
    index = values.get("id_number_index")
    if index == member.id_number_index:
        values.pop("id_number_sealed", None)  # sealing gives another text each time
    elif index:
        with wall.whole("one person, one entry in the county"):
            if Member.objects.everywhere("is the number taken").filter(id_number_index=index).exists():
                raise Refused("这个证件号码已登记在另一位会员名下，请核对；确是同一人的，请联系县总工会组宣部合并。")
    with number_not_taken():
        amend(member, values)
    return member


def demand_standing(member: Member) -> None:
    """Raises Refused for an entry that was merged into another, or whose data were erased."""
    if member.erased_on is not None:
        raise Refused("这位会员的个人信息已按规定删除，不能再登记。")
    if member.merged_into_id is not None:
        raise Refused("这条登记已并入另一条，请在合并后的会员上办理。")
