"""审批: by a leader other than who entered and reviewed; the amount, the budgets it comes of, and the seal (hardship.md §5)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.book import operation
from accounts.models import User
from accounts.refused import Refused
from hardship.models import (
    Budget,
    HardshipFile,
    Instalment,
    NoticeLine,
    PublicNotice,
    ReliefApplication,
    Step,
)
from hardship.money import FEN, yuan
from hardship.operations import applications
from hardship.operations.balancing import locked
from hardship.operations.proposing import demand_amount, note_change
from hardship.operations.steps import hold, move
from hardship.seals import broken, seal_of
from hardship.transitions import State

NOUGHT = Decimal(0)
OF_APPROVAL = "of an application being approved"
BROKEN = "{count} 份申请与批准时的内容不一致（{names}），不能发放。请联系安全审计员，由分管领导撤销审批后重新审批。"


@dataclass(frozen=True)
class Share:
    """So many yuan of one budget."""

    budget: Budget
    amount: Decimal


@dataclass(frozen=True)
class Approved:
    """What came of approving many: those approved, and those refused with the reason."""

    rows: list[ReliefApplication]
    refused: list[tuple[ReliefApplication, str]]

    @property
    def total(self) -> Decimal:
        return sum((row.approved or NOUGHT for row in self.rows), NOUGHT)


@operation("approving.approve")
def approve(
    application: ReliefApplication,
    shares: Sequence[Share],
    *,
    opinion: str = "",
    at: datetime,
    by: User | None,
    seen: int | None = None,
) -> ReliefApplication:
    """Approve the sum of the shares; its instalments are made, and what was approved is sealed.

    Another sum than the one proposed needs words. Raises Refused above a ceiling or above what a budget has left.
    """
    hold_households([application])
    row = hold(application, "approve", by=by, seen=seen)
    on = timezone.localdate(at)
    amount = demand_amount(row, sum((share.amount for share in shares), NOUGHT), on)
    _demand_budgets(row, shares)
    if amount != row.proposed:
        if not opinion.strip():
            raise Refused(f"批准的 {yuan(amount)} 与拟帮扶金额不同，请写明原因。")
        note_change(row, amount, opinion.strip(), at=at, by=by)
    return _approve(row, shares, amount, opinion.strip(), at=at, by=by)


@operation("approving.approve_many")
def approve_many(
    chosen: Iterable[ReliefApplication],
    budgets: Sequence[Budget],
    *,
    opinion: str = "",
    seen: Mapping[int, int] | None = None,
    at: datetime,
    by: User | None,
) -> Approved:
    """Each with the amount proposed, of the budgets in the order given: the next once one is used up.

    Who stands against one of them is told so, and the others are approved. Raises Refused, and approves nobody, where
    the budgets do not reach for all.
    """
    chosen = list(chosen)
    hold_households(chosen)
    rows = locked(one.pk for one in chosen)
    purses = _locked_budgets([budget.pk for budget in budgets])
    ordered = [purses[budget.pk] for budget in budgets]
    total = sum((row.proposed or NOUGHT for row in rows), NOUGHT)
    left = sum((purse.amount - purse.reserved for purse in ordered), NOUGHT)
    if total > left:
        raise Refused(f"所选合计 {yuan(total)}，所选资金来源的预算只剩 {yuan(left)}，不够，没有批准任何一份。")
    done, refused = [], []
    for row in rows:
        try:
            with transaction.atomic():
                shares = _drawn(ordered, row.proposed or NOUGHT)
                done.append(approve(row, shares, opinion=opinion, at=at, by=by, seen=(seen or {}).get(row.pk)))
        except Refused as why:
            refused.append((row, str(why)))
        else:
            for share in shares:
                share.budget.reserved += share.amount  # in hand only; the database keeps its own
    return Approved(done, refused)


@operation("approving.disapprove")
def disapprove(
    application: ReliefApplication, *, reason: str, at: datetime, by: User | None, seen: int | None = None
) -> ReliefApplication:
    """审批不同意: refused, with the reason that the worker is told."""
    row = hold(application, "disapprove", by=by, seen=seen)
    if not reason.strip():
        raise Refused("请写明不同意的原因，要据此答复职工本人。")
    reason = reason.strip()
    return move(row, "disapprove", State.REFUSED, at=at, by=by, opinion=reason, result=reason[:200])


@operation("approving.send_back")
def send_back(
    application: ReliefApplication, *, to: State, reason: str, at: datetime, by: User | None, seen: int | None = None
) -> ReliefApplication:
    """审批退回 to a named earlier step."""
    return applications.back(application, "send_back_approval", to, reason=reason, at=at, by=by, seen=seen)


@operation("approving.revoke")
def revoke(
    application: ReliefApplication, *, reason: str, at: datetime, by: User | None, seen: int | None = None
) -> ReliefApplication:
    """An approval is taken back before any of it is in a batch: the budget has its money again."""
    row = hold(application, "revoke", by=by, seen=seen)
    if not reason.strip():
        raise Refused("请写明撤销审批的原因。")
    parts = Instalment.objects.everywhere(OF_APPROVAL).filter(application=row, revoked_at=None)
    if parts.filter(payments__state__in=["listed", "sent", "paid"]).exists():
        raise Refused("这份申请已列入发放批次，不能撤销审批。请先请财务移出批次。")
    list(Budget.objects.select_for_update().filter(instalments__in=parts).order_by("pk"))
    for part in parts.order_by("number"):
        part.revoked_at = at
        part.save(update_fields=["revoked_at"])
    _take_off_the_internet(row, timezone.localdate(at))
    return move(row, "revoke", State.APPROVAL, at=at, by=by, opinion=reason.strip(), approved=None, approval_seal="")


def _take_off_the_internet(row: ReliefApplication, on: date) -> None:
    """Nobody is named there as supported whose approval is gone; the totals are mended by publishing anew."""
    lines = NoticeLine.objects.everywhere(OF_APPROVAL).filter(application=row, notice__kind=PublicNotice.Kind.ONLINE)
    lines.filter(withdrawn_on__isnull=True).update(withdrawn_on=on)


def demand_sealed(rows: Iterable[ReliefApplication]) -> None:
    """Before money goes: Raises Refused where anything approved is not as it was approved."""
    wrong = broken(rows)
    if wrong:
        names = "、".join(row.file.code for row in wrong[:5])
        raise Refused(BROKEN.format(count=len(wrong), names=names))


def parts_of(shares: Sequence[Share], instalments: int) -> list[tuple[Budget, Decimal]]:
    """The sum in so many equal parts, the odd fen with the first, each of one budget: a part that two share is two.

    The parts' sum is exactly the shares' sum, and each budget gives exactly its share.
    """
    total = sum((share.amount for share in shares), NOUGHT)
    fen = int(total / FEN)
    each = [Decimal(fen // instalments + (number < fen % instalments)) * FEN for number in range(instalments)]
    purses = [[share.budget, share.amount] for share in shares]
    parts: list[tuple[Budget, Decimal]] = []
    for wanted in each:
        while wanted > 0:
            purse: list[Any] = purses[0]
            taken = min(wanted, purse[1])
            parts.append((purse[0], taken))
            wanted -= taken
            purse[1] -= taken
            if purse[1] == 0:
                purses.pop(0)
    return parts


def hold_households(rows: Iterable[ReliefApplication]) -> None:
    """All files of the workers, locked, before the applications: two programmes approved at once share the year's ceiling."""
    workers = {row.person_index for row in rows}
    files = HardshipFile.objects.everywhere("the household's ceiling").filter(person_index__in=workers)
    list(files.select_for_update(of=("self",)).order_by("pk"))


def _approve(
    row: ReliefApplication, shares: Sequence[Share], amount: Decimal, opinion: str, *, at: datetime, by: User | None
) -> ReliefApplication:
    """The instalments, the seal over them, then the step: the seal names it, so its number is known before."""
    parts = [
        Instalment.objects.create(application=row, number=number, budget=budget, amount=part)
        for number, (budget, part) in enumerate(parts_of(shares, row.programme.instalments), 1)
    ]
    row.approved = amount
    taken = Step.objects.everywhere(OF_APPROVAL).filter(application=row).count()
    seal = seal_of(row, parts, Step(number=taken + 1, by=by, at=at))
    return move(row, "approve", State.APPROVED, at=at, by=by, opinion=opinion, approved=amount, approval_seal=seal)


def _demand_budgets(row: ReliefApplication, shares: Sequence[Share]) -> None:
    """Each share within what its budget has left, of this programme, of a source in use; locks the budgets."""
    purses = _locked_budgets([share.budget.pk for share in shares])
    if len(purses) != len(shares):
        raise Refused("每个资金来源只能填一次，请合并后再办。")
    for share in shares:
        purse = purses[share.budget.pk]
        left = purse.amount - purse.reserved
        if purse.programme_id != row.programme_id:
            raise Refused(f"“{purse.source}”的这笔预算不属于“{row.programme}”，请重新选择资金来源。")
        if purse.source.is_closed:
            raise Refused(f"资金来源“{purse.source}”已停用，请另选。")
        if share.amount <= 0:
            raise Refused(f"“{purse.source}”的金额要大于 0；不用这个来源的，请留空。")
        if share.amount > left:
            raise Refused(f"“{purse.source}”在这个项目的预算只剩 {yuan(left)}，不够批准 {yuan(share.amount)}。")


def _locked_budgets(keys: list[int]) -> dict[int, Budget]:
    rows = Budget.objects.select_for_update(of=("self",)).filter(pk__in=keys).select_related("source", "programme")
    return {row.pk: row for row in rows.order_by("pk")}


def _drawn(purses: Sequence[Budget], wanted: Decimal) -> list[Share]:
    """The amount out of the purses in their order; what they lack is missing from it, and refused by its sum."""
    shares = []
    for purse in purses:
        taken = min(wanted, purse.amount - purse.reserved)
        if taken > 0:
            shares.append(Share(purse, taken))
            wanted -= taken
    return shares
