"""角色任命: which account holds which role where."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from accounts.admin.acts import Act
from accounts.duties import Duty, Role
from unions.admin.base import ScopedAdmin
from unions.admin.filters import StandingFilter
from unions.admin.parts import day
from unions.forms.acts import DayField
from unions.models import Appointment, Officer
from unions.operations import appointments


class EndAppointmentForm(forms.Form):
    on = DayField("终止日期", "从这一天起不再担任。填今天，账号立即退出登录。")


@admin.register(Appointment)
class AppointmentAdmin(ScopedAdmin):
    see_duty = Duty.SEE_ACCOUNTS
    edit_duty = Duty.MANAGE_ACCOUNTS
    place_field = "organisation"
    empty_text = "没有符合条件的任命。可以清除筛选条件，或点“增加角色任命”。"
    ordering = ("-id",)
    fields = ("user", "role", "organisation", "since")
    list_display = ("user_name", "user", "role", "organisation", day("since", "起始日期"), day("until", "终止日期"))
    list_display_links = ("user_name", "user")
    list_filter = ("role", StandingFilter)
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
        ),
    )

    @admin.display(description="姓名")
    def user_name(self, row: Appointment) -> str:
        return row.user.name

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.fields if obj is None else (*self.fields, "until")

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


def _end(row: Appointment, values: dict[str, Any], by: Any) -> str:
    appointments.end_appointment(row, on=values["on"], by=by)
    return f"{row.user.name} 的“{row.get_role_display()}”已终止，终止日期 {values['on']}。"
