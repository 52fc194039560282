"""The day of a change, and what leaving does to a transfer that waits (members/operations/belonging.py)."""

from datetime import date, timedelta

import pytest

from accounts import wall
from accounts.models import BookEntry
from accounts.refused import Refused
from members.models import Membership, State, Transfer
from members.operations import belonging, transfers
from members.operations.roster import How, check, take_back
from registers import operations
from tests.factories import MembershipFactory, id_number
from tests.members.roles import as_the_application
from tests.members.rosters import a_row
from tests.registers.sheets import bring, found, load, sheet

TODAY = date(2012, 10, 31)
pytestmark = pytest.mark.django_db


@pytest.fixture
def li(mill) -> Membership:
    return MembershipFactory(union=mill.union, name="李河", id_number=id_number(1), since=date(2011, 5, 1))


@pytest.fixture
def waiting(li, quarry) -> Transfer:
    return transfers.apply(li.member, quarry.union, on=date(2012, 9, 1), reason="调动", by=None)


def now(row):
    return type(row).objects.everywhere("a test").get(pk=row.pk)


@pytest.mark.parametrize("how", ["retain", "withdraw", "expel"])
def test_nothing_takes_effect_on_a_day_that_has_not_come(li, how):
    with pytest.raises(Refused, match="还没有到"):
        getattr(belonging, how)(li, on=TODAY + timedelta(days=1), reason="x", by=None, today=TODAY)

    assert now(li).state == State.NORMAL


def test_nobody_is_resumed_on_a_day_that_has_not_come(li):
    belonging.retain(li, on=TODAY, reason="失业", by=None)

    with pytest.raises(Refused, match="还没有到"):
        belonging.resume(li, on=TODAY + timedelta(days=1), by=None, today=TODAY)


def test_nobody_is_resumed_before_the_day_of_the_retention(li):
    belonging.retain(li, on=TODAY, reason="失业", by=None)

    with pytest.raises(Refused, match="恢复日期早于保留会籍的日期"):
        belonging.resume(li, on=TODAY - timedelta(days=1), by=None)

    assert now(li).state == State.RETAINED


@pytest.mark.parametrize("how", ["withdraw", "expel"])
def test_leaving_voids_the_transfer_that_waits_and_says_why(li, waiting, how):
    getattr(belonging, how)(li, on=TODAY, reason="辞职", by=None)

    row = now(waiting)
    assert (row.state, row.closed_on) == (Transfer.State.CANCELLED, TODAY)
    assert row.reason == "调动（会员已离会，申请作废）"
    assert BookEntry.objects.filter(act=f"members.{how}").values("table_name").distinct().count() == 2


def test_who_left_before_applying_closes_the_transfer_on_its_own_day(li, waiting):
    belonging.withdraw(li, on=date(2012, 8, 1), reason="辞职", by=None)

    assert now(waiting).closed_on == waiting.applied_on


def test_the_pass_voids_the_transfer_and_its_undo_brings_it_back(li, waiting, mill):
    made = check(mill.union, {li.pk: How.LEFT}, on=TODAY, by=None)
    assert now(waiting).state == Transfer.State.CANCELLED

    take_back(made, by=None)

    assert (now(waiting).state, now(waiting).reason) == (Transfer.State.PENDING, "调动")


@pytest.mark.parametrize(("leaves", "state"), [("退会", "cancelled"), ("保留", "pending")])
def test_a_row_of_the_register_that_ends_the_membership_voids_the_transfer(tmp_path, waiting, leaves, state):
    row = a_row(姓名="李河", 会籍状态=leaves, 会籍变化日期="2012-10-31", 会籍变化原因="辞职")

    outcome = load(tmp_path, "members", [row])

    assert found(outcome) == []
    assert now(waiting).state == state
    assert ("申请作废" in now(waiting).reason) == (state == "cancelled")


def test_with_row_security_real_a_townships_import_voids_the_transfer_and_its_undo_brings_it_back(
    tmp_path, cast, waiting, li
):
    row = a_row(姓名="李河", 会籍状态="退会", 会籍变化日期="2012-10-31", 会籍变化原因="辞职")
    officer, path = cast["body_officer"], sheet(tmp_path, "members", [row])

    with as_the_application(), wall.parts(officer.personal_paths):
        run, _ = bring(path, "members", by=officer)
        voided = now(waiting).state
        operations.undo_import(run, by=officer)

    assert voided == Transfer.State.CANCELLED
    assert (now(waiting).state, now(waiting).reason) == (Transfer.State.PENDING, "调动")
    assert now(li).state == State.NORMAL
