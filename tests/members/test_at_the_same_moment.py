"""Two people press at the same moment about one person, each on a connection of his or her own."""

from datetime import date
from typing import Any

import pytest

from accounts import wall
from members.models import Member, Membership, State, Transfer
from members.operations import belonging, people, transfers
from tests.conftest import Mill
from tests.factories import MembershipFactory, id_number
from tests.unions.test_at_the_same_moment import at_once

JOINED, LEFT, ON = date(2012, 3, 1), date(2012, 5, 1), date(2012, 10, 31)
NUMBER = id_number(1)
ROUNDS = 5

pytestmark = pytest.mark.django_db(transaction=True)


def joining(mill: Mill) -> Any:
    def press() -> Membership:
        with wall.whole("a test's own thread"):
            return belonging.join(mill.union, name="李河", id_number=NUMBER, since=LEFT, on=ON, by=None)

    return press


def rows(model: Any) -> Any:
    return model.objects.everywhere("a test looks at what was written")


def test_two_unions_take_in_one_newcomer_at_once(mill: Mill, quarry: Mill) -> None:
    answers = at_once(joining(mill), joining(quarry))

    assert sum(isinstance(one, Membership) for one in answers) == 1
    assert sum(isinstance(one, str) for one in answers) == 1
    assert rows(Member).count() == rows(Membership).current().count() == 1


def test_two_unions_take_in_one_former_member_at_once(mill: Mill, quarry: Mill) -> None:
    first = belonging.join(mill.union, name="李河", id_number=NUMBER, since=JOINED, on=ON, by=None)
    belonging.withdraw(first, on=LEFT, reason="调离", by=None)

    answers = at_once(joining(mill), joining(quarry))

    assert [one for one in answers if isinstance(one, str)] == [belonging.ELSEWHERE.format(name="李河")]
    assert rows(Membership).current().count() == 1


def test_two_numbers_corrected_to_the_same_one_at_once(mill: Mill) -> None:
    one, other = (
        people.find(number)
        for number in (id_number(2), id_number(3))
        if MembershipFactory(union=mill.union, name="李河", id_number=number)
    )

    def correct(member: Any) -> Any:
        def press() -> Member:
            with wall.whole("a test's own thread"):
                return people.change_details(member, id_number=NUMBER, on=ON, by=None)

        return press

    answers = at_once(correct(one), correct(other))

    assert sum(isinstance(each, Member) for each in answers) == 1
    assert sum(isinstance(each, str) for each in answers) == 1


@pytest.mark.parametrize("number", range(ROUNDS))
def test_accepted_and_withdrawn_at_once_is_one_of_them(mill: Mill, quarry: Mill, number: int) -> None:
    membership = belonging.join(mill.union, name="李河", id_number=NUMBER, since=JOINED, on=ON, by=None)
    waiting = transfers.apply(membership.member, quarry.union, on=LEFT, by=None)

    def accept() -> Transfer:
        with wall.whole("a test's own thread"):
            return transfers.accept(waiting, on=ON, by=None)

    def withdraw() -> Membership:
        with wall.whole("a test's own thread"):
            return belonging.withdraw(membership, on=ON, reason="调离", by=None)

    answers = at_once(accept, withdraw)

    assert sum(isinstance(each, str) for each in answers) == 1
    membership.refresh_from_db()
    waiting.refresh_from_db()
    assert (membership.state, waiting.state) in (
        (State.TRANSFERRED, Transfer.State.ACCEPTED),
        (State.WITHDRAWN, Transfer.State.CANCELLED),
    )
