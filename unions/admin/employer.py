"""法人单位: employing units, with or without a union."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from accounts.admin.acts import Act
from accounts.admin.personal import Personal, ShowsMasked, reveal
from accounts.duties import Duty
from accounts.masks import masked_text
from unions.admin.base import ScopedAdmin
from unions.admin.due import RegisteredFilter
from unions.admin.filters import EmployerBodyFilter, OrganisedFilter, UnionFilter
from unions.admin.founding import FOUND
from unions.admin.parts import day
from unions.admin.undo import undo_act
from unions.forms.acts import DeregisterForm
from unions.forms.employer import EmployerForm
from unions.models import Employer
from unions.operations import employers

ELSEWHERE = "不在您的范围内"


PHONE = Personal("phone", "联系电话", "phone", Duty.EDIT_ORGANISATIONS)


@admin.register(Employer)
class EmployerAdmin(ShowsMasked, ScopedAdmin):
    see_duty = Duty.SEE_EMPLOYERS
    edit_duty = Duty.EDIT_ORGANISATIONS
    place_field = "body"
    may_remove = True
    personal = (PHONE,)
    empty_text = "没有符合条件的法人单位。可以清除筛选条件，或点“增加法人单位”登记一个，也可以导入《法人单位登记表》。"
    form = EmployerForm
    ordering = ("credit_code",)
    list_filter = (EmployerBodyFilter, OrganisedFilter, RegisteredFilter, "nature", "size", UnionFilter)
    list_select_related = ("body", "union")
    search_fields = ("name",)
    search_help_text = "名称、拼音或首字母，信用代码"
    autocomplete_fields = ("body", "union")
    acts = (
        FOUND,
        Act(
            "deregister",
            "登记注销",
            Duty.EDIT_ORGANISATIONS,
            lambda row, values, by: _deregister(row, values, by),
            form=DeregisterForm,
            applies=lambda row: row.deregistered_on is None,
        ),
        Act(
            "reinstate",
            "撤回注销",
            Duty.EDIT_ORGANISATIONS,
            lambda row, values, by: _reinstate(row, by),
            warning="只用于注销登记错了的情形。",
            applies=lambda row: row.deregistered_on is not None,
        ),
        undo_act(Duty.EDIT_ORGANISATIONS),
        reveal(PHONE),
    )

    def get_list_display(self, request: HttpRequest) -> Any:
        @admin.display(description="责任工会")
        def body(row: Employer) -> str:
            return seen(request, row.body)

        @admin.display(description="所属工会", empty_value="未建会")
        def union(row: Employer) -> str | None:
            return seen(request, row.union) if row.union is not None else self.found_link(request, row)

        return ("name", "nature", "size", "staff", body, union, day("deregistered_on", "注销日期"))

    def found_link(self, request: HttpRequest, row: Employer) -> str | None:
        """From the list of units without a union straight to the act."""
        if row.deregistered_on is not None or not self.holds(request, Duty.EDIT_ORGANISATIONS, row):
            return None
        url = reverse("admin:unions_employer_found", args=[row.pk])
        return format_html('未建会 · <a href="{}">为它建会</a>', url)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """An end of the row outside the user's part is not named, and so not changed by this user."""
        fields = list(EmployerForm.Meta.fields)
        if obj is not None:
            fields = [self._shown_as(name, request, obj) for name in fields]
            if obj.deregistered_on is not None:
                fields.append("deregistered_on")
        return fields

    def _shown_as(self, name: str, request: HttpRequest, row: Employer) -> str:
        place = {"body": row.body, "union": row.union}.get(name)
        return f"foreign_{name}" if place is not None and seen(request, place) == ELSEWHERE else name

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("deregistered_on", "foreign_body", "foreign_union") if obj is not None else ()

    @admin.display(description="责任工会")
    def foreign_body(self, row: Employer) -> str:
        return ELSEWHERE

    @admin.display(description="所属工会")
    def foreign_union(self, row: Employer) -> str:
        return ELSEWHERE

    def sheet_columns(self, request: HttpRequest) -> list[tuple[str, Any]]:
        return [
            ("统一社会信用代码", "credit_code"),
            ("单位名称", "name"),
            ("单位性质", "get_nature_display"),
            ("企业规模", "get_size_display"),
            ("所属行业", "get_industry_display"),
            ("职工人数", "staff"),
            ("女职工人数", "women"),
            ("农民工人数", "migrants"),
            ("劳务派遣工人数", "dispatched"),
            ("责任工会", lambda row: seen(request, row.body)),
            ("所属工会", lambda row: seen(request, row.union) if row.union else ""),
            ("单位地址", "address"),
            ("法定代表人", "legal_representative"),
            (
                "联系电话",
                lambda row: row.phone if self.holds(request, Duty.EDIT_ORGANISATIONS, row) else masked_text(row.phone),
            ),
            ("注销日期", "deregistered_on"),
        ]

    def add_row(self, request: HttpRequest, row: Any, values: dict[str, Any]) -> Employer:
        return employers.register(**values, by=request.user)  # type: ignore[arg-type]

    def change_row(self, request: HttpRequest, row: Any, values: dict[str, Any]) -> Employer:
        return employers.change_details(row, **values, by=request.user)  # type: ignore[arg-type]

    def remove_row(self, request: HttpRequest, row: Any) -> None:
        employers.remove(row, by=request.user)  # type: ignore[arg-type]


def seen(request: HttpRequest, organisation: Any) -> str:
    """The organisation's name, where the user may see it."""
    return organisation.name if request.user.may(Duty.SEE_ORGANISATIONS, organisation) else ELSEWHERE  # type: ignore


def _deregister(row: Employer, values: dict[str, Any], by: Any) -> str:
    employers.deregister(row, on=values["on"], by=by)
    return f"“{row.name}”已登记注销，注销日期 {values['on']}。登记错了可点“撤回注销”。"


def _reinstate(row: Employer, by: Any) -> str:
    employers.reinstate(row, by=by)
    return f"“{row.name}”的注销已撤回。"
