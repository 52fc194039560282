"""What the tests of the chairs' member pages share: the mill's chair at the phone, behind the database's wall."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.duties import Role
from accounts.models import User
from members.models import Membership
from tests.conftest import Mill
from tests.factories import MembershipFactory, make_colleague
from tests.members.roles import as_the_application

ON = date(2012, 10, 31)


@pytest.fixture
def chair(signed_in: Any) -> Client:
    browser: Client = signed_in("chair")
    return browser


@pytest.fixture
def li(mill: Mill) -> Membership:
    """A member of the mill."""
    made: Membership = MembershipFactory(union=mill.union, name="李河", mobile="13900000021")
    return made


@pytest.fixture
def wang(quarry: Mill) -> Membership:
    """A member of the quarry, who wants to come to the mill."""
    made: Membership = MembershipFactory(union=quarry.union, name="王山")
    return made


@pytest.fixture
def wu(cast: dict[str, User], quarry: Mill) -> User:
    """The quarry's chair."""
    return make_colleague("wu", Role.CHAIR, quarry.union, since=date(2011, 3, 8), officer=quarry.chair)


@pytest.fixture
def other_chair(wu: User) -> Client:
    browser = Client()
    browser.force_login(wu, backend="accounts.backends.StandingBackend")
    return browser


@pytest.fixture
def application(cast: dict[str, User], mill: Mill, quarry: Mill) -> Iterator[None]:
    """Statements run as the application's role: row security is real."""
    with as_the_application():
        yield


@pytest.fixture
def queries() -> Callable[[Callable[[], Any]], int]:
    def count(run: Callable[[], Any]) -> int:
        with CaptureQueriesContext(connection) as caught:
            run()
        return len(caught)

    return count
