"""慰问: a plan from its quota to the settled day, with its groups and everybody on its lists."""

from collections import defaultdict
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from accounts.admin.acts import Act
from accounts.duties import Duty
from hardship.forms.visits import GroupForm, PlanForm, QuotaForm
from hardship.models import VisitGroup, VisitPlan, VisitStop
from hardship.operations import visits
from hardship.reports.visits import beside_budget, differences, tallies
from hardship.sheets.words import clock, day_of_week
from unions.admin.base import ScopedAdmin
from unions.models import Organisation

State = VisitPlan.State
EDIT = Duty.EDIT_VISITS
OPEN = (State.QUOTA, State.LIST)


def _in(*states: VisitPlan.State) -> Any:
    return lambda row: row.state in states


def _set_quota(row: VisitPlan, values: dict[str, Any], by: Any) -> str:
    visits.set_quota(row, **values, by=by)
    return f"{values['area']}的{values['kind']}名额：{values['families']} 户。"


def _add_group(row: VisitPlan, values: dict[str, Any], by: Any) -> str:
    made = visits.add_group(row, **values, by=by)
    return f"第{made.number}组已增加。"


@admin.register(VisitPlan)
class VisitPlanAdmin(ScopedAdmin):
    see_duty = Duty.SEE_VISITS
    edit_duty = EDIT
    may_remove = True
    place_field = "organisation"
    export_persons = False
    add_words = "制定慰问计划"
    form = PlanForm
    empty_text = "还没有慰问。点“制定慰问计划”，填日期、集合地点和预算，再定名额、定对象、排日程。"
    ordering = ("-on", "-id")
    change_form_template = "admin/hardship/visit_page.html"
    list_display = ("name", "when", "state", "gathers_where")
    list_display_links = ("name",)
    list_filter = ("state",)
    search_fields = ("name",)
    search_help_text = "慰问名称"
    fields = PlanForm.Meta.fields
    acts = (
        Act("quota", "定名额", EDIT, _set_quota, form=QuotaForm, applies=_in(*OPEN)),
        Act("add-group", "增加慰问组", EDIT, _add_group, form=GroupForm, applies=_in(*OPEN)),
        Act(
            "open-list",
            "名额已定，转定对象",
            EDIT,
            lambda row, values, by: _done(visits.open_list(row, by=by), "现在把慰问对象加到各组。"),
            applies=_in(State.QUOTA),
        ),
        Act(
            "schedule",
            "排定日程",
            EDIT,
            lambda row, values, by: _done(visits.schedule(row, by=by), "日程已排定，可以打印安排表和签领表。"),
            warning="排定以后名单不能再改；要改的，先退回定对象。名单和名额要一致。",
            applies=_in(State.LIST),
        ),
        Act(
            "reopen-list",
            "退回定对象",
            EDIT,
            lambda row, values, by: _done(visits.reopen_list(row, by=by), "可以修改名单了，改好后要重新打印。"),
            applies=_in(State.SCHEDULE),
        ),
        Act(
            "finish",
            "慰问完成",
            EDIT,
            lambda row, values, by: _done(visits.finish(row, by=by), "请把签字的签领表扫描上传，再结清。"),
            applies=_in(State.SCHEDULE),
        ),
        Act(
            "settle",
            "结清",
            EDIT,
            lambda row, values, by: _done(visits.settle(row, by=by), "这次慰问已结清。"),
            warning="结清以后签领不能再改动。",
            applies=_in(State.DONE),
        ),
        Act(
            "unsettle",
            "撤回结清",
            EDIT,
            lambda row, values, by: _done(visits.unsettle(row, by=by), "已撤回结清，可以更正签领。"),
            applies=_in(State.SETTLED),
        ),
    )

    def place(self, row: Any) -> Any:
        """A plan being made is the county's own, wherever that is."""
        return row.organisation if row.organisation_id is not None else None

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and (obj is None or obj.state in OPEN)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and (obj is None or obj.state in OPEN)

    @admin.display(description="慰问日期")
    def when(self, row: VisitPlan) -> str:
        return day_of_week(row.on)

    def add_row(self, request: HttpRequest, row: Any, values: dict[str, Any]) -> VisitPlan:
        user: Any = request.user
        county = Organisation.objects.visible_to(user).filter(parent__isnull=True).first()
        if county is None:
            raise PermissionDenied
        return visits.draw_up(county, **values, by=user)

    def change_row(self, request: HttpRequest, row: Any, values: dict[str, Any]) -> VisitPlan:
        return visits.change(row, **values, by=request.user)  # type: ignore[arg-type]

    def remove_row(self, request: HttpRequest, row: Any) -> None:
        visits.remove(row, by=request.user)  # type: ignore[arg-type]

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        row = kwargs.get("obj")
        if row is not None:
            context |= self._shown(request, row)
        response: HttpResponse = super().render_change_form(request, context, *args, **kwargs)
        return response

    def _shown(self, request: HttpRequest, row: VisitPlan) -> dict[str, Any]:
        user: Any = request.user
        rows = tallies(row)
        groups = VisitGroup.objects.visible_to(user).filter(plan=row).order_by("number")
        stops: dict[int, list[VisitStop]] = defaultdict(list)
        for stop in (
            VisitStop.objects.visible_to(user).filter(group__plan=row).select_related("union").order_by("place")
        ):
            stops[stop.group_id].append(stop)
        return {
            "plan": row,
            "when": f"{day_of_week(row.on)}{clock(row.departs_at)}出发",
            "gathers": f"{clock(row.gathers_at)}，{row.gathers_where}",
            "tallies": rows[:-1],
            "total": rows[-1],
            "differences": differences(rows) if row.state != State.QUOTA else [],
            "beside_budget": beside_budget(row, rows[-1]),
            "groups": [(group, stops[group.pk]) for group in groups],
            "may_edit": self.holds(request, EDIT, row),
            "is_open": row.state in OPEN,
            "is_running": row.state in (State.SCHEDULE, State.DONE),
        }


def _done(row: VisitPlan, next_step: str) -> str:
    return f"“{row.name}”现在是“{row.get_state_display()}”。{next_step}"


def page_of(plan_id: int) -> str:
    return reverse("admin:hardship_visitplan_change", args=[plan_id])
