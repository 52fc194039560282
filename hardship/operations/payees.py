"""To whom, and to which account, an instalment is paid (docs/rules/hardship.md P6, P7). Nothing here is typed by anybody."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.db.models import Exists, F, OuterRef

from accounts.models import User
from hardship.facts import FileFacts
from hardship.models import FileVersion, FundSource, Instalment, Payment, ReliefProgramme
from hardship.operations.apart import forbidden
from hardship.seals import broken
from hardship.transitions import Group, State

REASON = "what a payment batch is made of"
LIVING = (Payment.State.LISTED, Payment.State.SENT, Payment.State.PAID)
ALTERED = "与批准时的内容不一致，不能发放。请联系安全审计员，由分管领导撤销审批后重新审批。"
SHORTEST, LONGEST = 12, 19  # digits of a card


@dataclass(frozen=True)
class Payee:
    """Name and account stay out of `repr`, which ends up in logs."""

    name: str = field(repr=False)
    account: str = field(repr=False)
    bank: str
    is_new: bool = False  # the file's account of today, after a failure, where it differs from the one approved


@dataclass(frozen=True)
class Due:
    """One instalment that may be paid now, and its payee; or why not, in words."""

    instalment: Instalment
    payee: Payee | None
    why_not: str = ""


def payable(programme: ReliefProgramme, source: FundSource | None = None) -> list[Instalment]:
    """Of each approved application what its next unpaid period holds and no batch does, in the order of unions and ids.

    A period that two sources share is two instalments; with `source` only that source's.
    """
    payments = Payment.objects.everywhere(REASON).filter(instalment=OuterRef("pk"))
    rows = Instalment.objects.everywhere(REASON).filter(
        application__programme=programme, application__state__in=[State.APPROVED, State.PAYING], revoked_at=None
    )
    rows = rows.annotate(
        is_paid=Exists(payments.filter(state=Payment.State.PAID)), is_held=Exists(payments.filter(state__in=LIVING))
    )
    rows = rows.select_related("application__version", "application__union", "application__file", "budget__source")
    found: list[Instalment] = []
    for _, parts in groupby(rows.order_by("application__union__path", "application_id", "number"), _application):
        period = _next_period(list(parts), programme.instalments)
        found += [one for one in period if not one.is_held and (source is None or one.budget.source_id == source.pk)]
    return found


def _application(part: Instalment) -> int:
    return part.application_id


def _next_period(parts: list[Any], periods: int) -> list[Any]:
    """The parts of the first period that is not paid whole; none where all are."""
    for group in periods_of(parts, periods):
        if not all(one.is_paid for one in group):
            return group
    return []


def periods_of(parts: list[Any], periods: int) -> list[list[Any]]:
    """An application's parts by period: equal sums, the odd fen with the first, as the approval cut them.

    Where sums do not fit so many periods (the programme was changed since), each part is a period.
    """
    fen = int(sum(one.amount for one in parts) * 100)
    ends, total = set(), 0
    for number in range(periods):
        total += fen // periods + (number < fen % periods)
        ends.add(total)
    groups: list[list[Any]] = [[]]
    so_far = 0
    for one in parts:
        if so_far in ends:
            groups.append([])
        groups[-1].append(one)
        so_far += int(one.amount * 100)
    return groups if len(groups) == periods else [[one] for one in parts]


def due(instalments: Iterable[Instalment], *, by: User) -> list[Due]:
    """Each instalment with its payee, or why this person cannot list it. Some queries, however many there are."""
    rows = list(instalments)
    handled = forbidden([one.application_id for one in rows], Group.PAY, by)
    retried = _failed_before(rows)
    altered = {row.pk for row in broken({one.application_id: one.application for one in rows}.values())}
    found = []
    for one in rows:
        if one.application_id in altered:
            found.append(Due(one, None, ALTERED))
            continue
        if one.application_id in handled:
            why_not = f"您办理过这份申请（{handled[one.application_id]}），要由另一位财务人员发放。"
            found.append(Due(one, None, why_not))
            continue
        payee, why_not = _payee(one, retried.get(one.pk))
        found.append(Due(one, payee, why_not))
    return found


def _failed_before(instalments: list[Instalment]) -> dict[int, FileFacts]:
    """What the file says now, of instalments that the bank could not pay the last time."""
    failed = set(
        Payment.objects.everywhere(REASON)
        .filter(instalment__in=instalments, state=Payment.State.FAILED)
        .values_list("instalment_id", flat=True)
    )
    files = {one.application.file_id for one in instalments if one.pk in failed}
    newest = FileVersion.objects.everywhere(REASON).filter(file__in=files, number=F("file__latest"))
    facts = {version.file_id: version.facts for version in newest}
    return {one.pk: facts[one.application.file_id] for one in instalments if one.pk in failed}


def _payee(instalment: Instalment, now: FileFacts | None) -> tuple[Payee | None, str]:
    """The account as approved; after a failure the file's own of today, if it is the same payee's."""
    version = instalment.application.version
    if version is None:
        return None, "这份申请没有档案快照，请退回权益保障部核对。"
    approved = version.facts
    said, is_new = approved, False
    if now is not None and (now.card, now.bank, now.branch) != (approved.card, approved.bank, approved.branch):
        if _name_of(now) != _name_of(approved):
            return None, "上次发放失败后档案换了户名，要先撤销审批，重新审核、审批后再发放。"
        said, is_new = now, True
    why_not = lacks(said)
    if why_not:
        return None, why_not
    return Payee(_name_of(said), said.card, bank_of(said), is_new), ""


def lacks(facts: FileFacts) -> str:
    """What of the account is missing or no account at all, in words; empty where it can be paid to."""
    if not facts.card or not facts.bank:
        return "档案里没有银行卡号或开户银行，请由工会补登后重新申报。"
    if not (facts.card.isdigit() and SHORTEST <= len(facts.card) <= LONGEST):
        return "档案里的银行卡号不是 12 至 19 位数字，请由工会更正。"
    return ""


def bank_of(facts: FileFacts) -> str:
    """开户行: bank and branch, the bank's name once."""
    return facts.branch if facts.branch.startswith(facts.bank) else facts.bank + facts.branch


def _name_of(facts: FileFacts) -> str:
    return facts.account_name or facts.name
