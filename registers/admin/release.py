"""完整号码导出: what somebody asked to take, and the second person's word."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import BooleanField, ExpressionWrapper, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from accounts.admin.acts import Act
from accounts.admin.base import DeskAdmin
from accounts.duties import Duty
from registers.models import NumberRelease
from registers.operations import releasing


class RefuseForm(forms.Form):
    opinion = forms.CharField(
        label="为什么不同意",
        max_length=200,
        error_messages={"required": "请写明为什么不同意，申请人会看到。"},
    )


def _waits(row: NumberRelease) -> bool:
    return row.state == NumberRelease.State.WAITING


@admin.register(NumberRelease)
class NumberReleaseAdmin(DeskAdmin):
    see_duty = Duty.EXPORT_REGISTERS
    also_see = Duty.RELEASE_NUMBERS
    may_add = False
    takes_away = False
    empty_text = "没有申请。一次导出很多人的完整证件号码时，会先在这里等另一人同意；平时导出不用申请。"
    fields = ("register", "asker", "at", "reason", "rows", "state", "decider", "decided_at", "opinion", "way")
    readonly_fields = ("asker", "decider", "way")
    list_display = ("when", "register", "asker", "reason", "rows", "state", "decider", "way")
    list_display_links = ("when", "register")
    list_filter = ("state",)
    list_select_related = ("by", "decided_by")
    acts = (
        Act(
            "agree",
            "同意导出",
            Duty.RELEASE_NUMBERS,
            lambda row, values, by: _agreed(releasing.agree(row, at=timezone.now(), by=by)),
            warning=lambda row: _asked(row),
            applies=_waits,
            grave=True,
        ),
        Act(
            "refuse",
            "不同意",
            Duty.RELEASE_NUMBERS,
            lambda row, values, by: _refused(
                releasing.refuse(row, opinion=values["opinion"], at=timezone.now(), by=by)
            ),
            form=RefuseForm,
            warning=lambda row: _asked(row),
            applies=_waits,
        ),
    )

    def get_queryset(self, request: HttpRequest) -> Any:
        own = ExpressionWrapper(Q(by=request.user.pk), BooleanField())
        return super().get_queryset(request).annotate(own=own)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.holds(request, self.see_duty) or self.holds(request, self.also_see)

    def _may_act(self, request: HttpRequest, act: Act, row: NumberRelease) -> bool:
        return row.by_id != request.user.pk and super()._may_act(request, act, row)

    @admin.display(description="申请时间")
    def when(self, row: NumberRelease) -> str:
        return f"{timezone.localtime(row.at):%Y-%m-%d %H:%M}"

    @admin.display(description="申请人")
    def asker(self, row: NumberRelease) -> str:
        return row.by.name

    @admin.display(description="答复人")
    def decider(self, row: NumberRelease) -> str:
        return row.decided_by.name if row.decided_by else "—"

    @admin.display(description="能否导出")
    def way(self, row: NumberRelease) -> str:
        if not row.is_open(timezone.now()):
            return "时限已过，要导出请重新申请" if row.state == NumberRelease.State.AGREED else "—"
        until = f"{timezone.localtime(row.opens_until):%m月%d日 %H:%M}"
        if not getattr(row, "own", False):
            return f"申请人可导出到 {until}"
        page = reverse("admin:registers_importrun_export", args=[row.register])
        return format_html('<a href="{}">去导出</a>（到 {}）', page, until)


def _asked(row: NumberRelease) -> str:
    return (
        f"{row.by.name} 申请导出{row.get_register_display()}里 {row.rows} 人的完整号码，用途：{row.reason}。"
        "请先向申请人核实。您的答复和申请人的导出都记入日志。"
    )


def _agreed(release: NumberRelease) -> str:
    return f"已同意。{release.by.name} 在 {timezone.localtime(release.opens_until):%m月%d日 %H:%M} 以前可以导出。"


def _refused(release: NumberRelease) -> str:
    return f"已答复不同意，{release.by.name} 会看到原因。"
