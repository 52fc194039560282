"""Display facts are reported, ended and verified by somebody else."""

from datetime import date

import pytest

from accounts.duties import Role
from accounts.models import BookEntry, User
from accounts.refused import Refused
from tests.conftest import Mill
from tests.factories import DisplayFactory, OfficerFactory, make_colleague
from unions.models import Display, Item, Organisation, Post, Way
from unions.operations import displays, officers, organisations

ON = date(2012, 10, 31)


def again(display: Display) -> Display:
    return Display.objects.everywhere("a test looks at what was written").get(pk=display.pk)


@pytest.fixture
def he(riverside: Organisation) -> User:
    return make_colleague("he", Role.BODY_OFFICER, riverside)


def test_reported_twice_is_once(mill: Mill) -> None:
    assert DisplayFactory(union=mill.union) == mill.display


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"way": Way.CANTEEN}, "方式只能是"),
        ({"starts_on": date(2009, 12, 31)}, "建会日期"),
        ({"item": Item.IDENTITY, "way": Way.CHEST_CARD}, "要写明是哪位"),
    ],
)
def test_one_thing_wrong_is_refused_with_its_reason(mill: Mill, change: dict[str, object], why: str) -> None:
    with pytest.raises(Refused, match=why):
        DisplayFactory(union=mill.union, **change)


def test_a_plaque_names_no_officer(mill: Mill) -> None:
    with pytest.raises(Refused, match="留空"):
        DisplayFactory(union=mill.union, officer=mill.chair, starts_on=ON)


@pytest.mark.parametrize(("starts_on", "fits"), [(date(2011, 3, 7), False), (date(2011, 3, 8), True)])
def test_an_officers_fact_starts_with_the_tenure(mill: Mill, starts_on: date, fits: bool) -> None:
    values = {"item": Item.IDENTITY, "way": Way.CHEST_CARD, "officer": mill.chair, "starts_on": starts_on}
    if fits:
        assert DisplayFactory(union=mill.union, **values).pk
    else:
        with pytest.raises(Refused, match="不是该工会在任的主席或副主席"):
            DisplayFactory(union=mill.union, **values)


def test_a_departed_chair_shows_no_card(mill: Mill) -> None:
    left = officers.leave(mill.chair, on=ON, by=None)

    with pytest.raises(Refused, match="不是该工会在任"):
        DisplayFactory(union=mill.union, item=Item.CONTACT, way=Way.WEBSITE, officer=left, starts_on=ON)


def test_another_unions_chair_shows_nothing_here(mill: Mill, quarry: Mill) -> None:
    with pytest.raises(Refused, match="不是该工会在任"):
        DisplayFactory(union=mill.union, item=Item.CONTACT, way=Way.WEBSITE, officer=quarry.chair)


def test_a_member_of_the_committee_shows_nothing(mill: Mill) -> None:
    member = OfficerFactory(union=mill.union, post=Post.MEMBER, name="委员")

    with pytest.raises(Refused, match="不是该工会在任"):
        DisplayFactory(union=mill.union, item=Item.CONTACT, way=Way.WEBSITE, officer=member)


def test_a_verified_fact_says_by_whom_and_when(mill: Mill, he: User) -> None:
    displays.verify(mill.display, on=ON, by=he)

    assert (again(mill.display).verified_on, again(mill.display).verified_by) == (ON, "he")


def test_verified_twice_keeps_the_first(mill: Mill, he: User) -> None:
    displays.verify(mill.display, on=ON, by=he)
    before = BookEntry.objects.count()

    displays.verify(mill.display, on=date(2012, 11, 1), by=he)

    assert again(mill.display).verified_on == ON
    assert BookEntry.objects.count() == before


def test_nobody_verifies_an_own_entry(mill: Mill, he: User) -> None:
    own = DisplayFactory(union=mill.union, item=Item.OFFICE, way=Way.CANTEEN, by=he)

    with pytest.raises(Refused, match="本人录入"):
        displays.verify(own, on=ON, by=he)

    assert again(own).verified_on is None


def test_a_chair_verifies_nothing_of_the_own_union(mill: Mill) -> None:
    chen = make_colleague("chen", Role.CHAIR, mill.union, since=date(2011, 3, 8), officer=mill.chair)

    with pytest.raises(Refused, match="上级工会核实"):
        displays.verify(mill.display, on=ON, by=chen)


@pytest.mark.parametrize(("on", "fits"), [(date(2012, 5, 31), False), (date(2012, 6, 1), True)])
def test_nothing_is_verified_before_it_hangs(mill: Mill, he: User, on: date, fits: bool) -> None:
    if fits:
        assert displays.verify(mill.display, on=on, by=he).verified_on == on
    else:
        with pytest.raises(Refused, match="早于这条记录的开始日期"):
            displays.verify(mill.display, on=on, by=he)


def test_of_many_the_own_entry_is_handed_back(mill: Mill, he: User) -> None:
    own = DisplayFactory(union=mill.union, item=Item.OFFICE, way=Way.CANTEEN, by=he)
    seen = DisplayFactory(union=mill.union, item=Item.OFFICE, way=Way.WEBSITE)
    displays.verify(seen, on=ON, by=he)

    done = displays.verify_many([mill.display, own, seen], on=ON, by=he)

    assert (done.now, done.before, [row.pk for row, _ in done.refused]) == (1, 1, [own.pk])
    assert again(mill.display).verified_by == "he"
    assert again(own).verified_on is None


def test_a_withdrawn_verification_is_gone(mill: Mill, he: User) -> None:
    displays.verify(mill.display, on=ON, by=he)

    displays.withdraw_verification(mill.display, by=he)

    assert (again(mill.display).verified_on, again(mill.display).verified_by) == (None, "")


def test_an_ended_fact_ends_once(mill: Mill) -> None:
    displays.end_display(mill.display, on=ON, by=None)

    displays.end_display(mill.display, on=ON, by=None)
    with pytest.raises(Refused, match="已于 2012-10-31 结束"):
        displays.end_display(mill.display, on=date(2012, 11, 1), by=None)


def test_a_verified_fact_is_neither_reworded_nor_removed(mill: Mill, he: User) -> None:
    displays.verify(mill.display, on=ON, by=he)

    with pytest.raises(Refused, match="撤回核实"):
        displays.change_content(mill.display, content="别的", by=he)
    with pytest.raises(Refused, match="撤回核实"):
        displays.remove(mill.display, by=he)


def test_a_dissolved_union_reports_nothing_more(mill: Mill) -> None:
    gone = organisations.dissolve(mill.union, on=ON, why="企业注销", by=None)

    with pytest.raises(Refused, match="撤销"):
        DisplayFactory(union=gone, starts_on=ON)
