"""A full value of a personal field, shown on request (roles.md: masked by default)."""

from typing import Any

from accounts import book
from accounts.book import operation
from accounts.models import User
from accounts.refused import Refused


@operation("personal.show")
def show(row: Any, *, field: str, value: str, reason: str, by: User) -> str:
    """Hands the value back, and a line in the book of whose, which field, who saw it and why.

    `field` is the label people know it by. The caller says who may (accounts/admin/personal.py). Raises Refused when
    there is nothing on file.
    """
    if not value:
        raise Refused(f"没有登记{field}。")
    book.record("personal.show", by=by, row=row, field=field, reason=reason)
    return value
