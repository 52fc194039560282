"""Crashes, retries, double clicks, answers in any order: after every step the sums agree to the fen (security.md G6).

HISTORIES=1000 STEPS=50 runs as many as G6 asks for (about an hour); without them a few, the same each time.
"""

import os
from collections import Counter
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from hardship.operations import bank_returns, batches
from tests.hardship.families import make_budget, make_source
from tests.hardship.money.machine import Money
from tests.hardship.money.world import World, waiting_for_approval

pytestmark = pytest.mark.django_db
HISTORIES, STEPS = int(os.environ.get("HISTORIES", "0")), int(os.environ.get("STEPS", "25"))


def run(world: World, histories: int) -> Counter[str]:
    class Here(Money):
        pass

    Here.world, Here.counts = world, Counter()
    Here.budgets = tuple(make_budget(world.programme, make_source(code, money="5000.00"), "4000.00") for code in "AB")
    Here.waiting = tuple(
        waiting_for_approval(world, number, members=3, proposed=Decimal(1)) for number in range(100, 110)
    )
    how = settings(
        max_examples=histories,
        stateful_step_count=STEPS,
        deadline=None,
        derandomize=not HISTORIES,
        phases=[Phase.generate, Phase.shrink] if HISTORIES else [Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Here, settings=how)
    return Here.counts


def test_money_adds_up_whatever_happens(world: World) -> None:
    done = run(world, HISTORIES or 30)

    assert min(done[what] for what in ("paid", "failed", "void", "remove")) >= 5, f"hardly anything happened: {done}"


def test_the_machine_sees_a_failure_whose_money_does_not_come_back(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: with one thing wrong the same histories turn red."""
    monkeypatch.setattr(bank_returns, "returned", lambda *args, **kwargs: None)

    with pytest.raises(AssertionError):
        run(world, 30)


def test_the_machine_sees_a_batch_given_up_without_its_money(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "returned", lambda *args, **kwargs: None)

    with pytest.raises(AssertionError):
        run(world, 30)
