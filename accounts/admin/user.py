"""账号: who may sign in at all. What an account may do is its appointments (unions)."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.html import format_html

from accounts import operations
from accounts.admin.account_page import RoleFilter, StateFilter, account_sections, appointments_of_all, is_unused
from accounts.admin.acts import Act
from accounts.admin.base import DeskAdmin, DeskForm
from accounts.admin.lockouts import LockoutPages, unlock_second_factor
from accounts.duties import Duty
from accounts.models import SecondFactor, User
from accounts.operations import second_factor, sessions

NO_ROLE = "未任命，不能登录"
ADMINISTRATORS = "这是系统管理员的账号，不能由另一位系统管理员单独重置，请联系运维人员在服务器上办理。"
RESET_PASSWORD = "该账号在各处的登录立即失效，下次登录须改为自己的密码。请先核实是本人提出。"  # noqa: S105 (words)
RESET_PHONE = "用于手机丢失、恢复码也找不到的情形。该账号立即退出，下次登录须绑定新手机。请当面或打电话核实是本人。"


class InitialPasswordForm(forms.Form):
    """A password typed twice; it must be changed at the next sign-in."""

    password = forms.CharField(
        label="初始密码",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="至少 10 个字符，不能全是数字。请当面或电话告知本人；首次登录时须改为自己的密码。",
        error_messages={"required": "请填写初始密码。"},
    )
    again = forms.CharField(
        label="再输一次",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "请再输一次初始密码。"},
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        password, again = given.get("password"), given.get("again")
        if password and again and password != again:
            self.add_error("again", "两次输入的密码不一致，请重新输入。")
        if password:
            try:
                validate_password(password, self._account())
            except ValidationError as error:
                self.add_error("password", error)
        return given

    def _account(self) -> User | None:
        return getattr(self, "instance", None)


class NewUserForm(InitialPasswordForm, DeskForm):
    class Meta:
        model = User
        fields = ("username", "name", "phone")
        help_texts = {"username": "登录用，字母、数字均可；开通后不能更改。", "name": "核实、导出等记录上显示的姓名。"}


class UserForm(DeskForm):
    class Meta:
        model = User
        fields = ("name", "phone")


class WhyForm(forms.Form):
    reason = forms.CharField(
        label="原因",
        max_length=100,
        help_text="记入日志。如：本人来办公室说明手机丢失，已核对工作证。",
        error_messages={"required": "请用一句话写明原因和怎样核实的身份。"},
    )


@admin.register(User)
class UserAdmin(LockoutPages, DeskAdmin):
    see_duty = Duty.SEE_ACCOUNTS
    edit_duty = Duty.MANAGE_ACCOUNTS
    empty_text = "没有符合条件的账号。可以清除筛选条件；要开通新账号，点“增加账号”，再为它任命角色。"
    ordering = ("username",)
    list_display = ("shown", "name", "roles", "state", "last_sign_in")
    list_display_links = ("shown", "name")
    list_filter = (RoleFilter, StateFilter)
    search_fields = ("username", "name")
    search_help_text = "用户名、姓名，或所在组织的名称"
    change_form_template = "admin/accounts/account.html"
    change_list_template = "admin/accounts/account_list.html"
    acts = (
        Act(
            "reset-password",
            "重置密码",
            Duty.MANAGE_ACCOUNTS,
            lambda row, values, by: _reset(row, values, by),
            form=InitialPasswordForm,
            warning=lambda row: ADMINISTRATORS if row.administers else RESET_PASSWORD,
            grave=True,
        ),
        Act(
            "reset-second-factor",
            "重置动态验证码",
            Duty.MANAGE_ACCOUNTS,
            lambda row, values, by: _reset_second_factor(row, values, by),
            form=WhyForm,
            warning=lambda row: ADMINISTRATORS if row.administers else RESET_PHONE,
            applies=lambda row: SecondFactor.objects.filter(user=row).exists(),
            grave=True,
        ),
        Act(
            "unlock-second-factor",
            "解除验证码锁定",
            Duty.MANAGE_ACCOUNTS,
            unlock_second_factor,
            warning="连续输错 5 次验证码会锁定 30 分钟。解除前请核实是本人在操作：输到验证码的人已经知道密码。",
            applies=lambda row: SecondFactor.objects.filter(user=row, locked_until__gt=timezone.now()).exists(),
            grave=True,
        ),
        Act(
            "end-sessions",
            "退出全部登录",
            Duty.MANAGE_ACCOUNTS,
            lambda row, values, by: _end_sessions(row, by),
            warning="该账号在各处的登录立即失效，本人可以重新登录。",
        ),
        Act(
            "disable",
            "停用账号",
            Duty.MANAGE_ACCOUNTS,
            lambda row, values, by: _disable(row, by),
            warning="该账号立即退出，不能再登录；角色保留，恢复后照旧。离岗的请终止角色。",
            applies=lambda row: row.is_active,
            grave=True,
        ),
        Act(
            "enable",
            "恢复账号",
            Duty.MANAGE_ACCOUNTS,
            lambda row, values, by: _enable(row, by),
            warning="恢复后，该账号可以用原来的密码登录，没有终止的角色照旧有效。",
            applies=lambda row: not row.is_active,
            grave=True,
        ),
    )

    def get_queryset(self, request: HttpRequest) -> Any:
        standing = appointments_of_all().everywhere("the roles beside each account").standing_on(timezone.localdate())
        return super().get_queryset(request).prefetch_related(Prefetch("appointments", standing.with_places(), "held"))

    @admin.display(description="用户名")
    def shown(self, row: User) -> str:
        return row.shown_username

    @admin.display(description="当前角色")
    def roles(self, row: Any) -> str:
        return "；".join(f"{post.organisation} {post.get_role_display()}" for post in row.held) or NO_ROLE

    @admin.display(description="状态")
    def state(self, row: User) -> str:
        if not row.is_active:
            return format_html('<span class="chip chip-bad">{}</span>', "已停用")
        if is_unused(row, timezone.now()):
            return format_html('<span class="chip chip-warn">{}</span>', "90 天没有登录")
        return "可以登录"

    @admin.display(description="上次登录")
    def last_sign_in(self, row: User) -> str:
        return f"{timezone.localtime(row.last_login):%Y-%m-%d %H:%M}" if row.last_login else "从未登录"

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        kwargs["form"] = UserForm if obj is not None else NewUserForm
        return super().get_form(request, obj, change=change, **kwargs)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return ("username", "name", "phone", "password", "again")
        # A chair's number is the chair's own: it is changed by a new slip, and shown to nobody here.
        return ("shown", "name", *(() if _is_signed_in_by_phone(obj) else ("phone",)), "state", "last_sign_in")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return () if obj is None else ("shown", "state", "last_sign_in")

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        words = search_term.strip()
        if not words:
            return queryset, False
        there = appointments_of_all().visible_to(request.user).standing_on(timezone.localdate())
        there = there.filter(user=OuterRef("pk"), organisation__name__contains=words)
        named = Q(username__istartswith=words) | Q(name__startswith=words)
        return queryset.filter(named | Exists(there)), False

    def choice_text(self, row: User) -> str:
        return f"{row.name}（{row.shown_username}）"

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if (account := kwargs.get("obj")) is not None:
            context |= account_sections(request, account)
            context["may_manage"] = self.holds(request, Duty.MANAGE_ACCOUNTS)
        return super().render_change_form(request, context, *args, **kwargs)

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: str | None = None) -> HttpResponse:
        """On to the new account's page: without a role it opens nothing yet."""
        messages.success(request, f"已开通账号“{obj.username}”。它还没有角色，请接着任命角色。")
        return redirect("admin:accounts_user_change", obj.pk)

    def add_row(self, request: HttpRequest, row: Any, values: dict[str, Any]) -> User:
        values.pop("again")
        return operations.open_account(values.pop("username"), **values, by=request.user)  # type: ignore[arg-type]

    def change_row(self, request: HttpRequest, row: Any, values: dict[str, Any]) -> User:
        values.setdefault("phone", User.objects.values_list("phone", flat=True).get(pk=row.pk))
        return operations.change_details(row, **values, by=request.user)  # type: ignore[arg-type]


def _is_signed_in_by_phone(row: User) -> bool:
    return bool(row.phone) and row.phone == row.username


def _reset(row: User, values: dict[str, Any], by: User) -> str:
    operations.change_password(row, values["password"], by=by)
    return f"{row.name} 的密码已重置，请把初始密码告知本人。"


def _reset_second_factor(row: User, values: dict[str, Any], by: User) -> str:
    second_factor.reset(row, reason=values["reason"], by=by)
    return f"{row.name} 的动态验证码已重置，下次登录须绑定新手机。"


def _end_sessions(row: User, by: User) -> str:
    ended = sessions.end_all(row, by=by)
    return f"{row.name} 的 {ended} 处登录已退出。" if ended else f"{row.name} 现在没有登录。"


def _disable(row: User, by: User) -> str:
    operations.disable(row, by=by)
    return f"{row.name} 的账号已停用。停错了可点“恢复账号”。"


def _enable(row: User, by: User) -> str:
    operations.enable(row, by=by)
    return f"{row.name} 的账号已恢复。"
