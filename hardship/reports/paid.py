"""Relief that reached its families: by kind, body and year, and per head; planned, approved and paid of each programme."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Sum
from django.db.models.functions import ExtractMonth, ExtractYear

from hardship.models import Budget, Instalment, Payment, ReliefProgramme
from hardship.money import FEN
from hardship.reports.asked import Asked, body_of, names_of

NOUGHT = Decimal("0.00")
LIVING = (Payment.State.LISTED, Payment.State.SENT, Payment.State.PAID)
KINDS = dict(ReliefProgramme.Kind.choices)


@dataclass
class Line:
    """`families` are files, each once; a family is as many `persons` as its newest application paid here counts."""

    key: str
    label: str
    amount: Decimal = NOUGHT
    payments: int = 0
    members: dict[int, tuple[int, int]] = field(default_factory=dict)  # file: (application, counted members)

    @property
    def families(self) -> int:
        return len(self.members)

    @property
    def persons(self) -> int:
        return sum(members for _, members in self.members.values())

    @property
    def per_family(self) -> Decimal | None:
        return per_head(self.amount, self.families)

    @property
    def per_person(self) -> Decimal | None:
        return per_head(self.amount, self.persons)

    def add(self, row: dict[str, Any]) -> None:
        self.amount += row["amount_sum"]
        self.payments += row["count"]
        newest = (row["application_id"], row["members"] or 1)
        self.members[row["file"]] = max(self.members.get(row["file"], newest), newest)


@dataclass(frozen=True)
class Paid:
    """Of the year: by kind, by body, by month; `years` are all years. Each with its total in the last line."""

    kinds: list[Line]
    bodies: list[Line]
    months: list[Line]
    years: list[Line]


def per_head(amount: Decimal, base: int) -> Decimal | None:
    """Yuan with two decimals, half up; None where there is nobody."""
    return (amount / base).quantize(FEN, ROUND_HALF_UP) if base else None


def payments(asked: Asked) -> Any:
    """Payments that the bank answered with 成功, of the year."""
    return _all_years(asked).filter(answered_on__year=asked.year)


def paid(asked: Asked) -> Paid:
    """Two queries, whatever the county's size: one row per application and month."""
    found = _all_years(asked).order_by()
    rows = list(
        found.values(
            "application_id",
            body=body_of("application__union__path"),
            file=F("application__file_id"),
            members=F("application__members"),
            kind=F("application__programme__kind"),
            year=ExtractYear("answered_on"),
            month=ExtractMonth("answered_on"),
        ).annotate(amount_sum=Sum("amount"), count=Count("pk"))
    )
    own = [row for row in rows if row["year"] == asked.year]
    names = names_of(asked.user, {row["body"] for row in own})
    return Paid(
        _lines(own, lambda row: (row["kind"], KINDS[row["kind"]]), order=list(KINDS)),
        _lines(own, lambda row: names[row["body"]]),
        _lines(own, lambda row: (f"{row['month']:02d}", f"{row['month']} 月")),
        _lines(rows, lambda row: (str(row["year"]), f"{row['year']} 年")),
    )


def _lines(
    rows: Iterable[dict[str, Any]], of: Callable[[dict[str, Any]], tuple[str, str]], order: list[str] | None = None
) -> list[Line]:
    """One line per key, in the order of the keys, and their total."""
    lines: dict[str, Line] = {}
    total = Line("", "合计")
    for row in rows:
        key, label = of(row)
        lines.setdefault(key, Line(key, label)).add(row)
        total.add(row)
    place = order.index if order else str
    return [*sorted(lines.values(), key=lambda line: place(line.key)), total]


def _all_years(asked: Asked) -> Any:
    rows = Payment.objects.visible_to(asked.user).filter(state=Payment.State.PAID)
    return asked.narrowed(asked.of_programme(rows, "application__programme"), "application__union__path")


@dataclass
class Plan:
    """One programme: `planned` its budgets, `approved` its living instalments, `sent` at the bank, `paid` arrived.

    `planned` is the county's whatever the place.
    """

    programme: ReliefProgramme
    planned: Decimal = NOUGHT
    approved: Decimal = NOUGHT
    families: int = 0
    sent: Decimal = NOUGHT
    paid: Decimal = NOUGHT
    failed: int = 0

    @property
    def to_pay(self) -> Decimal:
        """Approved, and neither arrived nor under way."""
        return self.approved - self.paid - self.sent


def plans(asked: Asked) -> list[Plan]:
    """Programmes with a budget or an approval, the newest first. Five queries."""
    found = {programme.pk: Plan(programme) for programme in ReliefProgramme.objects.all()}
    budgets = Budget.objects.filter(programme__in=found).values("programme").annotate(total=Sum("amount"))
    for row in budgets.order_by():
        found[row["programme"]].planned = row["total"]
    approved = asked.narrowed(approved_instalments(asked.user), "application__union__path").order_by()
    sums = {"total": Sum("amount"), "families": Count("application__file", distinct=True)}
    for row in approved.values(programme=F("application__programme_id")).annotate(**sums):
        found[row["programme"]].approved = row["total"]
        found[row["programme"]].families = row["families"]
    moved = asked.narrowed(Payment.objects.visible_to(asked.user), "application__union__path")
    states = moved.order_by().values("state", programme=F("application__programme_id")).annotate(total=Sum("amount"))
    for row in states.filter(state__in=LIVING):
        if row["state"] == Payment.State.PAID:
            found[row["programme"]].paid = row["total"]
        else:
            found[row["programme"]].sent += row["total"]
    failed = asked.narrowed(failed_instalments(asked.user), "application__union__path").order_by()
    for row in failed.values(programme=F("application__programme_id")).annotate(count=Count("pk")):
        found[row["programme"]].failed = row["count"]
    return [plan for plan in found.values() if plan.planned or plan.approved]


def approved_instalments(user: Any) -> Any:
    return Instalment.objects.visible_to(user).filter(revoked_at=None)


def failed_instalments(user: Any) -> Any:
    """Approved instalments whose last word from the bank was no, and that no batch has taken up again."""
    tried = Payment.objects.everywhere("payments of instalments in scope").filter(instalment=OuterRef("pk"))
    return approved_instalments(user).filter(
        Exists(tried.filter(state=Payment.State.FAILED)), ~Exists(tried.filter(state__in=LIVING))
    )


def unlisted_instalments(user: Any) -> Any:
    """Approved instalments that no batch holds and the bank never refused: those stand with the failed ones."""
    tried = Payment.objects.everywhere("payments of instalments in scope").filter(instalment=OuterRef("pk"))
    return approved_instalments(user).filter(~Exists(tried.filter(state__in=[*LIVING, Payment.State.FAILED])))
