"""What is entered elsewhere changes nothing one sees: no count, no rank, no page number, no chart."""

from datetime import date

import pytest
from django.utils import timezone

from accounts.models import Job
from campaigns.models import Report
from registers.models import ImportRun
from tests.factories import (
    DisplayFactory,
    EmployerFactory,
    HonourFactory,
    OfficerFactory,
    OrganisationFactory,
    UserFactory,
)
from tests.hardship.families import contents, make_application, make_file
from tests.leaks.asks import Ask, plan
from tests.leaks.conftest import Hunter
from tests.leaks.hunt import UNSTEADY
from tests.leaks.oracle import PUBLIC_DOORS
from tests.leaks.world import World


def enter_more(world: World, body: str) -> None:
    """A union with a row in every register, a family that applies for relief, a report, an import and its job."""
    above = world.one("unions.Organisation", body)
    union = OrganisationFactory(parent=above, code="349999000999", name="新来的工会")
    DisplayFactory(union=union)
    OfficerFactory(union=union, left_on=date(2012, 1, 1))
    HonourFactory(union=union)
    EmployerFactory(body=above, union=union)
    EmployerFactory(body=above)
    family = make_file(union, said=contents(990))
    make_application(family, world.rows("hardship.ReliefProgramme", "county")[0])
    campaign, person = world.one("campaigns.Campaign", "county"), UserFactory()
    Report(campaign=campaign, body=above, month=date(2012, 12, 1)).save()
    run = ImportRun.objects.create(register="officers", by=person, file_name="n.xlsx", state="faulty", fault_count=3)
    Job.objects.create(kind="import", subject_id=run.pk, by=person)


@pytest.fixture
def same_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages tell the minute of their making: on a slow machine that is another one the second time."""
    moment = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: moment)


@pytest.mark.usefixtures("same_minute")
@pytest.mark.parametrize(
    ("who", "elsewhere"), [("body_officer", "hilltop"), ("stranger", "riverside"), ("chair", "hilltop")]
)
def test_rows_of_another_township_change_no_page(world: World, hunter: Hunter, who: str, elsewhere: str) -> None:
    asks = [ask for ask in plan(world, who) if ask.method == "GET" and ask.stands_for in {"own", "plain"}]
    asks = [ask for ask in asks if "?" not in ask.url or "?o=" in ask.url or "?p=" in ask.url]
    # The directory's pages are everybody's, its counts too; readyz tries the keys on whatever is newest.
    asks = [ask for ask in asks if ask.door not in {*UNSTEADY, *PUBLIC_DOORS, "readyz"}]
    hunt = hunter(who)
    before = hunt.pages(asks)

    enter_more(world, elsewhere)
    after = hunt.pages(asks)

    assert [url for url in before if before[url] != after[url]] == []


def test_rows_of_ones_own_township_do(world: World, hunter: Hunter) -> None:
    """Or the test above would pass for the wrong reason."""
    lists = [f"/admin/unions/{table}/" for table in ("organisation", "officer", "display", "honour", "employer")]
    asks = [Ask("", "GET", url) for url in lists]
    before = hunter("body_officer").pages(asks)

    enter_more(world, "riverside")
    after = hunter("body_officer").pages(asks)

    assert [ask for ask in before if before[ask] == after[ask]] == []
