"""挤水分: the roster in one pass, its result, its undo, and the reminder."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import BookEntry
from members.models import Membership, RosterCheck, State
from members.operations import belonging, roster
from tests.conftest import Mill
from tests.factories import MembershipFactory
from unions.operations import reminders

pytestmark = pytest.mark.usefixtures("application")


@pytest.fixture(autouse=True)
def members(li: Membership, wang: Membership) -> None:
    """Made before row security is on."""


@pytest.fixture
def five(mill: Mill, li: Membership) -> list[Membership]:
    return [li, *(MembershipFactory(union=mill.union, name=name) for name in ("赵离", "钱转", "孙留", "周疑"))]


def send(chair: Client, mill: Mill, gone: dict[int, str], **more: Any) -> Any:
    values: Any = {"gone": [str(pk) for pk in gone], **{f"how-{pk}": how for pk, how in gone.items()}, **more}
    return chair.post(f"/portal/{mill.union.pk}/members/check/", values, follow=True)


def states(rows: list[Membership]) -> list[str]:
    known = dict(Membership.objects.everywhere("a test").values_list("pk", "state"))
    return [known[row.pk] for row in rows]


def choose(five: list[Membership]) -> dict[int, str]:
    return {five[1].pk: "withdrawn", five[2].pk: "moved", five[3].pk: "retained", five[4].pk: "doubtful"}


def test_the_whole_roster_is_one_list_and_nobody_elses_stands_in_it(chair: Client, mill: Mill, five: Any) -> None:
    page = chair.get(f"/portal/{mill.union.pk}/members/check/").content.decode()

    assert page.count('name="gone"') == 5
    assert all(name in page for name in ("李河", "赵离", "周疑"))
    assert "王山" not in page


def test_everybody_still_there_is_one_tap(chair: Client, mill: Mill, five: Any) -> None:
    page = send(chair, mill, {}).content.decode()

    made = RosterCheck.objects.everywhere("a test").get()
    assert (made.kept, made.left, made.checked_on, made.checked_by.username) == (5, 0, timezone.localdate(), "chair")
    assert "在册</dt><dd>5 人" in page
    assert set(states(five)) == {State.NORMAL}


def test_each_who_is_gone_takes_the_way_that_was_chosen(chair: Client, mill: Mill, five: list[Membership]) -> None:
    page = send(chair, mill, choose(five)).content.decode()

    assert states(five) == [State.NORMAL, State.WITHDRAWN, State.NORMAL, State.RETAINED, State.NORMAL]
    made = RosterCheck.objects.everywhere("a test").get()
    assert (made.kept, made.left) == (4, 1)
    assert f"/portal/members/{five[2].pk}/move/" in page  # to where: asked after the pass
    assert f"/portal/members/{five[4].pk}/" in page


def test_the_pass_is_one_act_in_the_book_without_a_name(chair: Client, mill: Mill, five: list[Membership]) -> None:
    send(chair, mill, choose(five))

    lines = BookEntry.objects.filter(act="rosters.check")
    assert lines.values("act_id").distinct().count() == 1
    assert {line.table_name for line in lines} == {"members_membership", "members_rostercheck"}
    assert "赵离" not in str([(line.before, line.after, line.details) for line in lines])


def test_the_pass_is_taken_back_as_one(chair: Client, mill: Mill, five: list[Membership]) -> None:
    send(chair, mill, choose(five))
    made = RosterCheck.objects.everywhere("a test").get()

    page = chair.post(f"/portal/checks/{made.pk}/", follow=True).content.decode()

    assert "这次核对已撤销，2 人恢复原状" in page
    assert set(states(five)) == {State.NORMAL}
    assert not RosterCheck.objects.everywhere("a test").exists()


def test_a_pass_that_was_built_upon_is_not_taken_back(chair: Client, mill: Mill, five: list[Membership]) -> None:
    send(chair, mill, choose(five))
    belonging.resume(five[3], on=timezone.localdate(), by=None)
    made = RosterCheck.objects.everywhere("a test").get()

    page = chair.post(f"/portal/checks/{made.pk}/").content.decode()

    assert "后来又被修改过" in page
    assert states(five)[1] == State.WITHDRAWN


def test_who_is_gone_without_a_way_is_asked_again_and_nothing_is_written(
    chair: Client, mill: Mill, five: list[Membership]
) -> None:
    page = send(chair, mill, {five[1].pk: ""}).content.decode()

    assert "有 1 人还没有选去向" in page
    assert page.count("请选去向") == 1  # beside the name, wherever on the long list it stands
    assert "checked" in page
    assert not RosterCheck.objects.everywhere("a test").exists()


def test_a_foreign_or_invented_number_is_passed_over(chair: Client, mill: Mill, wang: Membership) -> None:
    page = f"/portal/{mill.union.pk}/members/check/"
    chair.post(page, {"gone": [str(wang.pk), "x", "999999"], f"how-{wang.pk}": "withdrawn"})

    assert states([wang]) == [State.NORMAL]
    assert RosterCheck.objects.everywhere("a test").get().left == 0


def test_the_operation_leaves_other_unions_members_alone(mill: Mill, wang: Membership) -> None:
    roster.check(mill.union, {wang.pk: "withdrawn"}, on=timezone.localdate(), by=None)

    assert states([wang]) == [State.NORMAL]


def test_sent_twice_it_is_one_pass(chair: Client, mill: Mill, five: Any) -> None:
    key = "6f1c1b1e-7c39-4d3a-9a55-0d5b4f6f0002"

    send(chair, mill, {}, once=key)
    send(chair, mill, {}, once=key)

    assert RosterCheck.objects.everywhere("a test").count() == 1


def test_a_roster_never_gone_through_is_due_and_gone_through_it_is_not(chair: Client, mill: Mill) -> None:
    assert "核对花名册" in chair.get("/portal/").content.decode()

    send(chair, mill, {})

    assert f"/portal/{mill.union.pk}/members/check/" not in chair.get("/portal/").content.decode()


@pytest.mark.parametrize(("days", "is_due"), [(29, False), (30, True), (33, True)])
def test_it_is_due_again_after_the_countys_days(chair: Client, mill: Mill, days: int, is_due: bool) -> None:
    reminders.change_portal_settings(roster_check_days=30, by=None)
    RosterCheck.objects.create(union=mill.union, checked_on=timezone.localdate() - timedelta(days=days), kept=1)

    page = chair.get("/portal/").content.decode()

    assert (f"/portal/{mill.union.pk}/members/check/" in page) == is_due
    assert ("逾期 3 天" in page) == (days == 33)


def test_a_union_without_members_has_nothing_to_go_through(chair: Client, mill: Mill, li: Membership) -> None:
    belonging.withdraw(li, on=date(2012, 10, 31), reason="辞职", by=None)

    home = chair.get("/portal/").content.decode()

    assert f"/portal/{mill.union.pk}/members/check/" not in home
    assert "还没有登记会员，点这里办理入会" in home
    assert "没有要核对的" in chair.get(f"/portal/{mill.union.pk}/members/check/").content.decode()


def test_eight_hundred_names_cost_the_queries_of_one_and_little_on_the_line(
    chair: Client, mill: Mill, queries: Any
) -> None:
    page = f"/portal/{mill.union.pk}/members/check/"
    chair.get(page)
    one = queries(lambda: chair.get(page))
    for number in range(40):
        MembershipFactory(union=mill.union, name=f"{'赵钱孙李周吴郑王'[number % 8]}{'甲乙丙丁戊'[number % 5]}")

    assert queries(lambda: chair.get(page)) == one
    whole = chair.get(page)
    packed = chair.get(page, headers={"accept-encoding": "gzip"})
    assert packed["Content-Encoding"] == "gzip"
    assert len(packed.content) * 4 < len(whole.content)


def test_strangers_check_nothing(signed_in: Any, mill: Mill) -> None:
    for who, status in (("body_officer", 403), ("stranger", 404)):
        assert signed_in(who).post(f"/portal/{mill.union.pk}/members/check/").status_code == status
    assert not RosterCheck.objects.everywhere("a test").exists()


def test_the_way_back_after_an_undo_leads_to_the_roster(
    chair: Client, other_chair: Client, mill: Mill, five: list[Membership]
) -> None:
    send(chair, mill, choose(five))
    made = RosterCheck.objects.everywhere("a test").get()
    chair.post(f"/portal/checks/{made.pk}/")

    for answer in (
        chair.get(f"/portal/checks/{made.pk}/", follow=True),
        chair.post(f"/portal/checks/{made.pk}/", follow=True),
    ):
        assert answer.redirect_chain[-1][0] == f"/portal/{mill.union.pk}/members/"
        assert "这次核对已经撤销" in answer.content.decode()
    assert other_chair.get(f"/portal/checks/{made.pk}/").status_code == 404
    assert chair.get("/portal/checks/999999/").status_code == 404
