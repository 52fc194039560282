"""The second wall: which rows of personal tables PostgreSQL gives out at all, whatever a query forgot (security.md §3).

Row security asks two settings, `shuangliang.scope` for persons and `shuangliang.relief` for families in hardship: nothing,
`*`, or the paths of parts of the tree. They are said anew right before every statement that names such a table, so they
outlive no transaction, no rollback, no reused connection; whoever said nothing sees nothing.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

NOTHING, EVERYTHING = "", "*"
# Tables of personal data, their views and functions: by the beginning of their names.
PERSONAL = re.compile(r"\b(?:members|hardship)_|\baccounts_personalpast\b")
_scope: ContextVar[tuple[str, str]] = ContextVar("wall", default=(NOTHING, NOTHING))


@contextmanager
def parts(paths: Iterable[str], relief: Iterable[str] = ()) -> Iterator[None]:
    """Inside, only rows of these parts of the tree, and of `relief` those of hardship; the county's own path is the whole."""
    token = _scope.set((_said(paths), _said(relief)))
    try:
        yield
    finally:
        _scope.reset(token)


def narrow_to(paths: Iterable[str], relief: Iterable[str] = ()) -> None:
    """As `parts`, until whatever stands around it ends: a request, once its user is known."""
    _scope.set((_said(paths), _said(relief)))


def _said(paths: Iterable[str]) -> str:
    listed = sorted(set(paths))
    return EVERYTHING if any(path.count("/") == 2 for path in listed) else ",".join(listed)


@contextmanager
def whole(reason: str) -> Iterator[None]:
    """Inside, every row: for a reason that reviewers read, as at the scope's own door (accounts/scope.py)."""
    if not reason.strip():
        raise ValueError("whole() needs its reason.")
    token = _scope.set((EVERYTHING, EVERYTHING))
    try:
        yield
    finally:
        _scope.reset(token)


def open_for_operator() -> None:
    """The command line's operator keeps the whole county (registers.md §2); said once, by manage.py."""
    _scope.set((EVERYTHING, EVERYTHING))


SAY = "SELECT set_config('shuangliang.scope', %s, false), set_config('shuangliang.relief', %s, false)"


def _say(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
    if not isinstance(sql, str) or PERSONAL.search(sql):
        with context["connection"].connection.cursor() as cursor:
            cursor.execute(SAY, _scope.get())
    return execute(sql, params, many, context)


def stand_before(connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    """Put the wall before a new connection's statements (signal `connection_created`)."""
    if _say not in connection.execute_wrappers:
        connection.execute_wrappers.append(_say)
