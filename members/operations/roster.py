"""挤水分: a union's roster gone through in one pass (domain.md RN-03), taken back as one act; the roster taken away."""

from collections.abc import Mapping
from datetime import date

from django.db import models

from accounts import book
from accounts.book import operation
from accounts.duties import Duty
from accounts.models import BookEntry, User
from accounts.models.book import Change
from accounts.refused import Refused
from members.models import Membership, RosterCheck, Transfer
from members.operations import belonging
from registers.undo import take_back as rows_back
from unions.models import Organisation

REASON = "花名册核对"
WRITTEN = (Membership._meta.db_table, RosterCheck._meta.db_table, Transfer._meta.db_table)


class How(models.TextChoices):
    """What became of somebody who is not there any more."""

    LEFT = "withdrawn", "退会"
    MOVED = "moved", "转出"
    RETAINED = "retained", "保留"
    DOUBTFUL = "doubtful", "待核实"


@operation("rosters.check")
def check(union: Organisation, gone: Mapping[int, str], *, on: date, by: User | None) -> RosterCheck:
    """One pass: everybody is still there but the memberships of `gone`, each with its How.

    退会 and 保留 take effect on the day. 转出 (to where?) and 待核实 stay on the roster and are named in the book's line,
    which the chair's page reads. Whoever left or moved meanwhile is passed over.
    """
    union = Organisation.objects.lock(union)
    rows = Membership.objects.everywhere("the roster of the locked union").filter(union=union).current()
    done: dict[str, list[int]] = {how: [] for how in How.values}
    for membership in rows.filter(pk__in=gone).order_by("pk"):
        how = How(gone[membership.pk])
        if how == How.LEFT:
            belonging.withdraw(membership, on=max(on, membership.since), reason=REASON, by=by)
        elif how == How.RETAINED:
            belonging.retain(membership, on=max(on, membership.since), reason=REASON, by=by)
        done[how].append(membership.pk)
    made: RosterCheck = RosterCheck.objects.create(
        union=union, checked_on=on, kept=rows.count(), left=len(done[How.LEFT]), checked_by=by
    )
    book.record("rosters.check", by=by, row=made, **done)
    return made


def outcome(row: RosterCheck) -> dict[str, list[int]]:
    """The memberships that the pass named, by their How."""
    line = BookEntry.objects.filter(table_name=WRITTEN[1], row_id=row.pk, change=Change.EVENT, act="rosters.check")
    details = line.order_by("id").values_list("details", flat=True).first() or {}
    return {how: details.get(how, []) for how in How.values}


@operation("rosters.take_back")
def take_back(row: RosterCheck, *, by: User | None) -> int:
    """Everything the pass wrote is as it was before; returns how many members that concerns.

    Raises Refused when something later touched them.
    """
    RosterCheck.objects.lock(row)
    line = BookEntry.objects.filter(table_name=WRITTEN[1], row_id=row.pk, change=Change.INSERT).first()
    if line is None or line.act != "rosters.check" or line.act_id is None:
        raise Refused("日志里没有这次核对，不能撤销。有登记错的，请逐个办理。")
    return rows_back(line.act_id, also=WRITTEN, what=REASON)["restored"]


@operation("rosters.download")
def note_download(union: Organisation, *, rows: int, sha256: str, full: bool, reason: str, by: User) -> None:
    """Note who took the roster away, how long it is, and whether whole numbers stand in it. Raises Refused for whoever may not."""
    if not by.may(Duty.EDIT_MEMBERS, union):
        raise Refused("您的职责已经变化，不能再下载这家工会的花名册。请联系上级工会。")
    numbers = "完整" if full else "已隐去中间位数"
    book.record("rosters.download", by=by, row=union, rows=rows, sha256=sha256, numbers=numbers, reason=reason)
