"""李河 belongs to the mill (riverside), 王山 to the quarry (hilltop)."""

from dataclasses import dataclass
from typing import Any

import pytest

from members.models import Member, Membership
from tests.conftest import CANARY, Mill
from tests.factories import MembershipFactory, id_number

LI, WANG = id_number(7), id_number(8)


@dataclass(frozen=True)
class Two:
    li: Membership
    wang: Membership


@pytest.fixture
def two(mill: Mill, quarry: Mill) -> Two:
    return Two(
        MembershipFactory(union=mill.union, name="李河", id_number=LI, mobile="13900000007"),
        MembershipFactory(union=quarry.union, name=f"王山{CANARY}", id_number=WANG, mobile="13900000008"),
    )


def person(row: Any) -> Member:
    """As it was written."""
    key = row.member_id if isinstance(row, Membership) else row.pk
    found: Member = Member.objects.everywhere("a test looks at what was written").get(pk=key)
    return found


def membership(row: Membership) -> Membership:
    found: Membership = Membership.objects.everywhere("a test looks at what was written").get(pk=row.pk)
    return found


def memberships_of(row: Any) -> list[Membership]:
    rows = Membership.objects.everywhere("a test looks at what was written").filter(member=row.pk)
    return list(rows.order_by("since", "pk"))
