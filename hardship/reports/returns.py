"""Who has not handed in: unions with workers, without an application and without their word that nobody applies (HR-13)."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, CharField, Count, Exists, OuterRef, Q, Value, When

from accounts import wall
from accounts.duties import Duty
from hardship.models import NoHardship, ReliefApplication
from hardship.reports.asked import Asked, body_of, names_of, within
from hardship.reports.standing import STATES_OF
from members.figures.state import WITH_MEMBERS
from members.models import Membership
from unions.models import Employer, Organisation

WHY = "which unions have workers or have handed in: no person is read"
# In this order: what a union has done wins over what it has said.
HANDED_IN, AT_WORK, NONE, MISSING = "handed", "at_work", "none", "missing"
WORDS = {HANDED_IN: "已申报", AT_WORK: "单位办理中", NONE: "声明无困难职工", MISSING: "未报"}
WITHIN_UNION = [str(state) for state in STATES_OF["unit"]]


@dataclass
class Line:
    """Unions of one body by what they have done; together they are all that were asked."""

    code: str
    name: str
    counts: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    @property
    def all(self) -> int:
        return sum(self.counts.values())

    @property
    def missing(self) -> int:
        return self.counts[MISSING]


def returns(asked: Asked) -> list[Line]:
    """One line per body, by code. Needs a programme. Two queries."""
    with opened():
        found = unions(asked).order_by().values("body", "done").annotate(count=Count("pk"))
        rows = list(found)
    lines = {pk: Line(code, name) for pk, (code, name) in names_of(asked.user, {row["body"] for row in rows}).items()}
    for row in rows:
        lines[row["body"]].counts[row["done"]] += row["count"]
    return sorted(lines.values(), key=lambda line: line.code)


def unions(asked: Asked) -> Any:
    """Unions asked to hand in, each with its `body` and what it has `done`; to be read inside `opened()`.

    Asked are those that exist on the day, may have members, and have a member or a registered employer.
    """
    rows = Organisation.objects.visible_to(asked.user).filter(within(asked.user, Duty.SEE_APPLICATIONS, "path"))
    rows = asked.narrowed(rows.existing_on(asked.on).filter(kind__in=WITH_MEMBERS), "path")
    applied = ReliefApplication.objects.everywhere(WHY).filter(union=OuterRef("pk"), programme=asked.programme)
    said = NoHardship.objects.everywhere(WHY).filter(union=OuterRef("pk"), programme=asked.programme)
    done = Case(
        When(Exists(applied.exclude(state__in=[*WITHIN_UNION, "withdrawn"])), then=Value(HANDED_IN)),
        When(Exists(applied.filter(state__in=WITHIN_UNION)), then=Value(AT_WORK)),
        When(Exists(said), then=Value(NONE)),
        default=Value(MISSING),
        output_field=CharField(),
    )
    return rows.filter(_has_workers()).annotate(body=body_of("path"), done=done)


@contextmanager
def opened() -> Iterator[None]:
    """The tables of persons that are only asked whether there is a row."""
    with wall.whole(WHY):
        yield


def _has_workers() -> Q:
    employers = Employer.objects.everywhere(WHY).filter(union=OuterRef("pk"), deregistered_on=None)
    members = Membership.objects.everywhere(WHY).filter(union=OuterRef("pk")).current()
    return Q(Exists(employers)) | Q(Exists(members))
