"""Two people press at the same moment, each on a connection of his or her own: one act, never a half one."""

import threading
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from accounts.book import operation
from accounts.models import BookEntry, User
from accounts.refused import Refused
from tests.factories import DisplayFactory, EmployerFactory, OfficerFactory, OrganisationFactory, UserFactory
from tests.unions.slips import NEW_PASSWORD, PHONE, issue
from unions.models import Appointment, Display, Invitation, Kind, Officer, Organisation, Post
from unions.operations import displays, employers, invitations, organisations
from unions.operations.succession import Leaving, succeed
from unions.operations.undoing import last_act_on, take_back

ON = date(2012, 10, 31)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def body() -> Organisation:
    county = organisations.establish_county("3499990000", "云岭县总工会", by=None)
    return OrganisationFactory(parent=county, kind=Kind.TOWNSHIP_UNION_FEDERATION)


@pytest.fixture
def union(body: Organisation) -> Organisation:
    return OrganisationFactory(parent=body)


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """What each returned, or the sentence it was refused with."""
    gate, found = threading.Barrier(len(acts)), [None] * len(acts)

    def press(place: int, act: Callable[[], Any]) -> None:
        gate.wait()
        try:
            found[place] = act()
        except Refused as refused:
            found[place] = str(refused)  # type: ignore[call-overload]
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return found


def rows(model: Any) -> Any:
    return model.objects.everywhere("a test looks at what was written")


def test_a_double_click_elects_one_chair(union: Organisation) -> None:
    old = OfficerFactory(union=union)

    def press() -> Officer:
        return succeed(union, leaving=Leaving(old, ON), name="新", post=Post.CHAIR, elected_on=ON, by=None)

    first, second = at_once(press, press)

    assert first == second
    assert rows(Officer).filter(union=union).count() == 2
    assert BookEntry.objects.filter(act="officers.succeed", change="insert").count() == 1


def test_two_successors_at_once_leave_one_and_a_sentence(union: Organisation) -> None:
    old = OfficerFactory(union=union)

    def elect(name: str) -> Any:
        return lambda: succeed(union, leaving=Leaving(old, ON), name=name, post=Post.CHAIR, elected_on=ON, by=None)

    found = at_once(elect("甲"), elect("乙"))

    assert sum(isinstance(one, str) for one in found) == 1
    assert rows(Officer).chairs().sitting_on(ON).filter(union=union).count() == 1


def test_two_found_a_union_for_one_unit(body: Organisation) -> None:
    unit = EmployerFactory(body=body)

    def found(code: str) -> Any:
        details: Any = {"code": code, "name": f"工会{code}", "established_on": ON}
        return lambda: employers.establish_union(unit, body, by=None, **details)

    answers = at_once(found("349999000301"), found("349999000302"))

    assert sum(isinstance(one, str) for one in answers) == 1
    assert rows(Organisation).filter(parent=body).count() == 1


def test_two_unions_merged_into_each_other_leave_one(body: Organisation) -> None:
    one, other = (OrganisationFactory(parent=body, kind=Kind.GRASSROOTS_JOINT) for _ in range(2))

    answers = at_once(
        lambda: organisations.merge(one, other, on=ON, why="合并", by=None),
        lambda: organisations.merge(other, one, on=ON, why="合并", by=None),
    )

    assert sum(isinstance(answer, str) for answer in answers) == 1
    assert rows(Organisation).filter(parent=body, dissolved_on=None).count() == 1


def test_verified_and_sent_back_at_once_is_one_of_them(union: Organisation) -> None:
    fact, he, she = DisplayFactory(union=union), UserFactory(), UserFactory()

    at_once(lambda: displays.verify(fact, on=ON, by=he), lambda: displays.send_back(fact, on=ON, why="字小", by=she))

    row = rows(Display).get(pk=fact.pk)
    assert (row.verified_on is None) != (row.returned_on is None)


def test_taken_back_by_two_at_once_is_taken_back_once(union: Organisation) -> None:
    old = OfficerFactory(union=union)
    succeed(union, leaving=Leaving(old, ON), name="新", post=Post.CHAIR, elected_on=ON, by=None)
    last = last_act_on(union)
    assert last is not None
    act_id = last.act_id

    found = at_once(lambda: take_back(union, act_id, by=None), lambda: take_back(union, act_id, by=None))

    assert sorted(one["deleted"] for one in found) == [0, 1]
    assert rows(Officer).get(union=union).left_on is None


def test_of_two_who_redeem_one_slip_one_comes_in(union: Organisation) -> None:
    slip = issue(OfficerFactory(union=union))

    def redeem(phone: str) -> Any:
        at, on = timezone.now(), timezone.localdate()
        return invitations.redeem(slip.invitation, phone=phone, password=NEW_PASSWORD, at=at, on=on, by=None).username

    found = at_once(lambda: redeem("13900000081"), lambda: redeem("13900000082"))

    assert sorted(map(str, found)) in (["13900000081", "NotOpen"], ["13900000082", "NotOpen"])
    assert User.objects.count() == rows(Appointment).count() == 1


def test_of_two_chairs_with_one_phone_one_comes_in(union: Organisation) -> None:
    other = OrganisationFactory(parent=union.parent)
    made = [issue(OfficerFactory(union=each)) for each in (union, other)]

    def redeem(slip: invitations.Slip) -> Any:
        at, on = timezone.now(), timezone.localdate()
        return invitations.redeem(slip.invitation, phone=PHONE, password=NEW_PASSWORD, at=at, on=on, by=None).pk

    found = at_once(lambda: redeem(made[0]), lambda: redeem(made[1]))

    assert sum(isinstance(each, int) for each in found) == 1
    assert any("不能用这个手机号设置登录" in str(each) for each in found)


def test_two_slips_issued_at_once_leave_one_open(union: Organisation) -> None:
    chair = OfficerFactory(union=union)

    at_once(lambda: issue(chair), lambda: issue(chair))

    assert rows(Invitation).filter(withdrawn_at=None).count() == 1


def test_two_who_wait_for_each_others_rows_are_one_act_and_a_sentence(union: Organisation) -> None:
    one, other = union, OrganisationFactory(parent=union.parent)
    both_hold_one = threading.Barrier(2)

    @operation("organisations.merge")
    def hold(first: Organisation, second: Organisation, *, by: User | None) -> bool:
        Organisation.objects.lock(first)
        both_hold_one.wait()
        Organisation.objects.lock(second)
        return True

    answers = at_once(lambda: hold(one, other, by=None), lambda: hold(other, one, by=None))

    assert sorted(map(str, answers)) == ["True", "有人正好在同一时刻办理相关的记录，这次没有写入。请再办一次。"]
