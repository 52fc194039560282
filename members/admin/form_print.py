"""实名制登记表: what was printed, whether paper and record still agree, and the paper that came in."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone

from accounts.admin.acts import Act
from accounts.duties import Duty
from members.admin.form_pages import FormPages
from members.forms.printing import CodeForm
from members.models import FormPrint
from members.operations import forms as operations
from members.sheets.content import code_typed
from members.sheets.standing import standing
from unions.admin.base import ScopedAdmin
from unions.admin.filters import BodyFilter, UnionFilter
from unions.admin.parts import day, union_link


class ReceivedFilter(admin.SimpleListFilter):
    title = "纸质件"
    parameter_name = "received"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("no", "还没收到"), ("yes", "已收到")]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() not in ("yes", "no"):
            return queryset
        return queryset.filter(received_on__isnull=self.value() == "no")


@admin.register(FormPrint)
class FormPrintAdmin(FormPages, ScopedAdmin):
    see_duty = Duty.SEE_MEMBERS
    edit_duty = Duty.EDIT_MEMBERS
    may_add = False
    empty_text = "还没有打印过实名制登记表。在工会、会员、干部或接转的页面上点“打印登记表”。"
    ordering = ("-id",)
    list_display = (
        "code",
        "form_shown",
        union_link,
        day("printed_on", "打印日期"),
        "printer",
        day("received_on", "收到纸质件"),
    )
    list_display_links = ("code",)
    list_filter = (BodyFilter, "form", ReceivedFilter, UnionFilter)
    list_select_related = ("union", "printed_by")
    search_fields = ("code",)
    search_help_text = "页脚上的版本码"
    export_persons = False
    acts = (
        Act(
            "receive",
            "登记收到纸质件",
            Duty.EDIT_MEMBERS,
            lambda row, values, by: _receive(row, by),
            applies=lambda row: row.received_on is None,
        ),
        Act(
            "take-back-receipt",
            "撤回收件登记",
            Duty.EDIT_MEMBERS,
            lambda row, values, by: _take_back(row, by),
            warning="只用于收件登记错了的情形。",
            applies=lambda row: row.received_on is not None,
        ),
    )

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.check_view)
        return [path("check/", view, name="members_formprint_check"), *super().get_urls()]

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """The whole code, however it is typed."""
        if not search_term.strip():
            return queryset, False
        return queryset.filter(code=code_typed(search_term)), False

    @admin.display(description="登记表")
    def form_shown(self, row: FormPrint) -> str:
        return row.get_form_display() + ("（花名册）" if row.form == FormPrint.Form.MEMBER and not row.row_id else "")

    @admin.display(description="打印人", empty_value="—")
    def printer(self, row: FormPrint) -> str:
        return row.printed_by.name if row.printed_by is not None else ""

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Printed is printed; the paper's arrival is an act."""
        return False

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        row = self.get_object(request, object_id)
        if row is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        return self._standing(request, row, CodeForm(label_suffix=""))

    def check_view(self, request: HttpRequest) -> HttpResponse:
        """核对版本码: do paper and record agree?"""
        if not self.has_view_permission(request):
            raise PermissionDenied
        form = CodeForm(request.GET if "code" in request.GET else None, label_suffix="")
        row = None
        if form.is_valid():
            code = code_typed(form.cleaned_data["code"])
            row = self.get_queryset(request).select_related("union", "printed_by").filter(code=code).first()
            if row is None:
                form.add_error(
                    "code", "没有这个版本码，或不在您的范围内。请对照页脚再核对一遍，容易看混的字母不会出现。"
                )
        return self._standing(request, row, form)

    def _standing(self, request: HttpRequest, row: FormPrint | None, form: CodeForm) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "form": form,
            "original": row,
            "title": f"版本码 {row.code}" if row is not None else "核对版本码",
            "standing": standing(row, on=timezone.localdate()) if row is not None else None,
            "what": self.form_shown(row) if row is not None else "",
            "acts": self.acts_for(request, row) if row is not None else [],
        }
        return TemplateResponse(request, "admin/members/form_print_check.html", context)


def _receive(row: FormPrint, by: Any) -> str:
    operations.receive(row, on=timezone.localdate(), by=by)
    return f"已登记收到纸质件（版本码 {row.code}）。登记错了可点“撤回收件登记”。"


def _take_back(row: FormPrint, by: Any) -> str:
    operations.take_back_receipt(row, by=by)
    return "已撤回收件登记。"
