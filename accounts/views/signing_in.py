"""Signing in and out, changing one's password."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import login, logout, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts import book, operations, step_up
from accounts.forms import PasswordForm, SignInForm
from accounts.models import SignedIn
from accounts.operations import sessions
from accounts.views.ways import safe_next


@login_not_required
@never_cache
@csrf_protect
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Unknown name and wrong password look the same; five wrong ones lock for 30 minutes (roles.md).

    Whoever was on the way to the portal signs in there.
    """
    if request.method == "GET" and request.GET.get("next", "").startswith("/portal/"):
        return redirect(f"{reverse('portal-sign-in')}?{urlencode({'next': request.GET['next']})}")
    form = SignInForm(request, request.POST or None, label_suffix="")
    if request.method == "POST":
        if form.is_valid():
            user = form.get_user()
            login(request, user)
            book.record("accounts.sign_in", by=user)
            return redirect(safe_next(request))
        book.record(
            "accounts.sign_in_refused", by=None, username=request.POST.get("username", "").replace("\x00", "")[:64]
        )
    return render(
        request,
        "accounts/sign_in.html",
        {
            "form": form,
            "next": request.GET.get("next", ""),
            "ended": "ended" in request.GET,
            "lost": "lost" in request.GET,
        },
    )


def locked_out(request: HttpRequest, credentials: Any, *args: Any, **kwargs: Any) -> HttpResponse:
    """What django-axes shows once the attempts are used up."""
    at_portal = request.path.startswith("/portal/")
    return render(request, "portal/locked_out.html" if at_portal else "accounts/locked_out.html", status=429)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    book.record("accounts.sign_out", by=request.user)  # type: ignore[arg-type]
    SignedIn.objects.filter(pk=request.session.get(step_up.SIGNED_IN, 0)).update(ended_at=timezone.now())
    logout(request)
    return redirect("sign-in")


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def change_password(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    form = PasswordForm(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = operations.change_password(user, form.cleaned_data["new_password1"], by=request.user)
        update_session_auth_hash(request, user)
        sessions.end_all(user, by=user, keep=request.session.get(step_up.SIGNED_IN, 0))
        messages.success(request, "密码已修改，其他设备上的登录已失效。")
        return redirect("home")
    return render(request, "accounts/change_password.html", {"form": form})
