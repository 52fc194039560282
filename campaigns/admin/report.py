"""月度通报: read, order, remake, issue, correct, take away. Nothing is typed into a report."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import F, Func, IntegerField, JSONField
from django.db.models.functions import JSONObject
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.http import content_disposition_header

from accounts import book
from accounts.admin.acts import Act
from accounts.duties import Duty
from accounts.models import Job
from accounts.refused import Refused
from accounts.step_up import ask_again
from campaigns import figures
from campaigns.admin.filters import CampaignFilter, LevelFilter, MonthFilter
from campaigns.admin.indicators import tables as tables_on
from campaigns.admin.report_lists import ReportLists, links_of, versions_of
from campaigns.admin.tables import Table, tables_of
from campaigns.admin.verified import verified_at
from campaigns.forms import CorrectForm, IssueForm, OrderForm, TakeAwayForm
from campaigns.models import Campaign, Report
from campaigns.operations import reports
from unions.admin.base import ScopedAdmin

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LIVE = (Job.State.QUEUED, Job.State.RUNNING)
# Of the report's rows its own body's, over all unions: the figure a list is read for.
OWN_ROW = ", '$[*] ? (@.body == $code && @.category == \"all\")'::jsonpath, "
TAKE_AWAY = Act(
    "workbook",
    "下载工作簿",
    Duty.SEE_REPORTS,
    lambda row, values, by: None,
    form=TakeAwayForm,
    warning="工作簿的未覆盖名单含工会主席姓名和联系电话，下载会记入日志。",
)


def _issue(report: Report, values: dict[str, Any], by: Any) -> str:
    reports.issue(report, at=timezone.now(), by=by)
    return f"已发布{report.month:%Y年%-m月}通报，各责任主体的通报同时发布。"


def _remake(report: Report, values: dict[str, Any], by: Any) -> str:
    reports.remake(report, by=by)
    return "已开始重新生成，本页会自动刷新，也可以离开后再回来看。"


def _correct(report: Report, values: dict[str, Any], by: Any) -> str:
    newer = reports.correct(report, reason=values["reason"], by=by)
    return f"已开始生成第{newer.version}版，生成后在通报列表中核对并发布。"


@admin.register(Report)
class ReportAdmin(ReportLists, ScopedAdmin):
    see_duty = Duty.SEE_REPORTS
    may_add = False
    place_field = "body"
    empty_text = "还没有通报。每月 1 日凌晨自动生成上月通报；县总工会组宣部也可以点“生成某月通报”。"
    ordering = ("-month", "body__code", "-version")
    list_display = ("month_text", "body", "campaign", "version_text", "state_text", "rate_text", "made", "sha")
    list_display_links = ("month_text", "body")
    list_filter = (CampaignFilter, MonthFilter, LevelFilter, "state")
    search_fields = ("body__name", "body__code")
    search_help_text = "责任主体的名称或编码"
    change_list_template = "admin/campaigns/report_list.html"
    acts = (
        Act(
            "issue",
            "发布通报",
            Duty.ISSUE_REPORTS,
            _issue,
            form=IssueForm,
            grave=True,
            warning="发布后全县通报和各责任主体的通报都不能再改；发现错误只能更正，生成新的版本。",
            applies=lambda report: report.state == Report.State.DRAFT and not report.county_id,
        ),
        Act(
            "remake",
            "重新生成",
            Duty.MAKE_REPORTS,
            _remake,
            warning="将按台账现在的情况重新统计，替换现有草稿；全县通报连同各责任主体的通报一起重新生成。",
            applies=lambda report: report.state != Report.State.ISSUED,
        ),
        Act(
            "correct",
            "更正通报",
            Duty.MAKE_REPORTS,
            _correct,
            form=CorrectForm,
            warning="将按台账现在的情况生成新的版本；已发布的这一版原样保留，新版写明更正原因。",
            applies=lambda report: report.state == Report.State.ISSUED and not report.county_id and not report.newer,
        ),
    )

    # -- the list

    def get_queryset(self, request: HttpRequest) -> Any:
        own = Func(
            F("figures"),
            JSONObject(code=F("body__code")),
            function="jsonb_path_query_first",
            arg_joiner=OWN_ROW,
            output_field=JSONField(),
        )
        return (
            super()
            .get_queryset(request)
            .select_related("campaign", "body", "made_by", "issued_by", "corrects", "county")
            .defer(
                *reports.HEAVY, *(f"{other}__{heavy}" for other in ("corrects", "county") for heavy in reports.HEAVY)
            )
            .annotate(
                own=own,
                lacking=Func(F("uncovered"), function="jsonb_array_length", output_field=IntegerField()),
                newer=F("corrections__version"),
            )
        )

    @admin.display(description="月份", ordering="month")
    def month_text(self, report: Report) -> str:
        return f"{report.month:%Y-%m}"

    @admin.display(description="版本")
    def version_text(self, report: Report) -> str:
        return f"第{report.version}版"

    @admin.display(description="状态")
    def state_text(self, report: Any) -> str:
        return f"{report.get_state_display()}（已被更正）" if report.newer else str(report.get_state_display())

    @admin.display(description="覆盖面")
    def rate_text(self, report: Any) -> str:
        return figures.percent(figures.rate(report.own)) if report.own else "—"

    @admin.display(description="生成时间")
    def made(self, report: Report) -> str:
        return f"{timezone.localtime(report.made_at):%Y-%m-%d}" if report.made_at else "—"

    @admin.display(description="校验码")
    def sha(self, report: Report) -> str:
        return report.sha256[:8] or "—"

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        may_order = self.holds(request, Duty.MAKE_REPORTS)
        missed = missed_everywhere() if may_order else []
        return super().changelist_view(request, {"may_order": may_order, "missed": missed})

    # -- pages

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        return [
            path("order/", view(self.order_view), name="campaigns_report_order"),
            path("<path:object_id>/workbook/", view(self.workbook_view), name="campaigns_report_workbook"),
            *super().get_urls(),
        ]

    def order_view(self, request: HttpRequest) -> HttpResponse:
        """Choose a campaign and a month; the report's page then shows how it goes."""
        if not self.holds(request, Duty.MAKE_REPORTS):
            raise PermissionDenied
        if request.method == "POST" and request.POST.get("all") == "yes":
            return self._order_missed(request)
        form = OrderForm(request.POST or None, label_suffix="")
        if request.method == "POST" and form.is_valid():
            values, today = form.cleaned_data, timezone.localdate()
            try:
                report = reports.order_reports(values["campaign"], values["month"], on=today, by=request.user)  # type: ignore[arg-type]
            except Refused as refusal:
                form.add_error("month", str(refusal))
            else:
                return redirect("admin:campaigns_report_change", report.pk)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "生成某月通报",
            "form": form,
            "missed": missed_everywhere(),
        }
        return TemplateResponse(request, "admin/campaigns/order.html", context)

    def _order_missed(self, request: HttpRequest) -> HttpResponse:
        """Every missed month of every running campaign, at one press."""
        today, ordered = timezone.localdate(), 0
        for campaign, months in missed_everywhere():
            for month in months:
                reports.order_reports(campaign, month, on=today, by=request.user)  # type: ignore[arg-type]
                ordered += 1
        messages.success(request, f"已开始生成 {ordered} 个月的通报，生成好的会出现在下面的列表里。")
        return redirect("admin:campaigns_report_changelist")

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """What the report says; reloads itself while it is being made."""
        report = self._found(request, object_id)
        job = Job.objects.filter(kind=_kind(report), subject_id=report.pk).first()
        bodies = list(self.get_queryset(request).filter(county=report))
        waiting = [body for body in bodies if body.state == Report.State.PENDING]
        at_work = report.state == Report.State.PENDING and job is not None and job.state in LIVE
        kept = Report.objects.visible_to(request.user).only("figures", "indicators").get(pk=report.pk)  # type: ignore[arg-type]
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": report,
            "title": f"{report.body}{report.month:%Y年%-m月}通报（第{report.version}版）",
            "report": report,
            "day": reports.last_day(report.month),
            "job": job,
            "at_work": at_work,
            "failed": report.state == Report.State.PENDING and job is not None and job.state == Job.State.FAILED,
            "bodies": bodies,
            "bodies_made": len(bodies) - len(waiting),
            "bodies_at_work": _live(waiting),
            **_tables(kept, report),
            **verified_at(request, report),
            "versions": versions_of(request, report),
            "acts": self.acts_for(request, report),
            "has_file": bool(report.sha256) and report.state != Report.State.PENDING,
            "may_see_book": request.user.may(Duty.SEE_BOOK),  # type: ignore[union-attr]
        }
        return TemplateResponse(request, "admin/campaigns/report.html", context)

    def workbook_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Ask what it is for, then hand over the file as it was made."""
        report = self._found(request, object_id)
        if report.state == Report.State.PENDING or not report.sha256:
            messages.warning(request, "通报还没有生成完，请稍候再下载。")
            return redirect("admin:campaigns_report_change", report.pk)
        if (away := ask_again(request)) is not None:
            return away
        form = self.act_form(request, TAKE_AWAY, report)
        if request.method == "POST" and form.is_valid():
            book.record("reports.download", by=request.user, row=report, reason=form.cleaned_data["reason"])  # type: ignore[arg-type]
            response = HttpResponse(bytes(report.workbook), content_type=XLSX)
            response.headers["Content-Disposition"] = _attachment(report.file_name)
            return response
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": report,
            "title": TAKE_AWAY.verb,
            "act": TAKE_AWAY,
            "form": form,
            "media": self.media + form.media,
        }
        return TemplateResponse(request, "admin/desk/act.html", context)

    def _found(self, request: HttpRequest, object_id: str) -> Any:
        report = self.get_object(request, unquote(object_id))
        if report is None:
            raise Http404
        if not self.has_view_permission(request, report):
            raise PermissionDenied
        return report


def missed_everywhere() -> list[tuple[Campaign, list[Any]]]:
    """(campaign, months without a report) of the running campaigns that miss any; what the timetable will order too."""
    until = reports.last_month_due(timezone.localtime())
    found = [
        (campaign, reports.missed_months(campaign, until=until)) for campaign in Campaign.objects.running_in(until)
    ]
    return [(campaign, months) for campaign, months in found if months]


def _kind(report: Report) -> str:
    return "body_report" if report.county_id else "county_report"


def _live(waiting: list[Report]) -> bool:
    ids = [report.pk for report in waiting]
    return bool(ids) and Job.objects.filter(kind="body_report", subject_id__in=ids, state__in=LIVE).exists()


def _tables(kept: Report, report: Report) -> dict[str, list[Table]]:
    """Of 双亮, unless the campaign has indicator targets only, and of the indicators, all as the report keeps them."""
    if report.state == Report.State.PENDING:
        return {"tables": [], "indicator_tables": []}
    county = reports.the_county().code
    counts = not kept.indicators or any(row["unions"] for row in kept.figures)
    tables = tables_of(kept.figures, county, links_of(report, county)) if counts else []
    indicators = tables_on(kept.indicators, county, reports.last_day(report.month), as_kept=True)
    return {"tables": tables, "indicator_tables": indicators}


def _attachment(name: str) -> str:
    return content_disposition_header(True, name) or "attachment"
