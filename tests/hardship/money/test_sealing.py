"""The bank's file: made once, the same bytes for ever, its money gone from the sources. Rules P8, P9."""

import csv
import hashlib
import io
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import InternalError

from accounts.encryption import seal as sealed_text
from accounts.models import BookEntry, Job
from accounts.refused import Refused
from hardship.models import FundEntry, FundSource, Payment, PaymentBatch
from hardship.models.money import ACCOUNT, BANK_FILE
from hardship.operations import batches, funds, sealing
from tests.factories import make_colleague
from tests.hardship.families import make_budget, make_source
from tests.hardship.money.world import (
    AT,
    ON,
    WHEN,
    approved,
    batch_of,
    fresh,
    ledger_sum,
    payments,
    read,
    sealed_batch,
)

pytestmark = pytest.mark.django_db


def take(world, batch, kind="csv", by=None):
    return sealing.take_file(batch, kind=kind, reason="交银行代发", by=by or world.cashier)


def test_batch_payments_file_ledger_and_budget_say_one_sum(world):
    approved(world, Decimal("1170.00"))
    approved(world, Decimal("800.50"))
    batch = sealing.seal(batch_of(world), **WHEN, by=world.cashier)

    rows = list(csv.reader(io.StringIO(take(world, batch).decode("utf-8-sig"))))

    total = Decimal("1970.50")
    assert sum(one.amount for one in payments(batch)) == fresh(batch).total == total
    assert sum(Decimal(row[4]) for row in rows[1:3]) == Decimal(rows[3][4]) == total
    assert ledger_sum(kind="payment") == -total
    assert fresh(world.budget).spent == total
    assert fresh(world.source).balance == Decimal("100000.00") - total


def test_every_source_pays_its_own_part(world):
    other = make_source("XJ02", money="5000.00")
    approved(world, Decimal(700))
    approved(world, Decimal(300), budgets=[make_budget(world.programme, other)])

    sealing.seal(batch_of(world), **WHEN, by=world.cashier)

    assert fresh(world.source).balance == Decimal("99300.00")
    assert fresh(other).balance == Decimal("4700.00")


def test_sealed_twice_is_sealed_once(world):
    batch = batch_of(world, 2)

    sealing.seal(batch, **WHEN, by=world.cashier)
    first = fresh(batch).sha256
    sealing.seal(batch, **WHEN, by=world.cashier)

    assert fresh(batch).sha256 == first
    assert FundEntry.objects.filter(kind="payment").count() == 2


def test_a_second_download_is_the_same_file_and_stands_in_the_book(world):
    batch = sealed_batch(world)

    first, second = take(world, batch), take(world, batch)

    assert first == second
    assert hashlib.sha256(first).hexdigest() == fresh(batch).sha256
    lines = BookEntry.objects.filter(act="batches.download").order_by("id")
    assert [line.details["time"] for line in lines] == [1, 2]
    assert [line.details["reason"] for line in lines] == ["交银行代发"] * 2


def test_workbook_is_the_same_file_each_time_too(world):
    batch = sealed_batch(world)

    assert take(world, batch, "xlsx") == take(world, batch, "xlsx")


def test_reading_the_answer_does_not_change_the_file(world):
    batch = sealed_batch(world, 2)
    before = take(world, batch)

    read(world, batch, True, False)

    assert take(world, batch) == before


def test_a_draft_or_a_batch_given_up_has_no_file(world):
    batch = batch_of(world, 1)
    with pytest.raises(Refused, match="没有银行文件"):
        take(world, batch)
    batches.void(batch, reason="重编", **WHEN, by=world.cashier)

    with pytest.raises(Refused, match="没有银行文件"):
        take(world, batch)
    with pytest.raises(Refused, match="作废"):
        sealing.seal(batch, **WHEN, by=world.cashier)


def pretend_to_change_keys():
    """The one act under which the database lets sealed values be written anew."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('shuangliang.act', 'keys.reseal', true)")


def test_a_file_that_was_tampered_with_is_not_handed_out(world):
    batch = sealed_batch(world)
    pretend_to_change_keys()
    PaymentBatch.objects.update(file_sealed=sealed_text("别的内容", BANK_FILE))

    with pytest.raises(Refused, match="校验码不符"):
        take(world, batch)


def test_an_account_that_was_tampered_with_is_seen_too(world):
    batch = sealed_batch(world)
    pretend_to_change_keys()
    Payment.objects.everywhere("tests").filter(serial=1).update(
        account_sealed=sealed_text("6217000000000000001", ACCOUNT)
    )

    with pytest.raises(Refused, match="校验码不符"):
        take(world, batch)


@pytest.mark.parametrize("who", ["chair", "reviewer", "leader"])
def test_whoever_had_a_hand_in_it_neither_makes_nor_takes_the_file(world, who):
    batch = batch_of(world, 1)
    person = getattr(world, who)
    for act in (lambda: sealing.order_file(batch, by=person), lambda: sealing.seal(batch, **WHEN, by=person)):
        with pytest.raises(Refused, match="另一位财务人员"):
            act()
    sealing.seal(batch, **WHEN, by=world.cashier)

    with pytest.raises(Refused, match="另一位财务人员"):
        take(world, batch, by=person)


def test_the_database_refuses_it_when_the_operation_forgets(world, monkeypatch):
    batch = batch_of(world, 1)
    monkeypatch.setattr(sealing, "_demand_other_hands", lambda payments, by: None)

    with pytest.raises((IntegrityError, InternalError), match="不同的人"), transaction.atomic():
        sealing.seal(batch, **WHEN, by=world.leader)
    assert fresh(batch).state == "draft"


def test_another_cashier_may_finish_what_one_began(world, county):
    batch = batch_of(world, 1)
    second = make_colleague("second", "finance", county)

    sealing.seal(batch, **WHEN, by=second)

    assert fresh(batch).sealed_by == second


def test_a_source_without_the_money_seals_nothing(world):
    batch = batch_of(world, 2)
    funds.correct(world.source, -Decimal("98000.01"), on=ON, reason="划转", at=AT, by=world.cashier)

    with pytest.raises(Refused, match="余额只有 1,999.99元"):
        sealing.seal(batch, **WHEN, by=world.cashier)
    assert (fresh(batch).state, ledger_sum(kind="payment")) == ("draft", 0)

    funds.receive(world.source, Decimal("0.01"), on=ON, note="补足", at=AT, by=world.cashier)
    sealing.seal(batch, **WHEN, by=world.cashier)
    assert fresh(world.source).balance == 0


def test_the_database_holds_the_balance_when_the_operation_forgets(world, monkeypatch):
    batch = batch_of(world, 2)
    funds.correct(world.source, -Decimal("98500.00"), on=ON, reason="划转", at=AT, by=world.cashier)
    monkeypatch.setattr(sealing, "_demand_money", lambda payments: None)

    with pytest.raises(IntegrityError, match="fundsource_never_below_zero"), transaction.atomic():
        sealing.seal(batch, **WHEN, by=world.cashier)
    assert FundSource.objects.get().balance == Decimal("1500.00")


def test_ordered_twice_is_one_job(world):
    batch = batch_of(world, 1)

    sealing.order_file(batch, by=world.cashier)
    sealing.order_file(batch, by=world.cashier)

    assert Job.objects.filter(kind=sealing.JOB, subject_id=batch.pk).count() == 1


def test_sent_twice_keeps_the_first_day(world):
    batch = sealed_batch(world, 1)

    sealing.mark_sent(batch, on=ON, by=world.cashier)
    sealing.mark_sent(batch, on=ON.replace(day=20), by=world.cashier)

    assert fresh(batch).sent_on == ON


def test_a_draft_is_not_sent(world):
    with pytest.raises(Refused, match="还没有生成"):
        sealing.mark_sent(batch_of(world, 1), on=ON, by=world.cashier)


def test_small_amounts_add_up_exactly(world):
    for _ in range(7):
        approved(world, Decimal("0.10"), Decimal("0.05"))

    batch = sealing.seal(batch_of(world), **WHEN, by=world.cashier)

    assert fresh(batch).total == Decimal("0.70")
