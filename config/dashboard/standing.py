"""How a campaign stands today in the user's own part: the figures of coverage.md, never another body's."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from accounts.duties import Duty
from campaigns import coverage, figures, targets
from campaigns.figures import Figure
from campaigns.models import Campaign, Category
from campaigns.operations.making import stored
from config import ready
from unions.models import Kind, Organisation

# A condition, who lacks it (a list of behind.SHOWS and the figure's key), in the words of the plan.
LACKING = {
    "no_sign": "悬挂牌匾",
    "no_office": "公布办公地点",
    "no_identity": "亮明身份",
    "no_contact": "公布联系方式",
    "no_chair": "选出主席",
}


@dataclass(frozen=True)
class Part:
    """The figures the user may see. `code` is the county's or the body's they are of, "" where no body is the user's.

    `bodies` are the responsible bodies within, by rank; the county's also hold the unions directly under it.
    """

    code: str
    name: str
    is_county: bool
    totals: dict[str, Figure]
    bodies: dict[str, list[Figure]]


def choose(asked: str, on: date) -> tuple[Campaign | None, list[Campaign]]:
    """(the campaign to show, all that count 双亮): the one asked for, else the newest that runs, that has begun, that is."""
    there = list(Campaign.objects.of_coverage())
    begun = [campaign for campaign in there if campaign.starts_on <= on]
    running = [campaign for campaign in begun if on <= campaign.ends_on]
    named = [campaign for campaign in there if campaign.slug == asked]
    return next(iter([*named, *running, *begun, *there]), None), there


def figures_key(campaign: Campaign, on: date) -> str:
    return f"figures:{campaign.pk}:{on}"


def count_figures(campaign: Campaign, on: date) -> list[Figure]:
    """Every body's figures as a report keeps them, with who lacks what."""
    return [
        stored(row) | {key: getattr(row, key) for key in LACKING} | {"judged": campaign.judge_on}
        for row in coverage.figures(campaign, on)
    ]


def figures_of(campaign: Campaign, on: date, now: ready.Registers, *, anew: bool = False) -> ready.Kept:
    return ready.kept(figures_key(campaign, on), lambda: count_figures(campaign, on), now, anew=anew)


def part_of(user: Any, rows: list[Figure]) -> Part:
    """The slice of the county's figures that the user's own part of the tree is."""
    own = user.paths_with(Duty.SEE_REPORTS)
    seen = Organisation.objects.visible_to(user)
    county = seen.filter(kind=Kind.COUNTY_FEDERATION).first()
    if county is not None and county.path in own:
        bodies = {of: _ranked(list(figures.of_category(rows, of, county.code))[:-1]) for of in coverage.CATEGORIES}
        return Part(
            county.code, county.name, True, _by_category(rows, county.code), _with_direct(bodies, rows, county.code)
        )
    mine = [body for body in seen.bodies().order_by("code") if any(body.path.startswith(path) for path in own)]
    if not mine:
        return Part("", "", False, {}, {})
    codes = {body.code for body in mine}
    of_mine = {
        str(of): _ranked(row for row in rows if row["body"] in codes and row["category"] == of)
        for of in coverage.CATEGORIES
    }
    if len(mine) == 1:
        return Part(mine[0].code, mine[0].name, False, _by_category(rows, mine[0].code), of_mine)
    return Part("", "、".join(body.name for body in mine), False, {of: _sum(of_mine[of]) for of in of_mine}, of_mine)


def _by_category(rows: list[Figure], code: str) -> dict[str, Figure]:
    return {row["category"]: row for row in rows if row["body"] == code}


def _ranked(rows: Iterable[Figure]) -> list[Figure]:
    return sorted(rows, key=lambda row: (row["rank"] is None, row["rank"] or 0, row["body"]))


def _with_direct(bodies: dict[Any, list[Figure]], rows: list[Figure], county: str) -> dict[str, list[Figure]]:
    """Unions directly under the county lack things too: what the bodies do not account for is theirs."""
    for of, found in bodies.items():
        total = next(row for row in rows if row["body"] == county and row["category"] == of)
        for row in found:
            if row["name"] == figures.DIRECT and row["body"] == county:
                others = [other for other in found if other is not row]
                row |= {key: total[key] - sum(other[key] for other in others) for key in LACKING}
                row["is_direct"] = True
    return {str(of): found for of, found in bodies.items()}


def _sum(rows: list[Figure]) -> Figure:
    """Several bodies of one officer together: judged by the target that holds for each, not ranked."""
    keys = figures.COUNTS + figures.PREVIOUS + tuple(LACKING)
    first = rows[0]
    total: Figure = {key: sum(row[key] for row in rows) for key in keys}
    done = total["verified"] if first["judged"] == "verified" else total["covered"]
    share, unions = first["target"], total["unions"]
    judged = share is not None and unions > 0
    gap = targets.gap(done, unions, Fraction(share)) if judged else 0  # type: ignore[arg-type]
    return first | total | {"body": "", "rank": None, "gap": gap, "met": gap == 0 if judged else None}


@dataclass(frozen=True)
class Lists:
    """The addresses of the lists behind one campaign's figures of a day."""

    campaign: Campaign
    on: date

    def url(self, show: str, category: str, row: Figure | None = None, part: Part | None = None) -> str:
        """The unions that `show` counts; of a body's row, else of all the user may see."""
        query = {"show": show, "category": str(category), "on": self.on.isoformat()}
        code = row["body"] if row else part.code if part and not part.is_county else ""
        if code:
            query["body"] = code
        if row and row.get("is_direct"):
            query["direct"] = "yes"
        return f"{reverse('admin:campaigns_campaign_unions', args=[self.campaign.pk])}?{urlencode(query)}"


def in_words(category: str) -> str:
    return "企业工会" if category == Category.ALL else f"{Category(category).label}工会"
