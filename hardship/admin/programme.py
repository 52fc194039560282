"""帮扶项目 at the desk: the list, a programme's page, a new one of another's shape."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone

from accounts.admin.base import DeskAdmin
from accounts.duties import Duty
from accounts.refused import Refused
from hardship.admin.criteria import CriteriaPages, versions_of
from hardship.admin.documents import DocumentPages
from hardship.admin.trial import TrialPages
from hardship.admin.whatif import WhatIfPages
from hardship.forms.programmes import ProgrammeForm, TemplateForm
from hardship.models import ReliefProgramme
from hardship.operations import programmes


@admin.register(ReliefProgramme)
class ProgrammeAdmin(CriteriaPages, DocumentPages, WhatIfPages, TrialPages, DeskAdmin):
    see_duty = Duty.SEE_RELIEF
    edit_duty = Duty.EDIT_PROGRAMMES
    export_persons = False
    empty_text = "还没有帮扶项目。请点“照样新建”，照“元旦春节送温暖”模板建一个，再改日期、条件和标准。"
    list_display = ("name", "kind", "opens", "closes", "is_open")
    list_filter = ("kind", "is_open")
    form = ProgrammeForm
    fieldsets = (
        (None, {"fields": ("name", "slug", "kind", "is_open", "note")}),
        ("时间", {"fields": ("opens_at", "closes_at")}),
        ("步骤", {"fields": ("notice_days", "online_days", "asks_opinion", "opinion_days", "asks_home_visit")}),
        ("金额", {"fields": ("standard_amount", "ceiling", "year_ceiling", "instalments")}),
    )
    change_form_template = "admin/hardship/programme.html"
    change_list_template = "admin/hardship/programme_list.html"

    @admin.display(description="开始申报")
    def opens(self, row: ReliefProgramme) -> str:
        return f"{timezone.localtime(row.opens_at):%Y-%m-%d %H:%M}"

    @admin.display(description="截止申报")
    def closes(self, row: ReliefProgramme) -> str:
        return f"{timezone.localtime(row.closes_at):%Y-%m-%d %H:%M}"

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, {"may_make": self.has_add_permission(request)})

    def add_row(self, request: HttpRequest, row: Any, values: dict[str, Any]) -> ReliefProgramme:
        return programmes.register(**values, by=request.user)  # type: ignore[arg-type]

    def change_row(self, request: HttpRequest, row: Any, values: dict[str, Any]) -> ReliefProgramme:
        return programmes.change(row, **values, by=request.user)  # type: ignore[arg-type]

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        programme = kwargs.get("obj")
        if programme is not None:
            context |= {
                "programme": programme,
                "versions": versions_of(programme, timezone.localdate()),
                "rules": programme.document_rules.all(),
                "may_edit": self.holds(request, Duty.EDIT_PROGRAMMES),
                "may_try": self.holds(request, Duty.SEE_FILES),
            }
        return super().render_change_form(request, context, *args, **kwargs)

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.template_view)
        return [path("from-template/", view, name="hardship_reliefprogramme_from_template"), *super().get_urls()]

    def template_view(self, request: HttpRequest) -> HttpResponse:
        """A programme of a template's shape; its page then lets everything be changed."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = TemplateForm(request.POST or None, label_suffix="", initial={"source": request.GET.get("source", "")})
        if request.method == "POST" and form.is_valid():
            values = form.cleaned_data
            try:
                programme = programmes.make_from_template(
                    values["source"],
                    slug=values["slug"],
                    name=values["name"],
                    year=values["year"],
                    by=request.user,  # type: ignore[arg-type]
                )
            except Refused as refusal:
                form.add_error("slug", str(refusal))
            else:
                return redirect("admin:hardship_reliefprogramme_change", programme.pk)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "照样新建帮扶项目",
            "form": form,
        }
        return TemplateResponse(request, "admin/hardship/from_template.html", context)
