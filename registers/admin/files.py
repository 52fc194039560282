"""Files that leave: the fault workbook, the empty template with how to fill it, the register as data."""

import tempfile
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone

from accounts import book
from accounts.duties import Duty
from accounts.step_up import ask_again
from registers import operations
from registers.admin.forms import ExportForm
from registers.blank import FORMS, guide_of, labels_of, write_template
from registers.declare import Register
from registers.models import NumberRelease
from registers.registry import plan_of

ASKED = (
    "这张表有 {} 人的完整号码，要由另一人同意才能导出。已提交申请，请联系县总工会组宣部；"
    "同意后再到“导出”页面导出。急用的，可以先导出隐去部分数字的表。"
)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Files:
    """Mixed into the admin."""

    def faults_view(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """The sender's own sheet with the faulty cells marked."""
        run = self.run_or_404(request, pk)  # type: ignore[attr-defined]
        if not run.fault_file or not run.fault_path.exists():
            raise Http404
        if not self.holds(request, Duty.IMPORT_REGISTERS):  # type: ignore[attr-defined]
            raise PermissionDenied
        if (away := ask_again(request)) is not None:
            return away
        book.record("registers.download_faults", by=request.user, row=run)  # type: ignore[arg-type]
        name = f"{Path(run.file_name).stem}-错误.xlsx"
        return FileResponse(run.fault_path.open("rb"), as_attachment=True, filename=name, content_type=XLSX)

    def template_view(self, request: HttpRequest, register: str) -> HttpResponseBase:
        plan = self._plan(request, register)
        file = tempfile.TemporaryFile(suffix=".xlsx")  # noqa: SIM115 (FileResponse closes it)
        write_template(file, plan.register)
        file.seek(0)
        return FileResponse(file, as_attachment=True, filename=f"{plan.register.title}（模板）.xlsx", content_type=XLSX)

    def columns_view(self, request: HttpRequest, register: str) -> HttpResponse:
        """How to fill each column of a register."""
        plan = self._plan(request, register)
        sheets = [
            (sheet.sheet_title if plan.register.second else "", _columns(sheet)) for sheet in plan.register.sheets
        ]
        context = {
            **self.admin_site.each_context(request),  # type: ignore[attr-defined]
            "opts": self.opts,  # type: ignore[attr-defined]
            "title": f"怎么填{plan.register.title}",
            "register": plan.register,
            "sheets": sheets,
            "guide": guide_of(plan.register),
            "may_export": operations.may_export(plan, _user(request)),
        }
        return TemplateResponse(request, "admin/registers/columns.html", context)

    def export_view(self, request: HttpRequest, register: str) -> HttpResponseBase:
        plan, by = _plan_or_404(register), _user(request)
        if not operations.may_export(plan, by):
            raise PermissionDenied
        if (away := ask_again(request)) is not None:
            return away
        asks_whole = plan.holds_numbers and operations.may_take_whole(plan, by)
        form = ExportForm(request.POST or None, asks_whole=asks_whole, label_suffix="")
        if request.method != "POST" or not form.is_valid():
            context = {
                **self.admin_site.each_context(request),  # type: ignore[attr-defined]
                "opts": self.opts,  # type: ignore[attr-defined]
                "title": f"导出{plan.register.title}",
                "form": form,
                "note": plan.export_note,
            }
            return TemplateResponse(request, "admin/registers/export.html", context)
        said = form.cleaned_data
        whole = said.get("whole", not plan.holds_numbers)
        now, release = timezone.now(), None
        if whole and operations.needs_release(plan, by):
            release = NumberRelease.objects.filter(by=by, register=register, opens_until__gt=now).first()
            if release is None:
                asked = operations.ask_release(register, reason=said["reason"], at=now, by=by)
                messages.warning(request, ASKED.format(asked.rows))
                return redirect("admin:registers_numberrelease_change", asked.pk)
        file = tempfile.TemporaryFile(suffix=".xlsx")  # noqa: SIM115 (FileResponse closes it)
        operations.export_register(register, file, reason=said["reason"], whole=whole, at=now, release=release, by=by)
        file.seek(0)
        return FileResponse(file, as_attachment=True, filename=f"{plan.register.title}.xlsx", content_type=XLSX)

    def _plan(self, request: HttpRequest, register: str) -> Any:
        plan = _plan_or_404(register)
        if not self.has_view_permission(request):  # type: ignore[attr-defined]
            raise PermissionDenied
        return plan


def _user(request: HttpRequest) -> Any:
    return request.user


def _columns(sheet: Register) -> list[dict[str, Any]]:
    return [
        {"column": column, "form": FORMS[column.kind], "choices": labels_of(column), "example": example}
        for column, example in zip(sheet.columns, sheet.example(), strict=True)
    ]


def _plan_or_404(register: str) -> Any:
    try:
        return plan_of(register)
    except KeyError as unknown:
        raise Http404 from unknown
