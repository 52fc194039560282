"""我的导出: how far each list is, and the finished workbook for its owner."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path

from accounts.admin.base import DeskAdmin
from accounts.admin.kept_file import LIVE, KeptFile
from accounts.admin.takeaway import desk_of
from accounts.duties import Duty
from accounts.models import Job, ListExport
from accounts.operations import lists
from accounts.refused import Refused
from accounts.step_up import ask_again

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@admin.register(ListExport)
class ListExportAdmin(KeptFile, DeskAdmin):
    job_kind = "list_export"
    see_duty = Duty.EXPORT_REGISTERS
    may_add = False
    takes_away = False
    empty_text = "您还没有导出过名单。在任一列表上筛选后点“导出名单”，文件会出现在这里，到期自动删除。"
    ordering = ("-id",)
    list_display = ("when", "title", "words_shown", "rows_shown", "state", "until")
    list_display_links = ("when", "title")

    @admin.display(description="筛选条件")
    def words_shown(self, row: ListExport) -> str:
        return row.words or "全部"

    @admin.display(description="行数")
    def rows_shown(self, row: ListExport) -> str:
        return str(row.rows) if row.made_at else "—"

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.download_view)
        return [path("<int:pk>/download/", view, name="accounts_listexport_download"), *super().get_urls()]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """How the export goes or went; the page looks again every second while the job is at work."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        export = self.get_object(request, object_id)
        if export is None:
            raise Http404
        job = job_of(export)
        desk = desk_of(export.list_key)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": export,
            "title": f"导出：{export.title}",
            "export": export,
            "job": job,
            "at_work": not export.made_at and job is not None and job.state in LIVE,
            "list_page": f"admin:{export.list_key.replace('.', '_')}_changelist" if desk is not None else "",
        }
        return TemplateResponse(request, "admin/accounts/list_export.html", context)

    def download_view(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """The workbook, to its owner only, whose rights are read again."""
        export = self.get_queryset(request).filter(pk=pk).first()
        if export is None or not export.made_at:
            raise Http404
        desk = desk_of(export.list_key)
        if desk is None or not desk.has_export_permission(request):
            raise PermissionDenied
        if desk.export_persons and (away := ask_again(request)) is not None:
            return away
        try:
            file = lists.path_to_download(export, by=request.user)  # type: ignore[arg-type]
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("admin:accounts_listexport_change", export.pk)
        return FileResponse(file.open("rb"), as_attachment=True, filename=export.file_name, content_type=XLSX)


def job_of(export: ListExport) -> Job | None:
    return Job.objects.filter(kind="list_export", subject_id=export.pk).first()
