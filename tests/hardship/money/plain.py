"""A plain model of money for machine.py, and a process that dies on the way."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import connection

from hardship.models import PaymentBatch


class Crash(Exception):
    """The process died here."""


@contextmanager
def dying(after: int) -> Iterator[None]:
    """Inside, the database answers so many statements and no more."""
    left = after

    def count(execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        nonlocal left
        left -= 1
        if left <= 0:
            raise Crash
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        yield


@dataclass
class Part:
    """One instalment of the model."""

    pk: int
    application: Any
    number: int
    amount: Decimal
    budget: int
    state: str = "free"


@dataclass
class Batch:
    row: PaymentBatch
    lines: dict[int, Part]  # by the payment's key
    state: str = "draft"
    sent: bool = False
    answered: dict[int, bool] = field(default_factory=dict)  # by serial
    files: list[Any] = field(default_factory=list)  # return files that were read
