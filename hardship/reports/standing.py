"""Applications by the step they stand at, and how long they have stood there."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Min, Q
from django.utils import timezone

from hardship.models import ReliefApplication
from hardship.reports.asked import Asked, body_of, midnight, names_of
from hardship.transitions import LABELS, State

# Days in the present step, up to and with the first number.
AGES = ((3, "3 天以内"), (7, "4 至 7 天"), (15, "8 至 15 天"), (0, "15 天以上"))
OVER = (State.CLOSED, State.REFUSED, State.WITHDRAWN)
# The steps as the county reads them, by body.
PHASES: tuple[tuple[str, str, tuple[State, ...]], ...] = (
    ("unit", "单位办理中", (State.DRAFT, State.SUBMITTED, State.AGREED, State.POSTED, State.NOTICE_OVER)),
    ("opinion", "待乡镇意见", (State.OPINION,)),
    ("review", "县级审核", (State.COUNTY_REVIEW,)),
    ("balancing", "汇总平衡", (State.BALANCING,)),
    ("approval", "待审批", (State.APPROVAL,)),
    ("paying", "待发放和发放中", (State.APPROVED, State.PAYING)),
    ("closed", "办结", (State.CLOSED,)),
    ("refused", "不予帮扶", (State.REFUSED,)),
    ("withdrawn", "已撤回", (State.WITHDRAWN,)),
)
STATES_OF = {key: states for key, _, states in PHASES}


@dataclass
class Line:
    """How many stand there; `ages` in the order of AGES and `oldest` in days, of those not over."""

    key: str
    label: str
    count: int = 0
    late: int = 0
    ages: list[int] = field(default_factory=lambda: [0] * len(AGES))
    since: datetime | None = None
    by_state: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def oldest(self, on: date) -> int | None:
        return (on - timezone.localdate(self.since)).days if self.since else None

    def add(self, row: dict[str, Any]) -> None:
        self.count += row["count"]
        self.late += row["late"]
        self.by_state[row["state"]] += row["count"]
        if row["state"] not in OVER:
            self.ages = [old + row[f"age{place}"] for place, old in enumerate(self.ages)]
            self.since = min(filter(None, (self.since, row["since"])))


def applications(asked: Asked) -> Any:
    """The rows that are counted here."""
    return asked.narrowed(asked.of_programme(ReliefApplication.objects.visible_to(asked.user)), "union__path")


def standing(asked: Asked) -> tuple[list[Line], list[Line]]:
    """(one line per step in their order, also at nought; one line per body, by code). Two queries."""
    found = applications(asked).order_by().annotate(body=body_of("union__path")).values("body", "state")
    rows = list(
        found.annotate(
            count=Count("pk"),
            late=Count("pk", filter=Q(is_late=True)),
            since=Min("moved_at"),
            **{f"age{place}": Count("pk", filter=_of_age(asked.on, place)) for place in range(len(AGES))},
        )
    )
    steps = {str(state): Line(str(state), label) for state, label in LABELS.items()}
    names = names_of(asked.user, {row["body"] for row in rows})
    bodies = {pk: Line(code, name) for pk, (code, name) in names.items()}
    for row in rows:
        steps[row["state"]].add(row)
        bodies[row["body"]].add(row)
    return list(steps.values()), sorted(bodies.values(), key=lambda line: line.key)


def of_age(rows: Any, on: date, place: int) -> Any:
    """Of the rows those in this place of AGES that are not over."""
    return rows.filter(_of_age(on, place)).exclude(state__in=OVER)


def _of_age(on: date, place: int) -> Q:
    """In SQL: days in the step = today minus the day it was entered."""
    upto, found = AGES[place][0], Q()
    if upto:
        found &= Q(moved_at__gte=midnight(on - timedelta(days=upto)))
    if place:
        found &= Q(moved_at__lt=midnight(on - timedelta(days=AGES[place - 1][0])))
    return found
