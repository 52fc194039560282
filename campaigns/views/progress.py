"""进展公示: how far each body is, from issued reports only."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from campaigns import published
from campaigns.board import board
from campaigns.models import Campaign, Category, Report
from campaigns.operations.reports import last_day
from unions import public as reading
from unions.views.directory.parts import page


@page
def progress(request: HttpRequest) -> HttpResponse:
    """The newest month unless another is asked for; a month or campaign that is not published is 404, and says so."""
    campaigns = published.campaigns()
    if not campaigns:
        return _show(request, {"campaign": None})
    campaign = _chosen(request.GET.get("campaign", ""), campaigns)
    months = published.months_of(campaign) if campaign else []
    month = _month(request.GET.get("month", ""), months)
    category = request.GET.get("category") or str(Category.ALL)
    if campaign is None or month is None or category not in Category.values:
        return _show(request, {"campaign": None, "is_unknown": True}, status=404)
    report = published.newest_of(campaign, month)
    assert report is not None  # noqa: S101 (months_of named it)
    return _show(request, _values(report, campaign, campaigns, months, category))


def _values(
    report: Report, campaign: Campaign, campaigns: list[Campaign], months: list[date], category: str
) -> dict[str, Any]:
    of_bodies = published.bodies_of(report)
    numbers = {code: each.number for code, each in of_bodies.items()}
    own = published.read(published.issued().filter(pk=report.pk))[0]
    shown = board(report.figures, category, {**numbers, own.code: own.number}, on=last_day(report.month))
    return {
        "campaign": campaign,
        "campaigns": campaigns,
        "months": months,
        "report": own,
        "office": own.name,
        "day": last_day(report.month),
        "board": shown,
        "category": category,
        "tabs": [(value, label, _address(campaign, report.month, value)) for value, label in Category.choices],
    }


def _address(campaign: Campaign, month: date, category: str) -> str:
    return f"{reverse('progress')}?campaign={campaign.slug}&month={month:%Y-%m}&category={category}"


def _chosen(slug: str, campaigns: list[Campaign]) -> Campaign | None:
    if not slug:
        return campaigns[0]
    return next((each for each in campaigns if each.slug == slug), None)


def _month(text: str, months: list[date]) -> date | None:
    if not text:
        return months[0] if months else None
    return next((each for each in months if f"{each:%Y-%m}" == text), None)


def _show(request: HttpRequest, values: dict[str, Any], status: int = 200) -> HttpResponse:
    return render(request, "progress/progress.html", {"hotline": reading.hotline(), **values}, status=status)
