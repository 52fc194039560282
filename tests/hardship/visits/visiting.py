"""Plans of 慰问, what stands on them and a signature, for the tests of visits."""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from hardship.models import VisitGroup, VisitPlan, VisitStop
from hardship.operations import visit_cash, visits
from tests.hardship.families import SHANGHAI
from unions.models import Organisation

DAY = date(2011, 1, 10)
AT = datetime(2011, 1, 11, 9, tzinfo=SHANGHAI)


def make_plan(county: Organisation, **given: Any) -> VisitPlan:
    values = {
        "name": "2011年春节慰问", "on": DAY, "gathers_at": time(9, 45), "departs_at": time(10), "gathers_where": "县办公楼一楼大堂",
        "cash_budget": Decimal(3000), "goods_budget": Decimal(2000),
    } | given  # fmt: skip
    return visits.draw_up(county, by=None, **values)


def reread(plan: VisitPlan) -> VisitPlan:
    found: VisitPlan = VisitPlan.objects.everywhere("a test").get(pk=plan.pk)
    return found


def stops(plan: VisitPlan) -> list[VisitStop]:
    rows = VisitStop.objects.everywhere("a test").filter(group__plan=plan).select_related("group__plan")
    return list(rows.order_by("group__number", "place"))


def sign(stop: VisitStop, *, cash: str = "0", goods: str = "333.33", **given: Any) -> VisitStop:
    values = {"signed_on": DAY, "signed_by": stop.name, "at": AT, "by": None} | given
    return visit_cash.sign(stop, cash=Decimal(cash), goods=Decimal(goods), **values)


def group_of(plan: VisitPlan) -> VisitGroup:
    found: VisitGroup = VisitGroup.objects.everywhere("a test").get(plan=plan)
    return found
