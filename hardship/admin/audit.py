"""审计材料: everything about the money of a span of years, in one download for the auditor (hardship.md §8)."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, InternalError, transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone

from accounts.admin.acts import said
from accounts.admin.base import DeskAdmin
from accounts.admin.kept_file import LIVE, KeptFile
from accounts.duties import Duty
from accounts.models import Job
from accounts.refused import Refused
from accounts.step_up import ask_again
from hardship.forms.audit import AuditForm
from hardship.models import AuditPackage
from hardship.operations import audits


@admin.register(AuditPackage)
class AuditPackageAdmin(KeptFile, DeskAdmin):
    job_kind = audits.JOB
    see_duty = Duty.TAKE_AUDIT
    edit_duty = Duty.TAKE_AUDIT
    add_words = "索取审计材料"
    takes_away = False
    empty_text = "还没有索取过审计材料。点“索取审计材料”，选起止日期，写明用途；汇集好以后在这里下载，到期自动删除。"
    ordering = ("-id",)
    list_display = ("when", "span", "reason", "state", "until")
    list_display_links = ("when", "span")

    @admin.display(description="起止日期")
    def span(self, row: AuditPackage) -> str:
        return f"{row.first} 至 {row.last}"

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What was asked for stays as it was asked."""
        return False

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.download_view)
        return [path("<int:pk>/download/", view, name="hardship_auditpackage_download"), *super().get_urls()]

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        if (away := ask_again(request)) is not None:
            return away
        user: Any = request.user
        this_year = {"first": timezone.localdate().replace(month=1, day=1)}
        form = AuditForm(request.POST if request.method == "POST" else None, initial=this_year, label_suffix="")
        if request.method == "POST" and form.is_valid():
            try:
                with transaction.atomic():
                    made = audits.order(**form.cleaned_data, at=timezone.now(), by=user)
            except (Refused, IntegrityError, InternalError) as error:
                form.add_error(None, said(error))
            else:
                return redirect("admin:hardship_auditpackage_change", made.pk)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "索取审计材料",
            "verb": "开始汇集",
            "words": "一次下载：各资金来源的总账和明细、每一笔发放、对应的申请、公示、审核审批和慰问签领，连同材料原件。",
            "form": form,
            "media": self.media + form.media,
        }
        return TemplateResponse(request, "admin/hardship/add.html", context)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """How it goes or went; the page looks again every second while the job is at work."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        package = self.get_object(request, object_id)
        if package is None:
            raise Http404
        job = Job.objects.filter(kind=audits.JOB, subject_id=package.pk).order_by("-pk").first()
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": package,
            "title": f"审计材料：{self.span(package)}",
            "called": self.span(package),
            "package": package,
            "job": job,
            "at_work": not package.made_at and job is not None and job.state in LIVE,
        }
        return TemplateResponse(request, "admin/hardship/audit_package.html", context)

    def download_view(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """The zip, to whoever asked for it, whose rights are read again."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        package = self.get_queryset(request).filter(pk=pk).first()
        if package is None or not package.made_at:
            raise Http404
        if (away := ask_again(request)) is not None:
            return away
        try:
            file = audits.path_to_download(package, by=request.user)  # type: ignore[arg-type]
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("admin:hardship_auditpackage_change", package.pk)
        response = FileResponse(
            file.open("rb"), as_attachment=True, filename=package.file_name, content_type="application/zip"
        )
        response.headers["Cache-Control"] = "no-store"
        return response
