"""慰问: the plan from its quota to the day (hardship.md §7; domain.md CV-01 to CV-07). What is handed over: visit_cash.py."""

from datetime import date, time
from decimal import Decimal
from typing import Any

from accounts.book import operation
from accounts.models import User
from accounts.refused import Refused
from hardship.models import Budget, VisitGroup, VisitPlan, VisitQuota, VisitStop
from hardship.money import NotMoney, storable
from hardship.reports.visits import differences, tallies
from unions.models import Organisation
from unions.operations.rows import amend

State = VisitPlan.State
OPEN = (State.QUOTA, State.LIST)
NOTHING = Decimal("0.00")
OF_A_PLAN = "of a locked plan"
ONLY_ONCE_MORE = "日程已经排定，不能再改。要改的，请先点“退回定对象”。"


@operation("visits.draw_up")
def draw_up(
    organisation: Organisation,
    *,
    name: str,
    on: date,
    gathers_at: time,
    departs_at: time,
    gathers_where: str,
    cash_budget: Decimal = NOTHING,
    goods_budget: Decimal = NOTHING,
    budget: Budget | None = None,
    note: str = "",
    by: User | None,
) -> VisitPlan:
    """A plan with its day and its money, before anybody is on it. Raises Refused when one leaves before one gathers."""
    _demand_hours(gathers_at, departs_at)
    return VisitPlan.objects.create(
        organisation=organisation,
        name=name,
        on=on,
        gathers_at=gathers_at,
        departs_at=departs_at,
        gathers_where=gathers_where,
        cash_budget=sum_of(cash_budget),
        goods_budget=sum_of(goods_budget),
        budget=budget,
        note=note,
    )


@operation("visits.change")
def change(plan: VisitPlan, *, by: User | None, **values: Any) -> VisitPlan:
    """Another day, place or sum, while the list is open."""
    plan = open_plan(plan)
    for field in ("cash_budget", "goods_budget"):
        if field in values:
            values[field] = sum_of(values[field])
    _demand_hours(values.get("gathers_at", plan.gathers_at), values.get("departs_at", plan.departs_at))
    amend(plan, values)
    return plan


@operation("visits.remove")
def remove(plan: VisitPlan, *, by: User | None) -> None:
    """A plan entered by mistake. Raises Refused once somebody is on its list."""
    plan = open_plan(plan)
    if VisitStop.objects.everywhere(OF_A_PLAN).filter(group__plan=plan).exists():
        raise Refused("这次慰问已经有慰问对象，不能删除。确实不办的，请先把慰问对象逐个移出。")
    plan.delete()


@operation("visits.set_quota")
def set_quota(plan: VisitPlan, *, area: str, kind: str, families: int, by: User | None) -> VisitPlan:
    """So many families of a kind in an area; none takes the line away. The same twice writes once."""
    plan = open_plan(plan)
    lines = VisitQuota.objects.everywhere(OF_A_PLAN).filter(plan=plan, area=area, kind=kind)
    line = lines.select_for_update().first()
    if line is None:
        if families:
            VisitQuota.objects.create(plan=plan, area=area, kind=kind, families=families)
    elif families:
        amend(line, {"families": families})
    else:
        line.delete()
    return plan


@operation("visits.add_group")
def add_group(plan: VisitPlan, *, area: str, leader: str, units: str = "", by: User | None) -> VisitGroup:
    """The next group, numbered on."""
    plan = open_plan(plan)
    groups = VisitGroup.objects.everywhere(OF_A_PLAN).filter(plan=plan)
    last = groups.order_by("-number").values_list("number", flat=True).first() or 0
    return VisitGroup.objects.create(plan=plan, number=last + 1, area=area, leader=leader, units=units)


@operation("visits.change_group")
def change_group(group: VisitGroup, *, area: str, leader: str, units: str, by: User | None) -> VisitGroup:
    open_plan(group.plan)
    group = VisitGroup.objects.lock(group)
    amend(group, {"area": area, "leader": leader, "units": units})
    return group


@operation("visits.remove_group")
def remove_group(group: VisitGroup, *, by: User | None) -> None:
    """Raises Refused while somebody is on its list."""
    open_plan(group.plan)
    group = VisitGroup.objects.lock(group)
    if VisitStop.objects.everywhere(OF_A_PLAN).filter(group=group).exists():
        raise Refused("这个组还有慰问对象，请先把他们移到别的组，或者移出名单。")
    group.delete()


@operation("visits.open_list")
def open_list(plan: VisitPlan, *, by: User | None) -> VisitPlan:
    """定名额 is done: now the families."""
    plan = _in(plan, State.QUOTA)
    if not VisitQuota.objects.everywhere(OF_A_PLAN).filter(plan=plan).exists():
        raise Refused("请先定名额：每个片区各类对象多少户。")
    amend(plan, {"state": State.LIST})
    return plan


@operation("visits.schedule")
def schedule(plan: VisitPlan, *, by: User | None) -> VisitPlan:
    """The list stands: printed and handed to the groups. Raises Refused while it does not tie to the quota."""
    plan = _in(plan, State.LIST)
    if wrong := differences(tallies(plan)):
        raise Refused(f"名单和名额对不上：{'；'.join(wrong)}。请调整名单或名额后再排日程。")
    stops = VisitStop.objects.everywhere(OF_A_PLAN).filter(group__plan=plan)
    if plan.budget_id is None and stops.filter(cash__gt=0).exists():
        raise Refused("名单里有慰问金，请先在这次慰问上选定慰问金来源。")
    amend(plan, {"state": State.SCHEDULE})
    return plan


@operation("visits.reopen_list")
def reopen_list(plan: VisitPlan, *, by: User | None) -> VisitPlan:
    """Back to the list, for a change. Raises Refused once something was handed over."""
    plan = _in(plan, State.SCHEDULE)
    stops = VisitStop.objects.everywhere(OF_A_PLAN).filter(group__plan=plan)
    if stops.filter(signed_on__isnull=False).exists():
        raise Refused("已经有人签领，名单不能再改。没有访到的，请在慰问对象上写明原因。")
    stops.exclude(missed="").update(missed="")
    amend(plan, {"state": State.LIST})
    return plan


@operation("visits.finish")
def finish(plan: VisitPlan, *, by: User | None) -> VisitPlan:
    """Everybody was visited, or missed with a reason."""
    plan = _in(plan, State.SCHEDULE)
    left = VisitStop.objects.everywhere(OF_A_PLAN).filter(group__plan=plan, signed_on__isnull=True, missed="")
    if waiting := left.count():
        raise Refused(f"还有 {waiting} 户没有登记签领，请登记实发和签领人，没有访到的写明原因。")
    amend(plan, {"state": State.DONE})
    return plan


@operation("visits.settle")
def settle(plan: VisitPlan, *, by: User | None) -> VisitPlan:
    """The signed lists are in: nothing changes any more. Raises Refused while one is missing."""
    plan = _in(plan, State.DONE)
    signed = VisitStop.objects.everywhere(OF_A_PLAN).filter(group__plan=plan, signed_on__isnull=False)
    groups = sorted(set(signed.filter(receipt="").values_list("group__number", flat=True)))
    if groups:
        named = "、".join(f"第{number}组" for number in groups)
        raise Refused(f"{named}的签领表还没有上传。请扫描签字的签领表，在组的页面上传后再结清。")
    amend(plan, {"state": State.SETTLED})
    return plan


@operation("visits.unsettle")
def unsettle(plan: VisitPlan, *, by: User | None) -> VisitPlan:
    """结清 pressed too early."""
    plan = _in(plan, State.SETTLED)
    amend(plan, {"state": State.DONE})
    return plan


def locked(plan: VisitPlan) -> VisitPlan:
    found: VisitPlan = VisitPlan.objects.lock(plan)
    return found


def open_plan(plan: VisitPlan) -> VisitPlan:
    """The plan, locked, while its list may still change."""
    plan = locked(plan)
    if plan.state not in OPEN:
        raise Refused(ONLY_ONCE_MORE)
    return plan


def sum_of(amount: Decimal) -> Decimal:
    """Yuan with two decimals. Raises Refused for what is no sum of money."""
    try:
        amount = storable(amount)
    except NotMoney as wrong:
        raise Refused(str(wrong)) from wrong
    if amount < 0:
        raise Refused("金额不能是负数。")
    return amount


def _in(plan: VisitPlan, state: VisitPlan.State) -> VisitPlan:
    plan = locked(plan)
    if plan.state != state:
        raise Refused(f"这次慰问现在是“{plan.get_state_display()}”，不能这样办理。请刷新后再看。")
    return plan


def _demand_hours(gathers_at: time, departs_at: time) -> None:
    if departs_at < gathers_at:
        raise Refused("出发时间早于集合时间，请核对。")
