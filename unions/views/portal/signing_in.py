"""Signing in as a chair: phone and password; on the own phone for days, elsewhere until the browser is closed."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from accounts import book, step_up, throttle
from accounts.masks import masked_text
from accounts.models import User
from accounts.operations import sessions
from accounts.views.ways import safe_next
from unions.forms.entry import PortalSignInForm, plain_name
from unions.models import PortalSettings

BACKEND = "accounts.backends.StandingBackend"
# From one address, whoever is meant: an office's many chairs share one, a guessing machine needs far more.
TRIES, PER = 60, timedelta(minutes=10)


@login_not_required
@never_cache
@csrf_protect
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def portal_sign_in(request: HttpRequest) -> HttpResponse:
    """Unknown phone and wrong password look the same; five wrong ones lock for 30 minutes (roles.md)."""
    chosen = PortalSettings.objects.current()
    form = PortalSignInForm(request, request.POST or None, trusted_days=chosen.trusted_days)
    if request.method == "POST":
        if not throttle.allowed("portal_sign_in", address_of(request), limit=TRIES, per=PER, at=timezone.now()):
            return too_often(request)
        if form.is_valid():
            enter(request, form.get_user(), trusted=form.cleaned_data["trusted"], days=chosen.trusted_days)
            return redirect(safe_next(request))
        note_refused(request)
    context = {"form": form, "next": request.GET.get("next", ""), "ended": "ended" in request.GET, "chosen": chosen}
    return render(request, "portal/sign_in.html", context)


def note_refused(request: HttpRequest) -> None:
    name = plain_name(request.POST.get("username", "").replace("\x00", ""))
    book.record("accounts.sign_in_refused", by=None, username=masked_text(name)[:64])


def enter(request: HttpRequest, user: User, *, trusted: bool, days: int) -> None:
    """Signed in under a new session key. Only a chair's own phone is trusted; staff keep staff's times."""
    login(request, user, backend=BACKEND)
    book.record("accounts.sign_in", by=user)
    if user.is_staff:
        return
    if trusted:
        now = timezone.now()
        sessions.trust(request.session[step_up.SIGNED_IN], by=user)
        request.session.set_expiry(now + timedelta(days=days))
    else:
        # The cookie goes with the browser; on the server it lies SESSION_COOKIE_AGE after the last request.
        request.session.set_expiry(0)


@login_not_required
@require_GET
def portal_forgotten(request: HttpRequest) -> HttpResponse:
    """No reset by phone alone (security.md 9): the responsible body knows the chair and hands out a new slip."""
    return render(request, "portal/forgotten.html", {"chosen": PortalSettings.objects.current()})


def too_often(request: HttpRequest, *, with_slip: bool = False) -> HttpResponse:
    chosen: Any = {"chosen": PortalSettings.objects.current(), "minutes": PER.seconds // 60, "with_slip": with_slip}
    return render(request, "portal/too_often.html", chosen, status=429)


def address_of(request: HttpRequest) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))


def idle_of_others() -> timedelta:
    return timedelta(seconds=settings.SESSION_COOKIE_AGE)


def start() -> str:
    return reverse("home")
