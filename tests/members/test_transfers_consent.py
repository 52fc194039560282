"""The sending side's word about a transfer: a workbook of the receiver neither writes it nor goes on without it."""

from datetime import date

import pytest

from accounts import wall
from accounts.refused import Refused
from members.models import Transfer
from members.operations import arrivals, belonging, transfers
from tests.factories import MembershipFactory, OrganisationFactory, id_number
from tests.members.roles import as_the_application
from tests.members.rosters import MILL, QUARRY, person
from tests.registers.sheets import found, load

pytestmark = pytest.mark.django_db
SCHOOL = "349999000202"


@pytest.fixture(autouse=True)
def member(cast, mill):
    return MembershipFactory(union=mill.union, id_number=id_number(1), name="李河")


@pytest.fixture
def receive(tmp_path, cast):
    """`receive(接收日期=…)`: the receiving township imports one row."""

    def imported(**values):
        with as_the_application(), wall.parts(cast["stranger"].personal_paths):
            return load(tmp_path, "transfers", [a_row(**values)], by=cast["stranger"])

    return imported


def a_row(**values):
    return {
        "证件号码": id_number(1),
        "姓名": "李河",
        "转出工会编码": MILL,
        "转入工会编码": QUARRY,
        "申请日期": "2012-06-01",
        **values,
    }


def ask(quarry, by):
    return transfers.ask_for(quarry.union, number=id_number(1), name="李河", on=date(2012, 6, 1), by=by)


def only():
    return Transfer.objects.everywhere("test").get()


def test_the_receiver_does_not_take_a_member_whose_union_was_not_asked(receive, mill):
    outcome = receive(接收日期="2012-06-10")

    assert found(outcome) == [(2, "接收日期", "not_eligible")]
    assert "转出工会还没有表态" in outcome.faults[0].message
    assert "接收日期留空" in outcome.faults[0].message
    assert person().union_id == mill.union.pk
    assert not Transfer.objects.everywhere("test").exists()


def test_the_receiver_does_not_write_the_senders_opinion(receive):
    outcome = receive(转出工会意见="同意")

    assert found(outcome) == [(2, "转出工会意见", "not_eligible")]
    assert "由转出工会填" in outcome.faults[0].message
    assert not Transfer.objects.everywhere("test").exists()


def test_nor_into_an_application_of_its_own_that_waits_nor_takes_it_away(receive, quarry, cast):
    row = ask(quarry, cast["stranger"])
    assert found(receive(转出工会意见="同意")) == [(2, "转出工会意见", "not_eligible")]
    assert found(receive(接收日期="2012-06-10")) == [(2, "接收日期", "not_eligible")]

    arrivals.agree(row, by=cast["body_officer"])

    assert found(receive(转出工会意见="清空")) == [(2, "转出工会意见", "not_eligible")]
    assert receive(转出工会意见="同意转出").unchanged == 1


def test_once_the_sender_agreed_the_receiver_takes_the_member_by_a_file(receive, quarry, cast):
    arrivals.agree(ask(quarry, cast["stranger"]), by=cast["body_officer"])

    assert found(receive(接收日期="2012-06-10", 转入工会意见="同意接收")) == []
    assert (only().state, person().union_id) == ("accepted", quarry.union.pk)


def test_what_the_sender_applied_for_needs_no_other_word(receive, member, quarry, cast):
    transfers.apply(member.member, quarry.union, on=date(2012, 6, 1), by=cast["body_officer"])

    assert found(receive(接收日期="2012-06-10")) == []
    assert only().state == "accepted"


@pytest.mark.parametrize("who", ["organisation_staff", None])
def test_the_county_and_the_operator_do_both(tmp_path, cast, quarry, who):
    row = a_row(转出工会意见="同意转出", 接收日期="2012-06-10")

    outcome = load(tmp_path, "transfers", [row], by=cast[who] if who else None)

    assert found(outcome) == []
    assert person().union_id == quarry.union.pk


def test_a_township_moves_a_member_within_its_own_part(tmp_path, cast, riverside):
    bakery = OrganisationFactory(parent=riverside, code="349999000102", name="河畔面包厂工会")
    row = a_row(转入工会编码=bakery.code, 转出工会意见="同意", 接收日期="2012-06-10")

    assert found(load(tmp_path, "transfers", [row], by=cast["body_officer"])) == []
    assert person().union_id == bakery.pk


def test_the_sender_answers_an_application_by_a_file(tmp_path, cast, quarry):
    ask(quarry, cast["stranger"])

    outcome = load(tmp_path, "transfers", [a_row(转出工会意见="同意转出")], by=cast["body_officer"])

    assert (outcome.changed, found(outcome)) == (1, [])
    assert arrivals.has_senders_word(only())


def test_an_objection_written_into_a_file_is_not_taken_for_a_word_of_consent(tmp_path, cast, quarry):
    ask(quarry, cast["stranger"])

    outcome = load(tmp_path, "transfers", [a_row(转出工会意见="不同意，还在本单位")], by=cast["body_officer"])

    assert found(outcome) == [(2, "转出工会意见", "conflict")]
    assert "不同意转出" in outcome.faults[0].message
    assert not arrivals.has_senders_word(only())


def test_only_the_sending_side_has_its_opinion_on_an_application(member, quarry, cast):
    with pytest.raises(Refused, match="由转出工会填"):
        transfers.apply(member.member, quarry.union, on=date(2012, 6, 1), opinion="同意", by=cast["stranger"])


@pytest.mark.parametrize("values", [{}, {"证件号码": id_number(9)}, {"姓名": "李山"}, {"转出工会编码": "349999000102"}])
def test_a_refused_acceptance_does_not_tell_whether_the_person_is_there(receive, riverside, values):
    OrganisationFactory(parent=riverside, code="349999000102", name="河畔面包厂工会")

    outcome = receive(**{"接收日期": "2012-06-10", **values})

    assert found(outcome) == [(2, "接收日期", "not_eligible")]


@pytest.mark.parametrize("values", [{}, {"姓名": "李山"}, {"证件号码": id_number(9)}])
@pytest.mark.parametrize("has_left", [False, True])
def test_naming_a_union_of_ones_own_as_the_sender_tells_nothing_of_somebody_elsewhere(
    receive, member, quarry, has_left, values
):
    OrganisationFactory(parent=quarry.union.parent, code=SCHOOL, name="山顶小学工会")
    if has_left:
        belonging.withdraw(member, on=date(2012, 1, 1), reason="离职", by=None)

    outcome = receive(**{"转出工会编码": SCHOOL, **values})

    assert found(outcome) == [(2, "证件号码", "conflict")]
    assert "转出工会里没有这个姓名和证件号码的会员" in outcome.faults[0].message
