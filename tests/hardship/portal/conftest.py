"""The mill's chair at the phone: an application that the committee agreed to, and the quarry's chair next door."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from accounts.duties import Role
from accounts.models import User
from hardship.models import PublicNotice, ReliefApplication, ReliefProgramme
from tests.conftest import Mill
from tests.factories import make_colleague
from tests.hardship.families import make_programme
from tests.hardship.notices import MONDAY, agreed, on_day, post
from tests.members.roles import as_the_application


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def programme(db: None) -> ReliefProgramme:
    return make_programme()


@pytest.fixture
def waiting(mill: Mill, programme: ReliefProgramme) -> ReliefApplication:
    return agreed(mill.union, programme)


@pytest.fixture
def notice(waiting: ReliefApplication) -> PublicNotice:
    return post(waiting)


@pytest.fixture
def chair(signed_in: Any) -> Iterator[Client]:
    """On MONDAY, behind the database's wall."""
    browser: Client = signed_in("chair")
    with on_day(MONDAY):
        yield browser


@pytest.fixture
def other_chair(cast: dict[str, User], quarry: Mill) -> Client:
    browser = Client()
    wu = make_colleague("wu", Role.CHAIR, quarry.union, since=date(2011, 3, 8), officer=quarry.chair)
    browser.force_login(wu, backend="accounts.backends.StandingBackend")
    return browser


@pytest.fixture
def application_role(cast: dict[str, User], mill: Mill, quarry: Mill) -> Iterator[None]:
    """Statements run as the application's role: row security is real."""
    with as_the_application():
        yield
