"""A transaction that can't begin leaves nothing behind: the next act of the same thread is in the book."""

from typing import Any

import pytest
from django.db import OperationalError, connection

from accounts import book

pytestmark = pytest.mark.django_db


def test_an_act_whose_transaction_cannot_begin_is_over() -> None:
    def gone(execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        raise OperationalError("the server closed the connection")

    with connection.execute_wrapper(gone), pytest.raises(OperationalError), book.act("tests.act", by=None):
        pytest.fail("it never began")

    assert book.current_act() is None
