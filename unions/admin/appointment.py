"""角色任命: which account holds which role where."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from accounts.admin.acts import Act
from accounts.admin.base import DeskForm
from accounts.duties import COUNTY_ROLES, Duty, Role
from accounts.step_up import ask_again
from unions.admin.base import ScopedAdmin
from unions.admin.filters import BodyFilter, StandingFilter
from unions.admin.parts import day
from unions.forms.acts import DayField
from unions.models import Appointment, Kind, Officer, Organisation
from unions.operations import appointments


class EndAppointmentForm(forms.Form):
    on = DayField("终止日期", "从这一天起不再担任。填今天，账号立即退出登录。")


class AppointmentForm(DeskForm):
    def clean(self) -> dict[str, Any]:
        """County roles have one place, so it need not be chosen."""
        given = super().clean() or self.cleaned_data
        if "role" in given and given.get("organisation") is None and "organisation" not in self.errors:
            if given["role"] in COUNTY_ROLES:
                county = Organisation.objects.everywhere("the one place of county roles")
                given["organisation"] = county.filter(kind=Kind.COUNTY_FEDERATION).first()
            if given.get("organisation") is None:
                self.add_error("organisation", "请选择所在组织：工会干部选其责任工会，主席选其工会。")
        return given


class WaitingFilter(admin.SimpleListFilter):
    title = "复核"
    parameter_name = "waiting"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "待复核")]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(awaits_confirmation=True, until=None) if self.value() == "yes" else queryset


class PlaceFilter(BodyFilter):
    path_lookup = "organisation__path"


@admin.register(Appointment)
class AppointmentAdmin(ScopedAdmin):
    see_duty = Duty.SEE_ACCOUNTS
    edit_duty = Duty.MANAGE_ACCOUNTS
    place_field = "organisation"
    empty_text = "没有符合条件的任命。可以清除筛选条件，或点“增加角色任命”。"
    ordering = ("-id",)
    form = AppointmentForm
    fields = ("user", "role", "organisation", "since")
    list_display = (
        "user_name",
        "user",
        "role",
        "organisation",
        day("since", "起始日期"),
        day("until", "终止日期"),
        "state",
    )
    list_display_links = ("user_name", "user")
    list_filter = ("role", StandingFilter, WaitingFilter, PlaceFilter)
    list_select_related = ("user", "organisation")
    search_fields = ("user__username",)
    search_help_text = "用户名或姓名（从头输入），或工会编码"
    autocomplete_fields = ("user", "organisation")
    acts = (
        Act(
            "end",
            "终止任命",
            Duty.MANAGE_ACCOUNTS,
            lambda row, values, by: _end(row, values, by),
            form=EndAppointmentForm,
            warning="终止后，该账号若没有别的角色，就不能再登录。",
            applies=lambda row: row.until is None,
            grave=True,
        ),
        Act(
            "confirm",
            "复核任命",
            Duty.MANAGE_ACCOUNTS,
            lambda row, values, by: _confirm(row, by),
            warning="系统管理员可以开通账号、任命角色。请向任命人和本人核实后再复核；不同意的，终止这项任命。",
            applies=lambda row: row.awaits_confirmation and row.until is None,
            grave=True,
        ),
    )

    @admin.display(description="姓名")
    def user_name(self, row: Appointment) -> str:
        return row.user.name

    @admin.display(description="状态")
    def state(self, row: Appointment) -> str:
        return format_html('<span class="chip chip-warn">{}</span>', "待复核") if row.awaits_confirmation else ""

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.fields if obj is None else (*self.fields, "until", "appointed_by", "confirmed_by", "state")

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> Any:
        """Giving a role is grave: the second step must be fresh."""
        if self.has_add_permission(request) and (away := ask_again(request)) is not None:
            return away
        return super().add_view(request, form_url, extra_context)

    def response_post_save_add(self, request: HttpRequest, obj: Any) -> HttpResponseRedirect:
        """To the account's page, where its roles stand together."""
        if obj.awaits_confirmation:
            messages.warning(request, "任命系统管理员要由另一位系统管理员复核，复核之前这个角色不起作用。")
        return redirect("admin:accounts_user_change", obj.user_id)

    def _page_of(self, row: Any) -> str:
        """After an act: back to the account."""
        return reverse("admin:accounts_user_change", args=[row.user_id])

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """An appointment is ended and made anew, never rewritten."""
        return False

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        if obj is None:
            form.base_fields[
                "role"
            ].help_text = (
                "县总工会各部门的角色任命在县总工会；工会干部任命在责任工会；主席任命在其工会，随任职开始和结束。"
            )
            form.base_fields["since"].help_text = "从这一天起可以登录。"
            form.base_fields["since"].initial = timezone.localdate
            form.base_fields["organisation"].required = False
            form.base_fields["organisation"].help_text = "县总工会各部门的角色可以不选，就是县总工会。"
        return form

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        words = search_term.strip()
        if not words:
            return queryset, False
        if words.isdecimal():
            return queryset.filter(organisation__code__startswith=words), False
        by_name = queryset.filter(user__name__startswith=words)
        return queryset.filter(user__username__istartswith=words) | by_name, False

    def add_row(self, request: HttpRequest, row: Any, values: dict[str, Any]) -> Appointment:
        officer = None
        if values["role"] == Role.CHAIR:
            # Administrators see no officers; the sitting chair is found for them and not shown.
            sitting = Officer.objects.everywhere("the tenure a chair's account hangs on").chairs()
            officer = sitting.sitting_on(values["since"]).filter(union=values["organisation"]).first()
        return appointments.appoint(
            values["user"],
            values["role"],
            values["organisation"],
            since=values["since"],
            officer=officer,
            by=request.user,  # type: ignore[arg-type]
        )


def _confirm(row: Appointment, by: Any) -> str:
    appointments.confirm(row, by=by)
    return f"已复核，{row.user.name} 从现在起是系统管理员。"


def _end(row: Appointment, values: dict[str, Any], by: Any) -> str:
    appointments.end_appointment(row, on=values["on"], by=by)
    return f"{row.user.name} 的“{row.get_role_display()}”已终止，终止日期 {values['on']}。"
