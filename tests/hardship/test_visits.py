"""慰问 from its quota to the settled plan: what ties, what is refused, and the money in the ledger."""

import io
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import BookEntry, User
from accounts.refused import Refused
from hardship import papers
from hardship.models import Budget, FundEntry, VisitGroup, VisitPlan, VisitStop
from hardship.operations import documents, funds, visit_cash, visit_stops, visits
from hardship.reports.visits import beside_budget, tallies
from tests.conftest import Mill
from tests.hardship.families import SHANGHAI, contents, make_budget, make_file, make_programme, make_source
from tests.hardship.flow.test_papers import PDF
from unions.models import Organisation

DAY = date(2011, 1, 10)
AT = datetime(2011, 1, 11, 9, tzinfo=SHANGHAI)


def make_plan(county: Organisation, **given: Any) -> VisitPlan:
    values = {
        "name": "2011年春节慰问", "on": DAY, "gathers_at": time(9, 45), "departs_at": time(10), "gathers_where": "县办公楼一楼大堂",
        "cash_budget": Decimal(3000), "goods_budget": Decimal(2000),
    } | given  # fmt: skip
    return visits.draw_up(county, by=None, **values)


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def budget(db: None) -> Budget:
    return make_budget(make_programme(), make_source(money="5000.00", on=DAY), "3000.00")


@pytest.fixture
def plan(county: Organisation, mill: Mill, budget: Budget) -> VisitPlan:
    """One family of the mill on the list, and somebody without a file."""
    plan = make_plan(county, budget=budget)
    visits.set_quota(plan, area="河畔镇", kind="特困职工", families=1, by=None)
    visits.set_quota(plan, area="河畔镇", kind="坚守岗位职工", families=1, by=None)
    visits.open_list(plan, by=None)
    group = visits.add_group(plan, area="河畔镇", leader="马某（副县长）", units="县总工会", by=None)
    visit_stops.add(
        group, kind="特困职工", file=make_file(mill.union), cash=Decimal(500), goods=Decimal("333.33"), by=None
    )
    visit_stops.add(group, kind="坚守岗位职工", union=mill.union, name="周某", goods=Decimal("333.33"), by=None)
    return reread(plan)


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


def test_nothing_is_signed_before_the_schedule_stands_and_the_day_has_come(plan: VisitPlan) -> None:
    with pytest.raises(Refused, match="排定日程以后"):
        sign(stops(plan)[0])
    visits.schedule(plan, by=None)
    for day in (date(2011, 1, 9), date(2011, 1, 12)):
        with pytest.raises(Refused, match="签领日期"):
            sign(stops(plan)[0], signed_on=day)
    assert sign(stops(plan)[0], signed_on=date(2011, 1, 11)).is_signed


def test_the_same_signature_twice_is_one_and_another_sum_is_refused(plan: VisitPlan) -> None:
    visits.schedule(plan, by=None)
    sign(stops(plan)[0], cash="500")
    sign(stops(plan)[0], cash="500")

    with pytest.raises(Refused, match="先撤销签领"):
        sign(stops(plan)[0], cash="600")
    assert FundEntry.objects.filter(kind="visit").count() == 1


def test_nothing_given_is_no_signature(plan: VisitPlan) -> None:
    visits.schedule(plan, by=None)

    with pytest.raises(Refused, match="都是 0"):
        sign(stops(plan)[0], goods="0")
    with pytest.raises(Refused, match="签领人"):
        sign(stops(plan)[0], signed_by=" ")


@pytest.mark.parametrize(
    ("cash", "said"),
    [("3000.01", "慰问预算只剩 3,000.00元"), ("-1", "负数"), ("0.001", "两位小数"), ("10000000000", "小于 100 亿元")],
)
def test_more_than_the_budget_and_odd_sums_are_refused(plan: VisitPlan, cash: str, said: str) -> None:
    visits.schedule(plan, by=None)

    with pytest.raises(Refused, match=said):
        sign(stops(plan)[0], cash=cash)
    assert not FundEntry.objects.filter(kind="visit").exists()


def test_more_than_the_source_holds_is_refused(county: Organisation, mill: Mill) -> None:
    plan = make_plan(county, budget=make_budget(make_programme(), make_source(money="100.00", on=DAY), "3000.00"))
    visits.set_quota(plan, area="河畔镇", kind="特困职工", families=1, by=None)
    visits.open_list(plan, by=None)
    group = visits.add_group(plan, area="河畔镇", leader="马某", by=None)
    visit_stops.add(group, kind="特困职工", file=make_file(mill.union), cash=Decimal(500), by=None)
    visits.schedule(plan, by=None)

    with pytest.raises(Refused, match="余额只有 100.00元"):
        sign(stops(plan)[0], cash="500")


def test_a_source_closed_meanwhile_gives_nothing_and_takes_back(plan: VisitPlan, budget: Budget) -> None:
    visits.schedule(plan, by=None)
    sign(stops(plan)[0], cash="500")
    funds.close_source(budget.source, by=None)

    visit_cash.take_back(stops(plan)[0], reason="金额记错", at=AT, by=None)
    with pytest.raises(Refused, match="已停用，不能再发慰问金"):
        sign(stops(plan)[0], cash="400")


def test_nothing_leaves_a_source_before_its_first_day(plan: VisitPlan, budget: Budget) -> None:
    visits.schedule(plan, by=None)
    type(budget.source).objects.update(opened_on=date(2011, 1, 11))

    with pytest.raises(Refused, match="早于“中央财政专项帮扶资金”的启用日期（2011-01-11）"):
        sign(stops(plan)[0], cash="500")
    assert sign(stops(plan)[0], cash="500", signed_on=date(2011, 1, 11)).is_signed


def test_source_and_budget_are_locked_in_the_order_of_a_batch(plan: VisitPlan) -> None:
    """A batch made into its file at the same moment would wait for us, and we for it."""
    visits.schedule(plan, by=None)
    with CaptureQueriesContext(connection) as queries:
        sign(stops(plan)[0], cash="500")

    locked = [one["sql"].split(" FROM ")[1].split()[0] for one in queries if "FOR UPDATE" in one["sql"]]
    assert locked[-2:] == ['"hardship_fundsource"', '"hardship_budget"']


def test_money_without_a_source_is_not_scheduled(county: Organisation, mill: Mill) -> None:
    plan = make_plan(county)
    visits.set_quota(plan, area="河畔镇", kind="特困职工", families=1, by=None)
    visits.open_list(plan, by=None)
    group = visits.add_group(plan, area="河畔镇", leader="马某", by=None)
    visit_stops.add(group, kind="特困职工", file=make_file(mill.union), cash=Decimal(500), by=None)

    with pytest.raises(Refused, match="先在这次慰问上选定慰问金来源"):
        visits.schedule(plan, by=None)


def test_a_signature_taken_back_brings_the_money_back_with_its_reason(plan: VisitPlan, budget: Budget) -> None:
    visits.schedule(plan, by=None)
    sign(stops(plan)[0], cash="500")
    sign(stops(plan)[1])
    visits.finish(plan, by=None)
    visit_cash.take_back(stops(plan)[0], reason="金额记错", at=AT, by=None)
    sign(stops(plan)[0], cash="400")

    budget.refresh_from_db()
    budget.source.refresh_from_db()
    assert [entry.amount for entry in FundEntry.objects.filter(kind="visit").order_by("pk")] == [-500, 500, -400]
    assert (budget.spent, budget.source.balance) == (400, 4600)
    assert reread(plan).state == "schedule"


def test_whoever_was_not_met_is_named_with_the_reason(plan: VisitPlan) -> None:
    visits.schedule(plan, by=None)
    sign(stops(plan)[0], cash="500")
    with pytest.raises(Refused, match="还有 1 户"):
        visits.finish(plan, by=None)
    with pytest.raises(Refused, match="原因"):
        visit_cash.miss(stops(plan)[1], reason=" ", by=None)
    visit_cash.miss(stops(plan)[1], reason="本人外出", by=None)

    assert visits.finish(plan, by=None).state == "done"
    with pytest.raises(Refused, match="已经登记签领"):
        visit_cash.miss(stops(plan)[0], reason="外出", by=None)


def test_a_plan_is_settled_with_its_signed_lists_only(plan: VisitPlan) -> None:
    visits.schedule(plan, by=None)
    with pytest.raises(Refused, match="还没有登记签领"):
        visit_cash.attach_receipts(group_of(plan), io.BytesIO(PDF), by=None)
    for stop in stops(plan):
        sign(stop)
    visits.finish(plan, by=None)

    with pytest.raises(Refused, match="第1组的签领表还没有上传"):
        visits.settle(plan, by=None)


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


def test_the_janitor_leaves_signed_lists_alone(plan: VisitPlan) -> None:
    visits.schedule(plan, by=None)
    sign(stops(plan)[0])
    visit_cash.attach_receipts(group_of(plan), io.BytesIO(PDF), by=None)
    visit_cash.attach_receipts(group_of(plan), io.BytesIO(PDF + b"\n"), by=None)

    assert documents.delete_orphans(before=timezone.now() + timedelta(days=1)) == 1
    assert papers.is_there(stops(plan)[0].receipt)
