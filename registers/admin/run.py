"""导入记录: the list of imports, and the way to each of their pages."""

from typing import Any

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.html import format_html

from accounts.admin.base import DeskAdmin
from accounts.duties import Duty
from registers.admin.deciding import Deciding
from registers.admin.files import Files
from registers.admin.forms import UploadForm
from registers.admin.lists import MineFilter, RegisterFilter, RoundFilter
from registers.admin.page import job_of, page_of, progress_of
from registers.admin.progress import jobs_of
from registers.admin.sending import Sending
from registers.admin.undoing import Undoing
from registers.admin.words import state_chip, state_of, title_of
from registers.models import ImportRun
from registers.operations import may_export
from registers.registry import plan_of, registers_seen


@admin.register(ImportRun)
class ImportRunAdmin(Sending, Deciding, Undoing, Files, DeskAdmin):
    see_duty = Duty.SEE_IMPORTS
    edit_duty = Duty.IMPORT_REGISTERS
    export_name = "export_list"
    empty_text = (
        "没有导入记录。点“导入登记表”上传第一张登记表；没有表格可先下载空白模板。有筛选条件的，可以清除后再看。"
    )
    list_display = (
        "when", "register_title", "file_name", "sender", "state_now", "rows", "created", "changed", "fault_count",
        "try_number", "checksum",
    )  # fmt: skip
    list_filter = ("state", RegisterFilter, RoundFilter, MineFilter)
    list_select_related = ("by", "first")
    search_fields = ("file_name", "sha256__startswith")
    search_help_text = "文件名，或文件校验码（SHA-256）的开头"
    change_list_template = "admin/registers/import_list.html"

    @admin.display(description="时间")
    def when(self, run: ImportRun) -> str:
        return f"{timezone.localtime(run.at):%Y-%m-%d %H:%M}"

    @admin.display(description="登记表")
    def register_title(self, run: ImportRun) -> str:
        return title_of(run)

    @admin.display(description="导入人")
    def sender(self, run: ImportRun) -> str:
        return run.by.name if run.by else "命令行"

    @admin.display(description="状态")
    def state_now(self, run: ImportRun) -> str:
        return state_chip(*state_of(run, getattr(run, "latest_job", None)))

    @admin.display(description="轮次")
    def try_number(self, run: ImportRun) -> str:
        if run.round == 1 and not run.fault_count:
            return "—"
        return f"第{run.round}次{'，已了结' if run.opening.closed_at else ''}"

    @admin.display(description="校验码")
    def checksum(self, run: ImportRun) -> str:
        return format_html('<code title="{}">{}</code>', run.sha256, run.sha256[:8]) if run.sha256 else "—"

    def get_queryset(self, request: HttpRequest) -> Any:
        return ImportRun.objects.visible_to(request.user).select_related("by", "undone_by", "first", "mends")

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """The list, with the jobs of its rows."""
        shown = super().get_changelist_instance(request)
        runs = list(shown.result_list)
        jobs = jobs_of(runs)
        for run in runs:
            run.latest_job = jobs.get(run.pk)
        return shown

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        pages = [
            ("template/<slug:register>/", self.template_view, "template"),
            ("export/<slug:register>/", self.export_view, "export"),
            ("columns/<slug:register>/", self.columns_view, "columns"),
            ("batch/<uuid:batch>/", self.batch_view, "batch"),
            ("<int:pk>/progress/", self.progress_view, "progress"),
            ("<int:pk>/decide/", self.decide_view, "decide"),
            ("<int:pk>/rows/", self.rows_view, "rows"),
            ("<int:pk>/undo/", self.undo_view, "undo"),
            ("<int:pk>/faults/", self.faults_view, "faults"),
        ]
        return [
            *(path(where, view(page), name=f"registers_importrun_{name}") for where, page, name in pages),
            *super().get_urls(),
        ]

    def run_or_404(self, request: HttpRequest, pk: int | str) -> ImportRun:
        run: ImportRun | None = self.get_object(request, str(pk))
        if run is None or not self.has_view_permission(request, run):
            raise Http404
        return run

    def helps(self, request: HttpRequest) -> dict[str, Any]:
        """What the links to templates, columns and exports need."""
        user: Any = request.user
        plans = [plan_of(name) for name in registers_seen(user)]
        return {"registers": [(plan.register.name, plan.register.title, may_export(plan, user)) for plan in plans]}

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        user: Any = request.user
        context = {
            **self.helps(request),
            "form": UploadForm(user=user) if self.has_add_permission(request) else None,
        }
        return super().changelist_view(request, context)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """How the import goes or went: progress, preview, faults, result; what one may do about it."""
        run = self.run_or_404(request, object_id)
        context = {**self.admin_site.each_context(request), "opts": self.opts, "original": run}
        return TemplateResponse(
            request, "admin/registers/import_run.html", {**context, **page_of(run, request, self.holds)}
        )

    def progress_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The moving part of that page, asked for about once a second."""
        run = self.run_or_404(request, pk)
        return TemplateResponse(request, "admin/registers/_progress.html", progress_of(run, job_of(run)))
