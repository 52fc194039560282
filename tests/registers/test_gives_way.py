"""An import that PostgreSQL ended, so that another's act could go on: nothing is written, and it can be pressed again."""

from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError

from accounts import book
from accounts.models import User
from registers.operations import importing
from tests.registers.sheets import load, sheet
from tests.registers.test_check_then_write import OFFICE, SIGN, by, displays, own_folder, send, write

__all__ = ["by", "own_folder"]  # fixtures

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_write_that_gives_way_to_another_can_be_pressed_again(
    tmp_path: Path, by: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PostgreSQL ended a circle of waiting by refusing this one."""
    load(tmp_path, "displays", [SIGN])
    run = send(sheet(tmp_path, "displays", [OFFICE]), by)

    def give_way(*args: Any, **kwargs: Any) -> None:
        raise OperationalError("deadlock detected") from PostgresError(book.DEADLOCK)

    with monkeypatch.context() as patch:
        patch.setattr(importing, "_import", give_way)
        run = write(run, by)

    assert "没有写入任何数据，请重新导入" in run.message
    assert (displays(), write(run, by).state) == (1, "written")
    assert displays() == 2


class PostgresError(Exception):
    """As psycopg2 tells of a deadlock: a code and no diagnosis."""

    def __init__(self, pgcode: str) -> None:
        self.pgcode = pgcode
