"""Imports at the desk: upload, watch, read the faults, take back; empty templates and exports."""

import tempfile
from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone

from accounts import book
from accounts.admin.acts import Act
from accounts.admin.base import DeskAdmin
from accounts.duties import Duty
from accounts.models import Job, User
from accounts.step_up import ask_again
from registers import operations
from registers.blank import write_template
from registers.models import ImportRun
from registers.registry import names, plan_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class UploadForm(forms.Form):
    register = forms.ChoiceField(label="登记表")
    file = forms.FileField(
        label="文件",
        help_text=".xlsx 或 .csv，不超过 50 MB。",
        error_messages={"required": "请选择要导入的文件。", "empty": "这个文件是空的，请重新选择。"},
    )
    check_only = forms.BooleanField(label="只检查，不写入", required=False, help_text="先看有没有错误，数据不会变。")
    partial = forms.BooleanField(
        label="有错误时写入正确的行", required=False, help_text="错误的行另存为工作簿，改正后可再导入。"
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["register"].choices = registers_of(user)  # type: ignore[attr-defined]

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if Path(file.name).suffix.lower() == ".xls":
            raise forms.ValidationError("不能导入 .xls 文件，请在 Excel 或 WPS 中另存为 .xlsx 后再导入。")
        if Path(file.name).suffix.lower() not in {".xlsx", ".csv"}:
            raise forms.ValidationError("只能导入 .xlsx 或 .csv 文件，请另存为其中一种后再导入。")
        if file.size > settings.REGISTER_MAX_BYTES:
            raise forms.ValidationError("文件超过 50 MB，请拆成几个文件分别导入。")
        return file


class ExportForm(forms.Form):
    reason = forms.CharField(
        label="用途",
        max_length=200,
        help_text="表中有单位和人员的信息，导出会连同用途记入日志。",
        error_messages={"required": "请写明导出的用途。"},
    )


def registers_of(user: User) -> list[tuple[str, str]]:
    """(name, 中文名) of the registers this user may import."""
    return [(name, plan_of(name).register.title) for name in names() if user.may(plan_of(name).duty)]


@admin.register(ImportRun)
class ImportRunAdmin(DeskAdmin):
    see_duty = Duty.SEE_IMPORTS
    edit_duty = Duty.IMPORT_REGISTERS
    export_name = "export_list"
    empty_text = "还没有导入记录。点“导入登记表”上传第一张登记表；没有表格可先下载空白模板。"
    list_display = ("when", "register_title", "file_name", "by", "state", "rows", "created", "changed", "fault_count")
    list_filter = ("state",)
    list_select_related = ("by",)
    change_list_template = "admin/registers/import_list.html"
    acts = (
        Act(
            "undo",
            "撤销这次导入",
            Duty.IMPORT_REGISTERS,
            lambda run, values, by: _undo(run, by),
            warning="将删除这次导入新增的记录，恢复它修改过的记录。之后又被修改或引用的，不能撤销。",
            applies=lambda run: run.has_written and bool(run.created + run.changed),
        ),
    )

    @admin.display(description="时间")
    def when(self, run: ImportRun) -> str:
        return f"{timezone.localtime(run.at):%Y-%m-%d %H:%M}"

    @admin.display(description="登记表")
    def register_title(self, run: ImportRun) -> str:
        return plan_of(run.register).register.title

    def get_queryset(self, request: HttpRequest) -> Any:
        return ImportRun.objects.visible_to(request.user).select_related("by", "undone_by")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        return [
            path("template/<slug:register>/", view(self.template_view), name="registers_importrun_template"),
            path("export/<slug:register>/", view(self.export_view), name="registers_importrun_export"),
            path("<int:pk>/faults/", view(self.faults_view), name="registers_importrun_faults"),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        registers = [(name, plan_of(name).register.title) for name in names()]
        may_export = self.holds(request, Duty.EXPORT_REGISTERS)
        return super().changelist_view(request, {"registers": registers, "may_export": may_export})

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """The upload; the work itself is a job whose row the next page watches."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        user: Any = request.user
        form = UploadForm(request.POST or None, request.FILES or None, user=user)
        if request.method == "POST" and form.is_valid():
            values = form.cleaned_data
            run = operations.receive_file(
                values["register"],
                values["file"],
                file_name=values["file"].name,
                check_only=values["check_only"],
                partial=values["partial"],
                by=user,
            )
            return redirect("admin:registers_importrun_change", run.pk)
        context = {**self.admin_site.each_context(request), "opts": self.opts, "title": "导入登记表", "form": form}
        return TemplateResponse(request, "admin/registers/upload.html", context)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """How the import goes or went; reloads itself while the job is at work."""
        run = self.get_object(request, object_id)
        if run is None or not self.has_view_permission(request, run):
            raise Http404
        job = Job.objects.filter(kind="import", subject_id=run.pk).first()
        at_work = run.state == ImportRun.State.WAITING and job is not None and job.state in {"queued", "running"}
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": run,
            "title": f"导入：{run.file_name}",
            "run": run,
            "job": job,
            "at_work": at_work,
            "register_title": self.register_title(run),
            "more_faults": run.fault_count - len(run.faults),
            "may_download": self.holds(request, Duty.IMPORT_REGISTERS),
            "acts": self.acts_for(request, run),
        }
        return TemplateResponse(request, "admin/registers/import_run.html", context)

    def faults_view(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """The sender's own sheet with the faulty cells marked."""
        run = self.get_queryset(request).filter(pk=pk).first()
        if run is None or not run.fault_file or not run.fault_path.exists():
            raise Http404
        if not self.holds(request, Duty.IMPORT_REGISTERS):
            raise PermissionDenied
        book.record("registers.download_faults", by=request.user, row=run)  # type: ignore[arg-type]
        name = f"{Path(run.file_name).stem}-错误.xlsx"
        return FileResponse(run.fault_path.open("rb"), as_attachment=True, filename=name, content_type=XLSX)

    def template_view(self, request: HttpRequest, register: str) -> HttpResponseBase:
        plan = _plan_or_404(register)
        if not self.has_view_permission(request):
            raise PermissionDenied
        file = tempfile.TemporaryFile(suffix=".xlsx")  # noqa: SIM115 (FileResponse closes it)
        write_template(file, plan.register)
        file.seek(0)
        return FileResponse(file, as_attachment=True, filename=f"{plan.register.title}（模板）.xlsx", content_type=XLSX)

    def export_view(self, request: HttpRequest, register: str) -> HttpResponseBase:
        plan = _plan_or_404(register)
        if not self.holds(request, Duty.EXPORT_REGISTERS):
            raise PermissionDenied
        if (away := ask_again(request)) is not None:
            return away
        form = ExportForm(request.POST or None)
        if request.method != "POST" or not form.is_valid():
            title = f"导出{plan.register.title}"
            context = {**self.admin_site.each_context(request), "opts": self.opts, "title": title, "form": form}
            return TemplateResponse(request, "admin/registers/export.html", context)
        reason = form.cleaned_data["reason"]
        file = tempfile.TemporaryFile(suffix=".xlsx")  # noqa: SIM115 (FileResponse closes it)
        operations.export_register(register, file, by=request.user, reason=reason)  # type: ignore[arg-type]
        file.seek(0)
        return FileResponse(file, as_attachment=True, filename=f"{plan.register.title}.xlsx", content_type=XLSX)


def _plan_or_404(register: str) -> Any:
    try:
        return plan_of(register)
    except KeyError as unknown:
        raise Http404 from unknown


def _undo(run: ImportRun, by: User) -> str:
    done = operations.undo_import(run, by=by)
    return f"已撤销：删除 {done['deleted']} 条新增记录，恢复 {done['restored']} 条修改。"
