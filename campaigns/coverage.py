"""Coverage of 双亮 on any day: who is counted, and which of the four conditions holds (coverage.md).

One SQL pass computes the state of every union in scope on the day D and at the end of the month before (D0); the
figures and the list of uncovered unions are two readings of that state. A plain twin in the tests agrees with it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.db import connection, transaction

from campaigns import targets
from campaigns.models import Campaign, Category, JudgeOn, ScopeRule, SizeClass
from campaigns.state import LIST, ROLL_UP, STATE
from campaigns.targets import Goal
from unions.models import GRASSROOTS_KINDS, Kind, Level, Nature, Ownership, ownership_of

CATEGORIES = [Category.ALL, Category.STATE_OWNED, Category.HONOURED_NON_PUBLIC]
HONOUR_LEVELS = [Level.NATIONAL, Level.PROVINCIAL, Level.CITY]
CONDITIONS = ("sign", "office", "chair", "identity", "contact")


@dataclass(frozen=True)
class Row:
    """One body (or the county, last) and category. Counts are unions; `target` is the share in force."""

    body: str
    name: str
    category: str
    unions: int
    sign: int
    office: int
    plaque: int
    identity: int
    covered: int
    verified: int
    previous_unions: int
    previous_covered: int
    target: Decimal | None
    label: str
    met: bool | None
    gap: int
    rank: int | None
    # Unions in scope that lack it; where the seat is vacant the chair is what is missing, as in `Uncovered`.
    no_chair: int = 0
    no_identity: int = 0
    no_contact: int = 0

    @property
    def no_sign(self) -> int:
        return self.unions - self.sign

    @property
    def no_office(self) -> int:
        return self.unions - self.office

    @property
    def rate(self) -> str | None:
        """Truncated to four decimals, for reading only."""
        return targets.four_decimals(self.covered, self.unions)

    @property
    def previous_rate(self) -> str | None:
        return targets.four_decimals(self.previous_covered, self.previous_unions)


@dataclass(frozen=True)
class Uncovered:
    """A union in scope that is not covered. `missing` names each failed condition, in the order of CONDITIONS."""

    union: str
    name: str
    body: str
    body_name: str
    missing: tuple[str, ...]
    chair: str
    phone: str


@dataclass(frozen=True)
class Position:
    """Everything a report says about a day."""

    on: date
    rows: list[Row]
    uncovered: list[Uncovered]


def position(campaign: Campaign, on: date) -> Position:
    """Figures and list of the day; run it in one snapshot when they must agree under concurrent changes."""
    return Position(on, figures(campaign, on), uncovered(campaign, on))


def month_before(on: date) -> date:
    """The last day of the month before the day's own."""
    return on.replace(day=1) - timedelta(days=1)


def figures(campaign: Campaign, on: date) -> list[Row]:
    """Rows for every responsible body and category, in code order, the county's last. Two queries whatever the size."""
    counts = dict(_counts(campaign, on))
    goals = [Goal(t.category, t.due_on, t.share, t.label) for t in campaign.targets.all()]
    bodies = _bodies()
    rows = []
    judged = "verified" if campaign.judge_on == JudgeOn.VERIFIED else "covered"
    for category in CATEGORIES:
        goal = targets.in_force(goals, category, on)
        of = {code: counts.get((pk, category), _NOTHING) for pk, code, _, _ in bodies}
        county = next((code for _, code, _, is_county in bodies if is_county), "")
        total = [sum(column) for column in zip(*counts_of(counts, category), strict=True)] or list(_NOTHING)
        of[county] = tuple(total)
        places = targets.ranks({code: (c[5], c[0]) for code, c in of.items() if code != county})
        for _, code, name, _ in bodies:
            rows.append(_row(code, name, category, of[code], goal, places.get(code), judged))
    order = {category: index for index, category in enumerate(CATEGORIES)}
    return sorted(rows, key=lambda row: (row.body == county, row.body, order[Category(row.category)]))


_NOTHING = (0,) * 12


def counts_of(counts: dict[tuple[int, str], tuple[int, ...]], category: str) -> Iterator[tuple[int, ...]]:
    """The category's counts of every body, and of the grassroots unions directly under the county."""
    return (values for (_, of), values in counts.items() if of == category)


def _row(
    code: str, name: str, category: str, c: tuple[int, ...], goal: Goal | None, rank: int | None, judged: str
) -> Row:
    unions, sign, office, plaque, identity, covered, verified, previous_unions, previous_covered, *lacking = c
    done = verified if judged == "verified" else covered
    met = targets.is_met(done, unions, goal.share) if goal and unions else None
    gap = targets.gap(done, unions, goal.share) if goal and unions else 0
    return Row(
        code, name, category, unions, sign, office, plaque, identity, covered, verified, previous_unions,
        previous_covered, goal.share if goal else None, goal.label if goal else "", met, gap, rank, *lacking,
    )  # fmt: skip


def _bodies() -> list[tuple[int, str, str, bool]]:
    """(id, code, name, is the county) of the county and its direct children that are no grassroots unions."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT o.id, o.code, o.name, o.parent_id IS NULL FROM unions_organisation o"
            " LEFT JOIN unions_organisation p ON p.id = o.parent_id"
            " WHERE o.kind = %(county)s OR p.kind = %(county)s AND NOT o.kind = ANY(%(grassroots)s) ORDER BY o.code",
            {"county": Kind.COUNTY_FEDERATION, "grassroots": list(GRASSROOTS_KINDS)},
        )
        return cursor.fetchall()


def _counts(campaign: Campaign, on: date) -> Iterator[tuple[tuple[int, str], tuple[int, ...]]]:
    """((body id, category), the twelve counts) for every body that has any."""
    rows = run_pass(STATE + ROLL_UP, campaign, on)
    for body_id, group in groupby(rows, key=lambda row: row[0]):
        parts = list(group)
        for category in CATEGORIES:
            now = [part[4:11] for part in parts if _in_category(category, part[1], part[2])]
            then = [part[11:13] for part in parts if _in_category(category, part[1], part[3])]
            lacking = [part[13:] for part in parts if _in_category(category, part[1], part[2])]
            yield (body_id, category), (*_sums(now, 7), *_sums(then, 2), *_sums(lacking, 3))


def _in_category(category: str, is_state_owned: bool, is_honoured: bool) -> bool:
    return (
        category == Category.ALL
        or (category == Category.STATE_OWNED and is_state_owned)
        or (category == Category.HONOURED_NON_PUBLIC and is_honoured)
    )


def _sums(rows: list[Any], width: int) -> tuple[int, ...]:
    return tuple(sum(column) for column in zip(*rows, strict=True)) if rows else (0,) * width


def uncovered(campaign: Campaign, on: date) -> list[Uncovered]:
    """Every union in scope on the day that is not covered, by code. One query."""
    found = []
    for code, name, body, body_name, sign, office, has_chair, identity, contact, chair, phone in run_pass(
        STATE + LIST, campaign, on
    ):
        failed = {
            "sign": not sign,
            "office": not office,
            "chair": not has_chair,
            "identity": has_chair and not identity,
            "contact": has_chair and not contact,
        }
        missing = tuple(condition for condition in CONDITIONS if failed[condition])
        found.append(Uncovered(code, name, body, body_name, missing, chair or "", phone or ""))
    return found


def without_employer(on: date) -> list[str]:
    """Codes of single grassroots unions that exist on the day and are not counted for want of an employer (§3)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT o.code FROM unions_organisation o WHERE o.kind = %(kind)s AND o.established_on <= %(on)s"
            " AND (o.dissolved_on IS NULL OR %(on)s < o.dissolved_on)"
            " AND NOT EXISTS (SELECT FROM unions_employer e WHERE e.union_id = o.id) ORDER BY o.code",
            {"kind": Kind.GRASSROOTS_SINGLE, "on": on},
        )
        return [code for (code,) in cursor.fetchall()]


def scope_since(rules: Iterable[ScopeRule]) -> list[tuple[str, str, bool, date]]:
    """(kind, ownership group, is small, first day in scope) for every combination that some rule brings in.

    Only a single grassroots union has an employer whose ownership and size could be asked for.
    """
    since: dict[tuple[str, str, bool], date] = {}
    for rule in rules:
        single = rule.kind == Kind.GRASSROOTS_SINGLE
        groups = [group for group in Ownership if rule.ownership in ("", group)] if single else [""]
        if not single and rule.ownership:
            continue
        for group in groups:
            for small in (False, True):
                if rule.size == SizeClass.SMALL and not small or rule.size == SizeClass.NOT_SMALL and small:
                    continue
                key = (rule.kind, str(group), small)
                since[key] = min(since.get(key, rule.from_day), rule.from_day)
    return [(*key, day) for key, day in since.items()]


def run_pass(sql: str, campaign: Campaign, on: date, **more: Any) -> list[Any]:
    """The rows of a query that begins with STATE, for this campaign and day; `more` are parameters of its own."""
    scope = scope_since(campaign.scope_rules.all())
    with transaction.atomic(), connection.cursor() as cursor:
        # The pass reads whole tables once: hashes that fit, and no loop over an aggregate that nobody can estimate.
        cursor.execute("SET LOCAL work_mem = '256MB'; SET LOCAL jit = off; SET LOCAL enable_nestloop = off")
        cursor.execute(
            sql,
            {
                "on": on,
                "before": month_before(on),
                "kinds": [row[0] for row in scope],
                "groups": [row[1] for row in scope],
                "smalls": [row[2] for row in scope],
                "sinces": [row[3] for row in scope],
                "natures": [str(nature) for nature in Nature],
                "ownerships": [str(ownership_of(nature)) for nature in Nature],
                "levels": [str(level) for level in HONOUR_LEVELS],
                "grassroots": [str(kind) for kind in GRASSROOTS_KINDS],
                **more,
            },
        )
        rows = cursor.fetchall()
        # It only read: undone with it are the planner's settings, which the caller's own queries must not inherit.
        transaction.set_rollback(True)
    return rows
