"""The second step of a session: whether it is due, when it was taken, and asking for it anew before grave acts.

    @demand_fresh                      # a view: whoever took the step more than 15 minutes ago takes it again first
    def take_away(request): ...

    away = ask_again(request)          # inside a view: where to send the browser, or None to go on

Where no second factor is asked (the demonstration, roles without one), both let everybody through.
"""

import functools
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from accounts.duties import COUNTY_ROLES

FRESH = timedelta(minutes=15)
# A page with a form is opened only while there is time left to fill it in: what was typed must not be lost.
TIME_TO_FILL_IN = timedelta(minutes=5)
# In the session, which lies on the server and which the browser can't write.
TAKEN_AT = "second_step_at"
ENROLLED = "second_factor"
SIGNED_IN = "signed_in"

View = Callable[..., HttpResponse]


def must_enrol(user: Any) -> bool:
    """County roles need a second factor (roles.md); off only where SECOND_FACTOR is off: the demonstration."""
    return settings.SECOND_FACTOR and any(post.role in COUNTY_ROLES for post in user.standing)


def asked_of(request: HttpRequest) -> bool:
    """Does this session need the second step: by the role, or because the person enrolled a phone?"""
    return settings.SECOND_FACTOR and (bool(request.session.get(ENROLLED)) or must_enrol(request.user))


def due(request: HttpRequest) -> bool:
    return asked_of(request) and TAKEN_AT not in request.session


def fresh(request: HttpRequest, within: timedelta = FRESH) -> bool:
    """Was the step taken within this time? True where none is asked."""
    if not asked_of(request):
        return True
    taken = request.session.get(TAKEN_AT, 0)
    return timezone.now().timestamp() - float(taken) <= within.total_seconds()


def take(request: HttpRequest) -> None:
    """The step was taken just now: remembered, under a new session key (security.md 6)."""
    request.session.cycle_key()
    request.session[TAKEN_AT] = timezone.now().timestamp()
    request.session[ENROLLED] = True


def ask_again(request: HttpRequest) -> HttpResponse | None:
    """Where to take the step first, when it was taken too long ago; None when it is fresh.

    The way back is the page itself; a form sent too late comes back empty, so its page opens only with time to spare.
    """
    if fresh(request, FRESH if request.method == "POST" else FRESH - TIME_TO_FILL_IN):
        return None
    return redirect(f"{reverse('second-step')}?{urlencode({'next': request.get_full_path()})}")


def demand_fresh(view: View) -> View:
    """A view that opens only with a fresh second step."""

    @functools.wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return ask_again(request) or view(request, *args, **kwargs)

    return guarded
