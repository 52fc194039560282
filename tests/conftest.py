"""The cast. 云岭县总工会 has two responsible bodies, 河畔镇 (riverside) and 山顶镇 (hilltop).

Riverside's union is the mill's (河畔纸厂工会), chaired by Chen; hilltop's is the quarry's, chaired by Wu. He keeps
riverside's registers at its desk; Shan keeps hilltop's and has no business in riverside. One person holds each of the
county's roles. Every row of hilltop carries the word CANARY: whoever belongs to riverside must never read it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.signals import user_logged_in
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from accounts import step_up, wall
from accounts.duties import Role
from accounts.models import User
from tests.factories import (
    DisplayFactory,
    EmployerFactory,
    HonourFactory,
    OfficerFactory,
    OrganisationFactory,
    make_colleague,
)
from unions.models import Display, Employer, Honour, Kind, Officer, Organisation
from unions.operations import organisations

CANARY = "金丝雀"


LONGEST = ("tests/leaks/test_hunt.py", "tests/browser/test_phone_weight.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first, or one process is still hunting when the other has long had nothing left to do."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONGEST))


@pytest.fixture(autouse=True)
def wall_is_open() -> Iterator[None]:
    """What a test itself does, the operator does; requests and jobs close the wall to their own user's part."""
    with wall.whole("a test's own hands"):
        yield


@pytest.fixture(autouse=True)
def fresh_cache() -> None:
    """The county's name is kept for a minute; a test must not see the last one's."""
    cache.clear()


@pytest.fixture(autouse=True)
def second_step_is_taken(request: pytest.FixtureRequest) -> Iterator[None]:
    """Whoever signs in has just taken the second step, unless the test is about it: `@pytest.mark.second_step`."""
    if request.node.get_closest_marker("second_step"):
        yield
        return

    def take(sender: Any, request: Any, user: Any, **kwargs: Any) -> None:
        request.session[step_up.TAKEN_AT] = timezone.now().timestamp()

    user_logged_in.connect(take)
    yield
    user_logged_in.disconnect(take)


@pytest.fixture
def county(db: None) -> Organisation:
    county = organisations.establish_county("3499990000", "云岭县总工会", by=None)
    return organisations.change_details(county, established_on=date(2000, 1, 1), by=None)


@pytest.fixture
def riverside(county: Organisation) -> Organisation:
    return OrganisationFactory(
        parent=county, code="3499990001", name="河畔镇工会联合会", kind=Kind.TOWNSHIP_UNION_FEDERATION
    )


@pytest.fixture
def hilltop(county: Organisation) -> Organisation:
    return OrganisationFactory(
        parent=county, code="3499990002", name=f"山顶镇{CANARY}联合会", kind=Kind.TOWNSHIP_UNION_FEDERATION
    )


@dataclass(frozen=True)
class Mill:
    """One union and one row of each register that belongs to it."""

    union: Organisation
    employer: Employer
    chair: Officer
    display: Display
    honour: Honour


@pytest.fixture
def mill(riverside: Organisation) -> Mill:
    union = OrganisationFactory(parent=riverside, code="349999000101", name="河畔纸厂工会")
    return Mill(
        union,
        EmployerFactory(body=riverside, union=union, name="河畔纸厂"),
        OfficerFactory(union=union, name="陈河", mobile="13900000001"),
        DisplayFactory(union=union, content="河畔纸厂工会委员会"),
        HonourFactory(union=union, name="河畔先进"),
    )


@pytest.fixture
def quarry(hilltop: Organisation) -> Mill:
    union = OrganisationFactory(parent=hilltop, code="349999000201", name=f"山顶{CANARY}石场工会")
    return Mill(
        union,
        EmployerFactory(body=hilltop, union=union, name=f"山顶{CANARY}石场"),
        OfficerFactory(union=union, name=f"吴山{CANARY}", mobile="13900000002"),
        DisplayFactory(union=union, content=f"{CANARY}石场工会委员会"),
        HonourFactory(union=union, name=f"{CANARY}先进"),
    )


COUNTY_CAST = {
    "system_admin": Role.SYSTEM_ADMIN,
    "auditor": Role.AUDITOR,
    "organisation_staff": Role.ORGANISATION_STAFF,
    "rights_staff": Role.RIGHTS_STAFF,
    "approver": Role.APPROVER,
    "finance": Role.FINANCE,
}


@pytest.fixture
def cast(county: Organisation, riverside: Organisation, hilltop: Organisation, mill: Mill, quarry: Mill) -> Any:
    """Everybody by the name of the role; `stranger` keeps hilltop's desk, `former` kept riverside's."""
    people = {name: make_colleague(name, role, county) for name, role in COUNTY_CAST.items()}
    people["body_officer"] = make_colleague("body_officer", Role.BODY_OFFICER, riverside)
    people["stranger"] = make_colleague("stranger", Role.BODY_OFFICER, hilltop)
    people["chair"] = make_colleague("chair", Role.CHAIR, mill.union, since=date(2011, 3, 8), officer=mill.chair)
    return people


@pytest.fixture
def signed_in(cast: dict[str, User]) -> Any:
    """`signed_in("auditor")` is a browser of that person."""

    def browser(name: str) -> Client:
        client = Client()
        client.force_login(cast[name], backend="accounts.backends.StandingBackend")
        return client

    return browser
