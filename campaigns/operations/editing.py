"""A campaign with its phases, scope and targets, saved as one act."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from accounts.book import operation
from accounts.models import User
from accounts.refused import Refused
from campaigns.models import Campaign, Phase, Report, ScopeRule, Target
from campaigns.operations.reports import WHOLE

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
    _demand_sense(campaign, plan)
    for model, parts in ((Phase, plan.phases), (ScopeRule, plan.scope), (Target, plan.targets)):
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


def _demand_sense(campaign: Campaign, plan: Plan) -> None:
    if not plan.scope:
        raise Refused("请至少填写一条统计范围，否则没有工会会被统计。")
    days = sorted((part.values["starts_on"], part.values["ends_on"]) for part in plan.phases)
    for (_, ends_on), (starts_on, _) in zip(days, days[1:], strict=False):
        if starts_on <= ends_on:
            raise Refused("两个阶段的日期重叠，请改成一个结束后另一个才开始。")
    due = [(part.values["category"], part.values["due_on"]) for part in plan.targets]
    if len(due) != len(set(due)):
        raise Refused("同一类别同一到期日只能有一个目标。")


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
