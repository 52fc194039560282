"""What was handed over on a visit: signed for, and money entered in the ledger like any payment (hardship.md §7)."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.book import operation
from accounts.models import User
from accounts.refused import Refused
from hardship import papers
from hardship.models import Budget, FundEntry, FundSource, VisitGroup, VisitPlan, VisitStop
from hardship.money import yuan
from hardship.operations import funds
from hardship.operations.visit_stops import NO_FILE
from hardship.operations.visits import OF_A_PLAN, locked, sum_of
from unions.operations.rows import amend

State = VisitPlan.State
OPEN = (State.SCHEDULE, State.DONE)


@operation("visit_stops.sign")
def sign(
    stop: VisitStop,
    *,
    cash: Decimal,
    goods: Decimal,
    signed_on: date,
    signed_by: str,
    at: datetime,
    by: User | None,
) -> VisitStop:
    """What was really given, on the day, and who signed for it. The same twice is one; other sums: take it back first.

    Raises Refused before the schedule stands, for a day to come or before the visit, for money to somebody without a
    file, and for more than is left of the budget or in the source.
    """
    plan, stop = _open(stop)
    cash, goods = sum_of(cash), sum_of(goods)
    if stop.is_signed:
        if (stop.cash_given, stop.goods_given, stop.signed_on, stop.signed_by) == (cash, goods, signed_on, signed_by):
            return stop
        raise Refused("这一户已经登记签领。登记错了的，请先撤销签领再重新登记。")
    if signed_on > timezone.localdate(at) or signed_on < plan.on:
        raise Refused(f"签领日期应在慰问日期（{plan.on}）和今天之间，请对照签领表。")
    if not signed_by.strip():
        raise Refused("请填写签领人，代领的写代领人姓名和关系。")
    if not cash and not goods:
        raise Refused("慰问金和慰问品都是 0，不能登记签领。没有访到的，请写明原因。")
    if cash and stop.file_id is None:
        raise Refused(NO_FILE.format(name=stop.name))
    entry = _enter(plan, stop, -cash, on=signed_on, at=at, by=by) if cash else None
    values = {"cash_given": cash, "goods_given": goods, "signed_on": signed_on, "signed_by": signed_by}
    amend(stop, values | {"entry": entry, "missed": ""})
    return stop


@operation("visit_stops.take_back")
def take_back(stop: VisitStop, *, reason: str, at: datetime, by: User | None) -> VisitStop:
    """Signed for by mistake, or with another sum: the money goes back by a line of its own in the ledger."""
    plan, stop = _open(stop)
    if not stop.is_signed:
        return stop
    if not reason.strip():
        raise Refused("请写明撤销签领的原因，审计时要看。")
    if stop.cash_given:
        _enter(plan, stop, stop.cash_given, on=timezone.localdate(at), at=at, by=by, why=reason)
    gone = {"cash_given": None, "goods_given": None, "signed_on": None, "signed_by": "", "entry": None}
    amend(stop, {**gone, "receipt": ""})
    if plan.state == State.DONE:
        amend(plan, {"state": State.SCHEDULE})
    return stop


@operation("visit_stops.miss")
def miss(stop: VisitStop, *, reason: str, by: User | None) -> VisitStop:
    """Nobody was met: nothing given, and why."""
    _, stop = _open(stop)
    if stop.is_signed:
        raise Refused("这一户已经登记签领，不能记为没有访到。登记错了的，请先撤销签领。")
    if not reason.strip():
        raise Refused("请写明没有访到的原因。")
    amend(stop, {"missed": reason})
    return stop


@operation("visits.attach_receipts")
def attach_receipts(group: VisitGroup, upload: Any, *, by: User | None) -> int:
    """The scanned list with the signatures, of everybody in the group who signed. Returns how many.

    Raises Refused for what is no picture or plain PDF, and before anybody signed.
    """
    paper = papers.read(upload)
    if locked(group.plan).state not in OPEN:
        raise Refused("签领表在慰问之后、结清之前上传。")
    signed = VisitStop.objects.everywhere(OF_A_PLAN).filter(group=group, signed_on__isnull=False)
    rows = list(signed.order_by("place").select_for_update(of=("self",)))
    if not rows:
        raise Refused("这个组还没有登记签领，请先登记各户的实发和签领人，再上传签领表。")
    stored_as = papers.store(paper)
    old = {row.receipt for row in rows if row.receipt}
    try:
        with transaction.atomic():
            for row in rows:
                amend(row, {"receipt": stored_as})
    except BaseException:
        papers.discard([stored_as])
        raise
    transaction.on_commit(lambda: papers.discard(sorted(old)))
    return len(rows)


def _open(stop: VisitStop) -> tuple[VisitPlan, VisitStop]:
    plan = locked(stop.group.plan)
    if plan.state not in OPEN:
        raise Refused(f"这次慰问现在是“{plan.get_state_display()}”，不能登记签领。排定日程以后、结清以前才能登记。")
    return plan, VisitStop.objects.lock(stop)


def _enter(
    plan: VisitPlan, stop: VisitStop, amount: Decimal, *, on: date, at: datetime, by: User | None, why: str = ""
) -> FundEntry:
    """A line of the ledger, above zero where money comes back; nobody is named in it."""
    if plan.budget_id is None:
        raise Refused("这次慰问没有选慰问金来源，不能发慰问金。请先退回定对象，在慰问上选定来源。")
    # The source before its budget, as a batch locks them (sealing.py): two that meet wait in one order.
    of = Budget.objects.values_list("source_id", flat=True).get(pk=plan.budget_id)
    source = FundSource.objects.select_for_update().get(pk=of)
    budget = Budget.objects.select_for_update().get(pk=plan.budget_id)
    if amount < 0 and source.is_closed:
        raise Refused(f"资金来源“{source.name}”已停用，不能再发慰问金。请财务恢复使用后再登记，或退回定对象另选来源。")
    if on < source.opened_on:
        raise Refused(f"签领日期早于“{source.name}”的启用日期（{source.opened_on}），请核对。")
    if budget.amount - budget.reserved + amount < 0:
        raise Refused(
            f"“{source.name}”的慰问预算只剩 {yuan(budget.amount - budget.reserved)}，不够发 {yuan(-amount)}。"
        )
    if source.balance + amount < 0:
        raise Refused(f"“{source.name}”的余额只有 {yuan(source.balance)}，不够发 {yuan(-amount)}。")
    funds.demand_held(source, amount, on)
    note = f"{plan.name}第{stop.group.number}组第{stop.place}户" + (f"，撤销签领：{why}" if why else "")
    return FundEntry.objects.create(
        source=source, budget=budget, kind=FundEntry.Kind.VISIT, on=on, amount=amount, note=note[:200], at=at, by=by
    )
