"""登录锁定: who was locked out, from where, until when; an administrator opens the lock again."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from axes.models import AccessAttempt
from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Max, Min, Sum
from django.db.models.functions import Lower
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone

from accounts import operations
from accounts.duties import Duty
from accounts.models import SecondFactor, User
from accounts.operations import second_factor
from accounts.refused import Refused

LOCKED_FOR = timedelta(hours=settings.AXES_COOLOFF_TIME)
SHOWN_AT_MOST = 200


@dataclass(frozen=True)
class Lockout:
    """Wrong tries under one name from one address; `ends_at` is None while there are too few to lock."""

    name: str
    user: User | None
    address: str
    tries: int
    since: datetime
    ends_at: datetime | None


class UnlockForm(forms.Form):
    """What the list's own button sends."""

    username = forms.CharField(max_length=255)
    address = forms.GenericIPAddressField()


def lockouts(now: datetime) -> list[Lockout]:
    """Names and addresses with wrong passwords in the last half hour, the locked ones first. Two queries."""
    recent = AccessAttempt.objects.filter(attempt_time__gt=now - LOCKED_FOR).values("username", "ip_address")
    found = list(
        recent.annotate(
            tries=Sum("failures_since_start"), first=Min("attempt_time"), last=Max("attempt_time")
        ).order_by("-last")[:SHOWN_AT_MOST]
    )
    known = _accounts(found)
    rows = []
    for each in found:
        locked = each["tries"] >= settings.AXES_FAILURE_LIMIT
        user = known.get((each["username"] or "").lower())
        ends_at = each["last"] + LOCKED_FOR if locked else None
        name = each["username"] or ""
        rows.append(Lockout(name, user, each["ip_address"] or "", each["tries"], each["first"], ends_at))
    return sorted(rows, key=lambda row: row.ends_at is None)


def _accounts(found: list[dict[str, Any]]) -> dict[str, User]:
    """Accounts by small-lettered name: that is how attempts are counted."""
    names = {(each["username"] or "").lower() for each in found}
    return {user.username.lower(): user for user in User.objects.alias(low=Lower("username")).filter(low__in=names)}


class LockoutPages:
    """Mixed into the accounts' admin."""

    def get_urls(self) -> list[Any]:
        site = self.admin_site  # type: ignore[attr-defined]
        return [
            path("lockouts/", site.admin_view(self.lockouts_view), name="accounts_user_lockouts"),
            path("lockouts/unlock/", site.admin_view(self.unlock_view), name="accounts_user_unlock"),
            *super().get_urls(),  # type: ignore[misc]
        ]

    def lockouts_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_view_permission(request):  # type: ignore[attr-defined]
            raise PermissionDenied
        now = timezone.now()
        context = {
            **self.admin_site.each_context(request),  # type: ignore[attr-defined]
            "opts": self.opts,  # type: ignore[attr-defined]
            "title": "登录锁定",
            "lockouts": lockouts(now),
            "factors": SecondFactor.objects.filter(locked_until__gt=now).select_related("user"),
            "may_unlock": request.user.may(Duty.MANAGE_ACCOUNTS),  # type: ignore[union-attr]
        }
        return TemplateResponse(request, "admin/accounts/lockouts.html", context)

    def unlock_view(self, request: HttpRequest) -> HttpResponse:
        user: Any = request.user
        if not user.may(Duty.MANAGE_ACCOUNTS):
            raise PermissionDenied
        form = UnlockForm(request.POST)
        if request.method == "POST" and form.is_valid():
            name, address = form.cleaned_data["username"], form.cleaned_data["address"]
            try:
                operations.unlock_sign_in(name, address, by=user)
                messages.success(request, f"“{name}”在 {address} 的锁定已解除，现在可以再试。")
            except Refused as refusal:
                messages.warning(request, str(refusal))
        return redirect("admin:accounts_user_lockouts")


def unlock_second_factor(row: User, values: dict[str, Any], by: User) -> str:
    second_factor.unlock(row, by=by)
    return f"{row.name} 的动态验证码锁定已解除。"
