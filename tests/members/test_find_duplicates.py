"""The hunt finds pairs, across the county, once, and merges nothing."""

from datetime import date
from typing import Any

import pytest
from django.core.management import call_command

from accounts import wall
from accounts.encryption import blind_index, seal
from members.identity import check_digit
from members.models import Duplicate, Member, Membership
from members.operations import hunting, settling
from members.operations.people import ID_NUMBER_PLACE
from members.tasks import find_duplicates
from tests.conftest import Mill
from tests.factories import MembershipFactory, id_number
from tests.members.roles import as_the_application

ON = date(2012, 10, 31)
pytestmark = pytest.mark.django_db
SEVENTEEN = "34999919900101001"


def whole(seventeen: str) -> str:
    return seventeen + check_digit(seventeen)


def pairs() -> set[tuple[str, str, str]]:
    rows = Duplicate.objects.everywhere("a test").select_related("first", "second")
    return {(row.first.name, row.second.name, row.why) for row in rows}


def hunt() -> int:
    return hunting.find_duplicates(on=ON, by=None)


@pytest.fixture
def one(mill: Mill) -> Membership:
    return MembershipFactory(union=mill.union, name="李河", id_number=whole(SEVENTEEN), mobile="13900000001")


def test_same_name_birth_date_and_mobile_in_two_townships_are_a_pair(one: Membership, quarry: Mill) -> None:
    MembershipFactory(union=quarry.union, name="李河", id_number=id_number(5), mobile="13900000001")

    assert hunt() == 1
    assert pairs() == {("李河", "李河", "same_person")}


@pytest.mark.parametrize("other", ["34999919900101003", "34999919900110001"])
def test_the_same_name_with_a_near_number_is_a_pair(one: Membership, quarry: Mill, other: str) -> None:
    MembershipFactory(union=quarry.union, name="李河", id_number=whole(other))

    assert hunt() == 1
    assert pairs() == {("李河", "李河", "near_number")}


@pytest.mark.parametrize(
    "other",
    [
        {"name": "李山", "id_number": whole("34999919900101003")},
        {"name": "李河", "id_number": whole("34999919800101125")},
        {"name": "李河", "id_number": whole("34999919900101125"), "mobile": "13900000002"},
        {"name": "李河", "id_number": whole("34999919900203001"), "mobile": "13900000001"},
    ],
    ids=["another name", "a number far off", "another mobile", "another birth date"],
)
def test_one_thing_different_is_no_pair(one: Membership, quarry: Mill, other: dict[str, Any]) -> None:
    MembershipFactory(union=quarry.union, **other)

    assert hunt() == 0


def test_a_permit_whose_index_was_made_by_another_rule_is_a_pair(mill: Mill, quarry: Mill) -> None:
    MembershipFactory(union=mill.union, name="陈港", id_kind="hong_kong_macao", id_number="H1234567801")
    Member.objects.create(
        union=quarry.union,
        name="陳港",
        id_kind="hong_kong_macao",
        id_number_sealed=seal("H1234567802", ID_NUMBER_PLACE),
        id_number_index=blind_index("H1234567802"),
    )

    assert hunt() == 1
    assert pairs() == {("陈港", "陳港", "same_number")}


def test_hunting_twice_finds_nothing_new(one: Membership, quarry: Mill) -> None:
    MembershipFactory(union=quarry.union, name="李河", id_number=id_number(5), mobile="13900000001")
    hunt()

    assert hunt() == 0
    assert Duplicate.objects.everywhere("a test").count() == 1


def test_a_pair_settled_as_two_persons_is_not_brought_up_again(one: Membership, quarry: Mill) -> None:
    MembershipFactory(union=quarry.union, name="李河", id_number=id_number(5), mobile="13900000001")
    hunt()
    pair = Duplicate.objects.everywhere("a test").get()
    settling.tell_apart(pair, note="同名同生日", on=ON, by=None)

    assert hunt() == 0
    assert Duplicate.objects.everywhere("a test").get().state == Duplicate.State.DIFFERENT


def test_merged_entries_are_hunted_no_more(one: Membership, quarry: Mill) -> None:
    MembershipFactory(union=quarry.union, name="李河", id_number=id_number(5), mobile="13900000001")
    hunt()
    pair = Duplicate.objects.everywhere("a test").get()
    settling.merge(pair, one.member, keep=one.member, on=ON, by=None)
    Duplicate.objects.everywhere("arrange").delete()

    assert hunt() == 0


def test_the_nightly_task_hunts_though_it_is_nobody(one: Membership, quarry: Mill) -> None:
    """A task of the timetable has no user and so sees nothing by itself: the hunt opens the wall for its own rows."""

    MembershipFactory(union=quarry.union, name="李河", id_number=id_number(5), mobile="13900000001")
    with as_the_application(), wall.parts([]):
        assert find_duplicates() == 1


def test_the_command_says_how_many(one: Membership, quarry: Mill, capsys: Any) -> None:
    MembershipFactory(union=quarry.union, name="李河", id_number=id_number(5), mobile="13900000001")
    call_command("find_duplicates")

    assert "1 对" in capsys.readouterr().out
