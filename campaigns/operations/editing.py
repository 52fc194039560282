"""A campaign with its phases, scope and targets, saved as one act."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from accounts.book import operation
from accounts.models import User
from accounts.refused import Refused
from campaigns.indicators import BY_SLUG, LABELS, Way, categories_of
from campaigns.models import Campaign, IndicatorTarget, Phase, Report, ScopeRule, Target
from campaigns.operations.reports import WHOLE
from unions.models import Kind

FIELDS = ("slug", "name", "starts_on", "ends_on", "judge_on", "reports_from")


@dataclass(frozen=True)
class Part:
    """A phase, scope rule or target as it is to be; `pk` None makes a new one."""

    pk: int | None
    values: dict[str, Any]


@dataclass(frozen=True)
class Plan:
    """Everything a campaign consists of; parts that are not named are removed."""

    values: dict[str, Any]  # FIELDS
    phases: list[Part] = field(default_factory=list)
    scope: list[Part] = field(default_factory=list)
    targets: list[Part] = field(default_factory=list)
    indicators: list[Part] = field(default_factory=list)


@operation("campaigns.save")
def save_campaign(campaign: Campaign | None, plan: Plan, *, by: User | None) -> Campaign:
    """The campaign as planned, None for a new one; rows that did not change are not written. Raises Refused."""
    values = {name: plan.values[name] for name in FIELDS}
    values["reports_from"] = values["reports_from"].replace(day=1)
    if campaign is None:
        _demand_free(values["slug"], None)
        campaign = Campaign.objects.create(**values)
    else:
        campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
        _demand_free(values["slug"], campaign)
        _amend(campaign, values)
    _demand_sense(plan)
    _demand_scope(plan.scope)
    _demand_indicators(plan)
    _demand_published(campaign)
    kept = ((Phase, plan.phases), (ScopeRule, plan.scope), (Target, plan.targets), (IndicatorTarget, plan.indicators))
    for model, parts in kept:
        _save_parts(model, campaign, parts)
    return campaign


def _demand_free(slug: str, campaign: Campaign | None) -> None:
    others = Campaign.objects.filter(slug=slug)
    if campaign is not None:
        others = others.exclude(pk=campaign.pk)
        # The slug is part of the number printed on reports.
        reports = Report.objects.everywhere(WHOLE).filter(campaign=campaign)
        if slug != campaign.slug and reports.exists():
            raise Refused("这个活动已有通报，通报编号里印着代号，不能再改。")
    if others.exists():
        raise Refused(f"代号为“{slug}”的活动已经有了，请换一个代号。")


def _demand_sense(plan: Plan) -> None:
    if not plan.scope and not plan.indicators:
        raise Refused("请至少填写一条统计范围或一项指标目标，否则没有什么可以统计。")
    if not plan.scope and (plan.targets or any(part.values["indicator"] == "coverage" for part in plan.indicators)):
        raise Refused("双亮覆盖面的目标要有统计范围，请至少填写一条统计范围，或删去这些目标。")
    days = sorted((part.values["starts_on"], part.values["ends_on"]) for part in plan.phases)
    for (_, ends_on), (starts_on, _) in zip(days, days[1:], strict=False):
        if starts_on <= ends_on:
            raise Refused("两个阶段的日期重叠，请改成一个结束后另一个才开始。")
    due = [(part.values["category"], part.values["due_on"]) for part in plan.targets]
    if len(due) != len(set(due)):
        raise Refused("同一类别同一到期日只能有一个目标。")


def _demand_scope(scope: list[Part]) -> None:
    """No rule twice, and none that can bring in nothing: only a single union has an employer to ask (coverage.md §3)."""
    seen = set()
    for part in scope:
        kind, ownership, size = (part.values[name] for name in ("kind", "ownership", "size"))
        rule = f"{part.values['from_day']:%Y-%m-%d} 起的“{Kind(kind).label}”"
        if kind == Kind.COUNTY_FEDERATION:
            raise Refused("统计范围里不能有县总工会：它不在统计之列，请改选其他组织类型或删去这一条。")
        if kind != Kind.GRASSROOTS_SINGLE and (ownership or size):
            raise Refused(f"统计范围 {rule} 没有自己的单位，不能按所有制和规模分，请把这两栏都改为“不限”。")
        if (kind, ownership, size) in seen:
            raise Refused(f"统计范围 {rule} 与另一条的类型、所有制和规模都相同，请只留较早的一条。")
        seen.add((kind, ownership, size))


def _demand_indicators(plan: Plan) -> None:
    """A number for what is counted, a share for what is a share; a category that the indicator knows."""
    starts_on, seen = plan.values["starts_on"], set()
    for part in plan.indicators:
        values = part.values
        indicator, category = BY_SLUG[values["indicator"]], values["category"]
        if category not in categories_of(indicator):
            raise Refused(f"“{indicator.label}”不按“{LABELS[category]}”统计，请改选其他类别。")
        if (values["share"] if indicator.way == Way.SHARE else values["amount"]) is None:
            wanted = "目标比例（0 到 1 之间的小数）" if indicator.way == Way.SHARE else "目标数"
            raise Refused(f"请为“{indicator.label}”填写{wanted}。")
        if (values["amount"] if indicator.way == Way.SHARE else values["share"]) is not None:
            raise Refused(f"“{indicator.label}”的目标数和目标比例只能填一个，请清空另一栏。")
        if (values["counts_from"] or starts_on) > values["due_on"]:
            raise Refused(f"“{indicator.label}”的到期日早于起算日期（不填为活动开始日期），请核对。")
        key = (indicator.slug, category, values["due_on"])
        if key in seen:
            raise Refused(f"“{indicator.label}”同一类别同一到期日只能有一个目标。")
        seen.add(key)


def _demand_published(campaign: Campaign) -> None:
    """The campaign still runs in every month that was published for it."""
    outside = (
        Report.objects.everywhere(WHOLE)
        .filter(campaign=campaign, state=Report.State.ISSUED)
        .exclude(month__gte=campaign.starts_on.replace(day=1), month__lte=campaign.ends_on)
    )
    month = outside.order_by("month").values_list("month", flat=True).first()
    if month is not None:
        raise Refused(
            f"{month.year}年{month.month}月的通报已经发布，不能再改到活动之外。请把开始、结束日期改得包括这个月。"
        )


def _save_parts(model: type[models.Model], campaign: Campaign, parts: Iterable[Part]) -> None:
    there = {row.pk: row for row in model._default_manager.filter(campaign=campaign).select_for_update()}
    parts = list(parts)
    kept = {part.pk for part in parts if part.pk in there}
    model._default_manager.filter(pk__in=set(there) - kept).delete()
    for part in parts:
        if part.pk in there:
            _amend(there[part.pk], part.values)
        else:
            model._default_manager.create(campaign=campaign, **part.values)


def _amend(row: models.Model, values: dict[str, Any]) -> None:
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, values[name])
    if changed:
        row.save(update_fields=changed)
