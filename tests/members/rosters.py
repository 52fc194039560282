"""Rows of the register `members` for tests."""

from typing import Any

from members.models import Member, Membership
from members.operations import people
from tests.factories import id_number

MILL, QUARRY = "349999000101", "349999000201"


def a_row(number: int = 1, **values: Any) -> dict[str, Any]:
    """A row of the file; `**values` by column."""
    return {
        "证件号码": id_number(number),
        "姓名": "李某某",
        "工会编码": MILL,
        "入会日期": "2011-05-01",
        **values,
    }


def person(number: int = 1) -> Member:
    found = people.find(id_number(number))
    assert found is not None
    return found


def memberships(number: int = 1) -> list[Membership]:
    return list(Membership.objects.everywhere("test").filter(member=person(number)).order_by("since", "id"))
