"""Moving from one union to another: applied for by either side or the body above, done when the receiver accepts."""

from datetime import date

from accounts import wall
from accounts.book import operation
from accounts.duties import Duty
from accounts.encryption import unseal
from accounts.masks import masked_id_number
from accounts.models import User
from accounts.refused import Refused
from members.models import Member, Membership, State, Transfer
from members.operations.belonging import demand_members_union
from members.operations.people import ID_NUMBER_PLACE, demand_standing, find, hold
from unions.models import Employer, Organisation
from unions.operations.rows import amend

# The same for a number nobody has, a name that is another's and a person who left: no oracle (security.md 24).
NO_SUCH = "没有查到能接转的会员：证件号码和姓名要与登记的完全一致，并且本人现在有会籍。"
NOBODY = f"{NO_SUCH}请对照证件核对；本人从未入会或已退会的，请直接办理入会。"
SENDERS_OPINION = "转出工会意见由转出工会填，请把这一格留空"
CROSSES = "a transfer concerns two parts of the tree"


@operation("transfers.apply")
def apply(
    member: Member,
    to_union: Organisation,
    *,
    on: date,
    reason: str = "",
    opinion: str = "",
    employer: Employer | None = None,
    by: User | None,
) -> Transfer:
    """A current member is to move to another union; nothing changes until that union accepts.

    The same application twice is one. Raises Refused when the person is no current member, is one there already, or
    has another application pending.
    """
    with wall.whole(CROSSES):
        member = hold(member.pk)
        demand_standing(member)
        demand_members_union(to_union, on)
        current = Membership.objects.everywhere(CROSSES).filter(member=member).current().first()
        if current is None:
            raise Refused("这位会员现在没有会籍，不用接转，请直接办理入会。")
        if current.union_id == to_union.pk:
            raise Refused("这位会员已经在转入工会，不用接转。")
        if on < current.since:
            raise Refused("申请日期早于现在这段会籍的入会日期，请核对。")
        if opinion and by is not None and not by.may(Duty.EDIT_MEMBERS, current.union):
            raise Refused(f"{SENDERS_OPINION}。")
        pending = Transfer.objects.everywhere(CROSSES).filter(member=member).pending().first()
        if pending is not None:
            if pending.to_union_id == to_union.pk:
                return pending
            raise Refused("这位会员已有一份待接收的接转申请，请先办结。")
        return Transfer.objects.create(
            member=member,
            name=member.name,
            masked_number=masked_id_number(unseal(member.id_number_sealed, ID_NUMBER_PLACE)),
            from_union_id=current.union_id,
            to_union=to_union,
            to_employer=employer,
            applied_on=on,
            reason=reason,
            from_opinion=opinion,
            applied_by=by,
        )


@operation("transfers.apply")
def ask_for(
    to_union: Organisation,
    *,
    number: str,
    name: str,
    on: date,
    reason: str = "",
    employer: Employer | None = None,
    by: User | None,
) -> Transfer:
    """The receiver applies, for a person known by number and name; where the person belongs it does not learn.

    The union the person belongs to sees the application as its own.
    """
    member = find(number)
    if member is None or member.name != name or not _is_member(member):
        raise Refused(NOBODY)
    return apply(member, to_union, on=on, reason=reason, employer=employer, by=by)


def _is_member(member: Member) -> bool:
    return bool(Membership.objects.everywhere(CROSSES).filter(member=member).current().exists())


@operation("transfers.accept")
def accept(
    transfer: Transfer, *, on: date, opinion: str = "", employer: Employer | None = None, by: User | None
) -> Transfer:
    """The receiver accepts: the old membership ends, the new one begins on that day."""
    with wall.whole(CROSSES):
        member = hold(transfer.member_id)
        transfer = Transfer.objects.lock(transfer)
        _demand_pending(transfer)
        if on < transfer.applied_on:
            raise Refused(f"接收日期早于申请日期（{transfer.applied_on}），请核对。")
        demand_members_union(transfer.to_union, on)
        employer = employer or transfer.to_employer
        if employer is not None and employer.union_id != transfer.to_union_id:
            raise Refused("这个单位不在转入工会覆盖范围内，请核对工作单位。")
        current = Membership.objects.everywhere(CROSSES).filter(member=member).current().first()
        if current is None or current.union_id != transfer.from_union_id:
            raise Refused("这位会员的会籍已不在转出工会，请撤回这份申请。")
        amend(
            Membership.objects.lock(current),
            {"state": State.TRANSFERRED, "until": on, "changed_on": on, "reason": transfer.reason},
        )
        amend(member, {"union_id": transfer.to_union_id})
        Membership.objects.create(member=member, union_id=transfer.to_union_id, employer=employer, since=on)
        amend(transfer, {"state": Transfer.State.ACCEPTED, "closed_on": on, "closed_by": by, "to_opinion": opinion})
    return transfer


@operation("transfers.decline")
def decline(transfer: Transfer, *, on: date, opinion: str, by: User | None) -> Transfer:
    """The receiver does not take the member; the reason is what the other side reads."""
    with wall.whole(CROSSES):
        transfer = Transfer.objects.lock(transfer)
        _demand_pending(transfer)
        if not opinion.strip():
            raise Refused("请写明不同意接收的原因，转出工会要据此答复本人。")
        amend(transfer, {"state": Transfer.State.DECLINED, "closed_on": on, "closed_by": by, "to_opinion": opinion})
    return transfer


@operation("transfers.cancel")
def cancel(transfer: Transfer, *, on: date, by: User | None) -> Transfer:
    """The application is taken back; nothing has changed."""
    with wall.whole(CROSSES):
        transfer = Transfer.objects.lock(transfer)
        _demand_pending(transfer)
        amend(transfer, {"state": Transfer.State.CANCELLED, "closed_on": on, "closed_by": by})
    return transfer


def _demand_pending(transfer: Transfer) -> None:
    if transfer.state != Transfer.State.PENDING:
        raise Refused(f"这份接转申请已经办结（{transfer.get_state_display()}），没有改动。")
