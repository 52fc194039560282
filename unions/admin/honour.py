"""荣誉: what unions hold."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from accounts.admin.acts import Act
from accounts.duties import Duty
from unions.admin.base import ScopedAdmin
from unions.admin.filters import BodyFilter, HeldFilter, UnionFilter
from unions.admin.parts import day, union_link
from unions.forms.acts import RevokeForm
from unions.models import Honour
from unions.operations import honours


@admin.register(Honour)
class HonourAdmin(ScopedAdmin):
    see_duty = Duty.SEE_ORGANISATIONS
    edit_duty = Duty.EDIT_ORGANISATIONS
    may_remove = True
    export_persons = False
    empty_text = "没有符合条件的荣誉。可以清除筛选条件，或点“增加荣誉”登记一项，也可以导入《荣誉登记表》。"
    ordering = ("-id",)
    fields = ("union", "name", "level", "awarded_on", "awarded_by")
    list_display = (
        "name",
        "level",
        union_link,
        day("awarded_on", "授予日期"),
        day("revoked_on", "撤销日期"),
        "awarded_by",
    )
    list_filter = (BodyFilter, "level", HeldFilter, UnionFilter)
    list_select_related = ("union",)
    search_fields = ("name",)
    search_help_text = "荣誉名称，工会名称、拼音或编码"
    autocomplete_fields = ("union",)
    acts = (
        Act(
            "revoke",
            "登记撤销",
            Duty.EDIT_ORGANISATIONS,
            lambda row, values, by: _revoke(row, values, by),
            form=RevokeForm,
            applies=lambda row: row.revoked_on is None,
        ),
    )

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.fields if obj is None else (*self.fields, "revoked_on")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return () if obj is None else ("union", "revoked_on")

    def sheet_columns(self, request: HttpRequest) -> list[tuple[str, Any]]:
        return [
            ("工会编码", "union__code"),
            ("工会名称", "union__name"),
            ("荣誉名称", "name"),
            ("级别", "get_level_display"),
            ("授予日期", "awarded_on"),
            ("撤销日期", "revoked_on"),
            ("授予单位", "awarded_by"),
        ]

    def add_row(self, request: HttpRequest, row: Any, values: dict[str, Any]) -> Honour:
        return honours.award(values.pop("union"), **values, by=request.user)  # type: ignore[arg-type]

    def change_row(self, request: HttpRequest, row: Any, values: dict[str, Any]) -> Honour:
        return honours.change(row, **values, by=request.user)  # type: ignore[arg-type]

    def remove_row(self, request: HttpRequest, row: Any) -> None:
        honours.remove(row, by=request.user)  # type: ignore[arg-type]


def _revoke(row: Honour, values: dict[str, Any], by: Any) -> str:
    honours.revoke(row, on=values["on"], by=by)
    return f"“{row.name}”已登记撤销，撤销日期 {values['on']}。"
