"""慰问 of a year by kind of recipient: how many, cash and goods, planned and given. Beside the programmes, never added to them."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, Sum

from hardship.codes import RECIPIENTS
from hardship.models import VisitStop
from hardship.reports.asked import Asked

NOUGHT = Decimal("0.00")


@dataclass(frozen=True)
class Line:
    """`visited`: signed for, or goods handed over. Yuan."""

    kind: str
    stops: int
    visited: int
    cash: Decimal
    cash_given: Decimal
    goods: Decimal
    goods_given: Decimal


VISITED = Q(signed_on__isnull=False) | Q(goods_given__isnull=False)


def stops(asked: Asked) -> Any:
    rows = VisitStop.objects.visible_to(asked.user).filter(group__plan__on__year=asked.year)
    return asked.narrowed(rows, "union__path")


def visits(asked: Asked) -> list[Line]:
    """In the order of the kinds, then the total; empty where nobody is to be visited. One query."""
    found = stops(asked).order_by().values("kind")
    sums = {name: Sum(name) for name in ("cash", "cash_given", "goods", "goods_given")}
    renamed = {f"{name}_sum": total for name, total in sums.items()}
    rows = found.annotate(count=Count("pk"), visited=Count("pk", filter=VISITED), **renamed)
    lines = [
        Line(row["kind"], row["count"], row["visited"], *(row[f"{name}_sum"] or NOUGHT for name in sums))
        for row in sorted(rows, key=lambda row: RECIPIENTS.index(row["kind"]))
    ]
    return [*lines, _total(lines)] if lines else []


def _total(lines: list[Line]) -> Line:
    names = ("stops", "visited", "cash", "cash_given", "goods", "goods_given")
    return Line(
        "合计", *(sum((getattr(line, name) for line in lines), type(getattr(lines[0], name))()) for name in names)
    )
