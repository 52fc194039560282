"""后台任务: what runs, what waits, what failed; look-only."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from accounts.admin.base import DeskAdmin
from accounts.duties import Duty
from accounts.models import Job

KINDS = {
    "import": "导入登记表",
    "county_report": "生成全县通报",
    "body_report": "生成责任主体通报",
    "list_export": "导出名单",
    "print_kit": "制作打印材料",
    "bank_file": "生成银行文件",
    "audit_package": "汇集审计材料",
    "what_if": "调整试算",
}


@admin.register(Job)
class JobAdmin(DeskAdmin):
    see_duty = Duty.SEE_JOBS
    empty_text = "还没有后台任务。导入登记表、生成通报时会在这里看到进度。"
    ordering = ("-id",)
    list_display = ("number", "work", "state", "progress", "message", "by", "created", "ended")
    fields = ("work", "subject_id", "state", "progress", "attempts", "message", "by", "created", "ended")
    list_filter = ("state",)
    list_select_related = ("by",)

    @admin.display(description="编号", ordering="id")
    def number(self, row: Job) -> int:
        return row.pk

    @admin.display(description="工作")
    def work(self, row: Job) -> str:
        return KINDS.get(row.kind, row.kind)

    @admin.display(description="进度")
    def progress(self, row: Job) -> str:
        return f"{row.percent}%（{row.done}/{row.total}）" if row.percent is not None else "—"

    @admin.display(description="发起时间")
    def created(self, row: Job) -> str:
        return f"{timezone.localtime(row.created_at):%Y-%m-%d %H:%M}"

    @admin.display(description="结束时间")
    def ended(self, row: Job) -> str:
        return f"{timezone.localtime(row.ended_at):%Y-%m-%d %H:%M}" if row.ended_at else "—"

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.fields
