"""How much is proposed for one household: the standard at first, every change with its reason, never above a ceiling."""

from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone

from accounts.book import operation
from accounts.models import User
from accounts.refused import Refused
from hardship.models import AmountChange, ReliefApplication, Step
from hardship.money import NotMoney, exact, yuan
from hardship.operations.steps import hold
from hardship.transitions import State
from unions.operations.rows import amend

STANDARD = "按项目帮扶标准"
PAID_OR_TO_BE = (State.APPROVED, State.PAYING, State.CLOSED)


@operation("balancing.propose")
def propose(
    application: ReliefApplication, amount: Decimal, *, reason: str, at: datetime, by: User | None
) -> ReliefApplication:
    """Another amount, and why; the same amount writes nothing. Raises Refused above the programme's or year's ceiling."""
    row = hold(application, "balance", by=by)
    amount = demand_amount(row, amount, timezone.localdate(at))
    if row.proposed == amount:
        return row
    if not reason.strip():
        raise Refused(f"请写明把{row.name}的金额改为 {yuan(amount)} 的原因。")
    note_change(row, amount, reason.strip(), at=at, by=by)
    amend(row, {"proposed": amount})
    return row


@operation("balancing.propose")
def first_proposal(row: ReliefApplication, *, at: datetime, by: User | None) -> Decimal | None:
    """What a locked application enters balancing with: what it had, or the standard as far as the year's ceiling allows."""
    if row.proposed is not None:
        return row.proposed
    amount = min(row.programme.standard_amount, room(row, timezone.localdate(at)))
    if amount <= 0:
        return None
    note_change(row, amount, STANDARD, at=at, by=by)
    return amount


@operation("balancing.propose")
def note_change(row: ReliefApplication, amount: Decimal, reason: str, *, at: datetime, by: User | None) -> None:
    AmountChange.objects.create(application=row, old=row.proposed, new=amount, reason=reason[:200], at=at, by=by)


def demand_amount(row: ReliefApplication, amount: Decimal, on: date) -> Decimal:
    """The amount with two decimals. Raises Refused where it is none, or above a ceiling."""
    try:
        amount = exact(amount)
    except NotMoney as wrong:
        raise Refused(str(wrong)) from wrong
    if amount <= 0:
        raise Refused("帮扶金额要大于 0；不予帮扶的，请办理“不予帮扶”。")
    if amount > row.programme.ceiling:
        raise Refused(f"“{row.programme.name}”每户最高 {yuan(row.programme.ceiling)}，{yuan(amount)} 超过了。")
    left = room(row, on)
    if amount > left:
        most = row.programme.year_ceiling
        assert most is not None  # noqa: S101 (nothing else bounds the room below the ceiling)
        raise Refused(
            f"{row.name}一户 {on.year} 年各项目合计最高 {yuan(most)}，已批准 {yuan(most - left)}，"
            f"这一次最多 {yuan(max(left, Decimal(0)))}。"
        )
    return amount


def room(row: ReliefApplication, on: date) -> Decimal:
    """How much the ceilings leave for this household in the year of the day; may be below zero."""
    programme = row.programme
    if programme.year_ceiling is None:
        return programme.ceiling
    return min(programme.ceiling, programme.year_ceiling - approved_in(row, on.year))


def approved_in(row: ReliefApplication, year: int) -> Decimal:
    """What the same household has been approved in the year by other applications, whatever files they hang on."""
    why = "the household's other applications"
    others = ReliefApplication.objects.everywhere(why).filter(person_index=row.person_index, state__in=PAID_OR_TO_BE)
    steps = Step.objects.everywhere(why).filter(application__in=others.exclude(pk=row.pk), act="approve")
    last = {step.application_id: step.on.year for step in steps.order_by("number")}
    chosen = others.filter(pk__in=[key for key, of_year in last.items() if of_year == year])
    return sum((one.approved or Decimal(0) for one in chosen), Decimal(0))
