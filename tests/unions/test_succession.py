"""One leaves, another comes: tenure, account and facts change in one act."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from accounts.duties import Role
from accounts.models import BookEntry, User
from accounts.refused import Refused
from tests.conftest import Mill
from tests.factories import DisplayFactory, OfficerFactory, make_colleague
from unions.models import Appointment, Display, Item, Officer, Post, Way
from unions.operations import officers
from unions.operations.succession import Leaving, succeed

ON = date(2012, 10, 31)
LATER = date(2012, 11, 15)
ID_NUMBER = "34999919700101001X"


def again(row: Officer | Display | Appointment) -> object:
    return type(row).objects.everywhere("a test looks at what was written").get(pk=row.pk)


@pytest.fixture
def badge(mill: Mill) -> Display:
    return DisplayFactory(
        union=mill.union, officer=mill.chair, item=Item.IDENTITY, way=Way.CHEST_CARD, content="工会主席 陈河"
    )


def replace(mill: Mill, **change: object) -> Officer:
    values: dict[str, object] = {"leaving": Leaving(mill.chair, ON), "name": "新主席", "post": Post.CHAIR}
    return succeed(mill.union, by=None, **{**values, "elected_on": ON, **change})  # type: ignore[arg-type]


def test_the_old_chair_leaves_the_day_the_new_one_comes(mill: Mill) -> None:
    new = replace(mill)

    assert again(mill.chair).left_on == ON
    assert (new.post, new.elected_on, new.term_ends_on) == (Post.CHAIR, ON, date(2017, 10, 30))


def test_tenure_facts_and_account_end_in_one_act(mill: Mill, badge: Display) -> None:
    chen = make_colleague("chen", Role.CHAIR, mill.union, since=date(2011, 3, 8), officer=mill.chair)

    new = replace(mill)

    line = BookEntry.objects.get(table_name="unions_officer", row_id=new.pk, change="insert")
    changed = BookEntry.objects.filter(act_id=line.act_id, act="officers.succeed", change="update")
    assert set(changed.values_list("table_name", flat=True)) == {
        "unions_officer",
        "unions_display",
        "unions_appointment",
    }
    assert again(badge).ends_on == ON
    assert User.objects.get(pk=chen.pk).standing == []


def test_a_seat_may_stand_empty_in_between(mill: Mill) -> None:
    replace(mill, elected_on=LATER)

    chairs = Officer.objects.everywhere("a test").filter(union=mill.union).chairs()
    assert not chairs.sitting_on(date(2012, 11, 10)).exists()


def test_the_facts_may_be_left_open(mill: Mill, badge: Display) -> None:
    replace(mill, leaving=Leaving(mill.chair, ON, end_facts=False))

    assert again(badge).ends_on is None


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"elected_on": date(2009, 1, 1)}, "晚于新主席的当选日期"),
        ({"elected_on": date(2012, 10, 30)}, "请把离任日期改为"),
        ({"post": Post.VICE_CHAIR}, "不是该工会的副主席"),
        ({"leaving": None}, "主席是 陈河"),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_half_written(mill: Mill, change: dict[str, object], why: str) -> None:
    with pytest.raises(Refused, match=why):
        replace(mill, **change)

    assert again(mill.chair).left_on is None
    assert Officer.objects.everywhere("a test").filter(union=mill.union).count() == 1


def test_the_same_succession_twice_is_one(mill: Mill, badge: Display) -> None:
    new = replace(mill)
    lines = BookEntry.objects.count()

    assert replace(mill) == new
    assert BookEntry.objects.count() == lines


def test_another_successor_meanwhile_is_refused(mill: Mill) -> None:
    replace(mill)

    with pytest.raises(Refused):
        replace(mill, name="别人")


def test_a_vacant_seat_is_filled(mill: Mill) -> None:
    officers.leave(mill.chair, on=ON, by=None)

    assert replace(mill, leaving=None, elected_on=LATER).elected_on == LATER


def test_a_vice_chair_comes_for_another(mill: Mill) -> None:
    vice = OfficerFactory(union=mill.union, name="老副", post=Post.VICE_CHAIR)

    new = replace(mill, leaving=Leaving(vice, ON), post=Post.VICE_CHAIR, name="新副")

    assert (again(vice).left_on, new.post) == (ON, Post.VICE_CHAIR)
    assert again(mill.chair).left_on is None


def test_a_vice_chair_who_becomes_the_chair_is_vice_chair_no_longer(mill: Mill) -> None:
    vice = OfficerFactory(union=mill.union, name="新主席", post=Post.VICE_CHAIR)
    card = DisplayFactory(union=mill.union, officer=vice, item=Item.IDENTITY, way=Way.CHEST_CARD)

    replace(mill)

    assert again(vice).left_on == ON
    assert again(card).ends_on == ON


def test_a_vice_chair_may_stay_beside(mill: Mill) -> None:
    vice = OfficerFactory(union=mill.union, name="新主席", post=Post.VICE_CHAIR)

    replace(mill, ends_vice=False)

    assert again(vice).left_on is None


def reelect(mill: Mill, *, restate: bool = False, **change: object) -> Officer:
    leaving = Leaving(mill.chair, ON, is_reelected=True, restate=restate)
    return replace(mill, leaving=leaving, **{"name": "陈河", **change})


def test_a_reelected_chair_starts_a_new_tenure_without_facts(mill: Mill, badge: Display) -> None:
    new = reelect(mill)

    assert new.pk != mill.chair.pk
    assert again(badge).ends_on == ON
    assert not Display.objects.everywhere("a test").filter(officer=new).exists()


def test_a_reelected_chairs_facts_are_restated_when_said_so_and_wait_to_be_verified(mill: Mill, badge: Display) -> None:
    new = reelect(mill, restate=True)

    fact = Display.objects.everywhere("a test").get(officer=new)
    assert (fact.item, fact.way, fact.content) == (badge.item, badge.way, badge.content)
    assert (fact.starts_on, fact.verified_on) == (ON, None)


def test_a_reelected_chair_keeps_the_account_and_the_number_on_file(mill: Mill) -> None:
    officers.change_details(mill.chair, id_number=ID_NUMBER, by=None)
    chen = make_colleague("chen", Role.CHAIR, mill.union, since=date(2011, 3, 8), officer=mill.chair)

    new = reelect(mill)

    assert [post.officer_id for post in User.objects.get(pk=chen.pk).standing] == [new.pk]
    assert again(new).id_number_sealed


@pytest.mark.parametrize(
    ("change", "why"), [({"name": "别人"}, "取消“连选连任”"), ({"elected_on": date(2011, 3, 8)}, "新一届")]
)
def test_a_reelection_is_of_the_same_person_on_a_new_day(mill: Mill, change: dict[str, object], why: str) -> None:
    with pytest.raises(Refused, match=why):
        reelect(mill, **change)


@pytest.mark.parametrize(("written", "offered"), [("0551-5551234", "0551-5551234"), ("13900000017", "")])
def test_the_office_keeps_its_telephone_but_nobodys_mobile(
    signed_in: Callable[[str], Client], mill: Mill, written: str, offered: str
) -> None:
    officers.change_details(mill.chair, office_phone=written, by=None)

    page = signed_in("body_officer").get(f"/admin/unions/officer/{mill.chair.pk}/succeed/")

    assert page.context["form"].initial["office_phone"] == offered
    assert "13900000017" not in page.content.decode()
