"""The bank's answer: whole or nothing, once, in any order; failures are paid by a later batch. Rules P4, P5, P10."""

import itertools
from decimal import Decimal

import pytest

from accounts.models import BookEntry
from accounts.refused import Refused
from hardship.models import BankReturn, FundEntry, PaymentBatch, Step
from hardship.operations import bank_returns, sealing
from tests.hardship.money.world import (
    ON,
    WHEN,
    answers,
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


def states(batch):
    return [one.state for one in payments(batch)]


def picture(world, batch):
    """All that reading may change."""
    return (
        states(batch),
        fresh(batch).state,
        fresh(world.source).balance,
        fresh(world.budget).spent,
        [state(one) for one in world.applications],
        FundEntry.objects.count(),
    )


def test_paid_and_failed_are_read_and_the_batch_is_settled(world):
    batch = sealed_batch(world, 3)

    answer = read(world, batch, True, False, True)

    assert (answer.paid, answer.failed) == (2, 1)
    assert states(batch) == ["paid", "failed", "paid"]
    assert fresh(batch).state == PaymentBatch.State.SETTLED
    assert payments(batch)[1].failure == "账户已销户"
    assert [state(one) for one in world.applications] == ["closed", "paying", "closed"]


def test_money_of_a_failure_is_back_in_source_and_budget(world):
    batch = sealed_batch(world, 3)

    read(world, batch, True, False, True)

    assert fresh(world.source).balance == Decimal("98000.00")
    assert fresh(world.budget).spent == Decimal("2000.00")
    assert ledger_sum(kind="returned") == Decimal("1000.00")


def test_a_closed_application_says_its_result(world):
    approved(world, Decimal("1170.00"))
    batch = sealing.seal(batch_of(world), **WHEN, by=world.cashier)

    read(world, batch, True)

    assert fresh(world.applications[0]).result == "已发放 1,170.00元"
    step = Step.objects.everywhere("tests").get(act="close")
    assert (step.by, step.on) == (world.cashier, ON)


def test_the_same_file_twice_changes_nothing_the_second_time(world):
    batch = sealed_batch(world, 3)
    first = read(world, batch, True, False, True)
    before = picture(world, batch)

    second = read(world, batch, True, False, True)

    assert second == first
    assert picture(world, batch) == before
    assert BankReturn.objects.count() == 1


def test_the_same_lines_in_another_file_change_nothing_either(world):
    batch = sealed_batch(world, 3)
    read(world, batch, True, False, True)
    before = picture(world, batch)

    read(world, batch, True, False, True, data="换了格式".encode())

    assert picture(world, batch) == before


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_any_order_ends_the_same(world, order):
    batch = sealed_batch(world, 3)
    lines = answers(batch, True, False, True)

    bank_returns.read_return(
        batch, [lines[place] for place in order], data=b"x", file_name="a.csv", **WHEN, by=world.cashier
    )

    assert states(batch) == ["paid", "failed", "paid"]


def test_a_partial_answer_leaves_the_rest_open(world):
    batch = sealed_batch(world, 3)

    read(world, batch, True)

    assert states(batch) == ["paid", "sent", "sent"]
    assert fresh(batch).state == "sealed"
    assert fresh(batch).sent_on == ON  # an answer proves that it was sent

    read(world, batch, True, True, False)
    assert states(batch) == ["paid", "paid", "failed"]
    assert fresh(batch).state == "settled"


def test_one_wrong_line_and_nothing_is_read(world):
    batch = sealed_batch(world, 3)
    lines = answers(batch, True, True, True)
    before = picture(world, batch)
    wrong = [*lines[:2], lines[2].__class__(**{**lines[2].__dict__, "amount": Decimal("1000.01")})]

    with pytest.raises(Refused, match="没有读入.*第 4 行“金额”"):
        bank_returns.read_return(batch, wrong, data=b"x", file_name="a.csv", **WHEN, by=world.cashier)

    assert picture(world, batch) == before
    assert not BankReturn.objects.exists()


def test_another_batchs_file_is_refused(world):
    first, second = sealed_batch(world, 2), sealed_batch(world, 2)

    with pytest.raises(Refused, match="没有读入"):
        bank_returns.read_return(
            first, answers(second, True, True), data=b"x", file_name="a.csv", **WHEN, by=world.cashier
        )
    assert states(first) == states(second) == ["sent", "sent"]


@pytest.mark.parametrize(("first", "second"), [(True, False), (False, True)])
def test_an_answer_that_contradicts_an_earlier_one_is_refused(world, first, second):
    batch = sealed_batch(world, 2)
    read(world, batch, first)
    before = picture(world, batch)

    with pytest.raises(Refused, match="已记为"):
        read(world, batch, second, True)

    assert picture(world, batch) == before


def test_a_failure_is_paid_by_a_later_batch_and_only_once(world):
    first = sealed_batch(world, 2)
    read(world, first, True, False)

    second = sealing.seal(batch_of(world), **WHEN, by=world.cashier)
    read(world, second, True)

    assert [one.application_id for one in payments(second)] == [world.applications[1].pk]
    assert [state(one) for one in world.applications] == ["closed", "closed"]
    assert fresh(world.source).balance == Decimal("98000.00")
    with pytest.raises(Refused):
        batch_of(world)


def test_the_first_answer_read_again_does_not_touch_the_later_batch(world):
    first = sealed_batch(world, 1)
    read(world, first, False)
    second = sealing.seal(batch_of(world), **WHEN, by=world.cashier)
    read(world, second, True)
    before = picture(world, second)

    read(world, first, False, data="银行又发了一次".encode())

    assert picture(world, second) == before


@pytest.mark.parametrize("who", ["chair", "reviewer", "leader"])
def test_whoever_had_a_hand_in_it_does_not_read_the_answer(world, who):
    batch = sealed_batch(world, 1)

    with pytest.raises(Refused, match="另一位财务人员"):
        read(world, batch, True, by=getattr(world, who))
    assert states(batch) == ["sent"]


def test_a_draft_has_no_answer(world):
    batch = batch_of(world, 1)

    with pytest.raises(Refused, match="没有回单可读"):
        read(world, batch, True)


def test_the_preview_changes_nothing_and_says_what_would(world):
    batch = sealed_batch(world, 3)
    before = picture(world, batch)

    found = bank_returns.outcome(fresh(batch), answers(batch, True, False))

    assert (len(found.paid), len(found.failed), found.known, found.open) == (1, 1, 0, 1)
    assert (found.paid_sum, found.failed_sum) == (Decimal("1000.00"), Decimal("1000.00"))
    assert picture(world, batch) == before


def test_the_banks_own_file_is_kept_and_taken_under_ones_name(world):
    batch = sealed_batch(world, 1)
    answer = read(world, batch, True, data="银行的文件".encode())

    assert bank_returns.take_return(answer, reason="核对", by=world.cashier) == "银行的文件".encode()
    assert BookEntry.objects.get(act="batches.take_return").details["reason"] == "核对"


def test_the_book_keeps_no_account_and_no_name(world):
    batch = sealed_batch(world, 2)
    read(world, batch, True, False, data="困难100,6217000000000000100".encode())

    kept = " ".join(f"{line.before} {line.after} {line.details}" for line in BookEntry.objects.all())

    assert "6217000000000000100" not in kept
    assert "困难100" not in kept
