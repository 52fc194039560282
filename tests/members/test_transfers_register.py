"""The register `transfers`: applications, and the memberships that accepted ones end and begin (registers.md §2)."""

from datetime import date

import pytest

from accounts import wall
from members.models import Transfer
from members.operations import belonging, transfers
from registers import operations
from tests.factories import MembershipFactory, OrganisationFactory, id_number
from tests.members.roles import as_the_application
from tests.members.rosters import MILL, QUARRY, memberships, person
from tests.registers.sheets import bring, found, load, sheet

pytestmark = pytest.mark.django_db
BAKERY = "349999000102"


@pytest.fixture(autouse=True)
def member(mill, quarry):
    return MembershipFactory(union=mill.union, id_number=id_number(1), name="李河")


@pytest.fixture
def bakery(riverside):
    return OrganisationFactory(parent=riverside, code=BAKERY, name="河畔面包厂工会")


def a_row(**values):
    return {
        "证件号码": id_number(1),
        "姓名": "李河",
        "转出工会编码": MILL,
        "转入工会编码": QUARRY,
        "申请日期": "2012-06-01",
        "接转原因": "调动工作",
        **values,
    }


def spans():
    return [(m.union.code, m.since, m.until, str(m.state)) for m in memberships()]


def only():
    return Transfer.objects.everywhere("test").get()


def test_a_row_without_a_day_of_acceptance_is_an_application_and_moves_nobody(tmp_path, mill, quarry):
    outcome = load(tmp_path, "transfers", [a_row(转出工会意见="同意")])

    assert (outcome.created, found(outcome)) == (1, [])
    assert (only().state, only().from_union_id, only().to_union_id) == ("pending", mill.union.pk, quarry.union.pk)
    assert (only().name, only().from_opinion) == ("李河", "同意")
    assert only().masked_number == id_number(1)[:3] + "*" * 13 + id_number(1)[-2:]
    assert spans() == [(MILL, date(2011, 5, 1), None, "normal")]


def test_a_row_with_a_day_of_acceptance_moves_the_member_on_that_day(tmp_path, quarry):
    load(tmp_path, "transfers", [a_row(接收日期="2012-06-10")])

    assert spans() == [
        (MILL, date(2011, 5, 1), date(2012, 6, 10), "transferred"),
        (QUARRY, date(2012, 6, 10), None, "normal"),
    ]
    assert person().union_id == quarry.union.pk
    assert (only().state, only().closed_on) == ("accepted", date(2012, 6, 10))


def test_an_application_on_file_is_accepted_by_a_later_file(tmp_path, cast):
    load(tmp_path, "transfers", [a_row()], by=cast["body_officer"])

    outcome = load(tmp_path, "transfers", [a_row(接收日期="2012-06-10", 转入工会意见="同意接收")], by=cast["stranger"])

    assert (outcome.changed, found(outcome)) == (1, [])
    assert (only().state, only().closed_by, only().to_opinion) == ("accepted", cast["stranger"], "同意接收")
    assert spans()[-1] == (QUARRY, date(2012, 6, 10), None, "normal")


def test_several_transfers_of_one_member_are_taken_in_the_order_of_their_days(tmp_path, bakery):
    rows = [
        a_row(转出工会编码=QUARRY, 转入工会编码=BAKERY, 申请日期="2013-03-01", 接收日期="2013-03-05", 接转原因="返乡"),
        a_row(接收日期="2012-06-10"),
    ]

    outcome = load(tmp_path, "transfers", rows)

    assert (outcome.created, found(outcome)) == (2, [])
    assert spans() == [
        (MILL, date(2011, 5, 1), date(2012, 6, 10), "transferred"),
        (QUARRY, date(2012, 6, 10), date(2013, 3, 5), "transferred"),
        (BAKERY, date(2013, 3, 5), None, "normal"),
    ]
    assert person().union_id == bakery.pk


def test_the_same_file_again_changes_nothing(tmp_path, bakery):
    rows = [
        a_row(接收日期="2012-06-10"),
        a_row(转出工会编码=QUARRY, 转入工会编码=BAKERY, 申请日期="2013-03-01"),
    ]
    load(tmp_path, "transfers", rows)
    before = spans()

    outcome = load(tmp_path, "transfers", rows)

    assert (outcome.unchanged, outcome.created, outcome.changed, found(outcome)) == (2, 0, 0, [])
    assert spans() == before


def test_an_import_is_undone_as_one_act(tmp_path, bakery, mill):
    rows = [
        a_row(接收日期="2012-06-10"),
        a_row(转出工会编码=QUARRY, 转入工会编码=BAKERY, 申请日期="2013-03-01", 接收日期="2013-03-05"),
    ]
    run, _ = bring(sheet(tmp_path, "transfers", rows), "transfers")

    operations.undo_import(run, by=None)

    assert spans() == [(MILL, date(2011, 5, 1), None, "normal")]
    assert person().union_id == mill.union.pk
    assert not Transfer.objects.everywhere("test").exists()


@pytest.mark.parametrize(
    ("values", "fault"),
    [
        ({"证件号码": id_number(9)}, ("证件号码", "conflict")),
        ({"证件号码": "H12345678"}, ("证件号码", "conflict")),
        ({"证件号码": id_number(1)[:-1]}, ("证件号码", "bad_id_number")),
        ({"证件号码": id_number(1)[:-1] + "A"}, ("证件号码", "bad_id_number")),
        ({"姓名": "李山"}, ("姓名", "conflict")),
        ({"转出工会编码": BAKERY}, ("转出工会编码", "conflict")),
        ({"转入工会编码": MILL}, ("转入工会编码", "conflict")),
        ({"转入工会编码": "3499990002"}, ("转入工会编码", "wrong_parent")),
        ({"转入工会编码": "349999009999"}, ("转入工会编码", "unknown_union")),
        ({"接收日期": "2012-05-31"}, ("接收日期", "ends_before_start")),
        ({"接收日期": "2099-01-01"}, ("接收日期", "conflict")),
        ({"申请日期": "2011-04-30"}, ("申请日期", "conflict")),
        ({"申请日期": None}, ("申请日期", "required")),
    ],
)
def test_one_thing_wrong_gives_one_fault_and_nobody_moves(tmp_path, bakery, values, fault):
    outcome = load(tmp_path, "transfers", [a_row(**{"接收日期": "2012-06-10", **values})])

    assert found(outcome) == [(2, *fault)]
    assert len(memberships()) == 1
    assert not Transfer.objects.everywhere("test").exists()


def test_a_member_who_left_needs_no_transfer(tmp_path, member):
    belonging.withdraw(member, on=date(2012, 1, 1), reason="离职", by=None)

    outcome = load(tmp_path, "transfers", [a_row()])

    assert found(outcome) == [(2, "证件号码", "conflict")]


def test_a_second_application_while_one_waits_is_a_conflict(tmp_path, bakery):
    load(tmp_path, "transfers", [a_row()])

    other = load(tmp_path, "transfers", [a_row(转入工会编码=BAKERY, 申请日期="2012-07-01")])

    assert found(other) == [(2, "申请日期", "conflict")]


def test_two_applications_in_one_file_are_a_conflict_at_the_later(tmp_path, bakery):
    outcome = load(tmp_path, "transfers", [a_row(转入工会编码=BAKERY, 申请日期="2012-07-01"), a_row()])

    assert found(outcome) == [(2, "申请日期", "conflict")]


@pytest.mark.parametrize("end", ["decline", "cancel"])
def test_what_was_declined_or_taken_back_is_not_accepted_by_a_file(tmp_path, quarry, member, end):
    transfer = transfers.apply(member.member, quarry.union, on=date(2012, 6, 1), by=None)
    how = {"opinion": "查无此人"} if end == "decline" else {}
    getattr(transfers, end)(transfer, on=date(2012, 6, 2), by=None, **how)

    assert load(tmp_path, "transfers", [a_row(接转原因=None)]).unchanged == 1
    assert found(load(tmp_path, "transfers", [a_row(接收日期="2012-06-10")])) == [(2, "接收日期", "conflict")]


def test_the_day_of_acceptance_is_not_changed_afterwards(tmp_path):
    load(tmp_path, "transfers", [a_row(接收日期="2012-06-10")])

    assert found(load(tmp_path, "transfers", [a_row(接收日期="2012-06-11")])) == [(2, "接收日期", "conflict")]
    assert found(load(tmp_path, "transfers", [a_row(接收日期="清空")])) == [(2, "接收日期", "conflict")]
    assert load(tmp_path, "transfers", [a_row()]).unchanged == 1


def test_the_sending_side_applies_and_does_not_accept_for_the_other(tmp_path, cast):
    outcome = load(tmp_path, "transfers", [a_row(接收日期="2012-06-10")], by=cast["body_officer"])

    assert found(outcome) == [(2, "接收日期", "not_eligible")]
    assert load(tmp_path, "transfers", [a_row()], by=cast["body_officer"]).created == 1


def test_a_transfer_between_two_others_is_out_of_scope(tmp_path, cast, bakery):
    outcome = load(tmp_path, "transfers", [a_row(转入工会编码=BAKERY)], by=cast["stranger"])

    assert found(outcome) == [(2, "转入工会编码", "out_of_scope")]


@pytest.mark.parametrize("values", [{"证件号码": id_number(9)}, {"姓名": "李山"}, {"转出工会编码": BAKERY}])
def test_the_receiving_side_learns_nothing_by_guessing(tmp_path, cast, bakery, values):
    outcome = load(tmp_path, "transfers", [a_row(**values)], by=cast["stranger"])

    assert found(outcome) == [(2, "证件号码", "conflict")]
    assert outcome.faults[0].message.endswith(
        "转出工会里没有这个姓名和证件号码的会员，请核对姓名、证件号码和转出工会编码，或先导入工会会员登记表。"
    )


def test_with_row_security_real_the_receiving_township_takes_a_member_over_and_back(
    tmp_path, cast, mill, member, quarry
):
    transfers.apply(member.member, quarry.union, on=date(2012, 6, 1), reason="调动工作", by=cast["body_officer"])
    path = sheet(tmp_path, "transfers", [a_row(接收日期="2012-06-10")])

    with as_the_application(), wall.parts(cast["stranger"].personal_paths):
        run, outcome = bring(path, "transfers", by=cast["stranger"])
        again = bring(path, "transfers", by=cast["stranger"])[1]
        moved = person().union.code
        operations.undo_import(run, by=cast["stranger"])

    assert (outcome.changed, found(outcome)) == (1, [])
    assert again.unchanged == 1
    assert moved == QUARRY
    assert person().union_id == mill.union.pk
