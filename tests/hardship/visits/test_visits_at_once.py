"""Two enter what a visit handed over at the same moment: one wins, the other is told, and no purse goes below zero."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from hardship.models import Budget, FundEntry, VisitPlan, VisitStop
from hardship.operations import visit_stops, visits
from tests.conftest import Mill
from tests.hardship.families import contents, make_budget, make_file, make_programme, make_source
from tests.hardship.money.test_at_the_same_moment import together
from tests.hardship.visits.visiting import DAY, make_plan, sign, stops
from unions.models import Organisation

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def budget(settings: Any, tmp_path: Path, db: None) -> Budget:
    settings.MEDIA_ROOT = tmp_path
    return make_budget(make_programme(), make_source(money="5000.00", on=DAY), "800.00")


@pytest.fixture
def two(county: Organisation, mill: Mill, budget: Budget) -> list[VisitStop]:
    """Two households with a file, and money for one and a half."""
    plan: VisitPlan = make_plan(county, budget=budget)
    visits.set_quota(plan, area="河畔镇", kind="特困职工", families=2, by=None)
    visits.open_list(plan, by=None)
    group = visits.add_group(plan, area="河畔镇", leader="马某", by=None)
    for number in (1, 2):
        file = make_file(mill.union, f"DA00000{number}", said=contents(number))
        visit_stops.add(group, kind="特困职工", file=file, cash=Decimal(500), by=None)
    visits.schedule(plan, by=None)
    return stops(plan)


def test_one_household_is_signed_for_once(two: list[VisitStop], budget: Budget) -> None:
    done, told = together(lambda: sign(two[0], cash="500"), lambda: sign(two[0], cash="400"))

    assert (len(done), len(told)) == (1, 1)
    assert "已经登记签领" in told[0]
    budget.refresh_from_db()
    assert FundEntry.objects.get(kind="visit").amount == -budget.spent == -done[0].cash_given


def test_the_last_money_is_given_to_one(two: list[VisitStop], budget: Budget) -> None:
    done, told = together(*[lambda stop=stop: sign(stop, cash="500") for stop in two])

    assert (len(done), len(told)) == (1, 1)
    assert "慰问预算只剩 300.00元" in told[0]
    budget.refresh_from_db()
    assert (budget.spent, budget.source.balance) == (500, 4500)
