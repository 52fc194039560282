from dataclasses import dataclass
from typing import Any

import pytest

from accounts.models import User
from hardship.models import Budget, ReliefProgramme
from tests.conftest import Mill
from tests.hardship.families import make_budget, make_programme, make_source
from unions.models import Organisation


@dataclass
class Winter:
    """The winter's programme with its budget, the mill's union and the quarry's, and everybody."""

    programme: ReliefProgramme
    budget: Budget
    mill: Organisation
    quarry: Organisation
    cast: dict[str, User]


@pytest.fixture
def winter(cast: Any, mill: Mill, quarry: Mill) -> Winter:
    programme = make_programme()
    return Winter(programme, make_budget(programme, make_source(), "50000.00"), mill.union, quarry.union, cast)
