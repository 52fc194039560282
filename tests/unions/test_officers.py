"""Officers are elected, leave and are replaced; a chair's account hangs on the tenure."""

from datetime import date

import pytest

from accounts.duties import Role
from accounts.encryption import unseal
from accounts.models import BookEntry, User
from accounts.refused import Refused
from tests.conftest import Mill
from tests.factories import OfficerFactory, OrganisationFactory, make_colleague
from unions.models import Officer, Organisation, Post
from unions.operations import officers

ON = date(2012, 10, 31)
ID_NUMBER = "349999197001010015"


def again(officer: Officer) -> Officer:
    return Officer.objects.everywhere("a test looks at what was written").get(pk=officer.pk)


@pytest.mark.parametrize(
    ("elected_on", "years", "last_day"),
    [
        (date(2011, 3, 8), 5, date(2016, 3, 7)),
        (date(2012, 1, 1), 3, date(2014, 12, 31)),
        (date(2012, 2, 29), 3, date(2015, 2, 28)),
        (date(2012, 2, 28), 3, date(2015, 2, 27)),
        (date(2012, 3, 1), 5, date(2017, 2, 28)),
        (date(2011, 3, 1), 5, date(2016, 2, 29)),
    ],
)
def test_a_term_ends_the_day_before_the_anniversary(elected_on: date, years: int, last_day: date) -> None:
    assert officers.term_end(elected_on, years) == last_day


def test_the_term_follows_from_the_unions_years(mill: Mill) -> None:
    assert again(mill.chair).term_ends_on == date(2016, 3, 7)


def test_a_term_given_is_kept(mill: Mill) -> None:
    vice = OfficerFactory(union=mill.union, post=Post.VICE_CHAIR, term_ends_on=date(2013, 1, 1))

    assert again(vice).term_ends_on == date(2013, 1, 1)


def test_elected_twice_is_once(mill: Mill) -> None:
    assert OfficerFactory(union=mill.union, name="陈河") == mill.chair


def test_a_second_chair_is_refused_and_told_who_sits(mill: Mill) -> None:
    with pytest.raises(Refused, match="主席是 陈河"):
        OfficerFactory(union=mill.union, name="后来", elected_on=ON)


def test_nobody_is_elected_before_the_union_was_set_up(mill: Mill) -> None:
    with pytest.raises(Refused, match="建会日期"):
        OfficerFactory(union=mill.union, post=Post.MEMBER, elected_on=date(2009, 12, 31))


def test_a_leaving_chairs_account_falls(mill: Mill) -> None:
    chen = make_colleague("chen", Role.CHAIR, mill.union, since=date(2011, 3, 8), officer=mill.chair)
    assert chen.standing

    officers.leave(mill.chair, on=ON, by=None)

    assert User.objects.get(pk=chen.pk).standing == []


def test_leaving_on_another_day_is_refused(mill: Mill) -> None:
    officers.leave(mill.chair, on=ON, by=None)

    officers.leave(mill.chair, on=ON, by=None)
    with pytest.raises(Refused, match="请先撤回离任"):
        officers.leave(mill.chair, on=date(2012, 11, 1), by=None)


def test_an_id_number_is_sealed_and_never_in_the_book_in_clear(mill: Mill) -> None:
    officers.change_details(mill.chair, id_number=ID_NUMBER, by=None)

    kept = again(mill.chair)
    assert ID_NUMBER not in kept.id_number_sealed
    assert unseal(kept.id_number_sealed, officers.ID_NUMBER_PLACE) == ID_NUMBER
    assert not any(ID_NUMBER in str(line.after) for line in BookEntry.objects.all())


def test_the_same_id_number_writes_nothing(mill: Mill) -> None:
    officers.change_details(mill.chair, id_number=ID_NUMBER, by=None)
    before = BookEntry.objects.count()

    officers.change_details(mill.chair, id_number=ID_NUMBER, by=None)
    officers.change_details(mill.chair, id_number="", by=None)

    assert BookEntry.objects.count() == before
    assert again(mill.chair).id_number_sealed


def test_only_a_bare_tenure_is_removed(mill: Mill) -> None:
    make_colleague("chen", Role.CHAIR, mill.union, since=date(2011, 3, 8), officer=mill.chair)
    mistaken = OfficerFactory(union=mill.union, post=Post.MEMBER, name="误登")

    officers.remove(mistaken, by=None)
    with pytest.raises(Refused, match="请登记离任"):
        officers.remove(mill.chair, by=None)


def test_a_union_without_term_years_leaves_the_end_open(riverside: Organisation) -> None:
    union = OrganisationFactory(parent=riverside, term_years=None)

    assert OfficerFactory(union=union).term_ends_on is None
