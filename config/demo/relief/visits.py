"""慰问: last winter's, settled to the last signature, and the next one, whose list is being made."""

import io
from datetime import date, time, timedelta
from decimal import Decimal
from random import Random

from accounts.models import User
from config.demo import COUNTY_CODE
from config.demo.accounts import MADE_UP
from config.demo.calendar import workday
from config.demo.relief import scans
from config.demo.relief.files import stamp
from config.demo.relief.ground import VISITS_FROM
from hardship.models import Budget, HardshipFile, ReliefProgramme, VisitGroup, VisitPlan, VisitStop
from hardship.operations import visit_cash, visit_stops, visits
from unions.models import Organisation

# Area, leader, who goes along, and the bodies whose families are visited (by code).
GROUPS = (
    ("城关片区", "秦国平", "权益保障部、天河镇工会联合会", ("3499990101",)),
    ("北部片区", "吴建华", "组宣部、白云镇总工会", ("3499990102", "3499990104", "3499990114")),
    ("开发区片区", "何志明", "财务、云岭经济开发区工会", ("3499990125",)),
)
FAMILIES = 6  # of each group
GOODS = "大米一袋、食用油一桶"
FRONT_LINE = ("供水抢修班值班职工", "环卫早班职工", "公交驾驶员")


def visit(last: ReliefProgramme, running: ReliefProgramme, today: date, dice: Random) -> int:
    """Two plans; returns how many households stand on them."""
    before = workday(last.closes_at.date() + timedelta(days=12))
    done = _plan(last, before, f"{before.year}年春节慰问", dice)
    _hand_over(done, before)
    coming = workday(today + timedelta(days=24))
    _plan(running, coming, f"{coming.year}年慰问", dice, is_open=True)
    return VisitStop.objects.everywhere(MADE_UP).count()


def _plan(programme: ReliefProgramme, on: date, name: str, dice: Random, *, is_open: bool = False) -> VisitPlan:
    by = User.objects.get(username="quanyi")
    county = Organisation.objects.everywhere(MADE_UP).get(code=COUNTY_CODE)
    budget = Budget.objects.get(programme=programme, source__code=VISITS_FROM)
    plan = visits.draw_up(
        county, name=name, on=on, gathers_at=time(8, 0), departs_at=time(8, 20), gathers_where="县总工会大院",
        cash_budget=Decimal("9000.00"), goods_budget=Decimal("4200.00"), budget=budget, by=by,
    )  # fmt: skip
    for area, _, _, _ in GROUPS:
        plan = visits.set_quota(plan, area=area, kind="困难职工", families=FAMILIES, by=by)
        plan = visits.set_quota(plan, area=area, kind="坚守岗位职工", families=1, by=by)
    plan = visits.open_list(plan, by=by)
    for number, (area, leader, units, bodies) in enumerate(GROUPS):
        group = visits.add_group(plan, area=area, leader=leader, units=units, by=by)
        _stops(group, bodies, FRONT_LINE[number], dice, by, left_out=2 if is_open else 0)
    return plan


def _stops(group: VisitGroup, bodies: tuple[str, ...], front: str, dice: Random, by: User, *, left_out: int) -> None:
    """Households on file of the group's bodies; then people on duty, who get goods."""
    rows = HardshipFile.objects.everywhere(MADE_UP).on_file().select_related("union").order_by("code")
    near = [row for row in rows if row.union.code.startswith(bodies)]
    for file in dice.sample(near, FAMILIES)[: FAMILIES - left_out]:
        visit_stops.add(
            group, kind="困难职工", file=file, cash=Decimal("500.00"), goods=Decimal("200.00"), goods_named=GOODS, by=by
        )  # fmt: skip
    union = near[0].union
    visit_stops.add(
        group, kind="坚守岗位职工", union=union, name=front, goods=Decimal("200.00"), goods_named=GOODS, by=by
    )  # fmt: skip


def _hand_over(plan: VisitPlan, on: date) -> None:
    """Everybody signed but one who had moved; the signed lists are in."""
    by, at = User.objects.get(username="quanyi"), stamp(on, 17)
    plan = visits.schedule(plan, by=by)
    stops = list(VisitStop.objects.everywhere(MADE_UP).filter(group__plan=plan).order_by("group", "place"))
    for number, stop in enumerate(stops):
        if number == 4:  # noqa: PLR2004 (one of them)
            visit_cash.miss(stop, reason="全家外出务工，改为年后送达", by=by)
            continue
        visit_cash.sign(
            stop, cash=stop.cash, goods=stop.goods, signed_on=on, signed_by=stop.name, at=at, by=by
        )  # fmt: skip
    plan = visits.finish(plan, by=by)
    _receipts(plan, by)
    visits.settle(plan, by=by)


def _receipts(plan: VisitPlan, by: User) -> None:
    """One scan for each group."""
    for group in VisitGroup.objects.everywhere(MADE_UP).filter(plan=plan).select_related("plan"):
        visit_cash.attach_receipts(group, io.BytesIO(scans.scan("visit_receipt").data), by=by)
