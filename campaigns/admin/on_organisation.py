"""What a campaign shows on a union's page: its coverage and why, its month ends, and the children's figures."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode

from accounts.duties import Duty
from campaigns import figures, targets
from campaigns.admin.explained import LACKS, awards_said, conditions_said, scope_said
from campaigns.below import Child, children_of
from campaigns.dossier import Dossier, dossier_of
from campaigns.explain import Explanation, Reason, explained
from campaigns.models import Campaign, Category, JudgeOn
from campaigns.targets import Goal
from unions.admin.page_parts import CHILDREN, COVERAGE, Backdrop, Band, Cell, Filled, PageView, draws_backdrop, fills
from unions.models import Organisation

CHILDREN_SHOWN = 50
# Where there is nothing to hang or to show, the conditions are not asked.
COUNTS_NEVER = (Reason.IS_BODY, Reason.NO_RULE, Reason.NOT_ESTABLISHED, Reason.DISSOLVED)
MONTHS_SHOWN = 120


def may_see(view: PageView) -> bool:
    """Coverage is told to those who may see both figures and the facts they are made of."""
    duties = (Duty.SEE_CAMPAIGNS, Duty.SEE_OFFICERS, Duty.SEE_DISPLAYS)
    return all(view.user.may(duty, view.union) for duty in duties)


def campaigns_for(view: PageView) -> tuple[Campaign | None, list[Campaign]]:
    """(the campaign to show, all there are): the one asked for, else the one that runs on the day or ran last."""
    every: list[Campaign] = view.once("campaigns", _campaigns)
    asked = [each for each in every if str(each.pk) == view.asked.get("campaign", "")]
    running = [each for each in every if each.starts_on <= view.on <= each.ends_on]
    begun = [each for each in every if each.starts_on <= view.on]
    chosen = next((found[-1] for found in (asked, running, begun) if found), every[0] if every else None)
    return chosen, every


def _campaigns() -> list[Campaign]:
    rows = Campaign.objects.of_coverage().prefetch_related("scope_rules", "phases", "targets")
    return list(rows.order_by("starts_on", "pk"))


def _dossier(view: PageView) -> Dossier:
    found: Dossier = view.once("dossier", lambda: dossier_of(view.union))
    return found


@fills(COVERAGE)
def coverage_of(view: PageView) -> Filled | None:
    if not may_see(view):
        return None
    campaign, every = campaigns_for(view)
    if campaign is None:
        return None
    told = explained(_dossier(view), list(campaign.scope_rules.all()), view.on)
    group = next(each for each in told.belongings if each.category == Category.HONOURED_NON_PUBLIC)
    context = {
        "campaign": campaign,
        "campaigns": every,
        "told": told,
        "verdict": _verdict(campaign, told),
        "scope": scope_said(view, told.scope),
        "counts_itself": told.scope.reason not in COUNTS_NEVER,
        "categories": [each.category.label for each in told.belongings[1:] if each.is_in],
        "awards": awards_said(group.awards),
        "conditions": conditions_said(view, told),
        "total": None if view.union.is_grassroots else _total(view, campaign, list(_counted(view, campaign).values())),
        "links": links_to(campaign, view.union, view.on),
    }
    return Filled("admin/campaigns/_coverage.html", context)


def _verdict(campaign: Campaign, told: Explanation) -> tuple[str, str]:
    """(look, word) of the union on the day."""
    if not told.scope.is_in:
        return "quiet", "不计入统计"
    if told.is_verified:
        return "good", "已覆盖，已核实"
    if told.is_covered:
        return ("warn" if campaign.judge_on == JudgeOn.VERIFIED else "good"), "已覆盖，待核实"
    return "bad", "未覆盖"


@draws_backdrop
def months_of(view: PageView) -> Backdrop:
    """The campaign's phases, and how the union stood at the end of each month of it so far."""
    if not may_see(view):
        return Backdrop()
    campaign, _ = campaigns_for(view)
    if campaign is None:
        return Backdrop()
    dossier, rules = _dossier(view), list(campaign.scope_rules.all())
    cells = [
        _cell(explained(dossier, rules, day))
        for day in _month_ends(campaign.starts_on, min(view.today, campaign.ends_on))
    ]
    bands = tuple(Band(each.name, each.starts_on, each.ends_on) for each in campaign.phases.all())
    return Backdrop("月末覆盖", bands, tuple(cell for cell in cells if cell is not None))


def _cell(told: Explanation) -> Cell | None:
    if not told.scope.is_in:
        return None
    state, words = "open", f"未覆盖：{'、'.join(LACKS[key] for key in told.missing)}"
    if told.is_covered:
        state, words = ("verified", "已覆盖，已核实") if told.is_verified else ("covered", "已覆盖，待核实")
    return Cell(told.on, state, f"{told.on:%Y年%-m月%-d日} {words}")


def _month_ends(since: date, until: date) -> Iterator[date]:
    """The last days of the months from `since` on, the latest MONTHS_SHOWN of them, none after `until`."""
    found, day = [], since
    while True:
        following = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
        if following - timedelta(days=1) > until:
            break
        found.append(following - timedelta(days=1))
        day = following
    yield from found[-MONTHS_SHOWN:]


@dataclass(frozen=True)
class ChildRow:
    """One child; `figures` is None where nothing below it is in scope. `lacks` is told of a single union."""

    place: Organisation
    figures: Child | None
    rate: str
    lacks: str
    links: dict[str, str]

    @property
    def is_one(self) -> bool:
        return self.place.is_grassroots


@fills(CHILDREN)
def children_with_figures(view: PageView) -> Filled | None:
    if not may_see(view):
        return None
    campaign, _ = campaigns_for(view)
    if campaign is None:
        return None
    counted = _counted(view, campaign)
    below = Organisation.objects.visible_to(view.user).filter(parent=view.union)
    kinds = dict(below.existing_on(view.on).values_list("pk", "kind"))
    order = sorted(kinds, key=lambda pk: _turn(pk, kinds[pk], counted))
    places = below.in_bulk(order[:CHILDREN_SHOWN])
    rows = [_child(view, campaign, places[pk], counted.get(pk)) for pk in order[:CHILDREN_SHOWN] if pk in places]
    return Filled(
        "admin/campaigns/_children.html",
        {
            "campaign": campaign,
            "rows": rows,
            "count": len(kinds),
            "is_cut": len(kinds) > CHILDREN_SHOWN,
            "limit": CHILDREN_SHOWN,
            "links": links_to(campaign, view.union, view.on),
            "list": f"{reverse('admin:unions_organisation_changelist')}?parent={view.union.pk}",
            "add": f"{reverse('admin:unions_organisation_add')}?parent={view.union.pk}"
            if view.user.may(Duty.EDIT_ORGANISATIONS, view.union)
            else "",
        },
    )


def _counted(view: PageView, campaign: Campaign) -> dict[int, Child]:
    found: dict[int, Child] = view.once(
        "children", lambda: {child.pk: child for child in children_of(campaign, view.union, view.on)}
    )
    return found


def _turn(pk: int, kind: str, counted: dict[int, Child]) -> tuple[bool, int, int]:
    """Bodies first, then the unions that are not covered, those that are, those not counted; by age of the record."""
    child = counted.get(pk)
    state = 2 if child is None else 1 if child.is_covered else 0
    is_one = Organisation(kind=kind).is_grassroots
    return is_one, state if is_one else 0, pk


def _child(view: PageView, campaign: Campaign, place: Organisation, child: Child | None) -> ChildRow:
    rate = figures.percent(Fraction(child.covered, child.unions)) if child is not None else "—"
    lacks = "、".join(LACKS[key] for key in child.missing) if child is not None else ""
    return ChildRow(place, child, rate, lacks, links_to(campaign, place, view.on))


@dataclass(frozen=True)
class Total:
    unions: int
    covered: int
    verified: int
    rate: str
    target: str
    gap: int


def _total(view: PageView, campaign: Campaign, children: list[Child]) -> Total:
    """The branch as a whole, against the target in force for all unions."""
    unions, covered, verified = (
        sum(getattr(each, name) for each in children) for name in ("unions", "covered", "verified")
    )
    goals = [Goal(each.category, each.due_on, each.share, each.label) for each in campaign.targets.all()]
    goal = targets.in_force(goals, Category.ALL, view.on)
    done = verified if campaign.judge_on == JudgeOn.VERIFIED else covered
    rate = figures.percent(Fraction(covered, unions)) if unions else "—"
    if goal is None:
        return Total(unions, covered, verified, rate, "—", 0)
    return Total(
        unions, covered, verified, rate, figures.percent(Fraction(goal.share)), targets.gap(done, unions, goal.share)
    )


def links_to(campaign: Campaign, place: Any, on: date) -> dict[str, str]:
    """The lists of unions behind the figures of one branch; empty where this installation has no such page."""
    try:
        page = reverse("admin:campaigns_campaign_unions", args=[campaign.pk])
    except NoReverseMatch:
        return {}
    asked = {"on": on.isoformat(), "body": place.code}
    return {show: f"{page}?{urlencode({**asked, 'show': show})}" for show in ("in_scope", "covered", "uncovered")}
