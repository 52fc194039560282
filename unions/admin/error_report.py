"""信息纠错: what anybody told us is wrong, beside what the directory shows now, and the answer."""

from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.db.models import Case, IntegerField, Value, When
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from accounts.admin.acts import Act
from accounts.admin.personal import Personal, ShowsMasked, reveal
from accounts.duties import Duty
from accounts.masks import masked_words
from unions import public as reading
from unions.admin.base import ScopedAdmin
from unions.admin.filters import BodyFilter, Choice
from unions.admin.undo import undo_act
from unions.forms.error_reports import FixedForm, UnfoundedForm
from unions.models import ErrorReport, Item
from unions.operations import error_reports

What, State = ErrorReport.What, ErrorReport.State
WORDS = Personal("words", "说明", "words", Duty.ANSWER_ERROR_REPORTS)
PUBLIC = "答复写给公众看，反映的人凭回执看到；公开页面不显示经办人。"
OTHERS_SHOWN = 20


# Those that wait first, the longest waiting on top; then the others, the newest first.
WAITS_FIRST = (
    Case(When(state=State.NEW, then=Value(0)), default=Value(1), output_field=IntegerField()).asc(),
    Case(When(state=State.NEW, then="at")).asc(),
    "-at",
    "-id",
)


class PlaceFilter(BodyFilter):
    path_lookup = "organisation__path"


class OpenFilter(Choice):
    title = "办理"
    parameter_name = "open"
    options = (("yes", "未答复"), ("no", "已答复"))

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() == "yes":
            return queryset.waiting()
        return queryset.exclude(state=State.NEW) if self.value() == "no" else queryset


@dataclass(frozen=True)
class Link:
    """A page of the desk where such a thing is put right."""

    text: str
    url: str


@admin.register(ErrorReport)
class ErrorReportAdmin(ShowsMasked, ScopedAdmin):
    see_duty = Duty.SEE_ERROR_REPORTS
    may_add = False
    place_field = "organisation"
    personal = (WORDS,)
    empty_text = "没有信息纠错。公众在工会的公开页面上点“发现信息有误”提交的，会出现在这里。"
    ordering = WAITS_FIRST
    fields = ("organisation", "what", "words", "at", "state", "answer", "answered_by", "answered_at")
    list_display = ("told", "union", "what", "said", "standing", "answered")
    list_display_links = ("told",)
    list_filter = (PlaceFilter, OpenFilter, "what")
    list_select_related = ("organisation", "answered_by")
    search_fields = ("organisation__code",)
    search_help_text = "工会名称、拼音或首字母，编码"
    change_form_template = "admin/unions/error_report_page.html"
    acts = (
        Act(
            "fixed",
            "已更正，答复",
            Duty.ANSWER_ERROR_REPORTS,
            lambda row, values, by: _answer(row, State.FIXED, values, by),
            form=FixedForm,
            warning=lambda row: f"{_claim(row)}请先把登记改好再答复。{PUBLIC}",
            applies=lambda row: row.state == State.NEW,
        ),
        Act(
            "unfounded",
            "核对无误，答复",
            Duty.ANSWER_ERROR_REPORTS,
            lambda row, values, by: _answer(row, State.UNFOUNDED, values, by),
            form=UnfoundedForm,
            warning=lambda row: f"{_claim(row)}核对过、登记的信息没有错时才这样答复。{PUBLIC}",
            applies=lambda row: row.state == State.NEW,
        ),
        undo_act(Duty.ANSWER_ERROR_REPORTS),
        reveal(WORDS),
    )

    @admin.display(description="收到")
    def told(self, row: ErrorReport) -> str:
        return f"{timezone.localtime(row.at):%Y-%m-%d}"

    @admin.display(description="工会")
    def union(self, row: ErrorReport) -> str:
        url = reverse("admin:unions_organisation_change", args=[row.organisation_id])
        return format_html('<a href="{}" title="{}">{}</a>', url, row.organisation.code, row.organisation.name)

    @admin.display(description="说明")
    def said(self, row: ErrorReport) -> str:
        return masked_words(row.words) or "—"

    @admin.display(description="状态")
    def standing(self, row: ErrorReport) -> str:
        return "待答复" if row.state == State.NEW else str(row.get_state_display())

    @admin.display(description="答复")
    def answered(self, row: ErrorReport) -> str:
        if row.answered_at is None:
            return "—"
        return f"{timezone.localtime(row.answered_at):%Y-%m-%d} {row.answer}"

    def sheet_columns(self, request: HttpRequest) -> list[tuple[str, Any]]:
        return [
            ("收到", self.told),
            ("工会编码", "organisation__code"),
            ("工会名称", "organisation__name"),
            ("问题", "get_what_display"),
            ("说明", lambda row: masked_words(row.words)),
            ("状态", self.standing),
            ("答复", "answer"),
            ("答复日期", lambda row: f"{timezone.localtime(row.answered_at):%Y-%m-%d}" if row.answered_at else ""),
            ("办理人", "answered_by__name"),
        ]

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        row = kwargs.get("obj")
        if row is not None:
            found = reading.union_page(row.organisation.token, timezone.localdate())
            user: Any = request.user
            same = ErrorReport.objects.visible_to(user).filter(organisation=row.organisation_id).exclude(pk=row.pk)
            context |= {
                "report": row,
                "words": masked_words(row.words),
                "shown": found[0] if found else None,
                "links": list(_links(row, user)),
                "others": list(same.order_by("-at", "-pk")[:OTHERS_SHOWN]),
                "others_shown": OTHERS_SHOWN,
            }
        return super().render_change_form(request, context, *args, **kwargs)


def _links(report: ErrorReport, user: Any) -> Any:
    """Where it is mended: for what was told first; pages of duties the user lacks are left out."""
    union = report.organisation
    page = reverse("admin:unions_organisation_change", args=[union.pk])
    officers = reverse("admin:unions_officer_changelist")
    displays = reverse("admin:unions_display_changelist")
    mends_union, mends_people, mends_facts = (
        user.may(duty, union) for duty in (Duty.EDIT_ORGANISATIONS, Duty.EDIT_OFFICERS, Duty.REPORT_DISPLAYS)
    )
    of_union = f"?union={union.pk}"
    if mends_union and report.what in (What.PHONE, What.OFFICE, What.OTHER):
        yield Link("修改工会的办公地址和办公电话", f"{page}#record")
    if mends_people and report.what in (What.PHONE, What.PERSON, What.OTHER):
        yield Link("修改干部的电话", f"{officers}{of_union}&sitting=yes")
    if mends_people and report.what in (What.PERSON, What.OTHER):
        yield Link("办理换届交接", reverse("admin:unions_organisation_succeed", args=[union.pk]))
    items = {What.OFFICE: Item.OFFICE, What.PLAQUE: Item.SIGN, What.PHONE: Item.CONTACT}
    if mends_facts and report.what in items:
        item = items[What(report.what)]
        yield Link(f"核对“{item.label}”的双亮记录", f"{displays}{of_union}&item__exact={item}&holding=yes")
    yield Link("打开工会的页面", page)


def _claim(report: ErrorReport) -> str:
    words = masked_words(report.words)
    return f"“{report.organisation.name}”：{report.get_what_display()}{f'，{words}' if words else ''}。"


def _answer(report: ErrorReport, state: str, values: dict[str, Any], by: Any) -> str:
    reports = [report, *values["others"]]
    closed = error_reports.answer(reports, state=state, answer=values["answer"], at=timezone.now(), by=by)
    return f"已答复 {len(closed)} 条，反映的人凭回执就能看到。答错了可点“撤销上次办理”。"
