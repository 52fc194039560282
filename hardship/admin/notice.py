"""公示: every notice on a union's board and on the internet, who objected, and publishing for everybody."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html

from accounts.admin.acts import Act
from accounts.duties import Duty
from accounts.refused import Refused
from accounts.step_up import ask_again
from hardship.admin.printing import Printed, PrintPages
from hardship.forms.desk_notices import ReceiveForm, WhyDownForm
from hardship.models import NoticeLine, Objection, PublicNotice, ReliefProgramme
from hardship.notice_clock import clock_of
from hardship.operations import objections, online
from hardship.sheets.fill_relief import notice_of
from hardship.sheets.notice import notice_paper, result_paper
from unions.admin.base import ScopedAdmin
from unions.admin.filters import BodyFilter
from unions.admin.parts import day
from unions.models import Organisation

Kind, State = PublicNotice.Kind, PublicNotice.State


class PlaceFilter(BodyFilter):
    path_lookup = "organisation__path"


def _is_unit(row: PublicNotice) -> bool:
    return row.kind == Kind.UNIT


def _hangs(row: PublicNotice) -> bool:
    return _is_unit(row) and row.state == State.RUNNING


def _stands(row: PublicNotice) -> bool:
    return row.kind == Kind.ONLINE and row.state == State.RUNNING


def _receive(row: PublicNotice, values: dict[str, Any], by: Any) -> str:
    told = {name: values[name] for name in ("received_on", "text", "said_by", "contact")}
    named = {str(one.application_id): one.application for one in _lines(row) if one.application is not None}
    objections.receive(row, application=named.get(values["application"]), **told, at=timezone.now(), by=by)
    return "异议已登记，公示期停在这里，等单位工会调查答复。"


def _take_down(row: PublicNotice, values: dict[str, Any], by: Any) -> str:
    online.take_down(row, reason=values["reason"], at=timezone.now(), by=by)
    return "网上公开已撤下，页面打不开了。"


def _lines(row: PublicNotice) -> Any:
    rows = NoticeLine.objects.everywhere("of a notice already in scope").filter(notice=row)
    return rows.select_related("application").order_by("place")


@admin.register(PublicNotice)
class PublicNoticeAdmin(PrintPages, ScopedAdmin):
    see_duty = Duty.SEE_APPLICATIONS
    edit_duty = Duty.PUBLISH_RELIEF
    may_add = False
    place_field = "organisation"
    export_persons = False
    empty_text = "没有符合条件的公示。单位工会在手机上张贴的公示、县里的网上公开，会出现在这里。"
    ordering = ("-starts_on", "-id")
    change_form_template = "admin/hardship/notice_page.html"
    change_list_template = "admin/hardship/notice_list.html"
    list_display = (
        "titled",
        "where",
        "kind",
        day("starts_on", "开始日期"),
        day("ends_on", "期满日期"),
        "open_ones",
        "state",
    )
    list_display_links = ("titled",)
    list_filter = (PlaceFilter, "kind", "state", "programme")
    list_select_related = ("organisation", "programme")
    search_fields = ("organisation__name", "organisation__code", "programme__name")
    search_help_text = "单位名称或编码，项目名称"
    papers = (
        Printed("sheet", "notice", lambda row, request: notice_paper(notice_of(row)), _is_unit),
        Printed(
            "result",
            "notice-result",
            lambda row, request: result_paper(notice_of(row)),
            lambda row: _is_unit(row) and row.state == State.OVER,
        ),
    )
    acts = (
        Act("object", "登记异议", Duty.PUBLISH_RELIEF, _receive, form=ReceiveForm, applies=_hangs),
        Act(
            "take-down",
            "撤下网上公开",
            Duty.PUBLISH_RELIEF,
            _take_down,
            form=WhyDownForm,
            warning="撤下以后页面立即打不开。要再公开的，重新发布，公开期从那天算起。",
            applies=_stands,
        ),
    )

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.publish_view)
        return [path("publish/", view, name="hardship_publicnotice_publish"), *super().get_urls()]

    def get_queryset(self, request: HttpRequest) -> Any:
        waiting = Count("objections", filter=Q(objections__answered_on__isnull=True))
        return super().get_queryset(request).annotate(waiting=waiting)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What was shown is frozen."""
        return False

    def called(self, row: PublicNotice) -> str:
        return f"{row.programme.name}，{row.organisation.name}"

    @admin.display(description="项目")
    def titled(self, row: PublicNotice) -> str:
        return row.programme.name

    @admin.display(description="公示单位")
    def where(self, row: PublicNotice) -> str:
        url = reverse("admin:unions_organisation_change", args=[row.organisation_id])
        return format_html('<a href="{}" title="{}">{}</a>', url, row.organisation.code, row.organisation.name)

    @admin.display(description="未答复异议")
    def open_ones(self, row: Any) -> str:
        return f"{row.waiting} 件" if row.waiting else "—"

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("kind", "starts_on", "ends_on", "state")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.get_fields(request, obj)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        link = {"may_publish": self.holds(request, Duty.PUBLISH_RELIEF)}
        return super().changelist_view(request, {**link, **(extra_context or {})})

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        row = kwargs.get("obj")
        user: Any = request.user
        if row is not None:
            sees = user.may(Duty.SEE_FILES, row.organisation)
            heard = Objection.objects.visible_to(user).filter(notice=row).select_related("application", "answered_by")
            context |= {
                "notice": row,
                "clock": clock_of(row, timezone.localdate()) if _is_unit(row) else None,
                "lines": _lines(row),
                # What people say against each other is for those who see the files as well.
                "objections": heard.order_by("received_on", "pk") if sees else None,
                "address": reverse("relief-notice", args=[row.token]) if row.kind == Kind.ONLINE else "",
                "today": timezone.localdate(),
            }
        response: HttpResponse = super().render_change_form(request, context, *args, **kwargs)
        return response

    def publish_view(self, request: HttpRequest) -> HttpResponse:
        """网上公开: a programme, then exactly what everybody will read, then publish."""
        if not self.holds(request, Duty.PUBLISH_RELIEF):
            raise PermissionDenied
        if (away := ask_again(request)) is not None:
            return away
        programme, refusal = self._asked(request), ""
        if request.method == "POST" and programme is not None:
            user: Any = request.user
            county = Organisation.objects.visible_to(user).filter(parent__isnull=True).first()
            if county is None:
                raise PermissionDenied
            try:
                made = online.publish(programme, county, at=timezone.now(), by=user)
                messages.success(request, "已在网上公开，期满自动撤下。有职工撤回同意的，姓名立即撤下。")
                return redirect("admin:hardship_publicnotice_change", made.pk)
            except Refused as wrong:
                refusal = str(wrong)
        return self._publish_page(request, programme, refusal)

    def _asked(self, request: HttpRequest) -> ReliefProgramme | None:
        given = (request.POST if request.method == "POST" else request.GET).get("programme", "")
        if not (given.isascii() and given.isdigit() and len(given) < 18):
            return None
        return ReliefProgramme.objects.filter(pk=int(given)).first()

    def _publish_page(self, request: HttpRequest, programme: ReliefProgramme | None, refusal: str) -> HttpResponse:
        lines = online.lines_of(programme) if programme is not None else []
        approved = Q(applications__state__in=online.APPROVED)
        counted = ReliefProgramme.objects.annotate(approved=Count("applications", filter=approved)).filter(
            approved__gt=0
        )
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "网上公开",
            "programme": programme,
            "programmes": counted,
            "totals": [line for line in lines if not line.name],
            "names": [line for line in lines if line.name],
            "fewest": f"{online.fewest_numbers(lines, timezone.localdate()):,}",
            "refusal": refusal,
        }
        return TemplateResponse(request, "admin/hardship/publish.html", context)
