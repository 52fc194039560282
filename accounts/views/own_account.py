"""我的账号: where one is signed in, one's phone and recovery codes."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import step_up
from accounts.models import RecoveryCode, SecondFactor, SignedIn
from accounts.operations import second_factor, sessions
from accounts.refused import Refused

IDLE = timedelta(seconds=settings.SESSION_COOKIE_AGE)


@never_cache
@require_GET
def own_account(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    context = {
        "sessions": sessions.open_ones(user, at=timezone.now(), idle=IDLE),
        "this_session": request.session.get(step_up.SIGNED_IN, 0),
        "factor": SecondFactor.objects.filter(user=user).first(),
        "codes_left": RecoveryCode.objects.filter(user=user, used_at=None).count(),
        "second_factor_on": settings.SECOND_FACTOR,
    }
    return render(request, "accounts/own_account.html", context)


@require_POST
def end_session(request: HttpRequest, number: int) -> HttpResponse:
    """One of one's own; anybody else's does not exist."""
    user: Any = request.user
    session = SignedIn.objects.filter(pk=number, user=user).first()
    if session is None:
        raise Http404
    try:
        sessions.end_one(session, by=user)
        messages.success(request, f"“{session.device}”上的登录已退出。")
    except Refused as refusal:
        messages.warning(request, str(refusal))
    return redirect("own-account")


@require_POST
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    ended = sessions.end_all(user, by=user, keep=request.session.get(step_up.SIGNED_IN, 0))
    messages.success(request, f"已退出其他 {ended} 处登录。" if ended else "没有其他登录。")
    return redirect("own-account")


@never_cache
@require_http_methods(["GET", "POST"])
@step_up.demand_fresh
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Ten new codes, shown once."""
    user: Any = request.user
    if not SecondFactor.objects.filter(user=user).exists():
        return redirect("own-account")
    codes = second_factor.remake_recovery_codes(user, by=user) if request.method == "POST" else []
    return render(request, "accounts/recovery_codes.html", {"codes": codes, "enrolled": False})
