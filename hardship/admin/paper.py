"""帮扶表单: what was printed, and whether paper and record still agree."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path

from accounts.duties import Duty
from hardship.admin.record_prints import RecordPrints
from hardship.models import PaperPrint
from hardship.sheets.standing import standing
from members.forms.printing import CodeForm
from members.sheets.content import code_typed
from unions.admin.base import ScopedAdmin
from unions.admin.filters import BodyFilter
from unions.admin.parts import day

UNKNOWN = "没有这个版本码，或不在您的范围内。请对照页脚再核对一遍，容易看混的字母不会出现。"


class PlaceFilter(BodyFilter):
    path_lookup = "organisation__path"


@admin.register(PaperPrint)
class PaperPrintAdmin(RecordPrints, ScopedAdmin):
    see_duty = Duty.SEE_RELIEF
    may_add = False
    place_field = "organisation"
    export_persons = False
    empty_text = "还没有打印过帮扶表单。在申请、公示、慰问的页面上点“打印”。"
    ordering = ("-id",)
    list_display = ("code", "kind", "where", day("printed_on", "打印日期"), "printer")
    list_display_links = ("code",)
    list_filter = (PlaceFilter, "kind")
    list_select_related = ("organisation", "printed_by")
    search_fields = ("code",)
    search_help_text = "页脚上的版本码"

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.check_view)
        return [path("check/", view, name="hardship_paperprint_check"), *super().get_urls()]

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """The whole code, however it is typed."""
        if not search_term.strip():
            return queryset, False
        return queryset.filter(code=code_typed(search_term)), False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Printed is printed."""
        return False

    @admin.display(description="单位")
    def where(self, row: PaperPrint) -> str:
        return row.organisation.name

    @admin.display(description="打印人", empty_value="—")
    def printer(self, row: PaperPrint) -> str:
        return row.printed_by.name if row.printed_by is not None else ""

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        row = self.get_object(request, object_id)
        if row is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        return self._standing(request, row, CodeForm(None, label_suffix=""))

    def check_view(self, request: HttpRequest) -> HttpResponse:
        """核对帮扶表单: do paper and record agree?"""
        if not self.has_view_permission(request):
            raise PermissionDenied
        form = CodeForm(request.GET if "code" in request.GET else None, label_suffix="")
        row = None
        if form.is_valid():
            code = code_typed(form.cleaned_data["code"])
            row = self.get_queryset(request).select_related("organisation", "printed_by").filter(code=code).first()
            if row is None:
                form.add_error("code", UNKNOWN)
        return self._standing(request, row, form)

    def _standing(self, request: HttpRequest, row: PaperPrint | None, form: CodeForm) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "form": form,
            "original": row,
            "title": f"版本码 {row.code}" if row is not None else "核对帮扶表单",
            "standing": standing(row) if row is not None else "",
        }
        return TemplateResponse(request, "admin/hardship/paper_check.html", context)
