"""Which parts of an approval are one period: paid together, and before the next. Rule P8."""

from dataclasses import dataclass
from decimal import Decimal

import pytest

from hardship.operations import batches, sealing
from hardship.operations.payees import periods_of
from tests.hardship.families import make_budget, make_source
from tests.hardship.money.world import WHEN, approved, batch_of, payments, read


@dataclass(frozen=True)
class Part:
    amount: Decimal


def sums(periods: int, *amounts: str) -> list[list[str]]:
    return [
        [f"{one.amount}" for one in group] for group in periods_of([Part(Decimal(one)) for one in amounts], periods)
    ]


@pytest.mark.parametrize(
    ("periods", "amounts", "groups"),
    [
        (1, ["1000.00"], [["1000.00"]]),
        (1, ["700.00", "300.00"], [["700.00", "300.00"]]),  # one period of two sources
        (2, ["500.00", "500.00"], [["500.00"], ["500.00"]]),
        (2, ["500.00", "200.00", "300.00"], [["500.00"], ["200.00", "300.00"]]),  # the first source is used up midway
        (3, ["333.34", "333.33", "333.33"], [["333.34"], ["333.33"], ["333.33"]]),  # the odd fen comes first
        (3, ["600.00", "400.00"], [["600.00"], ["400.00"]]),  # the programme was changed since
        (1, ["0.01"], [["0.01"]]),
    ],
)
def test_parts_are_grouped_as_the_approval_cut_them(periods, amounts, groups):
    assert sums(periods, *amounts) == groups


@pytest.mark.django_db
def test_both_sources_of_one_period_are_in_one_batch(world):
    world.programme.instalments = 1
    world.programme.save()
    other = make_budget(world.programme, make_source("XJ02"))
    approved(world, Decimal(700), Decimal(300), budgets=[world.budget, other])

    assert [one.amount for one in payments(batch_of(world))] == [Decimal(700), Decimal(300)]


@pytest.mark.django_db
def test_a_source_that_comes_later_pays_its_part_of_the_same_period(world):
    world.programme.instalments = 1
    world.programme.save()
    other = make_source("XJ02")
    approved(world, Decimal(700), Decimal(300), budgets=[world.budget, make_budget(world.programme, other)])
    first = batches.make(world.programme, source=world.source, **WHEN, by=world.cashier)

    second = batches.make(world.programme, source=other, **WHEN, by=world.cashier)

    assert [one.amount for one in payments(first)] == [Decimal(700)]
    assert [one.amount for one in payments(second)] == [Decimal(300)]


@pytest.mark.django_db
def test_one_failed_part_holds_up_the_next_period(world):
    world.programme.instalments = 2
    world.programme.save()
    approved(world, Decimal(500), Decimal(200), Decimal(300))
    read(world, sealing.seal(batch_of(world), **WHEN, by=world.cashier), True)
    second = sealing.seal(batch_of(world), **WHEN, by=world.cashier)
    read(world, second, True, False)

    assert [one.amount for one in payments(batch_of(world))] == [Decimal(300)]
