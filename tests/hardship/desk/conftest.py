"""One application of the mill's union, families on the list of balancing, and the people through whose hands they go."""

from decimal import Decimal
from typing import Any

import pytest

from tests.hardship.families import contents, make_budget, make_file, make_source
from tests.hardship.flow.conftest import application, file, own_folder, people, programme
from tests.hardship.flow.hands import reviewed, submitted

__all__ = ["application", "file", "own_folder", "people", "programme"]


@pytest.fixture
def asked(file: Any, programme: Any, people: Any) -> Any:
    """Submitted by the chair."""
    return submitted(file, programme, people["chair"])


@pytest.fixture
def budget(programme: Any) -> Any:
    return make_budget(programme, make_source(), "2500.00")


@pytest.fixture
def family(mill: Any, programme: Any, people: Any, budget: Any) -> Any:
    """Another family on the list of balancing, by its number and yearly income."""

    def make(number: int, income: str) -> Any:
        said = contents(number)
        worker, *others = said.household
        said = type(said)(said.file, (type(worker)(**{**vars(worker), "income": Decimal(income)}), *others))
        return reviewed(submitted(make_file(mill.union, said=said), programme, people["chair"]), people)

    return make
