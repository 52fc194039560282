"""What a campaign brings in today, rule by rule, and which published months a change of it would move."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from campaigns import coverage, figures
from campaigns.models import Campaign, Category, Report, ScopeRule
from campaigns.operations.reports import WHOLE, last_day
from campaigns.state import STATE
from unions.models import GRASSROOTS_KINDS, Kind, Ownership

MONTHS_LOOKED_AT = 12
# Of every union that could be counted: how many of its kind, ownership group and size there are on the day.
_EXISTING = """
SELECT c.kind, c.ownership, c.small, count(*) FROM candidate c JOIN unions_organisation u ON u.id = c.id
WHERE c.is_here AND u.path LIKE ANY(%(within)s::text[]) GROUP BY 1, 2, 3
"""


@dataclass(frozen=True)
class RuleCount:
    """One scope rule: the unions it names today, and those that no earlier rule names."""

    rule: ScopeRule
    alone: int
    newly: int
    is_in_force: bool


@dataclass(frozen=True)
class Standing:
    """The county's row of one category on a month's last day, as far as a campaign's change can move it."""

    unions: int
    covered: int
    rate: str
    target: str
    gap: int


@dataclass(frozen=True)
class Moved:
    """A published month and category whose figures would be others now."""

    month: date
    category: str
    before: Standing
    after: Standing


def scope_counts(campaign: Campaign, on: date, *, within: tuple[str, ...]) -> tuple[list[RuleCount], int]:
    """(each rule with its unions in the parts of the tree `within`, the unions in scope on the day). One pass.

    A rule that begins later counts what it would bring in today, and nothing towards the total.
    """
    existing = _existing(campaign, on, within)
    counted: set[tuple[str, str, bool]] = set()
    lines = []
    for rule in campaign.scope_rules.all():
        mine = {key[:3] for key in coverage.scope_since([rule])}
        is_in_force = rule.from_day <= on
        lines.append(RuleCount(rule, _sum(existing, mine), _sum(existing, mine - counted), is_in_force))
        if is_in_force:
            counted |= mine
    return lines, _sum(existing, counted)


def _existing(campaign: Campaign, on: date, within: tuple[str, ...]) -> dict[tuple[str, str, bool], int]:
    # A union of another kind than single has no employer to ask: its group is "" and its size is not small.
    groups = [
        (str(kind), str(group), small)
        for kind in Kind
        for group in (Ownership if kind == Kind.GRASSROOTS_SINGLE else [""])
        for small in (False, True)
    ]
    everything = {
        "kinds": [kind for kind, _, _ in groups],
        "groups": [group for _, group, _ in groups],
        "smalls": [small for _, _, small in groups],
        "sinces": [date.min] * len(groups),
        "grassroots": [str(kind) for kind in GRASSROOTS_KINDS],
        "within": [f"{path}%" for path in within],
    }
    rows = coverage.run_pass(STATE + _EXISTING, campaign, on, **everything)
    return {(kind, ownership, small): number for kind, ownership, small, number in rows}


def _sum(existing: dict[tuple[str, str, bool], int], keys: set[tuple[str, str, bool]]) -> int:
    return sum(existing.get(key, 0) for key in keys)


def published_months(campaign: Campaign) -> list[date]:
    """The newest months with an issued report of the county, at most MONTHS_LOOKED_AT, newest first."""
    issued = Report.objects.everywhere(WHOLE).filter(
        campaign=campaign, county__isnull=True, state=Report.State.ISSUED
    )  # fmt: skip
    return list(issued.order_by("-month").values_list("month", flat=True).distinct()[:MONTHS_LOOKED_AT])


def rules_of(campaign: Campaign) -> Any:
    """What decides the figures; equal before and after a change means that no published month can move."""
    scope = campaign.scope_rules.values_list("from_day", "kind", "ownership", "size")
    targets = campaign.targets.values_list("category", "due_on", "share", "label")
    return campaign.judge_on, sorted(scope), sorted(targets)


def standings(campaign: Campaign, months: list[date]) -> dict[tuple[date, str], Standing]:
    """The county's row of each month and category, from the registers and the campaign as they are now."""
    found = {}
    for month in months:
        rows = coverage.figures(campaign, last_day(month))
        for row in rows[-len(coverage.CATEGORIES) :]:  # the county's are the last
            target = "—" if row.target is None else f"{row.target:.1%}" + (f"（{row.label}）" if row.label else "")
            share = figures.percent(figures.rate({"covered": row.covered, "unions": row.unions}))
            found[month, str(row.category)] = Standing(row.unions, row.covered, share, target, row.gap)
    return found


def moved(before: dict[tuple[date, str], Standing], after: dict[tuple[date, str], Standing]) -> list[Moved]:
    """The months and categories that differ, newest month first."""
    return [
        Moved(month, Category(category).label, before[month, category], standing)
        for (month, category), standing in after.items()
        if before[month, category] != standing
    ]
