"""慰问组: a group of a plan, its papers and the scan of what was signed."""

import mimetypes
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path

from accounts import book
from accounts.admin.acts import Act
from accounts.admin.personal import ReasonForm
from accounts.duties import Duty
from accounts.refused import Refused
from accounts.step_up import ask_again
from hardship import papers
from hardship.admin.printing import Printed, PrintPages
from hardship.admin.visit import OPEN, page_of
from hardship.forms.visits import ReceiptsForm, StopForm
from hardship.models import VisitGroup, VisitPlan, VisitStop
from hardship.operations import visit_cash, visit_stops, visits
from hardship.sheets.fill_relief import group_of
from hardship.sheets.visit import receipts_paper, schedule_paper
from unions.admin.base import ScopedAdmin

# Nothing in it runs, whoever opens it (unions/views/photos.py).
HEADERS = {
    "Cache-Control": "private, no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    "X-Content-Type-Options": "nosniff",
}


def _is_open(row: VisitGroup) -> bool:
    return row.plan.state in OPEN


def _is_planned(row: VisitGroup) -> bool:
    return row.plan.state != VisitPlan.State.QUOTA


def _add_stop(row: VisitGroup, values: dict[str, Any], by: Any) -> str:
    made = visit_stops.add(row, **values, by=by)
    return f"{made.name}已列入第{row.number}组。"


@admin.register(VisitGroup)
class VisitGroupAdmin(PrintPages, ScopedAdmin):
    see_duty = Duty.SEE_VISITS
    edit_duty = Duty.EDIT_VISITS
    may_add = False
    may_remove = True
    place_field = "plan"
    export_persons = False
    empty_text = "还没有慰问组。在慰问的页面上点“增加慰问组”。"
    ordering = ("-plan__on", "number")
    fields = ("area", "leader", "units")
    list_display = ("titled", "plan", "area", "leader")
    list_display_links = ("titled",)
    list_select_related = ("plan__organisation",)
    search_fields = ("leader", "area")
    search_help_text = "带队领导，片区"
    papers = (
        Printed("print-schedule", "schedule", lambda row, request: schedule_paper(group_of(row)), _is_planned),
        Printed("print-receipts", "receipts", lambda row, request: receipts_paper(group_of(row)), _is_planned),
    )
    acts = (
        Act(
            "add-stop",
            "增加慰问对象",
            Duty.EDIT_VISITS,
            _add_stop,
            form=StopForm,
            applies=_is_open,
            leads_to=lambda row: page_of(row.plan_id),
        ),
    )

    def place(self, row: Any) -> Any:
        return row.plan.organisation

    def get_urls(self) -> list[Any]:
        wrapped = self.admin_site.admin_view
        return [
            path("<path:object_id>/receipts/", wrapped(self.receipts_view), name="hardship_visitgroup_receipts"),
            path("<path:object_id>/receipt-scan/", wrapped(self.scan_view), name="hardship_visitgroup_receipt-scan"),
            *super().get_urls(),
        ]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and (obj is None or _is_open(obj))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and (obj is None or _is_open(obj))

    def called(self, row: VisitGroup) -> str:
        return f"{row.plan.name}第{row.number}组"

    @admin.display(description="组别")
    def titled(self, row: VisitGroup) -> str:
        return f"第{row.number}组"

    def change_row(self, request: HttpRequest, row: Any, values: dict[str, Any]) -> VisitGroup:
        return visits.change_group(row, **values, by=request.user)  # type: ignore[arg-type]

    def remove_row(self, request: HttpRequest, row: Any) -> None:
        visits.remove_group(row, by=request.user)  # type: ignore[arg-type]

    def receipts_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """上传签领表: the scan with the signatures of everybody in the group."""
        row = self._found(request, object_id)
        if not self.holds(request, Duty.EDIT_VISITS, row):
            raise PermissionDenied
        sent = request.method == "POST"
        form = ReceiptsForm(request.POST if sent else None, request.FILES if sent else None, label_suffix="")
        if form.is_valid():
            try:
                count = visit_cash.attach_receipts(row, form.cleaned_data["scan"], by=request.user)  # type: ignore[arg-type]
                messages.success(request, f"第{row.number}组的签领表已收到，{count} 户有了签收凭证。")
                return redirect(page_of(row.plan_id))
            except Refused as refusal:
                form.add_error(None, str(refusal))
        return self._receipts_page(request, row, form, "上传签领表", "上传签领表")

    def _receipts_page(
        self, request: HttpRequest, row: VisitGroup, form: Any, title: str, verb: str
    ) -> TemplateResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": row,
            "form": form,
            "title": title,
            "verb": verb,
            "called": self.called(row),
            "back": page_of(row.plan_id),
        }
        return TemplateResponse(request, "admin/hardship/receipts.html", context)

    def scan_view(self, request: HttpRequest, object_id: str) -> HttpResponseBase:
        """The scan itself, for a reason: it has names and signatures, and who looked, why, is in the book."""
        row = self._found(request, object_id)
        user: Any = request.user
        stops = VisitStop.objects.visible_to(user).filter(group=row).exclude(receipt="")
        stop = stops.order_by("place").first()
        file = papers.folder() / stop.receipt if stop is not None else None
        if file is None or not file.is_file():
            raise Http404
        if (away := ask_again(request)) is not None:
            return away
        form = ReasonForm(request.POST if request.method == "POST" else None, label_suffix="")
        if not form.is_valid():
            return self._receipts_page(request, row, form, "查看签领表扫描件", "打开扫描件")
        reason = form.cleaned_data["reason"]
        book.record("visits.look_at_receipts", by=user, row=row, count=stops.count(), reason=reason)
        kind = mimetypes.guess_type(file.name)[0]
        is_pdf, name = file.suffix == papers.PDF, f"receipts-{row.pk}{file.suffix}"
        return FileResponse(file.open("rb"), as_attachment=is_pdf, filename=name, content_type=kind, headers=HEADERS)

    def _found(self, request: HttpRequest, object_id: str) -> VisitGroup:
        row = self.get_object(request, unquote(object_id))
        if row is None:
            raise Http404
        if not self.has_view_permission(request, row):
            raise PermissionDenied
        return row
