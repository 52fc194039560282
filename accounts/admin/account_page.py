"""What stands on an account's page beneath its details: its roles past and present, and where it is signed in."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.db.models import Exists, F, OuterRef, Q
from django.http import HttpRequest
from django.utils import timezone

from accounts.duties import ROLE_LABELS
from accounts.models import RecoveryCode, SecondFactor, User
from accounts.operations import sessions

# An account that nobody uses is a door that nobody watches (security.md 10).
UNUSED = timedelta(days=90)


def appointments_of_all() -> Any:
    """The manager of unions' table, which stands two floors up."""
    model: Any = User._meta.get_field("appointments").related_model
    return model.objects


def is_unused(user: User, now: Any) -> bool:
    """May sign in, and did not for UNUSED (a new account: since it was made)."""
    return user.is_active and (user.last_login or user.created_at) < now - UNUSED


@dataclass(frozen=True)
class Post:
    """One appointment as the page shows it."""

    row: Any
    state: str
    tone: str
    may_confirm: bool


def account_sections(request: HttpRequest, account: User) -> dict[str, Any]:
    """`posts`, `sessions`, `factor`, `codes_left` for admin/accounts/account.html."""
    now, user = timezone.now(), request.user
    posts = appointments_of_all().visible_to(user).filter(user=account).select_related("organisation", "appointed_by")
    return {
        "posts": [_post(each, user) for each in posts.order_by(F("until").desc(nulls_first=True), "-since", "-pk")],
        "sessions": sessions.open_ones(account, at=now, idle=timedelta(seconds=settings.SESSION_COOKIE_AGE)),
        "factor": SecondFactor.objects.filter(user=account).first(),
        "codes_left": RecoveryCode.objects.filter(user=account, used_at=None).count(),
        "second_factor_on": settings.SECOND_FACTOR,
        "is_unused": is_unused(account, now),
        "is_oneself": account.pk == user.pk,
        "now": now,
    }


def _post(row: Any, user: Any) -> Post:
    today = timezone.localdate()
    if row.until is not None and row.until <= today:
        return Post(row, "已终止", "", may_confirm=False)
    if row.awaits_confirmation:
        return Post(row, "待复核", "chip-warn", may_confirm=user.pk not in {row.appointed_by_id, row.user_id})
    if row.since > today:
        return Post(row, "尚未开始", "", may_confirm=False)
    return Post(row, "在任", "chip-good", may_confirm=False)


class RoleFilter(admin.SimpleListFilter):
    title = "当前角色"
    parameter_name = "role"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [*ROLE_LABELS.items(), ("none", "没有角色")]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        standing = appointments_of_all().everywhere("a subquery of each account's roles")
        held = standing.standing_on(timezone.localdate()).filter(user=OuterRef("pk"))
        if self.value() == "none":
            return queryset.filter(~Exists(held))
        return queryset.filter(Exists(held.filter(role=self.value()))) if self.value() in ROLE_LABELS else queryset


class StateFilter(admin.SimpleListFilter):
    title = "状态"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        words = [
            ("active", "可以登录"),
            ("disabled", "已停用"),
            ("unused", "90 天没有登录"),
            ("initial", "还在用初始密码"),
        ]
        return [*words, ("no-phone", "没有绑定手机")] if settings.SECOND_FACTOR else words

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        since = timezone.now() - UNUSED
        long_ago = Q(last_login__lt=since) | Q(last_login=None, created_at__lt=since)
        conditions = {
            "active": Q(is_active=True),
            "disabled": Q(is_active=False),
            "unused": Q(is_active=True) & long_ago,
            "initial": Q(is_active=True, must_change_password=True),
            "no-phone": Q(is_active=True, second_factor=None),
        }
        value = self.value() or ""
        return queryset.filter(conditions[value]) if value in conditions else queryset
