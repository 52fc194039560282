"""The figures of docs/rules/members.md, by responsible body and ownership, as of a day and for the span that ends on it."""

from collections import defaultdict
from dataclasses import dataclass, fields
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from django.db import models

from members.figures.state import run
from unions.models import GRASSROOTS_KINDS, Kind, Organisation, Ownership

WHOLE = ("/",)


class Category(models.TextChoices):
    """Whose employer; a member or union without one is counted under `all` only (rule 4)."""

    ALL = "all", "全部"
    STATE_OWNED = Ownership.STATE_OWNED, "国有企业"
    NON_PUBLIC = Ownership.NON_PUBLIC, "非公企业"
    OTHER_ENTERPRISE = Ownership.OTHER_ENTERPRISE, "其他企业"
    NOT_ENTERPRISE = Ownership.NOT_ENTERPRISE, "非企业单位"


CATEGORIES = list(Category)


@dataclass(frozen=True)
class Span:
    """The day, and the first day of the span that ends on it; both included. `since` <= `on`."""

    on: date
    since: date

    @property
    def before(self) -> date:
        return self.since - timedelta(days=1)


@dataclass(frozen=True)
class Counts:
    """What is counted, each in persons, unions or units; docs/rules/members.md says how."""

    members: int = 0
    retained: int = 0
    migrants: int = 0
    women: int = 0
    employed: int = 0
    staff: int = 0
    members_before: int = 0  # on the day before the span
    new_members: int = 0
    new_migrants: int = 0
    new_unions: int = 0
    obliged: int = 0  # unions that must have a 女职工委员会
    lacking: int = 0  # of these without one
    over: int = 0  # unions with more members at work than staff declared
    units: int = 0
    organised: int = 0
    should: int = 0  # units of so many staff without a union
    must: int = 0  # units of so many members without a union of their own


NAMES = tuple(field.name for field in fields(Counts))
OF_UNITS = ("units", "organised", "should", "must")


@dataclass(frozen=True, kw_only=True)
class Row(Counts):
    """One responsible body, or the total last, and a category."""

    body: str
    name: str
    category: str
    is_total: bool = False
    is_direct: bool = False

    @property
    def rate(self) -> Fraction | None:
        """入会率, exact; None where nobody declared any staff."""
        return Fraction(self.employed, self.staff) if self.staff else None

    @property
    def is_fault(self) -> bool:
        """More members at work than staff: one of the two is wrong (E-37)."""
        return self.employed > self.staff

    @property
    def organised_rate(self) -> Fraction | None:
        """建会率."""
        return Fraction(self.organised, self.units) if self.units else None

    @property
    def growth(self) -> Fraction | None:
        """Members on the day over those on the day before the span, minus one; None is 无基数 (E-38)."""
        return Fraction(self.members, self.members_before) - 1 if self.members_before else None

    @property
    def gained(self) -> int:
        """Members more than on the day before the span; below zero where there are fewer."""
        return self.members - self.members_before

    @property
    def with_committee(self) -> int:
        return self.obliged - self.lacking

    @property
    def without_union(self) -> int:
        return self.units - self.organised


def _branch(source: str, group: str, **columns: str) -> str:
    counted = ", ".join(f"coalesce({columns[name]}, 0)::bigint" if name in columns else "0" for name in NAMES)
    return f"SELECT {group}, {counted} FROM {source}"


def _one_if(condition: str) -> str:
    return f"CASE WHEN {condition} THEN 1 ELSE 0 END"


_PERSONS = ("members", "retained", "migrants", "women", "employed", "members_before", "new_members", "new_migrants")
_SUMS = ", ".join(f"sum(c{place})::bigint" for place in range(len(NAMES)))
_COLUMNS = ", ".join(f"c{place}" for place in range(len(NAMES)))
ROLL_UP = f"""
SELECT body_id, ownership, {_SUMS} FROM (
    {_branch("roster r JOIN place p ON p.id = r.union_id", "p.body_id, r.ownership", **{name: f"r.{name}" for name in _PERSONS})}
    UNION ALL
    {_branch("unit u JOIN place p ON p.id = u.union_id AND p.is_here WHERE u.is_here", "p.body_id, u.ownership", staff="u.staff")}
    UNION ALL
    {_branch(
        "union_state s", "s.body_id, coalesce(s.ownership, '')",
        new_unions=_one_if("s.is_new"), obliged=_one_if("s.is_obliged"),
        lacking=_one_if("s.is_obliged AND NOT s.has_committee"), over=_one_if("s.is_over"),
    )}
    UNION ALL
    {_branch(
        "unit_state t", "t.body_id, t.ownership",
        units="1", organised=_one_if("t.is_organised"), should=_one_if("t.should"), must=_one_if("t.must"),
    )}
) counted (body_id, ownership, {_COLUMNS}) GROUP BY 1, 2
"""  # fmt: skip


def figures(span: Span, within: tuple[str, ...] = WHOLE) -> list[Row]:
    """Rows of every responsible body within these parts of the tree and of every category, in code order, the total last.

    The total is the county's where the county is within, and then includes grassroots unions directly under it; a
    reader of one body gets its rows only. Three queries whatever the size.
    """
    found: dict[int, dict[str, tuple[int, ...]]] = defaultdict(dict)
    for body_id, ownership, *counts in run(ROLL_UP, span, within):
        found[body_id][ownership] = tuple(counts)
    places = [place for place in _places() if any(place.path.startswith(path) for path in within)]
    bodies = [place for place in places if place.kind != Kind.COUNTY_FEDERATION]
    rows = [_row(found.get(body.pk, {}), category, body.code, body.name) for body in bodies for category in CATEGORIES]
    if len(bodies) == 1 and set(found) <= {bodies[0].pk} and len(places) == 1:
        return rows
    county = next((place for place in places if place.kind == Kind.COUNTY_FEDERATION), None)
    code, name = (county.code, county.name) if county else ("", "合计")
    total: dict[str, tuple[int, ...]] = {}
    for of in found.values():
        for ownership, counts in of.items():
            total[ownership] = _sum([total.get(ownership, _NOTHING), counts])
    return rows + [_row(total, category, code, name, is_total=True) for category in CATEGORIES]


def with_direct(rows: list[Row], name: str) -> list[Row]:
    """The same with what is directly under the county as a row of its own before each total, where there is any."""
    result = []
    for row in rows:
        bodies = [each for each in rows if each.category == row.category and not each.is_total]
        if row.is_total and row.body:
            counts: dict[str, Any] = {
                key: getattr(row, key) - sum(getattr(body, key) for body in bodies) for key in NAMES
            }
            if any(counts.values()):
                result.append(Row(body=row.body, name=name, category=row.category, is_direct=True, **counts))
        result.append(row)
    return result


_NOTHING = (0,) * len(NAMES)


def _sum(rows: list[tuple[int, ...]]) -> tuple[int, ...]:
    return tuple(sum(column) for column in zip(*rows, strict=True)) if rows else _NOTHING


def _row(of: dict[str, tuple[int, ...]], category: str, code: str, name: str, *, is_total: bool = False) -> Row:
    counts: dict[str, Any]
    if category != Category.ALL:
        counts = dict(zip(NAMES, of.get(category, _NOTHING), strict=True))
    else:
        counts = dict(zip(NAMES, _sum(list(of.values())), strict=True))
        # 建会 is asked of enterprises: offices and institutions stand in their own category (rule 20).
        others = dict(zip(NAMES, of.get(Category.NOT_ENTERPRISE, _NOTHING), strict=True))
        counts |= {key: counts[key] - others[key] for key in OF_UNITS}
    return Row(body=code, name=name, category=category, is_total=is_total, **counts)


def _places() -> list[Organisation]:
    """The county and its responsible bodies, by code."""
    rows = Organisation.objects.everywhere("names of the bodies that figures are of")
    found = rows.filter(models.Q(kind=Kind.COUNTY_FEDERATION) | models.Q(parent__kind=Kind.COUNTY_FEDERATION))
    return list(found.exclude(kind__in=GRASSROOTS_KINDS).only("code", "name", "path", "kind").order_by("code"))
