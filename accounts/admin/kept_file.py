"""Files that a job makes for whoever ordered them and that are kept for a while: how each order stands."""

from typing import Any

from django.contrib import admin
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest
from django.utils import timezone

from accounts.models import Job

LIVE = (Job.State.QUEUED, Job.State.RUNNING)


class KeptFile:
    """For the desk page of a model with `at`, `made_at`, `expires_at` and `stored_as`; `job_kind` names its jobs."""

    job_kind: str

    def get_queryset(self, request: HttpRequest) -> Any:
        """The rows that may be seen, with the state of the newest job of each."""
        jobs = Job.objects.filter(kind=self.job_kind, subject_id=OuterRef("pk")).order_by("-pk")
        rows: Any = super().get_queryset(request)  # type: ignore[misc]
        return rows.annotate(job_state=Subquery(jobs.values("state")[:1]))

    @admin.display(description="发起时间")
    def when(self, row: Any) -> str:
        return f"{timezone.localtime(row.at):%Y-%m-%d %H:%M}"

    @admin.display(description="状态")
    def state(self, row: Any) -> str:
        if row.made_at:
            return "可以下载" if row.stored_as else "已到期删除"
        return str(Job.State(row.job_state).label) if row.job_state in LIVE else "没有完成"

    @admin.display(description="保留至")
    def until(self, row: Any) -> str:
        return f"{timezone.localtime(row.expires_at):%Y-%m-%d}" if row.expires_at else "—"
