"""Row security behind the scope's doors (security.md §3): with the doors' filter gone, no foreign row comes through."""

import pytest
from django.db import ProgrammingError, connection, transaction

from accounts import wall
from accounts.book import act
from accounts.models import PersonalPast
from accounts.scope import ScopedQuerySet
from hardship.triggers.walls import WALLS
from members.models import Duplicate, Erasure, Member, Membership, Transfer
from members.operations import people, transfers
from tests.factories import MembershipFactory
from tests.members.roles import as_the_application
from unions.models import Organisation

ON = "2012-10-31"
pytestmark = pytest.mark.django_db
# Tables of personal data; each is behind the wall.
PERSONS = {model._meta.db_table for model in (Member, Membership, Transfer, Duplicate, Erasure, PersonalPast)}
WALLED = PERSONS | {f"hardship_{name}" for name in (*WALLS, "nohardship")}


@pytest.fixture
def two(mill, quarry):
    return MembershipFactory(union=mill.union, name="李河"), MembershipFactory(union=quarry.union, name="王山")


@pytest.fixture
def application(cast, two):
    with as_the_application():
        yield


@pytest.fixture
def doors_without_filter(monkeypatch):
    """The mistake on purpose: visible_to forgets whose eyes it is for."""
    monkeypatch.setattr(ScopedQuerySet, "visible_to", lambda self, user: self._opened("visible_to"))


def names(user):
    with wall.parts(user.personal_paths):
        return set(Member.objects.visible_to(user).values_list("name", flat=True))


def test_township_sees_no_foreign_row_though_the_doors_filter_is_gone(application, doors_without_filter, cast):
    assert names(cast["body_officer"]) == {"李河"}
    assert names(cast["stranger"]) == {"王山"}
    assert names(cast["system_admin"]) == set()
    assert names(cast["organisation_staff"]) == {"李河", "王山"}


def test_without_the_wall_the_same_mistake_shows_everything(cast, two, doors_without_filter):
    """The negative control: as the tables' superuser the wall is not there."""
    assert names(cast["body_officer"]) == {"李河", "王山"}


def test_whoever_said_nothing_sees_nothing(application):
    with wall.parts([]):
        assert _all() == []


def _all():
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM members_member")
        return cursor.fetchall()


def test_a_rolled_back_widening_leaves_nothing_open(application, cast):
    with wall.whole("before"):
        _all()
    with wall.parts(cast["body_officer"].personal_paths):
        with transaction.atomic():
            _all()
            transaction.set_rollback(True)
        assert len(_all()) == 1


def test_joins_and_forward_keys_stop_at_the_wall(application, cast, two):
    with wall.parts(cast["body_officer"].personal_paths), connection.cursor() as cursor:
        cursor.execute(
            "SELECT o.code, m.name FROM unions_organisation o LEFT JOIN members_member m ON m.union_id = o.id"
            " WHERE m.id IS NOT NULL"
        )
        assert [name for _, name in cursor.fetchall()] == ["李河"]


def test_nobody_writes_into_another_part(application, cast, quarry):
    with (
        wall.parts(cast["body_officer"].personal_paths),
        pytest.raises(ProgrammingError),
        transaction.atomic(),
    ):
        Member.objects.create(union=quarry.union, name="赵某", id_number_sealed="x", id_number_index="y")


def test_a_search_by_name_stays_within_the_scope(application, cast):
    with wall.parts(cast["body_officer"].personal_paths):
        assert [m.name for m in Member.objects.visible_to(cast["body_officer"]).named_like("lh")] == ["李河"]
        with connection.cursor() as cursor:
            cursor.execute("SELECT members_found('''=ws'':*'::tsquery)")
            assert cursor.fetchall() == [([],)]


def test_the_search_keys_themselves_cannot_be_read(application):
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM members_memberkey")


def test_both_sides_see_a_pending_transfer_and_neither_the_others_rows(application, cast, two, quarry):
    with wall.whole("arrange"):
        transfers.apply(two[0].member, quarry.union, on=two[0].since, by=None)

    for name in ("body_officer", "stranger"):
        with wall.parts(cast[name].personal_paths):
            assert [t.name for t in Transfer.objects.visible_to(cast[name])] == ["李河"]
    assert names(cast["stranger"]) == {"王山"}


def test_old_values_of_a_person_are_kept_and_not_shown(application, cast, two):
    with wall.parts(cast["body_officer"].personal_paths):
        people.change_details(two[0].member, name="李和", on=two[0].since, by=cast["body_officer"])
        assert PersonalPast.objects.count() == 0  # behind the wall
    with wall.whole("look"):
        assert PersonalPast.objects.get().before["name"] == "李河"


def test_every_table_of_personal_data_is_walled_for_its_owner_too():
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity")
        assert {name for (name,) in cursor.fetchall()} == WALLED
        cursor.execute("SELECT tablename, cmd, qual, with_check FROM pg_policies")
        policies = cursor.fetchall()
    assert {table for table, *_ in policies} == WALLED
    assert all(command == "ALL" and using and check for _, command, using, check in policies)


def test_the_application_does_not_own_a_table(application):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_class c WHERE c.relkind = 'r' AND pg_has_role(current_user, c.relowner, 'USAGE')"
        )
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False,)


def test_what_a_person_was_called_never_stands_in_the_book(two):
    with act("test", by=None), connection.cursor() as cursor:
        cursor.execute("UPDATE members_member SET name = '李和', mobile = '13900000009'")
        cursor.execute("SELECT string_agg(b::text, '') FROM accounts_bookentry b WHERE table_name = 'members_member'")
        (book,) = cursor.fetchone()

    assert "李河" not in book
    assert "13900000009" not in book
    assert "personal" in book


def test_views_of_ours_look_with_the_readers_rights():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace WHERE relkind IN ('v', 'm')"
            " AND nspname = 'public' AND NOT coalesce('security_invoker=true' = ANY(reloptions), false)"
        )
        assert cursor.fetchall() == []


def test_organisation_scope_and_wall_agree(application, cast):
    with wall.parts(cast["body_officer"].personal_paths), connection.cursor() as cursor:
        cursor.execute("SELECT cardinality(members_scope.u) FROM (SELECT scope_unions() AS u) members_scope")
        assert cursor.fetchone()[0] == Organisation.objects.visible_to(cast["body_officer"]).count()
