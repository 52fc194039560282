"""Taking somebody in: who stands in the register already, and the sending union's word about a transfer."""

from datetime import date
from enum import StrEnum

from accounts import wall
from accounts.book import operation
from accounts.duties import Duty
from accounts.models import BookEntry, User
from accounts.models.book import Change
from accounts.refused import Refused
from members.models import Member, Membership, Transfer
from members.models.transfer import OBJECTS
from members.operations import transfers
from members.operations.people import find
from registers.undo import take_back as rows_back
from unions.models import Employer, Organisation
from unions.operations.rows import amend

NO_WORD = "转出工会还没有表态，暂时不能接收。转出工会同意后，这里就可以接收；急办的请联系上级工会。"


class Place(StrEnum):
    """Where the register has a number, as far as a union may be told."""

    FREE = "free"
    HERE = "here"
    UNCLEAR = "unclear"


def place_of(union: Organisation, number: str, name: str) -> tuple[Place, Membership | None]:
    """Whether the person can simply join; the membership where it is in this union already.

    UNCLEAR is a member elsewhere as well as a number known under another name: which of them is not for a union to read.
    """
    person = find(number)
    if person is None:
        return Place.FREE, None
    rows = Membership.objects.everywhere("may the person join here")
    current = rows.filter(member=person).current().first()
    if current is not None and current.union_id == union.pk:
        return Place.HERE, current
    return (Place.FREE if current is None and person.name == name else Place.UNCLEAR), None


def has_senders_word(transfer: Transfer) -> bool:
    """Did the sending union, or whoever keeps its register, apply or agree? Nobody is moved behind its back."""
    applied_by: User | None = transfer.applied_by
    if transfer.from_opinion:
        return not transfer.from_opinion.startswith(OBJECTS)
    if applied_by is None:
        return True
    return applied_by.may(Duty.EDIT_MEMBERS, transfer.from_union)


@operation("transfers.agree")
def agree(transfer: Transfer, *, opinion: str = "", by: User | None) -> Transfer:
    """The sending union agrees to what the other side applied for."""
    transfer = Transfer.objects.lock(transfer)
    _demand_pending(transfer)
    amend(transfer, {"from_opinion": opinion.strip() or "同意转出"})
    return transfer


@operation("transfers.object")
def object_to(transfer: Transfer, *, on: date, opinion: str, by: User | None) -> Transfer:
    """The sending union does not agree; the reason is what the other side reads."""
    transfer = Transfer.objects.lock(transfer)
    _demand_pending(transfer)
    if not opinion.strip():
        raise Refused("请写明不同意转出的原因，转入工会要据此答复本人。")
    amend(transfer, {"from_opinion": f"不同意转出：{opinion.strip()}"[:200]})
    return transfers.cancel(transfer, on=on, by=by)


@operation("transfers.receive")
def receive(
    transfer: Transfer, *, on: date, opinion: str = "", employer: Employer | None = None, by: User | None
) -> Transfer:
    """`transfers.accept`, once the sending side has had its word."""
    if not has_senders_word(transfer):
        raise Refused(NO_WORD)
    return transfers.accept(transfer, on=on, opinion=opinion, employer=employer, by=by)


ACCEPTING = ("transfers.receive", "transfers.accept")


def accepted_by_hand(transfer: Transfer) -> BookEntry | None:
    """The book's line of the acceptance, where it may be taken back; nothing is asked of later lines.

    None for what a register's file accepted: its whole import is undone.
    """
    if transfer.state != Transfer.State.ACCEPTED:
        return None
    lines = BookEntry.objects.filter(
        table_name=Transfer._meta.db_table, row_id=transfer.pk, change=Change.UPDATE, act__in=ACCEPTING
    )
    return lines.order_by("-id").first()


@operation("transfers.take_back")
def take_back(transfer: Transfer, *, by: User | None) -> Transfer:
    """An acceptance made by mistake: the old membership goes on, the new one is gone, the application waits again.

    Raises Refused when something was changed or built on it since, or the person belongs to another part by now.
    """
    with wall.whole("an acceptance concerns two parts of the tree"):
        transfer = Transfer.objects.lock(transfer)
        line = accepted_by_hand(transfer)
        if line is None or line.act_id is None:
            raise Refused("只有在系统里点“接收”办的接转可以撤销接收；由登记表导入的，请撤销那次导入。")
        tables = (Transfer._meta.db_table, Membership._meta.db_table, Member._meta.db_table)
        rows_back(line.act_id, also=tables, what="接收")
        transfer.refresh_from_db()
    return transfer


def joined_by_mistake(membership: Membership, user: User) -> BookEntry | None:
    """The book's line of the joining, where this user entered it and it may be taken back; nothing is asked of later lines."""
    lines = BookEntry.objects.filter(
        table_name=Membership._meta.db_table, row_id=membership.pk, change=Change.INSERT, act="members.join", by=user
    )
    return lines.first() if membership.until is None else None


@operation("members.take_back_join")
def take_back_join(membership: Membership, *, by: User) -> None:
    """An entry made by mistake is gone as if never made. Raises Refused when something was built on it since."""
    line = joined_by_mistake(Membership.objects.lock(membership), by)
    if line is None or line.act_id is None:
        raise Refused("只有登记的人可以撤回刚登记的入会；已经不是会员的，请办理退会。")
    with wall.whole("a joining is taken back whole"):
        rows_back(line.act_id, also=(Membership._meta.db_table, Member._meta.db_table), what="入会登记")


def _demand_pending(transfer: Transfer) -> None:
    if transfer.state != Transfer.State.PENDING:
        raise Refused(f"这份接转申请已经办结（{transfer.get_state_display()}），没有改动。")
