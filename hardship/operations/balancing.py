"""汇总平衡: the ranked list against the budget; those chosen go to the leader, those cut are told why (hardship.md §5)."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal

from accounts.book import operation
from accounts.models import User
from accounts.refused import Refused
from hardship.models import ReliefApplication, ReliefProgramme
from hardship.money import yuan
from hardship.operations import reviewing
from hardship.operations.proposing import propose
from hardship.operations.steps import move
from hardship.ranking import skipped
from hardship.transitions import State
from hardship.waiting import NOUGHT, OF_PROGRAMME, available, ranked


@operation("balancing.settle")
def settle(
    programme: ReliefProgramme,
    chosen: Iterable[ReliefApplication],
    *,
    reason: str = "",
    seen: Mapping[int, int] | None = None,
    at: datetime,
    by: User | None,
) -> list[ReliefApplication]:
    """Those chosen go to approval, each with its rank and amount; the others stay on the list.

    Raises Refused above what the budgets leave, for one without an amount, and without a reason where somebody ranked
    before one of them is left behind. `seen` are the numbers of steps that the page showed, by application.
    """
    ReliefProgramme.objects.select_for_update().get(pk=programme.pk)  # two lists settled at once share one budget
    candidates = ranked(programme)
    keys = {one.pk for one in chosen}
    if not keys:
        raise Refused("请先勾选要送审批的申请。")
    left_behind = skipped(candidates, keys)
    if left_behind and not reason.strip():
        raise Refused(f"有 {len(left_behind)} 户排在前面没有选中，请写明原因。")
    rows = locked(keys)
    _demand_budget(programme, rows)
    rank = {one.key: place for place, one in enumerate(candidates, 1)}
    return [
        move(
            row,
            "balance",
            State.APPROVAL,
            at=at,
            by=by,
            opinion=reason.strip(),
            seen=(seen or {}).get(row.pk),
            rank=rank.get(row.pk),
        )
        for row in rows
    ]


@operation("balancing.set_amounts")
def set_amounts(
    amounts: Mapping[int, Decimal], *, reasons: Mapping[int, str], at: datetime, by: User | None
) -> list[ReliefApplication]:
    """Several amounts at once, by application; only those that differ are written. All of them or none."""
    return [
        propose(row, amounts[row.pk], reason=reasons.get(row.pk, ""), at=at, by=by)
        for row in locked(amounts.keys())
        if row.proposed != amounts[row.pk]
    ]


@operation("balancing.cut")
def cut(chosen: Iterable[ReliefApplication], *, reason: str, at: datetime, by: User | None) -> list[ReliefApplication]:
    """不予帮扶 of several, for one reason that each is told."""
    return [reviewing.refuse(row, reason=reason, at=at, by=by) for row in locked({one.pk for one in chosen})]


def locked(keys: Iterable[int]) -> list[ReliefApplication]:
    """The applications, locked in the order of their keys: two who act on many never wait in a circle."""
    rows = ReliefApplication.objects.everywhere(OF_PROGRAMME).filter(pk__in=list(keys)).select_related("programme")
    return list(rows.select_for_update(of=("self",)).order_by("pk"))


def _demand_budget(programme: ReliefProgramme, rows: list[ReliefApplication]) -> None:
    without = [row.name for row in rows if row.proposed is None]
    if without:
        raise Refused(f"{'、'.join(without[:5])}还没有拟帮扶金额，请先填写金额再送审批。")
    total, left = sum((row.proposed or NOUGHT for row in rows), NOUGHT), available(programme)
    if total > left:
        raise Refused(
            f"所选合计 {yuan(total)}，“{programme.name}”的预算还剩 {yuan(max(left, NOUGHT))}，超出 {yuan(total - max(left, NOUGHT))}。"
            "请减少户数或金额，或请财务增加预算。"
        )
