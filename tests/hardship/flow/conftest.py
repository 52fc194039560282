"""One application of the mill's union, and the people through whose hands it goes."""

from pathlib import Path
from typing import Any

import pytest

from accounts.models import User
from hardship.models import HardshipFile, ReliefApplication, ReliefProgramme
from tests.conftest import Mill
from tests.factories import make_colleague
from tests.hardship.families import make_application, make_file, make_line, make_programme
from unions.models import Organisation


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def programme(county: Organisation) -> ReliefProgramme:
    make_line(county)
    return make_programme()


@pytest.fixture
def file(mill: Mill) -> HardshipFile:
    """A married worker with spouse and child at school, 1 170.00 per head, on file."""
    return make_file(mill.union)


@pytest.fixture
def application(file: HardshipFile, programme: ReliefProgramme) -> ReliefApplication:
    """A draft, made by nobody."""
    return make_application(file, programme)


@pytest.fixture
def people(cast: Any, county: Organisation) -> dict[str, User]:
    """The cast, and a second reviewer and a second leader."""
    return {
        **cast,
        "reviewer": cast["rights_staff"],
        "leader": cast["approver"],
        "cashier": cast["finance"],
        "second_reviewer": make_colleague("second_reviewer", "rights_staff", county),
        "second_leader": make_colleague("second_leader", "approver", county),
    }
