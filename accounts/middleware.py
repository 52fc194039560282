"""Per request: does the account still stand, where does the request come from, and how is a refusal shown."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth import middleware as auth
from django.contrib.sessions import middleware as sessions
from django.db import IntegrityError, InternalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from accounts import book, once, step_up, wall
from accounts.constraints import sentence_of
from accounts.duties import Duty
from accounts.models import SignedIn
from accounts.public import is_indexed, is_public, note
from accounts.refused import Refused

GetResponse = Callable[[HttpRequest], HttpResponse]

# However busy a session is, it ends (security.md §3).
LONGEST, LONGEST_OF_CHAIRS = timedelta(hours=12), timedelta(days=7)
NOTED_EVERY = timedelta(minutes=1)
# The cookie's age says the same; the row says it once more for a session that began with longer times.
IDLE = timedelta(seconds=settings.SESSION_COOKIE_AGE)


class SessionMiddleware(sessions.SessionMiddleware):
    """Django's own, which renews the session at every request, but for public pages: they have none (accounts/public.py)."""

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        note(request, view)

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        return response if is_public(request) else super().process_response(request, response)


class LoginRequiredMiddleware(auth.LoginRequiredMiddleware):
    """Django's own, which looks who is signed in before it asks whether the page is open."""

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponseBase | None:
        return None if is_public(request) else super().process_view(request, view, args, kwargs)

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> HttpResponseRedirect:
        """Whoever sent a form of the desk after the session had ended reads that it was not kept."""
        response = super().handle_no_permission(request, view_func)
        if request.method == "POST" and request.path.startswith("/admin/"):
            response["Location"] += "&lost=1"
        return response


class ContentPolicyMiddleware:
    """Everything comes from us, nothing frames us. The admin's theme evaluates its attributes (Alpine) and sets styles.

    Robots keep nothing but the public directory.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        at_desk = request.path.startswith("/admin/")
        styles = "'self' 'unsafe-inline'" if at_desk else "'self'"
        scripts = "'self' 'unsafe-eval'" if at_desk else "'self'"
        response.setdefault(
            "Content-Security-Policy",
            f"default-src 'self'; script-src {scripts}; style-src {styles}; img-src 'self' data:; object-src 'none'; base-uri 'none';"
            " form-action 'self'; frame-ancestors 'none'",
        )
        if not is_indexed(request):
            response.setdefault("X-Robots-Tag", "noindex")
        return response


class StandingMiddleware:
    """Each request anew: does the account still stand, is the session still open, are password and second step done?

    An account whose appointments have all ended is signed out at its next request (roles.md); so is a session that
    was ended from elsewhere, or that has lasted LONGEST.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with wall.parts([]):  # until the account is known to stand, and whatever the last request left
            response = self.get_response(request)
        if not is_public(request) and request.user.is_authenticated:
            response.setdefault("Cache-Control", "no-store")
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if is_public(request) or not request.user.is_authenticated:
            return None
        turned_away = _turned_away(request, request.user)
        if turned_away is None:
            wall.narrow_to(request.user.personal_paths, request.user.relief_paths)
        return turned_away


def _turned_away(request: HttpRequest, user: Any) -> HttpResponse | None:
    if not (user.is_active and user.standing):
        logout(request)
        return redirect(_entrance(request))
    if not _is_open(request, user):
        logout(request)
        return redirect(f"{reverse(_entrance(request))}?ended=1")
    # A password set by somebody else opens nothing but the page where it is changed.
    if user.must_change_password:
        own = "portal-password" if user.may(Duty.USE_PORTAL) and not user.is_staff else "change-password"
        return None if request.path in _addresses(own) else redirect(own)
    # Without the second step nothing opens but its own two pages.
    if step_up.due(request) and request.path not in _addresses("second-step", "enrol"):
        after = f"?{urlencode({'next': request.get_full_path()})}" if request.method == "GET" else ""
        return redirect(reverse("second-step") + after)
    return None


def _entrance(request: HttpRequest) -> str:
    """Chairs come back by their own door."""
    return "portal-sign-in" if request.path.startswith("/portal/") else "sign-in"


def _addresses(*names: str) -> set[str]:
    return {reverse(name) for name in (*names, "sign-out", "sign-in", "portal-sign-out", "portal-sign-in")}


def _is_open(request: HttpRequest, user: Any) -> bool:
    """The session's row is there, is this user's, neither ended nor idle nor too old. Notes, once a minute, its use.

    For days only on a chair's own phone; whoever works at the desk by now keeps the desk's times.
    """
    now = timezone.now()
    row = SignedIn.objects.filter(pk=request.session.get(step_up.SIGNED_IN, 0), user=user, ended_at=None).first()
    if row is None:
        return False
    is_trusted = row.trusted and not user.is_staff
    if now - row.since > (LONGEST_OF_CHAIRS if is_trusted else LONGEST):
        return False
    if not is_trusted and now - row.last_seen > IDLE + NOTED_EVERY:
        return False
    if now - row.last_seen > NOTED_EVERY:
        SignedIn.objects.filter(pk=row.pk).update(last_seen=now)
    return True


class BookMiddleware:
    """Notes the address and a request number for every line the request leaves in the book."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.number = uuid.uuid4().hex[:12]  # type: ignore[attr-defined]
        token = book.origin.set(
            book.Origin(address=request.META.get("REMOTE_ADDR", ""), request=request.number)  # type: ignore[attr-defined]
        )
        try:
            return self.get_response(request)
        finally:
            book.origin.reset(token)


class RefusalMiddleware:
    """A refusal becomes a sentence beside what caused it, never an error page."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, IntegrityError | InternalError):
            sentence = sentence_of(exception)
        elif isinstance(exception, Refused):
            sentence = str(exception)
        else:
            return None
        if sentence is None:
            return None
        if (
            once.HEADER in request.headers
        ):  # a draft of the phone: it keeps what was typed and shows the sentence beside it
            return JsonResponse({"refused": sentence}, status=409)
        back = request.headers.get("Referer", "")
        if request.method == "POST" and url_has_allowed_host_and_scheme(back, {request.get_host()}):
            messages.error(request, sentence)
            return redirect(back)
        return render(request, "refused.html", {"sentence": sentence}, status=409)
