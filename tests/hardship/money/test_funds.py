"""Sources and budgets: every yuan a ledger line, no budget below what is approved."""

from datetime import timedelta
from decimal import Decimal

import pytest

from accounts.refused import Refused
from hardship.models import Budget, FundEntry, FundSource
from hardship.operations import funds
from tests.hardship.families import make_source
from tests.hardship.money.world import AT, ON, approved, fresh

pytestmark = pytest.mark.django_db
GIVEN = {"name": "本级工会经费", "kind": "own", "opened_on": ON, "at": AT, "by": None}


def test_a_source_opens_with_what_it_held():
    source = funds.open_source(code="BJ01", opening=Decimal("5000.00"), **GIVEN)

    assert fresh(source).balance == Decimal("5000.00")
    entry = FundEntry.objects.get()
    assert (entry.kind, entry.on, entry.amount) == ("opening", ON, Decimal("5000.00"))


def test_a_source_may_open_with_nothing():
    source = funds.open_source(code="BJ01", **GIVEN)

    assert fresh(source).balance == 0
    assert not FundEntry.objects.exists()


def test_a_code_is_given_once():
    funds.open_source(code="BJ01", **GIVEN)

    with pytest.raises(Refused, match="已经有了"):
        funds.open_source(code="BJ01", **GIVEN)


@pytest.mark.parametrize("amount", ["0", "-1", "0.001"])
def test_nothing_less_than_a_fen_is_received(amount):
    source = make_source()

    with pytest.raises(Refused):
        funds.receive(source, Decimal(amount), on=ON, note="拨款", at=AT, by=None)
    assert fresh(source).balance == Decimal("100000.00")


def test_money_received_raises_the_balance():
    source = make_source()

    funds.receive(source, Decimal("1170.05"), on=ON, note="省总拨款", at=AT, by=None)

    assert fresh(source).balance == Decimal("101170.05")


@pytest.mark.parametrize(("days", "why"), [(1, "还没有到"), (-60, "早于")])
def test_a_day_to_come_or_before_the_source_is_refused(days, why):
    source = make_source()

    with pytest.raises(Refused, match=why):
        funds.receive(source, Decimal(1), on=ON + timedelta(days=days), note="拨款", at=AT, by=None)


def test_a_mistake_is_put_right_by_another_line():
    source = make_source()

    funds.correct(source, Decimal("-100.00"), on=ON, reason="多记了一百元", at=AT, by=None)

    assert fresh(source).balance == Decimal("99900.00")
    assert FundEntry.objects.count() == 2


@pytest.mark.parametrize(
    ("amount", "reason", "why"), [("-100000.01", "误", "余额只有"), ("0", "误", "不能是 0"), ("1", " ", "原因")]
)
def test_a_correction_has_a_reason_and_stays_within_the_balance(amount, reason, why):
    source = make_source()

    with pytest.raises(Refused, match=why):
        funds.correct(source, Decimal(amount), on=ON, reason=reason, at=AT, by=None)


def test_a_correction_of_a_past_day_leaves_no_day_since_below_zero():
    source = make_source(money="100.00")
    later = ON + timedelta(days=1)
    funds.correct(source, Decimal(-60), on=later, reason="上交", at=AT + timedelta(days=1), by=None)
    funds.receive(source, Decimal(500), on=later + timedelta(days=1), note="拨款", at=AT + timedelta(days=2), by=None)

    with pytest.raises(Refused, match=f"在 {later} 的余额只有 40.00"):
        funds.correct(source, Decimal(-50), on=ON, reason="记错", at=AT + timedelta(days=3), by=None)
    assert funds.correct(source, Decimal(-40), on=ON, reason="记错", at=AT + timedelta(days=3), by=None).amount == -40


def test_a_closed_source_takes_no_money_and_no_budget(world):
    funds.close_source(world.source, by=None)

    with pytest.raises(Refused, match="已停用"):
        funds.receive(world.source, Decimal(1), on=ON, note="拨款", at=AT, by=None)
    with pytest.raises(Refused, match="已停用"):
        funds.set_budget(world.programme, world.source, Decimal("50000.01"), by=None)
    funds.set_budget(world.programme, world.source, Decimal("40000.00"), by=None)
    funds.reopen_source(world.source, by=None)
    funds.receive(world.source, Decimal(1), on=ON, note="拨款", at=AT, by=None)


def test_a_budget_is_made_once_and_then_changed(world):
    other = make_source("XJ02")

    first = funds.set_budget(world.programme, other, Decimal(1000), by=None)
    second = funds.set_budget(world.programme, other, Decimal(2000), by=None)

    assert first.pk == second.pk
    assert fresh(second).amount == 2000


def test_a_budget_is_not_lowered_below_what_is_approved(world):
    approved(world, Decimal("1170.00"))

    with pytest.raises(Refused, match="已批准 1,170.00元"):
        funds.set_budget(world.programme, world.source, Decimal("1169.99"), by=None)
    funds.set_budget(world.programme, world.source, Decimal("1170.00"), by=None)

    assert Budget.objects.get().amount == Decimal("1170.00")


def test_details_are_changed_and_money_is_not():
    source = make_source()

    funds.change_source(source, name="省级专项", kind="superior", note="2013 年", by=None)

    source = FundSource.objects.get()
    assert (source.name, source.kind, source.note) == ("省级专项", "superior", "2013 年")
    assert source.balance == Decimal("100000.00")
