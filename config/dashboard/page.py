"""The first page put together: what each of its panels shows this user."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from accounts.duties import Duty
from accounts.models import User
from campaigns import figures
from campaigns.figures import Figure
from campaigns.models import Campaign, Category
from config import ready
from config.dashboard import months, standing
from config.dashboard.counts import Numbers
from config.dashboard.due import work_list
from config.dashboard.relief import relief_of
from unions.models import Appointment

NOTHING_OF_YOURS = "您的组织不是责任主体，覆盖面按所属的责任主体统计；您范围内的工会可以在名单中逐家查看。"


@dataclass(frozen=True)
class Cover:
    """One category's panel: `sentence` is its title, `figure` the counts, `chart` the months and today."""

    category: str
    sentence: str
    figure: Figure
    rate: str
    change: str
    chart: months.Chart | None
    covered_url: str
    uncovered_url: str
    scope_url: str


@dataclass(frozen=True)
class Line:
    """A bar: `share` in per cent of the whole, `mark` where the target stands (None without one)."""

    name: str
    count: int
    share: float
    url: str
    mark: float | None = None
    figure: Figure | None = None
    rate: str = ""
    place_url: str = ""
    urls: dict[str, str] | None = None


def front_page(request: HttpRequest) -> dict[str, Any]:
    """The context of admin/index.html. Nothing is written; `?now=1` counts a large county anew."""
    user: Any = request.user
    today, now = timezone.localdate(), ready.registers()
    anew = now.is_large and request.GET.get("now") == "1"
    numbers = Numbers(user, today, now, anew=anew)
    context: dict[str, Any] = {
        "today": today,
        "due": work_list(user, numbers),
        "seats": _seats(numbers),
        "totals": numbers.all_of(["organisations", "employers", "honours"]),
        "accounts": _accounts(user, today),
        "may_see_quality": user.may(Duty.SEE_DISPLAYS),
        "may_make_campaign": user.may(Duty.EDIT_CAMPAIGNS),
        "relief": relief_of(user, today),
    }
    if user.may(Duty.SEE_CAMPAIGNS) and user.may(Duty.SEE_REPORTS):
        context |= _coverage(request, today, now, anew=anew)
    return context


def _seats(numbers: Numbers) -> list[dict[str, Any]]:
    """Vacant seats and the calendar of terms; empty for who may not see officers."""
    days = numbers.days
    lines = [
        ("vacant", "主席空缺", "个"),
        ("term_over", "任期已满", "名"),
        *((f"term_{within}", f"{within} 天内届满", "名") for within in sorted(days.term_days)),
        ("renew_overdue", f"双亮信息逾期未更新（变动超过 {days.renew_days} 天）", "名"),
        ("renew_due", f"双亮信息待更新（变动后 {days.renew_days} 天内）", "名"),
    ]
    found = numbers.all_of(key for key, _, _ in lines)
    return [{"words": words, "unit": unit, "number": found[key]} for key, words, unit in lines if key in found]


def _accounts(user: Any, today: date) -> list[tuple[str, int, str]]:
    """(words, how many, the list) for who sees accounts."""
    if not user.may(Duty.SEE_ACCOUNTS):
        return []
    people, posts = reverse("admin:accounts_user_changelist"), reverse("admin:unions_appointment_changelist")
    standing_now = Appointment.objects.visible_to(user).standing_on(today)
    return [
        ("可以登录的账号", User.objects.filter(is_active=True).count(), f"{people}?is_active__exact=1"),
        ("停用的账号", User.objects.filter(is_active=False).count(), f"{people}?is_active__exact=0"),
        ("有效的角色任命", standing_now.count(), f"{posts}?standing=yes"),
    ]


def _coverage(request: HttpRequest, today: date, now: ready.Registers, *, anew: bool) -> dict[str, Any]:
    campaign, campaigns = standing.choose(request.GET.get("campaign", ""), today)
    context: dict[str, Any] = {"shows_coverage": True, "campaign": campaign, "campaigns": campaigns}
    if campaign is None:
        return context
    kept = standing.figures_of(campaign, today, now, anew=anew)
    part = standing.part_of(request.user, kept.value)
    lists = standing.Lists(campaign, today)
    category = request.GET.get("category", "")
    category = category if category in Category.values else str(Category.ALL)
    context |= {
        "state": _state(campaign, today),
        "kept": kept,
        "is_large": now.is_large,
        "now_url": _with(request, now="1"),
        "part": part,
        "place": "全县" if part.is_county else part.name,
        "category": category,
        "tabs": [(value, label, _with(request, category=value) + "#bodies") for value, label in Category.choices],
        "verified": campaign.judge_on == "verified",
    }
    if not part.totals:
        return context | {"notice": NOTHING_OF_YOURS, "all_url": lists.url("in_scope", Category.ALL)}
    past = months.months_of(request.user, campaign, part.code)
    return context | {
        "covers": [_cover(part, lists, past, of) for of in part.totals],
        "months": [_month_row(month, part) for month in reversed(past)],
        "bodies": [_body_line(row, lists, category) for row in part.bodies[category]],
        "lacking": _lacking(part, lists, category),
        "lacking_title": _lacking_title(part, category),
        "unverified": _unverified(part, lists),
        "bodies_shown": True,
    }


def _state(campaign: Campaign, today: date) -> str:
    """`第三阶段 全面推进`, or that it is over or yet to come."""
    if today < campaign.starts_on:
        return f"{campaign.starts_on:%Y年%-m月%-d日}开始"
    if today > campaign.ends_on:
        return f"已于{campaign.ends_on:%Y年%-m月%-d日}结束"
    phase = campaign.phases.filter(starts_on__lte=today, ends_on__gte=today).first()
    return f"进行中：{phase.name}" if phase else "进行中"


def _cover(part: standing.Part, lists: standing.Lists, past: list[months.Month], category: str) -> Cover:
    figure = part.totals[category]
    change = figures.change(figure)
    return Cover(
        category,
        _sentence(figure, category),
        figure,
        figures.percent(figures.rate(figure)),
        _arrow(change),
        months.chart(past, figure, category),
        lists.url("covered", category, part=part),
        lists.url("uncovered", category, part=part),
        lists.url("in_scope", category, part=part),
    )


def _sentence(figure: Figure, category: str) -> str:
    """The chart's title: what it says."""
    who = standing.in_words(category)
    if not figure["unions"]:
        return f"统计范围内还没有{who}"
    if figure["target"] is None:
        return f"{who}还没有定目标"
    target = figures.percent(Fraction(figure["target"]))
    label = f"“{figure['label']}”" if figure["label"] else ""
    return (
        f"{who}已达到{label}目标 {target}" if figure["met"] else f"{who}距{label}目标 {target} 还需 {figure['gap']} 家"
    )


def _arrow(change: Fraction | None) -> str:
    if change is None:
        return ""
    points = figures.points(change)
    sign = {"+": "↑", "-": "↓"}.get(points[0], "")
    return f"比上月末{sign}{points.lstrip('+-')}个百分点" if sign else "与上月末持平"


def _month_row(month: months.Month, part: standing.Part) -> dict[str, Any]:
    cells = []
    for category in part.totals:
        row = month.rows.get(category)
        share = row["target"] if row else None
        cells.append(
            (figures.percent(figures.rate(row)) if row else "—", figures.percent(Fraction(share)) if share else "—")
        )
    url = reverse("admin:campaigns_report_change", args=[month.pk])
    return {"month": month.month, "url": url, "is_draft": month.is_draft, "cells": cells}


def _body_line(row: Figure, lists: standing.Lists, category: str) -> Line:
    rate = figures.rate(row)
    share = row["target"]
    return Line(
        row["name"],
        row["covered"],
        _percent(rate),
        lists.url("uncovered", category, row),
        _percent(Fraction(share)) if share else None,
        row,
        figures.percent(rate),
        urls={show: lists.url(show, category, row) for show in ("in_scope", "covered", "uncovered")},
    )


def _lacking(part: standing.Part, lists: standing.Lists, category: str) -> list[Line]:
    """The four conditions and the seat, what is missing most first."""
    figure = part.totals[category]
    whole = figure["unions"] or 1
    lines = [
        Line(words, figure[key], _percent(Fraction(figure[key], whole)), lists.url(key, category, part=part))
        for key, words in standing.LACKING.items()
    ]
    return sorted(lines, key=lambda line: -line.count)


def _lacking_title(part: standing.Part, category: str) -> str:
    figure = part.totals[category]
    if not figure["unions"]:
        return "统计范围内还没有工会"
    key, words = max(standing.LACKING.items(), key=lambda pair: figure[pair[0]])
    if not figure[key]:
        return "四个条件都已具备"
    return f"缺得最多的是“{words}”：{figure[key]} 家"


def _unverified(part: standing.Part, lists: standing.Lists) -> dict[str, Any]:
    figure = part.totals[Category.ALL]
    return {
        "count": figure["covered"] - figure["verified"],
        "url": lists.url("unverified", Category.ALL, part=part),
        "verified": figure["verified"],
        "verified_url": lists.url("verified", Category.ALL, part=part),
    }


def _percent(share: Fraction | None) -> float:
    return round(float(share or 0) * 100, 2)


def _with(request: HttpRequest, **changes: str) -> str:
    """This page's address with the campaign kept and the changes made."""
    kept = {key: request.GET[key] for key in ("campaign", "category") if request.GET.get(key)}
    return f"?{urlencode(kept | changes)}"
