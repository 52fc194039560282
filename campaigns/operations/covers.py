"""What stands on a report besides its figures: campaign, phase, scope and targets in words."""

from collections.abc import Iterator
from datetime import date, datetime
from fractions import Fraction
from itertools import groupby

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from campaigns import coverage, figures, indicator_sheet, targets, workbook
from campaigns.attained import Attained
from campaigns.models import Campaign, Category, JudgeOn, Report, ScopeRule
from campaigns.operations.reports import last_day, the_county
from campaigns.pen import day

NO_PHASE = "不在任何阶段之内"
THE_SYSTEM = "系统自动生成"


def cover_of(report: Report, aims: list[Attained], *, at: datetime, made_by: User | None) -> workbook.Cover:
    """The cover of the report as made at this instant; `made_by` None is the system itself. Four queries."""
    campaign, on = report.campaign, last_day(report.month)
    return workbook.Cover(
        campaign=campaign.name,
        unit=report.body.name,
        county=the_county().code,
        month=report.month,
        on=on,
        phase=phase_on(campaign, on) or NO_PHASE,
        number=report.number,
        version=report.version,
        made_at=timezone.localtime(at),
        made_by=made_by.name if made_by else THE_SYSTEM,
        judged="按核实数考核" if campaign.judge_on == JudgeOn.VERIFIED else "按双亮覆盖（上报）数考核",
        categories=tuple((str(category), str(Category(category).label)) for category in coverage.CATEGORIES),
        scope=tuple(scope_in_words(campaign, on)),
        targets=tuple(targets_in_words(campaign, on)),
        corrects=report.corrects.number if report.corrects else "",
        reason=report.reason,
        counts_coverage=campaign.scope_rules.exists() or not aims,
        indicators=tuple(indicator_sheet.in_words(aims)),
        verify_at=f"{settings.PUBLIC_BASE_URL}{reverse('verification', args=[report.number])}",
    )


def phase_on(campaign: Campaign, on: date) -> str:
    """The name of the phase the day lies in; empty when there is none."""
    phase = campaign.phases.filter(starts_on__lte=on, ends_on__gte=on).first()
    return phase.name if phase else ""


def scope_in_words(campaign: Campaign, on: date) -> Iterator[str]:
    """One line per day from which rules brought unions in, up to the day."""
    rules = campaign.scope_rules.filter(from_day__lte=on).order_by("from_day", "id")
    for since, group in groupby(rules, key=lambda rule: rule.from_day):
        yield f"{day(since)}起：{'、'.join(map(_rule, group))}。"


def _rule(rule: ScopeRule) -> str:
    limits = [rule.get_ownership_display() if rule.ownership else "", rule.get_size_display() if rule.size else ""]
    said = "，".join(limit for limit in limits if limit)
    return f"{rule.get_kind_display()}（{said}）" if said else str(rule.get_kind_display())


def targets_in_words(campaign: Campaign, on: date) -> Iterator[str]:
    """One line per category that has a target in force on the day."""
    goals = [targets.Goal(t.category, t.due_on, t.share, t.label) for t in campaign.targets.all()]
    for category in coverage.CATEGORIES:
        goal = targets.in_force(goals, category, on)
        if goal is not None:
            label = f"（{goal.label}）" if goal.label else ""
            share = figures.percent(Fraction(goal.share))
            yield f"{Category(category).label}：{day(goal.due_on)}前达到 {share}{label}。"
