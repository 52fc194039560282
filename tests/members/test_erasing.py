"""A person's data are deleted: nothing personal is left anywhere, memberships, counts and the book stay."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import BookEntry, PersonalPast
from accounts.refused import Refused
from members.admin.person_page import FACTS
from members.admin.words import label_of
from members.models import Duplicate, Erasure, Member, Membership
from members.operations import arrivals, belonging, erasing, people, settling, transfers
from members.operations.people import find
from tests.conftest import Mill
from tests.factories import MembershipFactory, id_number
from tests.members.desk.conftest import LI, memberships_of, person
from tests.members.roles import as_the_application
from tests.members.test_merging import again, pair_of
from tests.unions.pressing import look, look_and_press

ON = date(2012, 10, 31)
pytestmark = pytest.mark.django_db
BASIS = Erasure.Basis.REQUEST
# In words that stand nowhere else.
PERSONAL = ("李某旧", "李某新", "13711112222", "13733334444", "云外县某村", LI)


@pytest.fixture
def left(mill: Mill) -> Membership:
    """Somebody renamed, whose number was changed, who asked for a transfer in vain, and left."""
    row = MembershipFactory(
        union=mill.union, name="李某旧", id_number=LI, mobile="13711112222", native_place="云外县某村",
        is_migrant=True, employment="on_post", education="college",
    )  # fmt: skip
    people.change_details(row.member, name="李某新", mobile="13733334444", on=ON, by=None)
    return row


def leave(row: Membership) -> None:
    belonging.withdraw(row, on=date(2012, 6, 1), reason="个人要求退会", by=None)


def erase(row: Membership, **values: Any) -> Erasure:
    return erasing.erase(row.member, **{"basis": BASIS, "reason": "本人书面申请", "on": ON, "by": None, **values})


def everything_kept() -> str:
    """Every row of every table, as text."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename ~"
            " '^(accounts|registers|unions|members|campaigns)_' AND tablename <> 'members_memberkey'"
        )
        tables = [name for (name,) in cursor.fetchall()]
        found = []
        for table in tables:
            cursor.execute(f"SELECT string_agg(t::text, ' ') FROM {table} t")
            found.append(str(cursor.fetchone()[0]))
    return " ".join(found)


def test_no_word_of_the_person_is_left_in_any_table(left: Membership, quarry: Mill) -> None:
    transfer = transfers.apply(left.member, quarry.union, on=date(2012, 5, 1), by=None)
    transfers.cancel(transfer, on=date(2012, 5, 2), by=None)
    leave(left)
    sealed = person(left).id_number_sealed
    before = everything_kept()
    assert all(word in before for word in PERSONAL if word != LI)
    assert sealed in before

    erase(left)

    after = everything_kept()
    assert [word for word in (*PERSONAL, sealed) if word in after] == []
    assert not PersonalPast.objects.exists()
    assert find(LI) is None
    assert not Member.objects.everywhere("a test").persons().named_like("李某新").exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT keys::text FROM members_memberkey WHERE member_id = %s", [left.member_id])
        assert "李" not in cursor.fetchone()[0]


def test_no_word_is_left_of_whom_was_entered_by_mistake(mill: Mill, cast: Any) -> None:
    chair = cast["chair"]
    row = belonging.join(
        mill.union, name="李某旧", id_number=LI, mobile="13711112222", since=date(2012, 6, 1), on=ON, by=chair
    )
    sealed = person(row.member).id_number_sealed

    arrivals.take_back_join(row, by=chair)

    after = everything_kept()
    assert [word for word in (*PERSONAL, sealed) if word in after] == []


def test_memberships_counts_and_the_books_chain_stay(left: Membership) -> None:
    leave(left)
    lines = list(BookEntry.objects.order_by("pk").values_list("pk", flat=True))
    spans = [(row.since, row.until, row.state) for row in memberships_of(left.member)]

    erase(left)

    gone = person(left)
    assert [(row.since, row.until, row.state) for row in memberships_of(left.member)] == spans
    assert list(BookEntry.objects.filter(pk__in=lines).order_by("pk").values_list("pk", flat=True)) == lines
    assert (gone.sex, gone.is_migrant, gone.employment) == ("male", True, "on_post")
    assert (gone.name, gone.born_on, gone.education, gone.erased_on) == ("已删除", None, "", ON)
    assert BookEntry.objects.filter(act="members.erase").exists()


def test_what_was_merged_into_the_person_goes_along(left: Membership, mill: Mill) -> None:
    twin = MembershipFactory(union=mill.union, name="李某又", id_number=id_number(9), mobile="13755556666")
    settling.merge(pair_of(left, twin), left.member, keep=left.member, on=ON, by=None)
    leave(left)

    erase(left)

    assert person(twin).name == "已删除"
    assert "13755556666" not in everything_kept()
    assert find(id_number(9)) is None


def test_open_pairs_are_closed(left: Membership, mill: Mill) -> None:
    pair = pair_of(left, MembershipFactory(union=mill.union, name="李某新"))
    leave(left)

    erase(left)

    assert again(pair).state == Duplicate.State.DIFFERENT


def test_a_members_data_are_not_deleted(left: Membership) -> None:
    with pytest.raises(Refused, match="现在还有会籍"):
        erase(left)
    assert person(left).name == "李某新"


def test_a_merged_entrys_data_go_with_the_survivors(left: Membership, mill: Mill) -> None:
    twin = MembershipFactory(union=mill.union, id_number=id_number(9))
    settling.merge(pair_of(left, twin), left.member, keep=left.member, on=ON, by=None)

    with pytest.raises(Refused, match="合并后的会员"):
        erase(twin)


def test_erasing_twice_is_once(left: Membership) -> None:
    leave(left)

    assert erase(left) == erase(left, reason="又一次")
    assert Erasure.objects.everywhere("a test").count() == 1


def test_an_erased_person_joins_as_a_new_one(left: Membership, mill: Mill) -> None:
    leave(left)
    erase(left)

    again_in = MembershipFactory(union=mill.union, name="李某新", id_number=LI, since=date(2012, 7, 1))

    assert again_in.member_id != left.member_id


# -- at the desk


def address(row: Membership) -> str:
    return f"/admin/members/member/{row.member_id}/erase/"


VALUES = {"basis": "request", "reason": "本人书面申请", "name": "李某新"}


def test_the_county_looks_first_and_then_deletes(signed_in: Any, left: Membership) -> None:
    leave(left)
    browser = signed_in("organisation_staff")
    with as_the_application():
        page = look(browser, address(left), VALUES).content.decode()
        assert "删去" in page
        assert "会籍 1 段" in page
        assert person(left).name == "李某新"
        look_and_press(browser, address(left), VALUES)

    assert person(left).erased_on == timezone.localdate()
    done = Erasure.objects.everywhere("a test").get()
    assert (done.basis, done.reason) == ("request", "本人书面申请")


def test_the_look_before_names_everything_that_goes_and_everything_that_stays(signed_in: Any, left: Membership) -> None:
    leave(left)

    page = look(signed_in("organisation_staff"), address(left), VALUES).content.decode()
    goes, stays = page.partition("删去")[2].split("留下", 1)

    for name in FACTS:
        assert label_of(name) in (goes if name in erasing.EMPTIED else stays), name


@pytest.mark.parametrize("wrong", [{"name": "李某旧"}, {"name": ""}, {"basis": ""}, {"reason": " "}])
def test_without_the_right_name_a_ground_and_words_nothing_is_deleted(
    signed_in: Any, left: Membership, wrong: dict[str, str]
) -> None:
    leave(left)
    look_and_press(signed_in("organisation_staff"), address(left), {**VALUES, **wrong})

    assert person(left).erased_on is None


@pytest.mark.parametrize(("who", "status"), [("body_officer", 403), ("auditor", 403), ("stranger", 404)])
def test_nobody_else_deletes(signed_in: Any, left: Membership, who: str, status: int) -> None:
    leave(left)

    assert signed_in(who).post(address(left), VALUES).status_code == status
    assert person(left).erased_on is None


def test_of_a_member_the_page_leads_back(signed_in: Any, left: Membership) -> None:
    assert signed_in("organisation_staff").post(address(left), VALUES).status_code == 302
    assert person(left).erased_on is None


def test_the_page_of_the_erased_says_so_and_names_nobody(signed_in: Any, left: Membership) -> None:
    leave(left)
    erase(left)

    page = signed_in("organisation_staff").get(f"/admin/members/member/{left.member_id}/change/").content.decode()

    assert "按规定删除" in page
    assert "2012-06-01" in page
    assert "李某" not in page


def test_the_list_of_those_kept_long_enough_follows_the_countys_years(signed_in: Any, mill: Mill) -> None:
    today = timezone.localdate()
    years = {name: today.replace(year=today.year - back, day=1) for name, back in (("老会员", 6), ("新离会", 4))}
    for name, until in years.items():
        row = MembershipFactory(union=mill.union, name=name, since=date(2011, 1, 1))
        Membership.objects.everywhere("arrange").filter(pk=row.pk).update(
            state="withdrawn", until=until, changed_on=until
        )
    browser = signed_in("organisation_staff")
    for who in ("organisation_staff", "body_officer"):
        page = signed_in(who).get("/admin/members/member/?retention=over").content.decode()
        assert "老会员" in page
        assert "新离会" not in page
    assert "个人信息保存期满" in browser.get("/admin/").content.decode()
    assert "个人信息保存期满" not in signed_in("body_officer").get("/admin/").content.decode()
