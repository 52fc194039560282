"""What is due from a chair: the dates, the day before, the day, the day after (domain.md E-03, F; roles.md)."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from accounts.models import User
from tests.conftest import Mill
from tests.factories import DisplayFactory, OfficerFactory
from unions.due import Kind, coming, due, standing_of
from unions.models import Item, Officer, Organisation, Post, Way
from unions.operations import confirmations, displays, elections, error_reports, officers

ON = date(2012, 10, 31)
COMPLETE = ((Item.OFFICE, Way.CANTEEN), (Item.IDENTITY, Way.CHEST_CARD), (Item.CONTACT, Way.AFFAIRS_BOARD))


def kinds(union: Organisation, on: date = ON, known_from: date = ON) -> list[Kind]:
    return [one.kind for one in due(standing_of(union, on, known_from=known_from))]


@pytest.fixture
def complete(mill: Mill) -> Mill:
    """The plaque hangs (the cast's), the rest is there too."""
    for item, way in COMPLETE:
        officer = mill.chair if item in (Item.IDENTITY, Item.CONTACT) else None
        DisplayFactory(union=mill.union, item=item, way=way, officer=officer)
    return mill


def test_nothing_is_due_from_a_chair_who_has_done_all(complete: Mill) -> None:
    standing = standing_of(complete.union, ON, known_from=ON)

    assert due(standing) == []
    later = coming(standing)
    assert later is not None
    assert (later.kind, later.due_on, later.comes_on) == (Kind.CONFIRM, *[ON + timedelta(days=90)] * 2)


def test_each_missing_item_is_due_once_and_from_each_officer(mill: Mill) -> None:
    vice = OfficerFactory(union=mill.union, name="许副", post=Post.VICE_CHAIR)

    found = due(standing_of(mill.union, ON, known_from=ON))

    assert {(one.item, one.officer) for one in found} == {
        (Item.OFFICE, None),
        (Item.IDENTITY, mill.chair),
        (Item.CONTACT, mill.chair),
        (Item.IDENTITY, vice),
        (Item.CONTACT, vice),
    }
    assert {one.kind for one in found} == {Kind.MISSING}


def test_a_committee_member_owes_no_identity(complete: Mill) -> None:
    OfficerFactory(union=complete.union, name="委员", post=Post.MEMBER)

    assert kinds(complete.union) == []


def test_a_fact_that_ended_is_missing_from_its_last_day(complete: Mill) -> None:
    displays.end_display(complete.display, on=ON, by=None)

    assert kinds(complete.union, ON - timedelta(days=1)) == []
    assert kinds(complete.union, ON) == [Kind.MISSING]


@pytest.mark.parametrize(("days", "overdue"), [(14, False), (15, False), (16, True)])
def test_who_came_in_by_a_change_has_fifteen_days(complete: Mill, days: int, overdue: bool) -> None:
    officers.leave(complete.chair, on=ON, by=None)
    OfficerFactory(union=complete.union, name="新主席", elected_on=ON)
    on = ON + timedelta(days=days)

    found = due(standing_of(complete.union, on, known_from=ON))

    assert [one.item for one in found] == [Item.IDENTITY, Item.CONTACT]
    assert {one.due_on for one in found} == {ON + timedelta(days=15)}
    assert {one.is_overdue(on) for one in found} == {overdue}


def test_the_first_officers_of_a_union_have_no_day(mill: Mill) -> None:
    assert {one.due_on for one in due(standing_of(mill.union, ON, known_from=ON))} == {None}


@pytest.mark.parametrize(
    ("before", "kind"), [(91, None), (90, Kind.TERM_ENDING), (0, Kind.TERM_ENDING), (-1, Kind.TERM_OVER)]
)
def test_a_term_is_due_from_ninety_days_before_its_end(complete: Mill, before: int, kind: Kind | None) -> None:
    ends = complete.chair.term_ends_on
    assert ends is not None
    on = ends - timedelta(days=before)

    found = due(standing_of(complete.union, on, known_from=on))

    assert [one.kind for one in found] == ([kind] if kind else [])


def test_officers_of_one_term_are_one_line(complete: Mill) -> None:
    ends = complete.chair.term_ends_on
    vice = OfficerFactory(union=complete.union, name="许副", post=Post.VICE_CHAIR, term_ends_on=ends)
    for item, way in COMPLETE[1:]:
        DisplayFactory(union=complete.union, item=item, way=way, officer=vice)

    [one] = due(standing_of(complete.union, ends, known_from=ends))

    assert [officer.pk for officer in one.officers] == [complete.chair.pk, vice.pk]


@pytest.mark.parametrize(("days", "is_due"), [(89, False), (90, True), (91, True)])
def test_information_is_to_be_confirmed_every_ninety_days(complete: Mill, days: int, is_due: bool) -> None:
    confirmations.confirm(complete.union, on=ON, by=None)

    found = kinds(complete.union, ON + timedelta(days=days), known_from=date(2011, 3, 8))

    assert found == ([Kind.CONFIRM] if is_due else [])


def test_the_chairs_own_change_counts_as_a_look(complete: Mill, cast: dict[str, User]) -> None:
    officers.change_details(complete.chair, office_phone="0556-2172583", by=cast["chair"])

    standing = standing_of(complete.union, ON, known_from=ON, user=cast["chair"])

    assert standing.last_looked_at is not None
    assert standing_of(complete.union, ON, known_from=ON, user=cast["finance"]).last_looked_at is None


def test_what_was_sent_back_comes_before_what_is_missing(mill: Mill, cast: dict[str, User]) -> None:
    displays.send_back(mill.display, on=ON, why="字不清楚", by=cast["body_officer"])

    found = kinds(mill.union)

    assert found[0] == Kind.RETURNED
    assert found.count(Kind.RETURNED) == 1
    assert Item.SIGN not in {one.item for one in due(standing_of(mill.union, ON, known_from=ON))[1:]}


def test_the_longest_overdue_comes_first_and_waiting_last(complete: Mill, cast: dict[str, User], now: Any) -> None:
    ends = complete.chair.term_ends_on
    assert ends is not None
    on = ends + timedelta(days=5)
    displays.send_back(complete.display, on=on, why="字不清楚", by=cast["body_officer"])
    elections.report(complete.union, at=now, by=None, post=Post.VICE_CHAIR, name="许副", elected_on=on)

    found = kinds(complete.union, on, known_from=date(2011, 3, 8))

    assert found == [Kind.CONFIRM, Kind.TERM_OVER, Kind.RETURNED, Kind.ELECTION_WAITING]


def test_a_reported_succession_answers_the_term(complete: Mill, now: Any) -> None:
    ends = complete.chair.term_ends_on
    assert ends is not None
    on = ends + timedelta(days=5)
    row = elections.report(
        complete.union, at=now, by=None, post=Post.CHAIR, name="新人", elected_on=on, leaving=complete.chair, left_on=on
    )
    assert kinds(complete.union, on, known_from=on) == [Kind.ELECTION_WAITING]

    elections.withdraw(row, at=now, by=None)

    assert kinds(complete.union, on, known_from=on) == [Kind.TERM_OVER]


def test_an_election_sent_back_is_due_until_reported_anew(complete: Mill, cast: dict[str, User], now: Any) -> None:
    given: dict[str, Any] = {"post": Post.VICE_CHAIR, "elected_on": ON}
    row = elections.report(complete.union, at=now, by=None, name="许副", **given)
    elections.send_back(row, why="姓名写错", at=now, by=cast["body_officer"])
    assert kinds(complete.union) == [Kind.ELECTION_RETURNED]

    elections.report(complete.union, at=now, by=None, name="徐副", **given)

    assert kinds(complete.union) == [Kind.ELECTION_WAITING]


def test_nothing_is_due_from_a_union_that_is_no_more(mill: Mill) -> None:
    standing = standing_of(mill.union, ON, known_from=ON)
    gone = replace(standing, union=Organisation(dissolved_on=ON))

    assert due(standing) != []
    assert due(gone) == []
    assert coming(gone) is None


def test_reading_what_is_due_costs_the_same_with_ten_officers(mill: Mill, queries: Any) -> None:
    one = queries(lambda: due(standing_of(mill.union, ON, known_from=ON)))
    for number in range(9):
        OfficerFactory(union=mill.union, name=f"副{number}", post=Post.VICE_CHAIR)

    assert queries(lambda: due(standing_of(mill.union, ON, known_from=ON))) == one
    assert Officer.objects.everywhere("a test").filter(union=mill.union).count() == 10


def test_what_somebody_says_is_wrong_is_due_until_the_body_answers(
    complete: Mill, cast: dict[str, User], now: Any
) -> None:
    given: dict[str, Any] = {"what": "phone", "words": "打不通", "receipt": "r1", "at": now}
    told = error_reports.receive(complete.union, **given, by=None)
    found = due(standing_of(complete.union, ON, known_from=ON))
    assert [(one.kind, one.told.what if one.told else "") for one in found] == [(Kind.TOLD, "电话打不通或不对")]

    error_reports.answer([told], state="fixed", answer="好", at=now, by=cast["body_officer"])

    assert kinds(complete.union) == []
