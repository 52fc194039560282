"""逐月变化: which unions came in between two days, which fell out, and why."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone

from accounts.duties import Duty
from campaigns import figures
from campaigns.admin.behind import BadQuestion, choices_for, day_asked, place_asked
from campaigns.behind import paths_below
from campaigns.coverage import month_before
from campaigns.models import Campaign, Category
from campaigns.movement import KINDS, Movement, Span, bodies_of, movement
from campaigns.operations.reports import first_of, following, last_day
from unions.models import Kind, Organisation

ROWS_OF_A_KIND = 200


@dataclass(frozen=True)
class Section:
    """One kind of movement: `total` unions of which `rows` are shown."""

    key: str
    title: str
    total: int
    rows: list[dict[str, Any]]


class MovementPages:
    """Mixed into the campaign's admin: `<pk>/movement/?from=…&to=…&body=…&category=…`."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view  # type: ignore[attr-defined]
        return [
            path("<int:pk>/movement/", view(self.movement_view), name="campaigns_campaign_movement"),
            path("movement/", view(self.newest_movement_view), name="campaigns_movement"),
            *super().get_urls(),  # type: ignore[misc]
        ]

    def newest_movement_view(self, request: HttpRequest) -> HttpResponse:
        """The movement of the campaign that runs today, else of the newest."""
        if not self.has_view_permission(request):  # type: ignore[attr-defined]
            raise PermissionDenied
        today = timezone.localdate()
        campaigns = Campaign.objects.of_coverage().order_by("-starts_on")
        campaign = campaigns.filter(starts_on__lte=today, ends_on__gte=today).first() or campaigns.first()
        if campaign is None:
            return redirect("admin:campaigns_campaign_changelist")
        return redirect("admin:campaigns_campaign_movement", campaign.pk)

    def movement_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not self.has_view_permission(request):  # type: ignore[attr-defined]
            raise PermissionDenied
        campaign = Campaign.objects.filter(pk=pk).first()
        if campaign is None:
            raise Http404
        context = {
            **self.admin_site.each_context(request),  # type: ignore[attr-defined]
            "opts": self.opts,  # type: ignore[attr-defined]
            "campaign": campaign,
            "title": "逐月变化",
            "choices": choices_for(request),
            "query": request.GET,
        }
        try:
            span = _span(request, campaign)
        except BadQuestion as problem:
            context["problem"] = str(problem)
            return TemplateResponse(request, "admin/campaigns/movement.html", context, status=400)
        found = movement(campaign, span, most=ROWS_OF_A_KIND)
        context |= {
            "span": span,
            "found": found,
            "sections": _sections(found),
            "bodies": _bodies(request, campaign, span, found),
            "months": _months(campaign, span),
        }
        return TemplateResponse(request, "admin/campaigns/movement.html", context)


def _span(request: HttpRequest, campaign: Campaign) -> Span:
    """From the address; the last finished month of the campaign by default. Raises BadQuestion and Http404."""
    given = request.GET
    last = min(month_before(timezone.localdate()), campaign.ends_on)
    later = day_asked(given["to"]) if given.get("to") else last
    earlier = day_asked(given["from"]) if given.get("from") else month_before(later)
    if earlier >= later:
        raise BadQuestion("前一个日期要早于后一个日期，请重新选择。")
    category = given.get("category") or Category.ALL
    if category not in Category.values:
        raise BadQuestion("没有这个类别，请在下面重新选择。")
    user: Any = request.user
    own = user.paths_with(Duty.SEE_DISPLAYS)
    place = place_asked(request, given.get("body", ""))
    return Span(earlier, later, paths_below(place, own) if place else tuple(own), str(category))


def _sections(found: Movement) -> list[Section]:
    return [
        Section(
            key,
            title,
            found.count(key),
            [{"union": union, "why": "；".join(union.why)} for union in found.moved if union.kind == key],
        )
        for key, title in KINDS.items()
    ]


def _bodies(request: HttpRequest, campaign: Campaign, span: Span, found: Movement) -> list[dict[str, Any]]:
    """A line per body: its name, a link to its own movement where the user may see it, and a count per kind."""
    user: Any = request.user
    visible = Organisation.objects.visible_to(user).filter(pk__in=list(found.counts)).in_bulk()
    names = bodies_of(found)
    page = reverse("admin:campaigns_campaign_movement", args=[campaign.pk])
    lines = []
    for pk, counts in found.counts.items():
        body = visible.get(pk)
        is_county = body is not None and body.kind == Kind.COUNTY_FEDERATION
        query = f"?body={body.code}&from={span.earlier}&to={span.later}&category={span.category}" if body else ""
        lines.append(
            {
                "name": figures.DIRECT if is_county else names.get(pk, ""),
                "url": page + query if body and not is_county else "",
                "counts": [counts.get(kind, 0) for kind in KINDS if found.count(kind)],
                "lost": counts.get("lost", 0),
            }
        )
    return sorted(lines, key=lambda line: -line["lost"])


def _months(campaign: Campaign, span: Span) -> dict[str, tuple[date, date] | None]:
    """The month before and the month after the one that is shown, as (from, to)."""
    start = month_before(span.later)
    after = following(first_of(span.later))
    is_over = last_day(after) < timezone.localdate() and after <= campaign.ends_on
    return {
        "earlier": (month_before(start), start) if start > campaign.starts_on else None,
        "later": (month_before(after), last_day(after)) if is_over else None,
    }
