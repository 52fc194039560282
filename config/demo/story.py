"""The story of 云岭县 as rows of the five registers: pure, and the same for the same day.

A slow start, the priority unions first, one township that lags, chairs replaced and the badge forgotten.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from config.demo import COUNTY_CODE, COUNTY_NAME
from config.demo import names as words
from config.demo.calendar import (
    Span,
    campaign_span,
    joining_day,
    month_of,
    priority_curve,
    usual_curve,
    workday,
)
from config.demo.committees import Committees, Seat, officer_rows
from config.demo.ground import Ground, Row, Union
from config.demo.life import Life
from config.demo.names import Place
from config.demo.people import People
from config.demo.places import fill

REGISTER_NAMES = ("organisations", "employers", "officers", "displays", "honours")
BODY_POSTS = ("主席", "副主席", "女职工委员会主任", "经审委员会主任", "组织员")


@dataclass
class Story:
    """Rows per register, in the order in which they are loaded.

    `late` are facts that `late_place` forgot to hand in: they are missing in the report of `late_month` (its first
    day) and lead to its correction.
    """

    span: Span
    today: date
    organisations: list[Row] = field(default_factory=list)
    employers: list[Row] = field(default_factory=list)
    officers: list[Row] = field(default_factory=list)
    displays: list[Row] = field(default_factory=list)
    honours: list[Row] = field(default_factory=list)
    late: list[Row] = field(default_factory=list)
    late_place: str = ""
    late_month: date | None = None


def tell(today: date) -> Story:
    """The county as it stands on the day."""
    dice = Random(349999)  # noqa: S311 (a story, not a secret)
    people = People(dice, today)
    ground = Ground(today, campaign_span(today), dice, people)
    fill(ground)
    story = Story(ground.span, today, ground.organisations, ground.employers, honours=ground.honours)
    verifiers = _superiors(story, ground)
    joins = _joins(ground)
    lives = []
    for union in ground.unions:
        seats = Committees(union, story.span, today, dice, people).elect()
        story.officers += officer_rows(union.row, seats, dice)
        if union.in_campaign:
            directly = union.row["上级工会编码"] == COUNTY_CODE
            names = verifiers[COUNTY_CODE if directly else union.place.name]
            lives.append(Life(union, seats, joins.get(union.code), story.span, today, dice, names))
            story.displays += lives[-1].tell()
    _hold_back(story, lives)
    return story


def _superiors(story: Story, ground: Ground) -> dict[str, list[str]]:
    """The committees of the county and its bodies; returns who verifies, by place, the county under its code."""
    verifiers = {}
    bodies = story.organisations[: 1 + len(words.PLACES)]
    for row, key in zip(bodies, [COUNTY_CODE, *ground.codes], strict=True):
        since = workday(story.today - timedelta(days=ground.dice.randint(120, 1500)))
        posts = (*BODY_POSTS, "副主席") if row["工会名称"] == COUNTY_NAME else BODY_POSTS
        seats = [Seat(ground.people.new(woman="女" in post or None), post, since, None, again=False) for post in posts]
        story.officers += officer_rows(row, seats, ground.dice)
        verifiers[key] = [seat.person.name for seat in seats if seat.post in ("副主席", "组织员")]
    return verifiers


def _joins(ground: Ground) -> dict[str, date]:
    """The day on which each union takes up the campaign, by code; those missing have not yet.

    Within each group the turns are dealt out evenly, so that no body's share depends on luck.
    """
    span, lots = ground.span, dict[Place | None, list[Union]]()
    for union in ground.unions:
        if union.in_campaign:
            first = union.comes_first and union.place.name != words.LAGGING
            lots.setdefault(None if first else union.place, []).append(union)
    days = {}
    for place, unions in lots.items():
        curve = usual_curve(place.joined, span) if place else priority_curve(span)
        ground.dice.shuffle(unions)
        for turn, union in enumerate(unions):
            number = 40 if union.is_model else joining_day((turn + 0.5) / len(unions), curve)
            founded = union.row["建会日期"]
            if founded >= span.start and not union.place.drags:
                days[union.code] = workday(founded + timedelta(days=5))
            elif number is not None:
                days[union.code] = workday(max(span.day(number), founded))
    for union, day in zip(_forgotten(ground, days), (3, 5, 8), strict=False):
        days[union.code] = workday(_late_month(ground.today).replace(day=day))
    return days


def _late_month(today: date) -> date:
    """First day of the month whose report is corrected later: the third before this one."""
    month = today.replace(day=1)
    for _ in range(3):
        month, _ = month_of(month - timedelta(days=1))
    return month


def _forgotten(ground: Ground, days: dict[str, date]) -> list[Union]:
    """Three unions of the forgetful township that join about the month that is corrected later."""
    month = _late_month(ground.today)
    unions = [
        union
        for union in ground.unions
        if union.place.name == words.FORGETFUL
        and union.code in days
        and union.row["建会日期"] < ground.span.start
        and "撤销日期" not in union.row
    ]
    return sorted(unions, key=lambda union: abs((days[union.code] - month).days))[:3]


def _hold_back(story: Story, lives: list[Life]) -> None:
    """Move the facts of those unions that did everything in the month that is corrected from `displays` to `late`."""
    month, last = month_of(_late_month(story.today))
    forgotten = [life for life in lives if life.union.place.name == words.FORGETFUL and _all_within(life, month, last)]
    codes = {life.union.code for life in forgotten}
    story.late_place, story.late_month = words.FORGETFUL, month
    story.late = [fact for fact in story.displays if fact["工会编码"] in codes and fact["开始日期"] >= month]
    story.displays = [fact for fact in story.displays if fact["工会编码"] not in codes or fact["开始日期"] < month]


def _all_within(life: Life, first: date, last: date) -> bool:
    """Whether the union did all four things within the month, nothing of the present campaign before, and kept them."""
    facts = [fact for fact in life.facts if fact["开始日期"] >= life.span.start]
    done = {fact["事项"] for fact in facts if fact["开始日期"] <= last and fact["结束日期"] is None}
    return len(done) == 4 and all(fact["开始日期"] >= first for fact in facts) and "撤销日期" not in life.union.row
