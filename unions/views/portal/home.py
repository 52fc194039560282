"""待办: what is due from the chair, and the one tap that says nothing has changed."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.once import once
from unions.asked import is_asked
from unions.due import Kind, coming, due, standing_of, urgency
from unions.further import further_of
from unions.models import Organisation
from unions.operations import confirmations
from unions.views.portal.book import closed
from unions.views.portal.frame import own_union, own_unions, portal_page
from unions.views.portal.words import in_words, row_of, row_of_further


@require_GET
def portal(request: HttpRequest) -> HttpResponse:
    """The home of the first union one chairs; whoever chairs none is led to the own desk."""
    unions = own_unions(request.user)
    return _home(request, unions[0]) if unions else redirect("home")


@require_GET
def portal_home(request: HttpRequest, union: int) -> HttpResponse:
    return _home(request, own_union(request, union))


def _home(request: HttpRequest, union: Organisation) -> HttpResponse:
    user: Any = request.user
    today = timezone.localdate()
    known_from = min((post.since for post in user.standing if post.organisation_id == union.pk), default=today)
    standing = standing_of(union, today, known_from=known_from, user=user)
    found = due(standing)
    later = coming(standing)
    more, tiles = further_of(union, user, today)
    told = [(urgency(one, today), one.waits_for_others(), row_of(one, union, today)) for one in found]
    told += [(one.urgency(today), one.waits_for_others, row_of_further(one)) for one in more]
    told.sort(key=lambda one: one[0])
    context = {
        "rows": [row for _, waits, row in told if not waits],
        "waiting": [row for _, waits, row in told if waits],
        "tiles": tiles,
        "coming": row_of(later, union, today) if later else None,
        "coming_on": later.comes_on if later else None,
        "list": standing.list,
        "looked_at": standing.last_looked_at,
        "has_more_pressing": any(not one.waits_for_others() and one.kind != Kind.CONFIRM for one in found)
        or any(not one.waits_for_others for one in more),
        "closed": closed(union),
        "is_asked": not any(one.kind == Kind.MISSING for one in found) or is_asked(union, today),
        "is_confirmed": standing.confirmed_on == today,
    }
    return portal_page(request, "portal/home.html", union, context, tab="portal-home")


@require_POST
def portal_confirm(request: HttpRequest, union: int) -> HttpResponse:
    """信息无变化，确认: one tap on the page that shows what is confirmed."""
    row = own_union(request, union)
    user: Any = request.user

    def act() -> HttpResponse:
        confirmed = confirmations.confirm(row, on=timezone.localdate(), by=user)
        messages.success(request, f"已确认：{in_words(confirmed.on)}信息无变化。")
        return redirect("portal-home", row.pk)

    return once(request, act)
