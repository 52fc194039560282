"""慰问: the plan, its quota and list, its schedule and what ties; the money is in test_visit_cash.py."""

import io
from datetime import date, time
from decimal import Decimal

import pytest

from accounts.models import BookEntry, User
from accounts.refused import Refused
from hardship.models import Budget, FundEntry, VisitPlan
from hardship.operations import visit_cash, visit_stops, visits
from hardship.reports.visits import beside_budget, tallies
from tests.conftest import Mill
from tests.hardship.families import contents, make_file
from tests.hardship.flow.test_papers import PDF
from tests.hardship.visits.visiting import DAY, group_of, make_plan, reread, sign, stops
from unions.models import Organisation


def test_a_visit_goes_from_its_quota_to_the_settled_plan(plan: VisitPlan, budget: Budget) -> None:
    visits.schedule(plan, by=None)
    poor, steadfast = stops(plan)
    sign(poor, cash="500")
    sign(steadfast)
    visits.finish(plan, by=None)
    visit_cash.attach_receipts(group_of(plan), io.BytesIO(PDF), by=None)
    visits.settle(plan, by=None)

    budget.refresh_from_db()
    entry = FundEntry.objects.get(kind="visit")
    assert reread(plan).state == "settled"
    assert (entry.amount, entry.on, entry.note) == (Decimal(-500), DAY, "2011年春节慰问第1组第1户")
    assert (budget.spent, budget.reserved) == (500, 500)
    assert stops(plan)[0].entry_id == entry.pk


def test_the_figures_of_a_plan_are_by_area_and_kind(plan: VisitPlan) -> None:
    visits.schedule(plan, by=None)
    sign(stops(plan)[0], cash="400")

    poor, steadfast, total = sorted(tallies(plan), key=lambda row: (row.area == "合计", row.kind != "特困职工"))

    assert (poor.quota, poor.listed, poor.visited, poor.cash, poor.cash_given) == (1, 1, 1, 500, 400)
    assert (steadfast.quota, steadfast.visited, steadfast.goods_given) == (1, 0, 0)
    assert (total.quota, total.listed, total.cash, total.goods) == (2, 2, 500, Decimal("666.66"))


def test_the_seeds_plan_ties(county: Organisation, mill: Mill) -> None:
    plan = make_plan(county)
    for area, kind, families in (
        ("闸坡", "困难劳模", 2), ("闸坡", "特困职工", 1), ("海陵", "特困职工", 2), ("海陵", "下岗工人", 1),
    ):  # fmt: skip
        visits.set_quota(plan, area=area, kind=kind, families=families, by=None)

    assert tallies(plan)[-1].quota == 6


def test_a_list_beside_its_quota_is_not_scheduled_and_says_where(plan: VisitPlan, mill: Mill) -> None:
    visit_stops.add(group_of(plan), kind="坚守岗位职工", union=mill.union, name="吴某", by=None)
    visits.set_quota(plan, area="山顶镇", kind="农民工", families=2, by=None)

    with pytest.raises(Refused) as refusal:
        visits.schedule(plan, by=None)

    assert "河畔镇的坚守岗位职工名额 1 户，名单 2 户，多 1 户" in str(refusal.value)
    assert "山顶镇的农民工名额 2 户，名单 0 户，少 2 户" in str(refusal.value)


def test_sums_beside_the_budget_are_said_and_stop_nothing(plan: VisitPlan) -> None:
    assert beside_budget(plan, tallies(plan)[-1])[0] == "慰问金名单合计 500.00元，比预算 3,000.00元少 2,500.00元"
    assert visits.schedule(plan, by=None).state == "schedule"


def test_nobody_gets_money_without_a_file(plan: VisitPlan, mill: Mill) -> None:
    group = group_of(plan)
    with pytest.raises(Refused, match="先建档后帮扶"):
        visit_stops.add(group, kind="困难劳模", union=mill.union, name="郑某", cash=Decimal(1), by=None)
    visits.schedule(plan, by=None)
    with pytest.raises(Refused, match="先建档后帮扶"):
        sign(stops(plan)[1], cash="1")


def test_a_household_is_visited_once(plan: VisitPlan) -> None:
    other = visits.add_group(plan, area="山顶镇", leader="马某", by=None)

    with pytest.raises(Refused, match="已经在第1组"):
        visit_stops.add(other, kind="困难职工", file=stops(plan)[0].file, by=None)


def test_a_household_out_of_hardship_is_not_listed(plan: VisitPlan, mill: Mill) -> None:
    file = make_file(mill.union, said=contents(9, name="脱困某"))
    type(file).objects.everywhere("a test").filter(pk=file.pk).update(state="out", ended_on=date(2012, 12, 4))

    with pytest.raises(Refused, match="已脱困"):
        visit_stops.add(group_of(plan), kind="困难职工", file=file, by=None)


def test_somebody_without_a_file_needs_a_name_and_a_union(plan: VisitPlan) -> None:
    with pytest.raises(Refused, match="姓名和所在工会"):
        visit_stops.add(group_of(plan), kind="困难劳模", name="郑某", by=None)


def test_money_without_a_source_is_not_scheduled(county: Organisation, mill: Mill) -> None:
    plan = make_plan(county)
    visits.set_quota(plan, area="河畔镇", kind="特困职工", families=1, by=None)
    visits.open_list(plan, by=None)
    group = visits.add_group(plan, area="河畔镇", leader="马某", by=None)
    visit_stops.add(group, kind="特困职工", file=make_file(mill.union), cash=Decimal(500), by=None)

    with pytest.raises(Refused, match="先在这次慰问上选定慰问金来源"):
        visits.schedule(plan, by=None)


def test_the_list_opens_again_until_somebody_signed(plan: VisitPlan) -> None:
    visits.schedule(plan, by=None)
    with pytest.raises(Refused, match="退回定对象"):
        visit_stops.remove(stops(plan)[1], by=None)
    visits.reopen_list(plan, by=None)
    visit_stops.remove(stops(plan)[0], by=None)
    assert [stop.place for stop in stops(plan)] == [1]
    visits.set_quota(plan, area="河畔镇", kind="特困职工", families=0, by=None)
    visits.schedule(plan, by=None)
    sign(stops(plan)[0])

    with pytest.raises(Refused, match="已经有人签领"):
        visits.reopen_list(plan, by=None)


def test_stops_change_their_order_and_their_group(plan: VisitPlan) -> None:
    other = visits.add_group(plan, area="山顶镇", leader="马某", by=None)
    first, second = stops(plan)
    visit_stops.move(second, first.group, place=1, by=None)
    assert [stop.name for stop in stops(plan)] == ["周某", "李困难"]

    visit_stops.move(stops(plan)[0], other, place=0, by=None)

    assert [(stop.group.number, stop.place, stop.name) for stop in stops(plan)] == [(1, 1, "李困难"), (2, 1, "周某")]


def test_a_plan_with_somebody_on_it_is_not_removed(plan: VisitPlan, county: Organisation) -> None:
    with pytest.raises(Refused, match="已经有慰问对象"):
        visits.remove(plan, by=None)
    empty = make_plan(county)
    visits.remove(empty, by=None)
    assert not VisitPlan.objects.everywhere("a test").filter(pk=empty.pk).exists()


def test_one_leaves_after_one_gathers(county: Organisation) -> None:
    with pytest.raises(Refused, match="早于集合时间"):
        make_plan(county, departs_at=time(9))


def test_the_list_waits_for_a_quota(county: Organisation) -> None:
    with pytest.raises(Refused, match="先定名额"):
        visits.open_list(make_plan(county), by=None)


def test_the_book_names_nobody_who_is_visited(plan: VisitPlan, cast: dict[str, User]) -> None:
    lines = BookEntry.objects.filter(table_name="hardship_visitstop")

    assert lines.exists()
    assert "周某" not in str(list(lines.values_list("after", flat=True)))
