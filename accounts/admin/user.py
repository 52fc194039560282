"""账号: who may sign in at all. What an account may do is its appointments (unions)."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.http import HttpRequest
from django.utils import timezone

from accounts import operations
from accounts.admin.acts import Act
from accounts.admin.base import DeskAdmin, DeskForm
from accounts.duties import Duty
from accounts.models import User

NO_ROLE = "未任命，不能登录"


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
        fields = ("name", "phone", "is_active")
        help_texts = {"is_active": "取消勾选即停用：该账号立即退出，不能再登录。"}


@admin.register(User)
class UserAdmin(DeskAdmin):
    see_duty = Duty.SEE_ACCOUNTS
    edit_duty = Duty.MANAGE_ACCOUNTS
    empty_text = "没有符合条件的账号。点“增加账号”开通一个，再为它任命角色。"
    ordering = ("username",)
    list_display = ("username", "name", "roles", "is_active", "last_sign_in")
    list_display_links = ("username", "name")
    list_filter = ("is_active",)
    search_fields = ("username", "name")
    search_help_text = "用户名或姓名"
    acts = (
        Act(
            "reset-password",
            "重置密码",
            Duty.MANAGE_ACCOUNTS,
            lambda row, values, by: _reset(row, values, by),
            form=InitialPasswordForm,
            warning="该账号在各处的登录立即失效，下次登录须改为自己的密码。",
        ),
    )

    def get_queryset(self, request: HttpRequest) -> Any:
        model = self.model._meta.get_field("appointments").related_model  # unions' table; this app stands below it
        standing = model.objects.everywhere("the roles beside each account").standing_on(timezone.localdate())
        return super().get_queryset(request).prefetch_related(Prefetch("appointments", standing.with_places(), "held"))

    @admin.display(description="当前角色")
    def roles(self, row: Any) -> str:
        return "；".join(f"{post.organisation} {post.get_role_display()}" for post in row.held) or NO_ROLE

    @admin.display(description="上次登录")
    def last_sign_in(self, row: User) -> str:
        return f"{timezone.localtime(row.last_login):%Y-%m-%d %H:%M}" if row.last_login else "从未登录"

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        kwargs["form"] = UserForm if obj is not None else NewUserForm
        return super().get_form(request, obj, change=change, **kwargs)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return ("username", "name", "phone", "password", "again")
        return ("username", "name", "phone", "is_active", "roles", "last_sign_in")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return () if obj is None else ("username", "roles", "last_sign_in")

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        words = search_term.strip()
        if not words:
            return queryset, False
        return queryset.filter(username__istartswith=words) | queryset.filter(name__startswith=words), False

    def choice_text(self, row: User) -> str:
        return f"{row.name}（{row.username}）"

    def add_row(self, request: HttpRequest, row: Any, values: dict[str, Any]) -> User:
        values.pop("again")
        return operations.open_account(values.pop("username"), **values, by=request.user)  # type: ignore[arg-type]

    def change_row(self, request: HttpRequest, row: Any, values: dict[str, Any]) -> User:
        return operations.change_details(row, **values, by=request.user)  # type: ignore[arg-type]


def _reset(row: User, values: dict[str, Any], by: User) -> str:
    operations.change_password(row, values["password"], by=by)
    return f"{row.name} 的密码已重置，请把初始密码告知本人。"
