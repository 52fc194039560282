from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from hardship.models import Budget, VisitPlan
from hardship.operations import visit_stops, visits
from tests.conftest import Mill
from tests.hardship.families import make_budget, make_file, make_programme, make_source
from tests.hardship.visits.visiting import DAY, make_plan, reread
from unions.models import Organisation


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
