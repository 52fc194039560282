"""What members' names are found by: one table of the database's own, which also knows in which union each person is."""

from datetime import timedelta

import pytest
from django.db import connection

from accounts import wall
from members.models import Member
from members.operations import people, transfers
from tests.factories import MembershipFactory
from tests.members.roles import as_the_application
from tests.migrating import latest, migrate
from unions.spelling import question

__all__ = ["latest"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def li(mill):
    return MembershipFactory(union=mill.union, name="李河")


def found_by(user, words):
    """What the database itself gives out, whatever filter a door puts behind it."""
    with as_the_application(), wall.parts(user.personal_paths), connection.cursor() as cursor:
        cursor.execute("SELECT members_found(%s::tsquery)", [question(words, likely=True)])
        return cursor.fetchone()[0]


def test_who_moves_is_found_where_he_went_and_no_longer_where_he_was(cast, li, quarry):
    assert found_by(cast["body_officer"], "lihe") == [li.member_id]
    assert found_by(cast["stranger"], "lihe") == []

    day = li.since + timedelta(days=30)
    asked = transfers.apply(li.member, quarry.union, on=day, by=None)
    transfers.accept(asked, on=day, opinion="同意", by=None)

    assert found_by(cast["body_officer"], "lihe") == []
    assert found_by(cast["stranger"], "lihe") == [li.member_id]


def test_who_is_renamed_is_found_by_the_new_name_only(cast, li):
    people.change_details(li.member, name="王河", on=li.since, by=None)

    assert found_by(cast["body_officer"], "王") == [li.member_id]
    assert found_by(cast["body_officer"], "李") == []


def test_a_name_is_found_in_the_order_of_the_list(cast, mill):
    rows = [MembershipFactory(union=mill.union, name=name).member for name in ("李一", "王二", "李三", "李四")]

    found = Member.objects.visible_to(cast["body_officer"]).named_like("李").order_by("-pk")

    assert list(found.values_list("pk", flat=True)) == [rows[place].pk for place in (3, 2, 0)]


def test_a_span_of_joining_takes_both_its_days_and_the_union_of_today(cast, li, quarry):
    own, day = Member.objects.visible_to(cast["organisation_staff"]), timedelta(days=1)

    assert own.joined_between(li.since, li.since).exists()
    assert not own.joined_between(li.since - day, li.since - day).exists()
    assert not own.joined_between(li.since + day, li.since + day).exists()

    moved = li.since + 30 * day
    transfers.accept(transfers.apply(li.member, quarry.union, on=moved, by=None), on=moved, opinion="同意", by=None)
    assert not own.joined_between(li.since, li.since).exists()
    assert own.joined_between(moved, moved).exists()


@pytest.mark.django_db(transaction=True)
def test_the_migration_goes_both_ways_on_a_filled_register(cast, li, latest):
    migrate(("members", "0004_guard_looks_up"))
    people.change_details(li.member, name="王河", on=li.since, by=None)
    with connection.cursor() as cursor:
        cursor.execute("SELECT members_found('''=wh'':*'::tsquery)")
        assert cursor.fetchall() == [(li.member_id,)]
    migrate(*latest)

    assert found_by(cast["body_officer"], "wh") == [li.member_id]
    assert found_by(cast["stranger"], "wh") == []
