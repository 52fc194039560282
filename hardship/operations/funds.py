"""资金来源 and 项目预算: what there is, what comes in, what a programme may spend of it (hardship.md §5, §8).

Balances are sums of ledger lines, kept by the database; nothing here sets one.
"""

from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone

from accounts.book import operation
from accounts.models import User
from accounts.refused import Refused
from hardship.models import Budget, FundEntry, FundSource, ReliefProgramme
from hardship.money import LIMIT, NotMoney, exact, storable, yuan
from unions.operations.rows import amend

NOTHING = Decimal(0)


@operation("funds.open_source")
def open_source(
    *,
    code: str,
    name: str,
    kind: str,
    opened_on: date,
    opening: Decimal = NOTHING,
    note: str = "",
    at: datetime,
    by: User | None,
) -> FundSource:
    """A source with what it held on its first day. Raises Refused for a code that is taken or a day to come."""
    _demand_day(opened_on, at)
    if opening < 0:
        raise Refused("期初余额不能是负数，请核对。")
    if FundSource.objects.filter(code=code).exists():
        raise Refused(f"来源编号 {code} 已经有了，请换一个编号。")
    source = FundSource.objects.create(code=code, name=name, kind=kind, opened_on=opened_on, note=note)
    if opening:
        _enter(source, FundEntry.Kind.OPENING, opening, on=opened_on, note="期初余额", at=at, by=by)
    return source


@operation("funds.change_source")
def change_source(source: FundSource, *, name: str, kind: str, note: str, by: User | None) -> FundSource:
    """Its name, kind and note. Code, first day and money stay as they are."""
    source = _locked(source)
    amend(source, {"name": name, "kind": kind, "note": note})
    return source


@operation("funds.close_source")
def close_source(source: FundSource, *, by: User | None) -> FundSource:
    """No more money in, no more budgets. What was approved of it is still paid."""
    source = _locked(source)
    amend(source, {"is_closed": True})
    return source


@operation("funds.reopen_source")
def reopen_source(source: FundSource, *, by: User | None) -> FundSource:
    source = _locked(source)
    amend(source, {"is_closed": False})
    return source


@operation("funds.receive")
def receive(source: FundSource, amount: Decimal, *, on: date, note: str, at: datetime, by: User | None) -> FundEntry:
    """Money came in. Not idempotent by itself: the same sum may come twice a day; a page's form counts once."""
    source = _locked(source)
    _demand_open(source)
    _demand_day(on, at, source.opened_on)
    if amount <= 0:
        raise Refused("收入金额要大于 0；记错的收入请用“更正”。")
    return _enter(source, FundEntry.Kind.RECEIPT, amount, on=on, note=note, at=at, by=by)


@operation("funds.correct")
def correct(source: FundSource, amount: Decimal, *, on: date, reason: str, at: datetime, by: User | None) -> FundEntry:
    """A line that puts a mistake right, above or below zero. Raises Refused without a reason, or for more than there is."""
    source = _locked(source)
    _demand_day(on, at, source.opened_on)
    if not reason.strip():
        raise Refused("请写明更正的原因，审计时要看。")
    if not amount:
        raise Refused("更正金额不能是 0。")
    if source.balance + amount < 0:
        raise Refused(f"“{source.name}”的余额只有 {yuan(source.balance)}，不能更正减少 {yuan(-amount)}。")
    demand_held(source, amount, on)
    return _enter(source, FundEntry.Kind.CORRECTION, amount, on=on, note=reason, at=at, by=by)


@operation("funds.set_budget")
def set_budget(programme: ReliefProgramme, source: FundSource, amount: Decimal, *, by: User | None) -> Budget:
    """What the programme may spend of the source: made, raised, or lowered to no less than is approved already."""
    source = _locked(source)
    amount = _exact(amount, storable)
    if amount < 0:
        raise Refused("预算不能是负数。")
    budget = Budget.objects.select_for_update().filter(programme=programme, source=source).first()
    if budget is None:
        _demand_open(source)
        return Budget.objects.create(programme=programme, source=source, amount=amount)
    if amount > budget.amount:
        _demand_open(source)
    if amount < budget.reserved:
        raise Refused(f"这笔预算已批准 {yuan(budget.reserved)}，不能低于这个数。")
    amend(budget, {"amount": amount})
    return budget


def _enter(
    source: FundSource, kind: str, amount: Decimal, *, on: date, note: str, at: datetime, by: User | None
) -> FundEntry:
    amount = _exact(amount)
    if source.balance + amount >= LIMIT:
        raise Refused(f"“{source.name}”的余额会超过 1 万亿元，请核对金额。")
    return FundEntry.objects.create(source=source, kind=kind, amount=amount, on=on, note=note, at=at, by=by)


def _exact(amount: Decimal, judge: Callable[[Decimal], Decimal] = exact) -> Decimal:
    try:
        return judge(amount)
    except NotMoney as wrong:
        raise Refused(str(wrong)) from wrong


def _locked(source: FundSource) -> FundSource:
    found = FundSource.objects.select_for_update().filter(pk=source.pk).first()
    if found is None:
        raise Refused("没有这个资金来源，请返回列表，刷新后再看。")
    return found


def _demand_open(source: FundSource) -> None:
    if source.is_closed:
        raise Refused(f"“{source.name}”已停用，不能再收入或安排预算；要用的，请先恢复使用。")


def demand_held(source: FundSource, amount: Decimal, on: date) -> None:
    """Raises Refused where a line of a past day would leave that day, or one since, below zero (hardship.md §8).

    What a signature taken back brought back later counts as never gone: it is signed for anew on the day it was.
    """
    moved: dict[date, Decimal] = defaultdict(Decimal)
    for day, one, kind in FundEntry.objects.filter(source=source).values_list("on", "amount", "kind"):
        is_taken_back = kind == FundEntry.Kind.VISIT and one > 0
        moved[on if day < on or is_taken_back else day] += one
    held = NOTHING
    for day in sorted({on, *moved}):
        held += moved[day]
        if amount < 0 and held + amount < 0:
            raise Refused(
                f"“{source.name}”在 {day} 的余额只有 {yuan(held)}，不够支出 {yuan(-amount)}。请核对日期；"
                "到账日期登记晚了的，请财务先更正。"
            )


def _demand_day(on: date, at: datetime, since: date | None = None) -> None:
    if on > timezone.localdate(at):
        raise Refused(f"{on} 还没有到，请填实际发生的日期。")
    if since is not None and on < since:
        raise Refused(f"日期早于这个资金来源的启用日期（{since}），请核对。")
