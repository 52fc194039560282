"""The indicators that a campaign may set targets on: what each counts, of what, which way is better. Pure.

双亮 coverage is one of them; the others are the figures of docs/rules/members.md.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import ceil


class Way(StrEnum):
    """How it is counted: on the day, from the first day of counting on, or as a share."""

    COUNT = "count"
    FLOW = "flow"
    SHARE = "share"


@dataclass(frozen=True)
class Indicator:
    """`part` is what is judged, `whole` what a share is of; both name a count of `members.figures.Row` or of coverage.

    `inside` is the slug of the indicator this is part of (其中), `fewer` that less is better, `show` the list behind it.
    """

    slug: str
    label: str
    way: Way
    unit: str
    part: str
    whole: str = ""
    inside: str = ""
    fewer: bool = False
    show: str = ""
    of_coverage: bool = False


INDICATORS = (
    Indicator("coverage", "双亮覆盖面", Way.SHARE, "家", "covered", "unions", of_coverage=True),
    Indicator("members", "会员数", Way.COUNT, "人", "members"),
    Indicator("migrants", "农民工会员数", Way.COUNT, "人", "migrants", inside="members"),
    Indicator("women", "女会员数", Way.COUNT, "人", "women", inside="members"),
    Indicator("membership_rate", "入会率", Way.SHARE, "人", "employed", "staff", show="declared"),
    Indicator("over", "入会率超过100%的工会", Way.COUNT, "家", "over", fewer=True, show="over"),
    Indicator("new_members", "新增会员", Way.FLOW, "人", "new_members"),
    Indicator("new_migrants", "新增农民工会员", Way.FLOW, "人", "new_migrants", inside="new_members"),
    Indicator("growth", "会员增长率", Way.SHARE, "人", "gained", "members_before"),
    Indicator("new_unions", "新建工会", Way.FLOW, "家", "new_unions", show="new_unions"),
    Indicator("organised_rate", "建会率", Way.SHARE, "家", "organised", "units", show="units"),
    Indicator("should", "应建会未建会的单位", Way.COUNT, "家", "should", fewer=True, show="should"),
    Indicator("must", "必须建会未单独建会的单位", Way.COUNT, "家", "must", fewer=True, show="must"),
    Indicator("committees", "女职工委员会建会率", Way.SHARE, "家", "with_committee", "obliged", show="obliged"),
)
BY_SLUG: Mapping[str, Indicator] = {indicator.slug: indicator for indicator in INDICATORS}
# Of both sources; which of them an indicator knows, `categories_of` says.
CATEGORIES = [
    ("all", "全部"),
    ("state_owned", "国有企业"),
    ("non_public", "非公企业"),
    ("other_enterprise", "其他企业"),
    ("not_enterprise", "非企业单位"),
    ("honoured_non_public", "获市以上荣誉的非公企业"),
]
LABELS = dict(CATEGORIES)


def categories_of(indicator: Indicator) -> tuple[str, ...]:
    if indicator.of_coverage:
        return "all", "state_owned", "honoured_non_public"
    return "all", "state_owned", "non_public", "other_enterprise", "not_enterprise"


@dataclass(frozen=True)
class Aim:
    """A county target: a number or a share, by the due date, and what is allotted to bodies by their code."""

    indicator: Indicator
    category: str
    due_on: date
    counts_from: date
    amount: Decimal
    label: str
    allotted: Mapping[str, Decimal]

    @property
    def key(self) -> tuple[str, str]:
        return self.indicator.slug, self.category

    def counted_to(self, on: date) -> date:
        """A flow is counted to its due date and no further: what comes later did not come in time."""
        return min(on, self.due_on) if self.indicator.way == Way.FLOW else on

    @property
    def difference(self) -> Decimal:
        """Sum of what is allotted minus the county's number; not asked of shares, which do not add up."""
        return sum(self.allotted.values(), Decimal(0)) - self.amount


def in_force(aims: Iterable[Aim], on: date) -> list[Aim]:
    """Of every (indicator, category) the aim with the earliest due date on or after the day, else the last; in their order.

    An aim whose counting has not begun by the day is left out.
    """
    chosen: dict[tuple[str, str], Aim] = {}
    for aim in aims:
        if aim.counts_from > on:
            continue
        rival = chosen.get(aim.key)
        if rival is None or _nearer(aim, rival, on):
            chosen[aim.key] = aim
    return list(chosen.values())


def _nearer(aim: Aim, rival: Aim, on: date) -> bool:
    if (aim.due_on >= on) != (rival.due_on >= on):
        return aim.due_on >= on
    return aim.due_on < rival.due_on if aim.due_on >= on else aim.due_on > rival.due_on


def is_met(indicator: Indicator, part: int, whole: int, aim: Decimal) -> bool | None:
    """Exactly, 以上 and 以下 include the number; None for a share of nothing (无基数)."""
    if indicator.way == Way.SHARE:
        return part >= Fraction(aim) * whole if whole else None
    return part <= aim if indicator.fewer else part >= aim


def gap(indicator: Indicator, part: int, whole: int, aim: Decimal) -> int:
    """还需: how many more (or fewer) would meet it; 0 when met or where there is nothing to judge."""
    if indicator.way == Way.SHARE:
        return max(0, ceil(Fraction(aim) * whole) - part) if whole else 0
    return max(0, part - int(aim)) if indicator.fewer else max(0, ceil(aim) - part)
