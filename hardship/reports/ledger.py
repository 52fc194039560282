"""Ledgers of fund sources over any span of years, and the lines behind each figure (hardship.md §8).

Rules L1 to L3 in docs/rules/hardship.md. All sums are yuan, two decimals.
"""

from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q, Sum, Value, Window

from hardship.models import FundEntry, FundSource

NOTHING = Decimal("0.00")
Kind = FundEntry.Kind
# The figures of a row that entries stand behind, and which.
BEHIND: dict[str, tuple[str, ...]] = {
    "received": (Kind.RECEIPT,),
    "corrected": (Kind.CORRECTION,),
    "paid": (Kind.PAYMENT, Kind.RETURNED),
    "visits": (Kind.VISIT,),
}
WORDS = {"opening": "期初", "received": "收入", "corrected": "更正", "paid": "发放", "visits": "慰问"}


@dataclass(frozen=True)
class Sums:
    """opening + received + corrected - paid - visits = balance. Money that came back from the bank lessens `paid`."""

    opening: Decimal
    received: Decimal
    corrected: Decimal
    paid: Decimal
    visits: Decimal
    balance: Decimal


def ledger(first: date, last: date) -> list[tuple[FundSource, Sums]]:
    """Every source that was opened by `last`, in the order of their codes; both days are inside. One query each.

    An opening balance entered inside the span counts as opening, not as a receipt.
    """
    inside = Q(on__gte=first, on__lte=last)
    rows = (
        FundEntry.objects.filter(on__lte=last)
        .values("source_id")
        .annotate(
            opening=Sum("amount", filter=_opening(first)),
            **{name: Sum("amount", filter=inside & Q(kind__in=kinds)) for name, kinds in BEHIND.items()},
            balance=Sum("amount"),
        )
    )
    found: dict[int, dict[str, Any]] = {row["source_id"]: dict(row) for row in rows}
    sources = FundSource.objects.filter(Q(opened_on__lte=last) | Q(pk__in=found)).order_by("code")
    return [(source, _sums(found.get(source.pk, {}))) for source in sources]


def total(rows: list[tuple[FundSource, Sums]]) -> Sums:
    """All sources together."""
    return Sums(**{one.name: sum((getattr(sums, one.name) for _, sums in rows), NOTHING) for one in fields(Sums)})


def entries(source: FundSource, first: date, last: date, figure: str = "") -> Any:
    """The source's entries of the span, oldest first, each with the balance after it (`after`).

    Of one figure only, where it is named as in WORDS; then without `after`, which would leave out what lies between.
    """
    every = FundEntry.objects.filter(source=source, on__lte=last)
    every = every.select_related("by", "budget__programme").order_by("on", "id")
    if figure == "opening":
        return every.filter(_opening(first))
    rows = every.filter(on__gte=first)
    if figure:
        return rows.filter(kind__in=BEHIND[figure])
    before = FundEntry.objects.filter(source=source, on__lt=first).aggregate(sum=Sum("amount"))["sum"] or NOTHING
    return rows.annotate(after=Window(Sum("amount"), order_by=["on", "id"]) + Value(before))


def _opening(first: date) -> Q:
    return Q(on__lt=first) | Q(kind=Kind.OPENING)


def _sums(row: dict[str, Any]) -> Sums:
    def of(name: str) -> Decimal:
        return row.get(name) or NOTHING

    return Sums(
        of("opening"), of("received"), of("corrected"), NOTHING - of("paid"), NOTHING - of("visits"), of("balance")
    )
