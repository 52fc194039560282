"""Writing the book: every operation runs inside an act, and the triggers note what the act changed."""

import functools
import json
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from django.db import OperationalError, connection, transaction
from django.utils import timezone

from accounts.models import BookEntry
from accounts.models.book import Change
from accounts.refused import Refused

if TYPE_CHECKING:
    from accounts.models import User

DEADLOCK = "40P01"
P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True)
class Origin:
    """Where a request came from; set once per request by the middleware."""

    address: str = ""
    request: str = ""


origin: ContextVar[Origin] = ContextVar("origin", default=Origin())  # noqa: B039 (frozen, so safely shared)
_current: ContextVar[uuid.UUID | None] = ContextVar("current_act", default=None)


@contextmanager
def nowhere() -> Iterator[None]:
    """What is written inside says nothing of where it came from: the public's doings, whose authors are not kept."""
    token = origin.set(Origin())
    try:
        yield
    finally:
        origin.reset(token)


@contextmanager
def act(name: str, *, by: "User | None", act_id: uuid.UUID | None = None) -> Iterator[uuid.UUID]:
    """Everything changed inside is one act in the book, in one transaction.

    An act inside another keeps the outer one's name: what the person asked for is what the book says.
    """
    outer = _current.get()
    if outer is not None:
        with transaction.atomic():
            yield outer
        return
    act_id = act_id or uuid.uuid4()
    with transaction.atomic():
        # Not before: a transaction that can't begin must not leave this thread within an act that never was.
        token = _current.set(act_id)
        try:
            _announce(name, by, act_id)
            yield act_id
        finally:
            # Before the commit: what runs on it (a job without a queue) is an act of its own.
            _current.reset(token)
        # The transaction may go on (a request, a test): what follows is not this act's doing.
        _announce("", None, None)


def _announce(name: str, by: "User | None", act_id: uuid.UUID | None) -> None:
    here = origin.get() if name else Origin()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('shuangliang.act', %s, true), set_config('shuangliang.by', %s, true),"
            " set_config('shuangliang.act_id', %s, true), set_config('shuangliang.address', %s, true),"
            " set_config('shuangliang.request', %s, true)",
            [name, str(by.pk) if by and by.pk else "", str(act_id or ""), here.address, here.request],
        )


def current_act() -> uuid.UUID | None:
    """The number of the act under way; None outside of one."""
    return _current.get()


def operation(name: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Marks a domain function as an operation: atomic, and an act in the book under this name.

    The function must take `by` (a User, or None for the system itself) as a keyword. Where two operations wait for each
    other's rows, PostgreSQL lets one of them go on; the other is Refused and may be called again.
    """

    def mark(function: Callable[P, R]) -> Callable[P, R]:
        @functools.wraps(function)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            by: Any = kwargs["by"]
            try:
                with act(name, by=by):
                    return function(*args, **kwargs)
            except OperationalError as error:
                if not is_deadlock(error):
                    raise
                raise Refused("有人正好在同一时刻办理相关的记录，这次没有写入。请再办一次。") from error

        run.is_operation = True  # type: ignore[attr-defined]
        return run

    return mark


def is_deadlock(error: Exception) -> bool:
    """Two waited for each other's rows, and this one was chosen to give way: nothing of it is written."""
    return getattr(error.__cause__, "pgcode", None) == DEADLOCK


def record(event: str, *, by: "User | None", row: Any = None, **details: Any) -> BookEntry:
    """Add an event that changes no row: a sign-in, an export, a refusal, a full value shown."""
    here = origin.get()
    return BookEntry.objects.create(
        at=timezone.now(),
        by=by,
        act=event,
        act_id=_current.get(),
        change=Change.EVENT,
        table_name=row._meta.db_table if row is not None else "",
        row_id=row.pk if row is not None else None,
        details=json.loads(json.dumps(details, default=str)),
        address=here.address,
        request=here.request,
    )
