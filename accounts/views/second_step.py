"""The second step of signing in, and enrolling the phone that gives its codes."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from accounts import step_up, totp
from accounts.encryption import seal, unseal
from accounts.forms import CodeForm
from accounts.models import RecoveryCode, SecondFactor
from accounts.operations import second_factor, sessions
from accounts.refused import Refused
from accounts.views.ways import safe_next

PENDING = "pending_seed"
PENDING_PLACE = "session.pending_seed"


@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def second_step(request: HttpRequest) -> HttpResponse:
    """The phone's code, or a recovery code: at sign-in, and again before grave acts (accounts/step_up.py)."""
    user: Any = request.user
    if not SecondFactor.objects.filter(user=user).exists():
        return redirect("enrol") if step_up.must_enrol(user) else redirect("home")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        checked = second_factor.check(user, form.cleaned_data["code"], at=timezone.now(), by=user)
        if checked.passed:
            step_up.take(request)
            if checked.by_recovery:
                return _after_recovery(request, user)
            return redirect(safe_next(request))
        form.add_error("code", checked.sentence)
    again = step_up.TAKEN_AT in request.session
    after = request.POST.get("next") or request.GET.get("next", "")
    return render(request, "accounts/second_step.html", {"form": form, "next": after, "again": again})


def _after_recovery(request: HttpRequest, user: Any) -> HttpResponse:
    left = RecoveryCode.objects.filter(user=user, used_at=None).count()
    messages.warning(
        request,
        f"您用恢复码登录，还剩 {left} 个恢复码。手机丢失或已更换的，请马上在这里绑定新手机；只是没带手机的不用改。",
    )
    return redirect("own-account")


@never_cache
@sensitive_post_parameters()
@sensitive_variables("seed", "codes")
@require_http_methods(["GET", "POST"])
def enrol(request: HttpRequest) -> HttpResponse:
    """Show a fresh seed as a QR code until the phone answers with the right code; then ten recovery codes, once.

    Whoever has a phone already must have taken the second step just now. The seed waits, sealed, in the session: a
    page that is only looked at writes no row.
    """
    user: Any = request.user
    has_one = SecondFactor.objects.filter(user=user).exists()
    if has_one and (away := step_up.ask_again(request)) is not None:
        return away
    seed = _pending(request)
    form = CodeForm(request.POST or None)
    form.fields["code"].label = "手机上显示的 6 位验证码"
    if request.method == "POST" and form.is_valid():
        try:
            codes = second_factor.enrol(user, seed=seed, code=form.cleaned_data["code"], at=timezone.now(), by=user)
        except Refused as refusal:
            form.add_error("code", str(refusal))
        else:
            del request.session[PENDING]
            step_up.take(request)
            sessions.end_all(user, by=user, keep=request.session.get(step_up.SIGNED_IN, 0))
            return render(request, "accounts/recovery_codes.html", {"codes": codes, "enrolled": True})
    context = {"form": form, "qr": totp.qr_image(seed, user.username), "seed": totp.in_groups(seed), "has_one": has_one}
    return render(request, "accounts/enrol.html", context)


def _pending(request: HttpRequest) -> str:
    if PENDING not in request.session:
        request.session[PENDING] = seal(totp.new_seed(), PENDING_PLACE)
    return unseal(request.session[PENDING], PENDING_PLACE)
