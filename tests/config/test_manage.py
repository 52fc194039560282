"""manage.py on a database that is not made yet."""

import sys

import pytest
from django.core import management
from django.db import ProgrammingError
from psycopg2.errors import SyntaxError as BadSql
from psycopg2.errors import UndefinedTable

import manage


def run(monkeypatch: pytest.MonkeyPatch, cause: Exception) -> None:
    def fails(argv: list[str]) -> None:
        raise ProgrammingError("relation") from cause

    monkeypatch.setattr(management, "execute_from_command_line", fails)
    monkeypatch.setattr(sys, "argv", ["manage.py", "coverage"])
    manage.main()


def test_a_table_that_is_not_there_yet_is_said_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SystemExit, match="请先运行 python manage.py migrate"):
        run(monkeypatch, UndefinedTable('relation "x" does not exist'))


def test_another_fault_of_the_database_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ProgrammingError):
        run(monkeypatch, BadSql("syntax error"))
