"""The cast of money: 周申报 entered, 吴审核 reviewed, 郑批准 approved, 王财务 pays."""

from typing import Any

import pytest

from tests.hardship.money.world import World, make_world


@pytest.fixture
def world(county: Any, mill: Any) -> World:
    return make_world(county, mill.union)
