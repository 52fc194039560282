"""工会组织: the list, one union with everything that belongs to it, and what may be done with it."""

from typing import Any

from django.contrib import admin
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest
from django.utils import timezone

from accounts.admin.acts import Act
from accounts.duties import Duty
from accounts.refused import Refused
from unions.admin.base import ScopedAdmin
from unions.admin.exports import TakeAway
from unions.admin.filters import ChairFilter, ExistingFilter, OwnBodyFilter, ParentFilter
from unions.admin.parts import day
from unions.admin.sections import sections_of
from unions.forms.acts import DissolveForm, MoveForm
from unions.forms.organisation import OrganisationForm
from unions.models import Officer, Organisation
from unions.operations import organisations


@admin.register(Organisation)
class OrganisationAdmin(TakeAway, ScopedAdmin):
    see_duty = Duty.SEE_ORGANISATIONS
    edit_duty = Duty.EDIT_ORGANISATIONS
    place_field = ""
    may_remove = True
    empty_text = "没有符合条件的工会组织。可以清除筛选条件，或点“增加工会组织”登记一个，也可以导入《工会组织登记表》。"
    form = OrganisationForm
    change_form_template = "admin/unions/organisation_page.html"
    ordering = ("code",)
    sortable_by = ("code",)
    list_display = (
        "code",
        "name",
        "kind",
        "parent",
        day("established_on", "建会日期"),
        day("dissolved_on", "撤销日期"),
    )
    list_display_links = ("code", "name")
    list_select_related = ("parent",)
    list_filter = (OwnBodyFilter, "kind", ExistingFilter, ChairFilter, ParentFilter)
    search_fields = ("code", "name")
    search_help_text = "编码（从头输入）、名称中的字，或完整的统一社会信用代码"
    autocomplete_fields = ("parent",)
    acts = (
        Act(
            "move",
            "变更上级工会",
            Duty.EDIT_ORGANISATIONS,
            lambda row, values, by: _move(row, values["new_parent"], by),
            form=MoveForm,
            applies=lambda row: row.parent_id is not None,
        ),
        Act(
            "dissolve",
            "撤销工会",
            Duty.EDIT_ORGANISATIONS,
            lambda row, values, by: _dissolve(row, values, by),
            form=DissolveForm,
            warning="撤销后该工会不再计入统计，它的账号当天终止。登记错了可以恢复，但账号须重新任命。",
            applies=lambda row: row.parent_id is not None and row.dissolved_on is None,
        ),
        Act(
            "reinstate",
            "恢复工会",
            Duty.EDIT_ORGANISATIONS,
            lambda row, values, by: _reinstate(row, by),
            warning="只用于撤销登记错了的情形。",
            applies=lambda row: row.dissolved_on is not None,
        ),
    )

    def get_list_display(self, request: HttpRequest) -> Any:
        columns = list(super().get_list_display(request))
        if self.holds(request, Duty.SEE_OFFICERS):
            columns.insert(4, "chair")
        return columns

    def get_queryset(self, request: HttpRequest) -> Any:
        chairs = Officer.objects.everywhere("a subquery of rows already in scope").filter(union=OuterRef("pk"))
        sitting = chairs.chairs().sitting_on(timezone.localdate()).values("name")[:1]
        return super().get_queryset(request).annotate(chair_name=Subquery(sitting))

    def choice_text(self, row: Organisation) -> str:
        return f"{row.name}（{row.code}）"

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        return (queryset.search(search_term) if search_term.strip() else queryset), False

    @admin.display(description="主席", empty_value="空缺")
    def chair(self, row: Organisation) -> str | None:
        return row.chair_name  # type: ignore[attr-defined]

    def sheet_columns(self, request: HttpRequest) -> list[tuple[str, Any]]:
        return [
            ("工会编码", "code"),
            ("工会名称", "name"),
            ("组织类型", "get_kind_display"),
            ("上级工会编码", "parent__code"),
            ("统一社会信用代码", "credit_code"),
            ("建会日期", "established_on"),
            ("批复文号", "approval_number"),
            ("批复日期", "approved_on"),
            ("撤销日期", "dissolved_on"),
            ("撤销原因", "dissolved_why"),
            ("届期年数", "term_years"),
            ("办公地址", "address"),
            ("办公电话", "phone"),
            ("邮编", "postcode"),
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("parent", "dissolved_on", "dissolved_why") if obj is not None else ()

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        fields: list[Any] = [
            ("code", "kind"),
            "name",
            "parent",
            ("established_on", "term_years"),
            ("approved_on", "approval_number"),
            "credit_code",
            "address",
            ("phone", "postcode"),
        ]
        if obj is not None and obj.dissolved_on is not None:
            fields.append(("dissolved_on", "dissolved_why"))
        return fields

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        row = kwargs.get("obj")
        if row is not None:
            context["sections"] = sections_of(row, request.user)
        return super().render_change_form(request, context, *args, **kwargs)

    def holds(self, request: HttpRequest, duty: Duty | None, row: Any = None) -> bool:
        # A new organisation has no path yet: what counts is the place it is to stand in.
        return super().holds(request, duty, row.parent if row is not None and not row.pk else row)

    def add_row(self, request: HttpRequest, row: Any, values: dict[str, Any]) -> Organisation:
        return organisations.establish(values.pop("parent"), **values, by=request.user)  # type: ignore[arg-type]

    def change_row(self, request: HttpRequest, row: Any, values: dict[str, Any]) -> Organisation:
        return organisations.change_details(row, **values, by=request.user)  # type: ignore[arg-type]

    def remove_row(self, request: HttpRequest, row: Any) -> None:
        organisations.remove(row, by=request.user)  # type: ignore[arg-type]


def _move(row: Organisation, new_parent: Organisation, by: Any) -> str:
    # Moved only between places where the user may: seeing the new parent is not enough.
    if not by.may(Duty.EDIT_ORGANISATIONS, new_parent):
        raise Refused("新的上级工会不归您管理，请联系县总工会组宣部办理。")
    organisations.move(row, new_parent, by=by)
    return f"“{row.name}”的上级工会已变更为“{new_parent.name}”。"


def _dissolve(row: Organisation, values: dict[str, Any], by: Any) -> str:
    organisations.dissolve(row, on=values["on"], why=values["why"], by=by)
    return f"“{row.name}”已登记撤销，撤销日期 {values['on']}。登记错了可点“恢复工会”。"


def _reinstate(row: Organisation, by: Any) -> str:
    organisations.reinstate(row, by=by)
    return f"“{row.name}”已恢复。它的账号须由系统管理员重新任命。"
