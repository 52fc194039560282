"""慰问对象: who is visited, what was planned and what was handed over and signed for."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from accounts.admin.acts import Act
from accounts.admin.personal import Personal, ShowsMasked, reveal
from accounts.duties import Duty
from hardship.admin.visit import OPEN, page_of
from hardship.forms.visits import MoveForm, SignForm, WhyForm
from hardship.models import VisitPlan, VisitStop
from hardship.money import figures
from hardship.operations import visit_cash, visit_stops
from unions.admin.base import ScopedAdmin
from unions.admin.filters import BodyFilter
from unions.admin.parts import union_link

RUNNING = (VisitPlan.State.SCHEDULE, VisitPlan.State.DONE)


def _is_open(row: VisitStop) -> bool:
    return row.group.plan.state in OPEN


def _is_running(row: VisitStop) -> bool:
    return row.group.plan.state in RUNNING


def _sign(row: VisitStop, values: dict[str, Any], by: Any) -> str:
    visit_cash.sign(row, **values, at=timezone.now(), by=by)
    booked = f"慰问金 {figures(values['cash'])} 元已记账。" if values["cash"] else ""
    return f"{row.name}已签领。{booked}"


def _take_back(row: VisitStop, values: dict[str, Any], by: Any) -> str:
    visit_cash.take_back(row, reason=values["reason"], at=timezone.now(), by=by)
    return f"{row.name}的签领已撤销，发出的慰问金已记回。"


def _miss(row: VisitStop, values: dict[str, Any], by: Any) -> str:
    visit_cash.miss(row, reason=values["reason"], by=by)
    return f"已记下没有访到{row.name}。"


def _move(row: VisitStop, values: dict[str, Any], by: Any) -> str:
    visit_stops.move(row, values["group"], place=values["place"], by=by)
    return f"{row.name}已移到第{values['group'].number}组。"


def _to_plan(row: VisitStop) -> str:
    return page_of(row.group.plan_id)


PHONE = Personal("phone", "联系电话", "mobile", Duty.EDIT_VISITS)


class PlaceFilter(BodyFilter):
    path_lookup = "union__path"


@admin.register(VisitStop)
class VisitStopAdmin(ShowsMasked, ScopedAdmin):
    see_duty = Duty.SEE_VISITS
    edit_duty = Duty.EDIT_VISITS
    may_add = False
    may_remove = True
    personal = (PHONE,)
    empty_text = "还没有慰问对象。在慰问的页面上，从各组点“增加慰问对象”。"
    ordering = ("-group__plan__on", "group__number", "place")
    fields = (
        "kind", "name", "address", "phone", "cash", "goods", "goods_named", "note",
        "given", "standing", "signer", "in_ledger",
    )  # fmt: skip
    list_display = ("name", "plan", "kind", union_link, "planned", "given", "standing")
    list_display_links = ("name",)
    list_filter = (PlaceFilter, "kind")
    list_select_related = ("group__plan__organisation", "union", "entry__source")
    search_fields = ("name",)
    search_help_text = "慰问对象姓名"
    acts = (
        Act(
            "sign",
            "登记签领",
            Duty.EDIT_VISITS,
            _sign,
            form=SignForm,
            applies=lambda row: _is_running(row) and not row.is_signed,
            leads_to=_to_plan,
        ),
        Act(
            "miss",
            "没有访到",
            Duty.EDIT_VISITS,
            _miss,
            form=WhyForm,
            applies=lambda row: _is_running(row) and not row.is_signed,
            leads_to=_to_plan,
        ),
        Act(
            "take-back",
            "撤销签领",
            Duty.EDIT_VISITS,
            _take_back,
            form=WhyForm,
            warning="发出的慰问金会在资金明细里记回一笔，再按实际重新登记。",
            applies=lambda row: _is_running(row) and row.is_signed,
            leads_to=_to_plan,
        ),
        Act("move", "调整组和顺序", Duty.EDIT_VISITS, _move, form=MoveForm, applies=_is_open, leads_to=_to_plan),
        reveal(PHONE),
    )

    def place(self, row: Any) -> Any:
        return row.group.plan.organisation

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and (obj is None or _is_open(obj))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and (obj is None or _is_open(obj))

    def called(self, row: VisitStop) -> str:
        return f"{row.name}（{row.group.plan.name}第{row.group.number}组）"

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        named = ("name",) if obj is not None and obj.file_id is not None else ()
        return (*named, "given", "standing", "signer", "in_ledger")

    @admin.display(description="慰问")
    def plan(self, row: VisitStop) -> str:
        return f"{row.group.plan.name}第{row.group.number}组"

    @admin.display(description="计划（金／品，元）")
    def planned(self, row: VisitStop) -> str:
        return f"{figures(row.cash)}／{figures(row.goods)}"

    @admin.display(description="实发（金／品，元）")
    def given(self, row: VisitStop) -> str:
        if row.cash_given is None or row.goods_given is None:
            return "—"
        return f"{figures(row.cash_given)}／{figures(row.goods_given)}"

    @admin.display(description="签领")
    def standing(self, row: VisitStop) -> str:
        return f"{row.signed_on:%Y-%m-%d}" if row.signed_on else "没有访到" if row.missed else "未登记"

    @admin.display(description="签领人")
    def signer(self, row: VisitStop) -> str:
        return row.signed_by or "—"

    @admin.display(description="账目")
    def in_ledger(self, row: VisitStop) -> str:
        """From the cash to the ledger of its source, the year it was handed over (hardship.md §8)."""
        if row.entry is None:
            return "没有发慰问金" if row.is_signed else "—"
        page = reverse("admin:hardship_fundsource_entries", args=[row.entry.source_id])
        span = {"first": f"{row.entry.on.year}-01-01", "last": f"{row.entry.on.year}-12-31", "figure": "visits"}
        return format_html('<a href="{}?{}">{}的资金明细</a>', page, urlencode(span), row.entry.source.name)

    def change_row(self, request: HttpRequest, row: Any, values: dict[str, Any]) -> VisitStop:
        given = {"name": row.name, **values}
        return visit_stops.change(row, **given, by=request.user)  # type: ignore[arg-type]

    def remove_row(self, request: HttpRequest, row: Any) -> None:
        visit_stops.remove(row, by=request.user)  # type: ignore[arg-type]

    def response_post_save_change(self, request: HttpRequest, obj: Any) -> Any:
        return redirect(_to_plan(obj))

    def response_delete(self, request: HttpRequest, obj_display: str, obj_id: int) -> HttpResponse:
        return super().response_delete(request, obj_display, obj_id)
