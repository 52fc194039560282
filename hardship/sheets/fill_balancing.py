"""汇总平衡表 filled in: the list as it is kept now, not what somebody tries on the page."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Sum

from hardship.masking import masked_name
from hardship.models import AmountChange, Budget, ReliefApplication, ReliefProgramme, Step
from hardship.ranking import Place, places
from hardship.sheets.balancing import NOUGHT, BalancedFacts, Listed
from hardship.sheets.words import figure
from hardship.transitions import LABELS, State
from hardship.waiting import OF_PROGRAMME, available, ranked
from unions.models import Organisation

SENT = (State.APPROVAL, State.APPROVED, State.PAYING, State.CLOSED)
CUTS = ("refuse", "disapprove")
SHOWN = (State.BALANCING, *SENT, State.REFUSED)


def balanced(programme: ReliefProgramme, county: Organisation, *, on: date) -> BalancedFacts:
    """Seven queries, however many households."""
    rows = ReliefApplication.objects.everywhere(OF_PROGRAMME).filter(programme=programme, state__in=SHOWN)
    found = list(rows.defer("judgement_sealed").select_related("union", "file"))
    whys = _whys(found)
    by_key = {row.pk: row for row in found}
    left = available(programme)
    waiting = [one for one in places(ranked(programme), left) if one.candidate.key in by_key]
    budgets = Budget.objects.filter(programme=programme, source__is_closed=False)
    sent = sorted((row for row in found if row.state in SENT), key=lambda row: (row.rank or len(found), row.pk))
    # Who was refused before the list was made was never on it; a step says so.
    cut = sorted((row for row in found if row.pk in whys.cut), key=lambda row: row.pk)
    return BalancedFacts(
        union_id=county.pk,
        county=county.name,
        row_id=programme.pk,
        programme=programme.name,
        on=on,
        available=left,
        budget=budgets.aggregate(sum=Sum("amount"))["sum"] or NOUGHT,
        waiting=tuple(_waiting(place, by_key[place.candidate.key], whys) for place in waiting),
        sent=tuple(_sent(sent, whys)),
        cut=tuple(_listed(row, whys, outcome=LABELS[State.REFUSED]) for row in cut),
    )


@dataclass
class _Whys:
    """Why amounts were changed, somebody before was passed over, and who was cut, by application."""

    said: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    cut: set[int] = field(default_factory=set)


def _whys(rows: list[ReliefApplication]) -> _Whys:
    whys = _Whys()
    keys = [row.pk for row in rows]
    changes = AmountChange.objects.everywhere(OF_PROGRAMME).filter(application__in=keys, old__isnull=False)
    for one in changes.order_by("pk"):
        whys.said[one.application_id].append(f"{figure(one.old)} 改为 {figure(one.new)}：{one.reason}")
    steps = Step.objects.everywhere(OF_PROGRAMME).filter(application__in=keys, act__in=("balance", *CUTS))
    last = {(step.application_id, step.act in CUTS): step for step in steps.order_by("number")}
    for row in rows:
        if row.state == State.REFUSED:
            step = last.get((row.pk, True))
            if step is not None and step.old in (State.BALANCING, State.APPROVAL):
                whys.cut.add(row.pk)
                whys.said[row.pk].append(step.opinion)
        elif row.state in SENT:
            step = last.get((row.pk, False))
            if step is not None and step.opinion:
                whys.said[row.pk].append(step.opinion)
    return whys


def _waiting(place: Place, row: ReliefApplication, whys: _Whys) -> Listed:
    outcome = "预算之内" if place.is_within else "超出预算" if place.candidate.amount is not None else "未填金额"
    return _listed(
        row,
        whys,
        outcome=outcome,
        rank=place.rank,
        running=place.running,
        is_within=place.is_within,
    )


def _sent(rows: Iterable[ReliefApplication], whys: _Whys) -> Iterable[Listed]:
    running = NOUGHT
    for row in rows:
        amount = row.approved if row.approved is not None else row.proposed
        running += amount or NOUGHT
        yield _listed(row, whys, outcome=LABELS[State(row.state)], rank=row.rank or 0, running=running, amount=amount)


def _listed(
    row: ReliefApplication,
    whys: _Whys,
    *,
    outcome: str,
    rank: int = 0,
    running: Decimal | None = None,
    amount: Decimal | None = None,
    is_within: bool = False,
) -> Listed:
    return Listed(
        rank=rank,
        file_code=row.file.code,
        name=masked_name(row.name),
        union=row.union.name,
        national=row.national,
        per_capita=row.per_capita,
        met=len(row.met),
        amount=amount if amount is not None else row.proposed,
        running=running,
        outcome=outcome,
        reason="；".join(whys.said[row.pk]),
        is_within=is_within,
    )
