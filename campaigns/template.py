"""The county's 双亮 plan of 2012 as data: what `setup_county` loads, and what a new campaign may be copied from.

Source: domain.md SL-07 to SL-28 and coverage.md §3 and §4; E-01 for the share of 2014.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from campaigns.models import Campaign, Category, IndicatorTarget, JudgeOn, SizeClass
from unions.models import Kind, Ownership


@dataclass(frozen=True)
class Aimed:
    """An indicator target: a number or a share, and what each township is allotted of a number."""

    indicator: str
    due_on: date
    amount: int | None = None
    share: Decimal | None = None
    category: str = "all"
    counts_from: date | None = None
    label: str = ""
    per_township: int | None = None


@dataclass(frozen=True)
class Template:
    """`phases` are (name, first day, last day), `scope` (from, kind, ownership, size), `targets` (category, due, share,
    label); last days are included."""

    slug: str
    name: str
    starts_on: date
    ends_on: date
    phases: tuple[tuple[str, date, date], ...]
    scope: tuple[tuple[date, str, str, str], ...]
    targets: tuple[tuple[str, date, Decimal, str], ...]
    judge_on: str = JudgeOn.COVERED
    indicators: tuple[Aimed, ...] = ()


def template_of(campaign: Campaign) -> Template:
    """The shape of a campaign that is there, to make another of; what was allotted to bodies is not taken over."""
    return Template(
        campaign.slug,
        campaign.name,
        campaign.starts_on,
        campaign.ends_on,
        tuple(campaign.phases.values_list("name", "starts_on", "ends_on")),
        tuple(campaign.scope_rules.values_list("from_day", "kind", "ownership", "size")),
        tuple(campaign.targets.values_list("category", "due_on", "share", "label")),
        campaign.judge_on,
        tuple(
            Aimed(t.indicator, t.due_on, t.amount, t.share, t.category, t.counts_from, t.label)
            for t in IndicatorTarget.objects.filter(campaign=campaign)
        ),
    )


_START = date(2012, 5, 3)
_THIRD_PHASE = date(2012, 9, 1)
_SINGLE = Kind.GRASSROOTS_SINGLE
_PRIORITY = Decimal("0.9")

SHUANGLIANG_2012 = Template(
    slug="shuangliang-2012",
    name="“工会组织亮牌子、工会主席亮身份”活动",
    starts_on=date(2012, 5, 1),
    ends_on=date(2014, 12, 31),
    phases=(
        ("第一阶段：制定方案、宣传发动", date(2012, 5, 1), date(2012, 5, 31)),
        ("第二阶段：选树典型、把握重点", date(2012, 6, 1), date(2012, 8, 31)),
        ("第三阶段：全面推进、有序覆盖", date(2012, 9, 1), date(2014, 6, 30)),
        ("第四阶段：巩固完善、创新提高", date(2014, 7, 1), date(2014, 12, 31)),
    ),
    scope=(
        (_START, _SINGLE, Ownership.STATE_OWNED, ""),
        (_START, _SINGLE, Ownership.OTHER_ENTERPRISE, ""),
        (_START, _SINGLE, Ownership.NON_PUBLIC, SizeClass.NOT_SMALL),
        (_THIRD_PHASE, _SINGLE, Ownership.NON_PUBLIC, SizeClass.SMALL),
        (_THIRD_PHASE, Kind.GRASSROOTS_JOINT, "", ""),
        (_THIRD_PHASE, Kind.REGIONAL_FEDERATION, "", ""),
        (_THIRD_PHASE, Kind.INDUSTRY_FEDERATION, "", ""),
    ),
    targets=(
        (Category.ALL, date(2012, 12, 31), Decimal("0.5"), ""),
        (Category.STATE_OWNED, date(2012, 12, 31), _PRIORITY, ""),
        (Category.HONOURED_NON_PUBLIC, date(2012, 12, 31), _PRIORITY, ""),
        (Category.ALL, date(2013, 12, 31), Decimal("0.75"), ""),
        (Category.ALL, date(2014, 12, 31), Decimal("0.95"), "基本全覆盖"),
    ),
)

# domain.md AN-04 and E-19: the migrants are inside the new members.
GROWTH = Template(
    slug="growth-2016",
    name="会员发展",
    starts_on=date(2016, 1, 1),
    ends_on=date(2016, 12, 31),
    phases=(),
    scope=(),
    targets=(),
    indicators=(
        Aimed("new_members", date(2016, 12, 31), amount=3500),
        Aimed("new_migrants", date(2016, 12, 31), amount=2500),
        Aimed("membership_rate", date(2016, 12, 31), share=Decimal("0.5"), category="non_public"),
    ),
)
# domain.md OB-23 to OB-25 and E-17: what is allotted does not add up to the county's numbers, and need not.
ORGANISING = Template(
    slug="organising-2012",
    name="工会组建",
    starts_on=date(2012, 1, 1),
    ends_on=date(2012, 5, 31),
    phases=(),
    scope=(),
    targets=(),
    indicators=(
        Aimed("new_unions", date(2012, 5, 31), amount=50, per_township=4),
        Aimed("new_members", date(2012, 5, 31), amount=380, per_township=50),
    ),
)
# What 由模板新建 offers, by the key its form sends.
TEMPLATES: dict[str, tuple[str, Template]] = {
    "": ("2012 年双亮方案（模板）", SHUANGLIANG_2012),
    "growth": ("会员发展：新增会员 3 500，其中农民工 2 500（模板）", GROWTH),
    "organising": ("工会组建：每个乡镇新建 4 家、新增会员 50 人（模板）", ORGANISING),
}
