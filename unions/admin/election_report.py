"""换届上报: what chairs report of elections, confirmed or sent back by the body they stand under."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from accounts.admin.acts import Act
from accounts.admin.personal import Personal, ShowsMasked, reveal
from accounts.duties import Duty
from accounts.masks import masked_mobile
from accounts.models import User
from accounts.refused import Refused
from unions.admin.base import ScopedAdmin
from unions.admin.filters import BodyFilter, UnionFilter
from unions.admin.parts import day, in_words, union_link
from unions.admin.succession import Stale, slip_offered, stale_by
from unions.forms.acts import SendBackElectionForm
from unions.models import ElectionReport
from unions.operations import elections

MOBILE = Personal("mobile", "手机号码", "mobile", Duty.EDIT_OFFICERS, masked_mobile)
OFFICE_PHONE = Personal("office_phone", "办公电话", "office-phone", Duty.EDIT_OFFICERS)
State = ElectionReport.State


def _waits(row: ElectionReport) -> bool:
    return row.state == State.WAITING


@admin.register(ElectionReport)
class ElectionReportAdmin(ShowsMasked, ScopedAdmin):
    see_duty = Duty.SEE_OFFICERS
    may_add = False
    personal = (MOBILE, OFFICE_PHONE)
    empty_text = "没有换届上报。主席在手机端上报换届后，会在这里等待确认。"
    ordering = ("-id",)
    fields = (
        "union",
        "state",
        "post",
        "name",
        "is_reelected",
        "elected_on",
        "term_ends_on",
        "leaving",
        "left_on",
        "sex",
        "office_phone",
        "mobile",
        "note",
        "reporter",
        "reported_at",
        "decider",
        "decided_at",
        "why",
    )
    list_display = (
        "name",
        "post",
        union_link,
        day("elected_on", "当选日期"),
        "leaving",
        day("left_on", "离任日期"),
        "state",
        "reported_at",
    )
    list_filter = (BodyFilter, "state", "post", UnionFilter)
    list_select_related = ("union", "leaving")
    readonly_fields = ("reporter", "decider")
    search_fields = ("union__code",)
    search_help_text = "工会名称、拼音或首字母，编码"
    acts = (
        Act(
            "confirm",
            "确认换届",
            Duty.EDIT_OFFICERS,
            lambda row, values, by: _confirm(row, by),
            warning="请先与该工会核对选举结果。确认后即办理换届交接：原任离任，新当选的上任，原主席的账号关闭。",
            applies=_waits,
            preview=lambda row, values, by: _preview(row, by),
            preview_template="admin/unions/_stale.html",
            leads_to=lambda row: reverse("admin:unions_organisation_change", args=[row.union_id]),
        ),
        Act(
            "send-back",
            "退回",
            Duty.EDIT_OFFICERS,
            lambda row, values, by: _send_back(row, values["why"], by),
            form=SendBackElectionForm,
            warning="退回后由主席修改、重新上报，任职记录不变。",
            applies=_waits,
            leads_to=lambda row: f"{reverse('admin:unions_electionreport_changelist')}?state__exact={State.WAITING}",
        ),
        reveal(MOBILE),
        reveal(OFFICE_PHONE),
    )

    @admin.display(description="上报人", empty_value="—")
    def reporter(self, row: ElectionReport) -> str | None:
        return row.reported_by.name if row.reported_by else None

    @admin.display(description="办理人", empty_value="—")
    def decider(self, row: ElectionReport) -> str | None:
        return row.decided_by.name if row.decided_by else None

    def sheet_columns(self, request: HttpRequest) -> list[tuple[str, Any]]:
        return [
            ("工会编码", "union__code"),
            ("工会名称", "union__name"),
            ("职务", "get_post_display"),
            ("当选人姓名", "name"),
            ("当选日期", "elected_on"),
            ("离任干部", "leaving__name"),
            ("离任日期", "left_on"),
            ("状态", "get_state_display"),
            ("退回原因", "why"),
        ]


def _preview(row: ElectionReport, by: User) -> Stale:
    """What the confirmation makes stale, or why it can't be confirmed."""
    if reason := elections.reason_against(row, by=by):
        raise Refused(reason)
    return stale_by(row.union, {**elections.succession_of(row), "ends_vice": True}, by)


def _confirm(row: ElectionReport, by: User) -> str:
    leaving = elections.succession_of(row)["leaving"]
    done = elections.confirm(row, at=timezone.now(), by=by)
    slip = slip_offered(done.elected, leaving, by) if done.elected is not None else ""
    undo = reverse("admin:unions_organisation_take-back", args=[done.union_id])
    text = f"已确认：{done.name} 任“{done.union.name}”的{done.get_post_display()}，{in_words(done.elected_on)}当选。"
    return format_html('{}{}办错了可以<a href="{}">撤销</a>。', text, slip, undo)


def _send_back(row: ElectionReport, why: str, by: User) -> str:
    elections.send_back(row, why=why, at=timezone.now(), by=by)
    return f"已退回“{row.union.name}”{row.name}的换届上报，主席打开手机端就看到原因。"
