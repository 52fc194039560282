"""我的账号 of a chair: the password, where one is signed in, signing out."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import book, operations, step_up
from accounts.duties import Duty
from accounts.models import SignedIn
from accounts.operations import sessions
from accounts.refused import Refused
from unions.forms.entry import PortalPasswordForm
from unions.models import PortalSettings
from unions.views.portal.signing_in import idle_of_others


def _chair_of(request: HttpRequest) -> Any:
    """Staff have their own pages."""
    user: Any = request.user
    if not user.may(Duty.USE_PORTAL):
        raise PermissionDenied
    return user


@never_cache
@require_GET
def portal_account(request: HttpRequest) -> HttpResponse:
    user = _chair_of(request)
    context = {
        "sessions": sessions.open_ones(user, at=timezone.now(), idle=idle_of_others()),
        "this_session": request.session.get(step_up.SIGNED_IN, 0),
        "chosen": PortalSettings.objects.current(),
    }
    return render(request, "portal/account.html", context)


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def portal_password(request: HttpRequest) -> HttpResponse:
    user = _chair_of(request)
    form = PortalPasswordForm(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = operations.change_password(user, form.cleaned_data["new_password1"], by=user)
        update_session_auth_hash(request, user)
        sessions.end_all(user, by=user, keep=request.session.get(step_up.SIGNED_IN, 0))
        messages.success(request, "密码已修改，其他设备上的登录已退出。")
        return redirect("portal-account")
    return render(request, "portal/password.html", {"form": form})


@require_POST
def portal_end_session(request: HttpRequest, number: int) -> HttpResponse:
    """One of one's own; anybody else's does not exist."""
    user = _chair_of(request)
    session = SignedIn.objects.filter(pk=number, user=user).first()
    if session is None:
        raise Http404
    try:
        sessions.end_one(session, by=user)
        messages.success(request, f"“{session.device}”上的登录已退出。")
    except Refused as refusal:
        messages.warning(request, str(refusal))
    return redirect("portal-account")


@require_POST
def portal_end_others(request: HttpRequest) -> HttpResponse:
    user = _chair_of(request)
    ended = sessions.end_all(user, by=user, keep=request.session.get(step_up.SIGNED_IN, 0))
    messages.success(request, f"已退出其他 {ended} 处登录。" if ended else "没有其他登录。")
    return redirect("portal-account")


@require_POST
def portal_sign_out(request: HttpRequest) -> HttpResponse:
    user = _chair_of(request)
    book.record("accounts.sign_out", by=user)
    SignedIn.objects.filter(pk=request.session.get(step_up.SIGNED_IN, 0)).update(ended_at=timezone.now())
    logout(request)
    return redirect("portal-sign-in")
