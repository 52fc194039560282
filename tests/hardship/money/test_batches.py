"""A batch is made of what is approved, each instalment once, by other hands. Rules P6 to P8 in docs/rules/hardship.md."""

from decimal import Decimal

import pytest

from accounts.refused import Refused
from hardship.models import FundEntry, Payment, PaymentBatch, Step
from hardship.operations import batches, sealing
from hardship.operations.payees import due, payable
from tests.factories import make_colleague
from tests.hardship.families import add_version, contents, make_budget, make_source
from tests.hardship.money.world import (
    AT,
    ON,
    SUM,
    WHEN,
    approved,
    batch_of,
    fresh,
    ledger_sum,
    payments,
    read,
    sealed_batch,
    state,
)

pytestmark = pytest.mark.django_db


def test_batch_lists_everybody_approved_once_and_moves_them(world):
    batch = batch_of(world, 3)

    rows = payments(batch)
    assert [(one.serial, one.state, one.amount) for one in rows] == [(n, "listed", SUM) for n in (1, 2, 3)]
    assert (batch.code, batch.count, batch.total) == ("FF20130115-01", 3, Decimal("3000.00"))
    assert {state(one) for one in world.applications} == {"paying"}
    assert Step.objects.everywhere("tests").filter(act="pay", by=world.cashier).count() == 3


def test_a_second_batch_finds_nothing_and_says_so(world):
    batch_of(world, 2)

    with pytest.raises(Refused, match="现在没有可以发放的"):
        batches.make(world.programme, **WHEN, by=world.cashier)
    assert PaymentBatch.objects.count() == 1


def test_nothing_leaves_the_sources_before_the_file_is_made(world):
    batch_of(world, 2)

    assert fresh(world.source).balance == Decimal("100000.00")
    assert fresh(world.budget).spent == 0


def test_instalments_are_paid_one_after_the_other(world):
    application = approved(world, Decimal(600), Decimal(400))
    first = sealing.seal(batch_of(world), **WHEN, by=world.cashier)
    assert [one.instalment.number for one in payments(first)] == [1]
    with pytest.raises(Refused):
        batch_of(world)

    read(world, first, True)

    assert state(application) == "paying"
    assert [one.amount for one in payments(batch_of(world))] == [Decimal(400)]


def test_a_batch_of_one_source_leaves_the_others_alone(world):
    other = make_source("XJ02")
    budget = make_budget(world.programme, other)
    mine, others = approved(world), approved(world, SUM, budgets=[budget])

    batch = batches.make(world.programme, source=other, **WHEN, by=world.cashier)

    assert [one.application_id for one in payments(batch)] == [others.pk]
    assert state(mine) == "approved"


def test_two_batches_of_a_day_have_two_codes(world):
    first = batch_of(world, 1)
    second = batch_of(world, 1)

    assert [first.code, second.code] == ["FF20130115-01", "FF20130115-02"]


@pytest.mark.parametrize("who", ["chair", "reviewer", "leader"])
def test_whoever_had_a_hand_in_it_does_not_list_it(world, who):
    approved(world)

    with pytest.raises(Refused, match="另一位财务人员"):
        batches.make(world.programme, **WHEN, by=getattr(world, who))
    assert not PaymentBatch.objects.exists()


def test_nor_does_the_same_person_with_a_second_account(world, county):
    approved(world)
    second = make_colleague("second", "finance", county)
    second.name = world.leader.name
    second.save()

    with pytest.raises(Refused, match="审批"):
        batches.make(world.programme, **WHEN, by=second)


def test_whoever_drafted_it_does_not_list_it(world):
    application = approved(world)
    application.drafted_by = world.cashier
    application.save(update_fields=["drafted_by"])

    with pytest.raises(Refused, match="申报"):
        batches.make(world.programme, **WHEN, by=world.cashier)


def test_nobody_pays_himself(world):
    approved(world, name="王财务", account_name="王财务")

    with pytest.raises(Refused, match="本人的申请"):
        batches.make(world.programme, **WHEN, by=world.cashier)


@pytest.mark.parametrize(
    ("said", "why"),
    [({"card": ""}, "没有银行卡号"), ({"bank": ""}, "没有银行卡号或开户银行"), ({"card": "62170"}, "12 至 19 位")],
)
def test_who_cannot_be_paid_is_left_out_with_the_reason(world, said, why):
    approved(world)
    left = approved(world, **said)

    batch = batch_of(world)

    assert [one.application_id for one in payments(batch)] == [world.applications[0].pk]
    assert state(left) == "approved"
    [one] = due(payable(world.programme), by=world.cashier)
    assert why in one.why_not


def test_the_account_is_the_one_approved_whatever_the_file_says_now(world):
    application = approved(world)
    add_version(application.file, contents(100, name="困难100", card="6217000000000999999"), number=2, on=ON)
    application.file.latest = 2
    application.file.save(update_fields=["latest"])

    [line] = sealing.lines_of(*(lambda batch: (batch, payments(batch)))(batch_of(world)))

    assert line.account == "6217000000000000100"
    assert (line.name, line.bank) == ("困难100", "云岭农商银行天河支行")


def change_card(application, number, **said):
    """The union corrects the file after the bank sent the money back."""
    given = {"name": f"困难{number}", "account_name": f"困难{number}", "card": "6217000000000888888", **said}
    add_version(application.file, contents(number, **given), number=2, on=ON)
    application.file.latest = 2
    application.file.save(update_fields=["latest"])


def test_after_a_failure_the_corrected_account_is_paid(world):
    batch = sealed_batch(world, 1)
    read(world, batch, False)
    change_card(world.applications[0], 100)

    [line] = sealing.lines_of(*(lambda batch: (batch, payments(batch)))(batch_of(world)))

    assert line.account == "6217000000000888888"


def test_after_a_failure_another_payee_needs_another_approval(world):
    batch = sealed_batch(world, 1)
    read(world, batch, False)
    change_card(world.applications[0], 100, account_name="别人")

    with pytest.raises(Refused, match="撤销审批"):
        batch_of(world)


def test_one_line_taken_out_may_be_paid_later(world):
    batch = batch_of(world, 3)
    out = payments(batch)[1]

    batches.remove(out, reason="账户待核实", **WHEN, by=world.cashier)
    batches.remove(out, reason="再按一次", **WHEN, by=world.cashier)

    batch.refresh_from_db()
    assert (batch.count, batch.total, state(out.application)) == (2, Decimal("2000.00"), "approved")
    assert fresh(out).failure == "账户待核实"
    assert [one.application_id for one in payments(batch_of(world))] == [out.application_id]


def test_lines_are_numbered_anew_in_the_file(world):
    batch = batch_of(world, 3)
    batches.remove(payments(batch)[0], reason="待核实", **WHEN, by=world.cashier)

    sealing.seal(batch, **WHEN, by=world.cashier)

    assert [one.serial for one in payments(batch) if one.state == "sent"] == [1, 2]


def test_a_draft_given_up_frees_its_instalments(world):
    batch = batch_of(world, 2)

    batches.void(batch, reason="重新编制", **WHEN, by=world.cashier)
    batches.void(batch, reason="再按一次", **WHEN, by=world.cashier)

    batch.refresh_from_db()
    assert (batch.state, batch.void_reason) == ("void", "重新编制")
    assert {state(one) for one in world.applications} == {"approved"}
    assert not FundEntry.objects.filter(kind="returned").exists()
    assert batch_of(world).count == 2


def test_a_file_given_up_brings_the_money_back(world):
    batch = sealed_batch(world, 2)
    assert fresh(world.source).balance == Decimal("98000.00")

    batches.void(batch, reason="账号有误", **WHEN, by=world.cashier)

    assert (fresh(world.source).balance, fresh(world.budget).spent) == (Decimal("100000.00"), 0)
    assert ledger_sum(kind__in=["payment", "returned"]) == 0
    assert {one.state for one in payments(batch)} == {"removed"}


def test_what_went_to_the_bank_is_not_given_up(world):
    batch = sealed_batch(world, 2)
    sealing.mark_sent(batch, on=ON, by=world.cashier)

    with pytest.raises(Refused, match="已经交银行"):
        batches.void(batch, reason="账号有误", **WHEN, by=world.cashier)
    assert {one.state for one in payments(batch)} == {"sent"}


@pytest.mark.parametrize("reason", ["", "  "])
def test_giving_up_needs_a_reason(world, reason):
    batch = batch_of(world, 1)

    with pytest.raises(Refused, match="原因"):
        batches.void(batch, reason=reason, **WHEN, by=world.cashier)
    with pytest.raises(Refused, match="原因"):
        batches.remove(payments(batch)[0], reason=reason, **WHEN, by=world.cashier)


def test_a_failed_payment_may_be_left_for_a_new_approval(world):
    batch = sealed_batch(world, 1)
    read(world, batch, False)
    application = world.applications[0]
    assert state(application) == "paying"

    batches.release(application, reason="户名要换", **WHEN, by=world.cashier)

    assert state(application) == "approved"


def test_a_paid_application_is_not_left(world):
    batch = sealed_batch(world, 1)
    read(world, batch, True)

    with pytest.raises(Refused, match="不能移出"):
        batches.release(world.applications[0], reason="户名要换", on=ON, at=AT, by=world.cashier)
    assert Payment.objects.everywhere("tests").get().state == "paid"
