"""Two people, or one button twice, at the same moment: one wins, the other is told, and no sum is ever off."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection

from accounts import wall
from accounts.models import User
from hardship.models import BankReturn, FundEntry, Payment, PaymentBatch
from hardship.operations import bank_returns, batches, sealing
from tests.factories import make_colleague
from tests.hardship.money.world import (
    ON,
    WHEN,
    World,
    answers,
    approved,
    batch_of,
    fresh,
    ledger_sum,
    make_world,
    payments,
    sealed_batch,
    state,
)
from tests.unions.test_at_the_same_moment import at_once

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = range(3)


def walled(act: Callable[[], Any]) -> Callable[[], Any]:
    def press() -> Any:
        with wall.whole("a test's own thread"):
            return act()

    return press


def together(*acts: Callable[[], Any]) -> tuple[list[Any], list[str]]:
    """What was done, and the sentences of what was refused."""
    answers = at_once(*map(walled, acts))
    return [one for one in answers if not isinstance(one, str)], [one for one in answers if isinstance(one, str)]


@pytest.fixture
def second(county: Any) -> User:
    return make_colleague("第二财务", "finance", county)


def making(world: World, by: User) -> Callable[[], PaymentBatch]:
    return lambda: batches.make(world.programme, **WHEN, by=by)


@pytest.mark.parametrize("number", ROUNDS)
def test_two_make_a_batch_of_the_same_approvals(world: World, second: User, number: int) -> None:
    for _ in range(5):
        approved(world)

    done, told = together(making(world, world.cashier), making(world, second))

    assert (len(done), len(told)) == (1, 1)
    assert "现在没有可以发放的" in told[0]
    assert Payment.objects.everywhere("tests").count() == 5


@contextmanager
def unguarded() -> Iterator[None]:
    """Without the database's own guard, and with a programme that nobody waits for."""
    name = "payment_one_living"
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = %s", [name])
        [definition] = cursor.fetchone()
        cursor.execute(f"DROP INDEX {name}")
        try:
            yield
        finally:
            cursor.execute("DELETE FROM hardship_payment")
            cursor.execute(definition)


def test_without_lock_and_constraint_both_would_list_them(world: World, second: User, monkeypatch: Any) -> None:
    """The control: the race is there, and it is the guards that win it."""
    approved(world)
    monkeypatch.setattr(batches, "payable", slow(batches.payable))
    monkeypatch.setattr(batches, "move_many", lambda *args, **kwargs: None)
    monkeypatch.setattr(batches, "held", lambda programme: programme)

    with unguarded():
        done, told = together(making(world, world.cashier), making(world, second))

        assert (len(done), told) == (2, [])
        assert Payment.objects.everywhere("tests").count() == 2


def slow(act: Callable[..., Any]) -> Callable[..., Any]:
    """Both have looked before either writes."""

    def looked(*args: Any, **kwargs: Any) -> Any:
        found = list(act(*args, **kwargs))
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(0.5)")
        return found

    return looked


@pytest.mark.parametrize("number", ROUNDS)
def test_two_make_the_file(world: World, second: User, number: int) -> None:
    batch = batch_of(world, 5)

    done, told = together(*[lambda by=by: sealing.seal(batch, **WHEN, by=by) for by in (world.cashier, second)])

    assert (len(done), told) == (2, [])  # the second finds it made
    assert ledger_sum(kind="payment") == Decimal("-5000.00")
    assert fresh(world.source).balance == Decimal("95000.00")


@pytest.mark.parametrize("number", ROUNDS)
def test_two_batches_of_one_source_are_made_into_files(world: World, second: User, number: int) -> None:
    first, other = batch_of(world, 3), batch_of(world, 3)

    done, told = together(
        lambda: sealing.seal(first, **WHEN, by=world.cashier), lambda: sealing.seal(other, **WHEN, by=second)
    )

    assert (len(done), told) == (2, [])
    assert fresh(world.source).balance == Decimal("94000.00")


def test_two_batches_that_only_one_has_money_for(county: Any, mill: Any, second: User) -> None:
    poor = make_world(county, mill.union, money="3000.00")
    first, other = batch_of(poor, 2), batch_of(poor, 2)

    done, told = together(
        lambda: sealing.seal(first, **WHEN, by=poor.cashier), lambda: sealing.seal(other, **WHEN, by=second)
    )

    assert (len(done), len(told)) == (1, 1)
    assert "余额只有 1,000.00元" in told[0]
    assert fresh(poor.source).balance == Decimal("1000.00")


def reading(batch: PaymentBatch, by: User, data: bytes, *results: bool) -> Callable[[], BankReturn]:
    lines = answers(batch, *results)
    return lambda: bank_returns.read_return(batch, lines, data=data, file_name="a.csv", **WHEN, by=by)


@pytest.mark.parametrize("number", ROUNDS)
def test_two_read_the_same_answer(world: World, second: User, number: int) -> None:
    batch = sealed_batch(world, 4)

    done, told = together(*[reading(batch, by, b"same", True, False, True, True) for by in (world.cashier, second)])

    assert (len(done), told) == (2, [])
    assert done[0] == done[1]
    assert FundEntry.objects.filter(kind="returned").count() == 1
    assert [state(one) for one in world.applications] == ["closed", "paying", "closed", "closed"]


@pytest.mark.parametrize("number", ROUNDS)
def test_two_read_answers_that_contradict_each_other(world: World, second: User, number: int) -> None:
    batch = sealed_batch(world, 1)

    done, told = together(reading(batch, world.cashier, b"one", True), reading(batch, second, b"other", False))

    assert (len(done), len(told)) == (1, 1)
    assert "已记为" in told[0]
    assert fresh(world.source).balance in {Decimal("99000.00"), Decimal("100000.00")}
    assert ledger_sum() == fresh(world.source).balance


@pytest.mark.parametrize("number", ROUNDS)
def test_given_up_and_sent_at_once_is_one_of_them(world: World, second: User, number: int) -> None:
    batch = sealed_batch(world, 2)

    done, told = together(
        lambda: batches.void(batch, reason="误", **WHEN, by=world.cashier),
        lambda: sealing.mark_sent(batch, on=ON, by=second),
    )

    assert (len(done), len(told)) == (1, 1)
    row = fresh(batch)
    assert (row.state == "void") != (row.sent_on is not None)
    assert {one.state for one in payments(batch)} == ({"removed"} if row.state == "void" else {"sent"})


@pytest.mark.parametrize("number", ROUNDS)
def test_one_line_taken_out_while_the_file_is_made(world: World, second: User, number: int) -> None:
    batch = batch_of(world, 3)
    out = payments(batch)[0]

    together(
        lambda: batches.remove(out, reason="待核实", **WHEN, by=world.cashier),
        lambda: sealing.seal(batch, **WHEN, by=second),
    )

    row, living = fresh(batch), [one for one in payments(batch) if one.state == "sent"]
    assert row.state == "sealed"
    assert row.total == sum(one.amount for one in living) == -ledger_sum(kind="payment")
    assert row.count == len(living) in {2, 3}
