"""帮扶申请 at the desk: the list, and one application with what may be done to it."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.html import format_html

from accounts.duties import Duty
from hardship.admin.application_acts import ACTS, BEHIND
from hardship.admin.application_filters import (
    AdviceFilter,
    LateFilter,
    NationalFilter,
    ProgrammeFilter,
    StateFilter,
)
from hardship.admin.application_page import page_of
from hardship.admin.approval_list import ApprovalList
from hardship.admin.balancing_list import BalancingList
from hardship.admin.opinion_list import OpinionList
from hardship.admin.papers import LooksAtPapers
from hardship.models import ReliefApplication
from hardship.money import figures
from hardship.operations.steps import reason_against
from hardship.transitions import State
from unions.admin.base import ScopedAdmin
from unions.admin.filters import BodyFilter, UnionFilter
from unions.admin.parts import union_link

CHIPS = {
    State.REFUSED: " chip-bad",
    State.CLOSED: " chip-good",
    State.APPROVED: " chip-good",
    State.PAYING: " chip-good",
    State.DRAFT: "",
    State.WITHDRAWN: "",
}
OVER = (State.CLOSED, State.REFUSED, State.WITHDRAWN)


@admin.register(ReliefApplication)
class ReliefApplicationAdmin(LooksAtPapers, OpinionList, ApprovalList, BalancingList, ScopedAdmin):
    see_duty = Duty.SEE_APPLICATIONS
    may_add = False
    empty_text = "没有符合条件的帮扶申请。可以清除筛选条件；申请由基层工会在手机上填报，这里只审核。"
    ordering = ("-moved_at", "-id")
    list_display = ("name", union_link, "programme", "step", "days", "advice", "amount")
    list_filter = (ProgrammeFilter, StateFilter, BodyFilter, LateFilter, AdviceFilter, NationalFilter, UnionFilter)
    list_select_related = ("union", "programme")
    search_fields = ("name", "union__name", "union__code")
    search_help_text = "姓名，工会编码或名称"
    acts = ACTS

    def get_queryset(self, request: HttpRequest) -> Any:
        """What the list needs of a row: nothing sealed is read with it."""
        return super().get_queryset(request).defer("judgement_sealed").select_related("union", "programme")

    def called(self, row: ReliefApplication) -> str:
        return f"{row.name}的帮扶申请"

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """An application moves by acts; nothing of it is rewritten."""
        return False

    # -- who sees what of a list: the advice and the national category tell of illness and incomes

    def _sees_files(self, request: HttpRequest) -> bool:
        return self.holds(request, Duty.SEE_FILES)

    def get_list_display(self, request: HttpRequest) -> Any:
        hidden = () if self._sees_files(request) else ("advice",)
        return [name for name in self.list_display if name not in hidden]

    def get_list_filter(self, request: HttpRequest) -> Any:
        hidden = () if self._sees_files(request) else (AdviceFilter, NationalFilter)
        return [one for one in self.list_filter if one not in hidden]

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Nor by an address typed by hand."""
        if request is None:
            return super().lookup_allowed(lookup, value, request)
        return lookup in {one.parameter_name for one in self.get_list_filter(request)}

    # -- one application

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        row = self.get_object(request, unquote(object_id))
        if row is None:
            if not self.has_view_permission(request):
                raise PermissionDenied
            raise Http404
        user: Any = request.user
        context = {
            **self.admin_site.each_context(request),
            **page_of(user, row),
            "opts": self.opts,
            "original": row,
            "called": self.called(row),
            "title": self.called(row),
            "acts": self.acts_for(request, row),
            "against": self._against(request, row),
            "look": CHIPS.get(State(row.state), " chip-warn"),
            "may_see_book": user.may(Duty.SEE_BOOK),
        }
        return TemplateResponse(request, "admin/hardship/application_page.html", context)

    def acts_for(self, request: HttpRequest, row: Any) -> list[dict[str, str]]:
        """Those that the same person may take; why not the others, the page says."""
        found = super().acts_for(request, row)
        by: Any = request.user
        return [
            one for one in found if one["slug"] not in BEHIND or not reason_against(row, BEHIND[one["slug"]], by=by)
        ]

    def _against(self, request: HttpRequest, row: Any) -> list[str]:
        by: Any = request.user
        slugs = [one["slug"] for one in super().acts_for(request, row)]
        found = [reason_against(row, BEHIND[slug], by=by) for slug in slugs if slug in BEHIND]
        return list(dict.fromkeys(why for why in found if why))

    # -- the list's columns

    @admin.display(description="步骤")
    def step(self, row: ReliefApplication) -> str:
        late = format_html(' <span class="chip chip-warn">{}</span>', "逾期") if row.is_late else ""
        look = CHIPS.get(State(row.state), " chip-warn")
        return format_html('<span class="chip{}">{}</span>{}', look, row.get_state_display(), late)

    @admin.display(description="本步骤已")
    def days(self, row: ReliefApplication) -> str:
        """So many days in the step; of what is over that says nothing."""
        if row.state in OVER:
            return "—"
        return f"{(timezone.localdate() - timezone.localdate(row.moved_at)).days}天"

    @admin.display(description="系统建议")
    def advice(self, row: ReliefApplication) -> str:
        if row.is_eligible is None:
            return "—"
        words = "符合条件" if row.is_eligible else "不符合条件"
        return f"{words}（临界）" if row.borderline else words

    @admin.display(description="金额（元）")
    def amount(self, row: ReliefApplication) -> str:
        """What was approved, before that what is proposed."""
        if row.approved is not None:
            return figures(row.approved)
        return f"拟{figures(row.proposed)}" if row.proposed is not None else "—"

    def sheet_columns(self, request: HttpRequest) -> list[tuple[str, Any]]:
        told = [("系统建议", self.advice), ("国家类别", "national")] if self._sees_files(request) else []
        return [
            ("姓名", "name"),
            ("工会编码", "union__code"),
            ("工会名称", "union__name"),
            ("项目", "programme__name"),
            ("步骤", "get_state_display"),
            ("本步骤已", self.days),
            ("逾期", "is_late"),
            *told,
            ("拟帮扶金额（元）", "proposed"),
            ("批准金额（元）", "approved"),
        ]
