"""One union's page: what the code on its plaque opens, and what a search leads to."""

import logging
from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from accounts.public import indexed, public
from unions import public as reading
from unions import scans
from unions.views.directory.parts import kept_pace, missing, page, show

log = logging.getLogger(__name__)


@indexed
@page
def union_page(request: HttpRequest, token: str) -> HttpResponse:
    """Whom to call, first of all."""
    found = reading.union_page(token, timezone.localdate())
    return missing(request) if found is None else _shown(request, found[0])


@public
@require_safe
@gzip_page
@cache_control(no_store=True)
@kept_pace
def scan(request: HttpRequest, token: str) -> HttpResponse:
    """The same page at the short address on the plaque (`/u/<token>`); kept nowhere, so that each scan is counted."""
    found = reading.union_page(token, timezone.localdate())
    if found is None:
        return missing(request)
    published, pk = found
    response = _shown(request, published)
    agent, address = request.headers.get("User-Agent", ""), request.META.get("REMOTE_ADDR", "")
    if request.method == "GET" and scans.counts(pk, address=address, agent=agent):
        return _count_afterwards(response, pk)
    return response


def _shown(request: HttpRequest, published: Any) -> HttpResponse:
    today = timezone.localdate()
    return show(request, "dissolved" if published.dissolved_on else "union", {"union": published, "today": today})


def _count_afterwards(response: HttpResponse, union: int) -> HttpResponse:
    """The visitor has the page before it is counted, and has it also when it can't be."""
    close, today = response.close, timezone.localdate()

    def closed() -> None:
        try:
            scans.count(union, today)
        except DatabaseError as error:
            log.warning("a scan was not counted: %s", error)
        finally:
            close()

    response.close = closed  # type: ignore[method-assign]
    return response
