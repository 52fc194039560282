"""慰问: what is signed for, what is refused, and the money in the ledger."""

import io
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.refused import Refused
from hardship import papers
from hardship.models import Budget, FundEntry, VisitPlan
from hardship.operations import documents, funds, visit_cash, visit_stops, visits
from tests.conftest import Mill
from tests.hardship.families import make_budget, make_file, make_programme, make_source
from tests.hardship.flow.test_papers import PDF
from tests.hardship.visits.visiting import AT, DAY, group_of, make_plan, reread, sign, stops
from unions.models import Organisation


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


def test_no_past_day_ends_below_zero(plan: VisitPlan, budget: Budget) -> None:
    source = type(budget.source).objects.get(pk=budget.source_id)
    visits.schedule(plan, by=None)
    funds.correct(source, Decimal("-4700"), on=DAY, reason="上交", at=AT, by=None)
    funds.receive(source, Decimal(3000), on=AT.date(), note="拨入", at=AT, by=None)

    with pytest.raises(Refused, match="在 2011-01-10 的余额只有 300.00"):
        sign(stops(plan)[0], cash="500")
    assert sign(stops(plan)[0], cash="500", signed_on=AT.date()).is_signed


def test_what_was_taken_back_is_signed_for_anew_on_its_day_though_the_source_is_empty(
    plan: VisitPlan, budget: Budget
) -> None:
    source = type(budget.source).objects.get(pk=budget.source_id)
    visits.schedule(plan, by=None)
    funds.correct(source, Decimal("-4500"), on=DAY, reason="上交", at=AT, by=None)
    sign(stops(plan)[0], cash="500")
    visit_cash.take_back(stops(plan)[0], reason="签领人记错", at=AT, by=None)

    assert sign(stops(plan)[0], cash="500").is_signed


def test_source_and_budget_are_locked_in_the_order_of_a_batch(plan: VisitPlan) -> None:
    """A batch made into its file at the same moment would wait for us, and we for it."""
    visits.schedule(plan, by=None)
    with CaptureQueriesContext(connection) as queries:
        sign(stops(plan)[0], cash="500")

    locked = [one["sql"].split(" FROM ")[1].split()[0] for one in queries if "FOR UPDATE" in one["sql"]]
    assert locked[-2:] == ['"hardship_fundsource"', '"hardship_budget"']


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


def test_the_janitor_leaves_signed_lists_alone(plan: VisitPlan) -> None:
    visits.schedule(plan, by=None)
    sign(stops(plan)[0])
    visit_cash.attach_receipts(group_of(plan), io.BytesIO(PDF), by=None)
    visit_cash.attach_receipts(group_of(plan), io.BytesIO(PDF + b"\n"), by=None)

    assert documents.delete_orphans(before=timezone.now() + timedelta(days=1)) == 1
    assert papers.is_there(stops(plan)[0].receipt)
