"""What a campaign brings in today, rule by rule, and which published months a change of it would move."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from campaigns import coverage, figures, targets
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
    """A published month and category whose figures would be others now.

    `before` and `after` are the county's row, which may be the same where only those of `bodies` bodies differ.
    """

    month: date
    category: str
    before: Standing
    after: Standing
    bodies: int


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
    """The months with an issued report of the county, newest first."""
    issued = Report.objects.everywhere(WHOLE).filter(
        campaign=campaign, county__isnull=True, state=Report.State.ISSUED
    )  # fmt: skip
    return list(issued.order_by("-month").values_list("month", flat=True).distinct())


def as_it_is(campaign: Campaign) -> Campaign:
    """The campaign with its rules read now: figures can still be asked for by them after the tables have changed."""
    return Campaign.objects.prefetch_related("scope_rules", "targets").get(pk=campaign.pk)


def touched(before: Campaign, after: Campaign, months: list[date]) -> list[date]:
    """Those of the months for which other rules decide than before. Reads no register, so no month is too old for it.

    A month's report also states the change from the month before, hence the two days.
    """
    return [month for month in months if _deciding(before, last_day(month)) != _deciding(after, last_day(month))]


def _deciding(campaign: Campaign, on: date) -> Any:
    since = coverage.scope_since(campaign.scope_rules.all())
    in_scope = [{row[:3] for row in since if row[3] <= then} for then in (on, coverage.month_before(on))]
    goals = [targets.Goal(t.category, t.due_on, t.share, t.label) for t in campaign.targets.all()]
    in_force = [targets.in_force(goals, category, on) for category in coverage.CATEGORIES]
    return campaign.judge_on, in_scope, [goal and (goal.share, goal.label) for goal in in_force]


def moved(before: Campaign, after: Campaign, months: list[date]) -> list[Moved]:
    """What differs in the months, by the registers as they are now: of the county or of any body, in their order."""
    found = []
    for month in months:
        pairs = list(
            zip(coverage.figures(before, last_day(month)), coverage.figures(after, last_day(month)), strict=True)
        )
        for county in pairs[-len(coverage.CATEGORIES) :]:  # the county's are the last
            was, is_now = county
            others = [pair for pair in pairs if pair[0].category == was.category and pair is not county]
            bodies = sum(one != other for one, other in others)
            if was != is_now or bodies:
                name = Category(was.category).label
                found.append(Moved(month, name, _standing(was), _standing(is_now), bodies))
    return found


def _standing(row: coverage.Row) -> Standing:
    target = "—" if row.target is None else f"{row.target:.1%}" + (f"（{row.label}）" if row.label else "")
    share = figures.percent(figures.rate({"covered": row.covered, "unions": row.unions}))
    return Standing(row.unions, row.covered, share, target, row.gap)
