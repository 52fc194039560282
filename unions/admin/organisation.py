"""工会组织: the list, one union with everything that belongs to it, and what may be done with it."""

from typing import Any

from django.contrib import admin
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from accounts.admin.personal import Personal, ShowsMasked, reveal
from accounts.duties import Duty
from accounts.masks import masked_text
from unions.admin.base import ScopedAdmin
from unions.admin.filters import ChairFilter, ExistingFilter, OwnBodyFilter, ParentFilter
from unions.admin.organisation_page import OrganisationPage
from unions.admin.parts import day
from unions.admin.publicity import listing_acts
from unions.admin.structure import place_above, structure_acts
from unions.admin.succession import succession_act
from unions.admin.undo import undo_act
from unions.forms.organisation import OrganisationForm
from unions.models import Officer, Organisation
from unions.operations import organisations

PHONE = Personal("phone", "办公电话", "phone", Duty.EDIT_ORGANISATIONS)


@admin.register(Organisation)
class OrganisationAdmin(OrganisationPage, ShowsMasked, ScopedAdmin):
    see_duty = Duty.SEE_ORGANISATIONS
    edit_duty = Duty.EDIT_ORGANISATIONS
    place_field = ""
    may_remove = True
    export_persons = False
    personal = (PHONE,)
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
    search_help_text = "名称、拼音或首字母，编码，信用代码"
    autocomplete_fields = ("parent",)
    acts = (
        succession_act("换届交接", lambda row: row.dissolved_on is None),
        *structure_acts(),
        undo_act(Duty.EDIT_ORGANISATIONS, also=Duty.EDIT_OFFICERS),
        *listing_acts(),
        reveal(PHONE),
    )

    def acts_for(self, request: HttpRequest, row: Any) -> list[dict[str, str]]:
        buttons = super().acts_for(request, row)
        if row.dissolved_on is None and self.holds(request, Duty.MAKE_PRINTS, row):
            page = f"{reverse('admin:unions_printorder_add')}?union={row.pk}"
            buttons.append({"verb": "打印材料", "url": page, "slug": "prints"})
        return buttons

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
        if (request.GET.get("model_name"), request.GET.get("field_name")) == ("employer", "body"):
            queryset = queryset.bodies()  # the drop-down of 责任工会 offers only what can be one
        return super().get_search_results(request, queryset, search_term)

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
            ("办公电话", lambda row: masked_text(row.phone)),
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

    def holds(self, request: HttpRequest, duty: Duty | None, row: Any = None) -> bool:
        # A new organisation has no path yet: what counts is the place it is to stand in.
        return super().holds(request, duty, row.parent if row is not None and not row.pk else row)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, place_above(obj) if obj is not None else None)

    def add_row(self, request: HttpRequest, row: Any, values: dict[str, Any]) -> Organisation:
        return organisations.establish(values.pop("parent"), **values, by=request.user)  # type: ignore[arg-type]

    def change_row(self, request: HttpRequest, row: Any, values: dict[str, Any]) -> Organisation:
        return organisations.change_details(row, **values, by=request.user)  # type: ignore[arg-type]

    def remove_row(self, request: HttpRequest, row: Any) -> None:
        organisations.remove(row, by=request.user)  # type: ignore[arg-type]
