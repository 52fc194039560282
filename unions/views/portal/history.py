"""记录: what happened to the own union, in sentences, and its state as a receipt."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from unions.changes import changes_of
from unions.checklist import checklist
from unions.models import Organisation
from unions.views.portal.frame import own_union, portal_page

ACTS_SHOWN = 20
LONGEST_ID = 18


@dataclass(frozen=True)
class Own:
    """The own union, with the chair's eyes."""

    union: Organisation
    user: Any


@require_GET
def portal_history(request: HttpRequest, union: int) -> HttpResponse:
    row = own_union(request, union)
    asked = request.GET.get("before", "")
    before = int(asked) if asked.isascii() and asked.isdigit() and len(asked) <= LONGEST_ID else None
    changes, has_older = changes_of(Own(row, request.user), ACTS_SHOWN, before)
    context = {"changes": changes, "older": changes[-1].first if has_older and changes else None, "before": before}
    return portal_page(request, "portal/history.html", row, context, tab="portal-history")


@require_GET
def portal_receipt(request: HttpRequest, union: int) -> HttpResponse:
    """The whole union's state on today, for the printer."""
    row = own_union(request, union)
    context = {"list": checklist(row, timezone.localdate()), "now": timezone.localtime()}
    return portal_page(request, "portal/receipt.html", row, context, tab="portal-history")
