"""Who comes first on the list, and how far the budget reaches; with a plain twin of the order."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardship.ranking import Candidate, ordered, places, skipped
from tests.hardship.flow.hands import AT

ONE = Candidate(1, "相对困难", Decimal("800.00"), 1, True, AT, Decimal(1000))


@pytest.mark.parametrize(
    "better",
    [
        {"national": "深度困难", "per_capita": Decimal(2000), "met": 0, "is_unionised": False},
        {"per_capita": Decimal("799.99"), "met": 0, "is_unionised": False},
        {"met": 2, "submitted_at": AT + timedelta(days=1)},
        {"submitted_at": AT - timedelta(seconds=1)},
    ],
    ids=["category", "income", "criteria", "who came first"],
)
def test_one_thing_decides_where_those_before_it_are_equal(better):
    other = replace(ONE, key=2, **better)

    assert [one.key for one in ordered([ONE, other])] == [2, 1]


def test_among_equals_the_unionised_come_first():
    assert [one.key for one in ordered([replace(ONE, key=2, is_unionised=False), ONE])] == [1, 2]


def test_without_a_category_one_comes_last():
    assert [one.key for one in ordered([replace(ONE, key=2, national=""), replace(ONE, national="意外致困")])] == [1, 2]


def test_the_line_is_where_the_budget_ends_and_nobody_behind_it_is_within():
    rows = [replace(ONE, key=key, amount=Decimal(amount)) for key, amount in ((1, 600), (2, 500), (3, 100))]

    found = places(rows, Decimal(1000))

    assert [(one.rank, one.running, one.is_within) for one in found] == [
        (1, 600, True), (2, 1100, False), (3, 1200, False)
    ]  # fmt: skip


def test_the_budget_is_used_up_to_the_fen():
    assert [one.is_within for one in places([ONE], Decimal("1000.00"))] == [True]
    assert [one.is_within for one in places([ONE], Decimal("999.99"))] == [False]


def test_those_skipped_stand_before_somebody_chosen():
    rows = [replace(ONE, key=key) for key in (5, 6, 7, 8)]

    assert [one.key for one in skipped(rows, {7})] == [5, 6]
    assert skipped(rows, {5, 6}) == []
    assert skipped(rows, set()) == []


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["深度困难", "相对困难", "意外致困", ""]),
            st.decimals(0, 9999, places=2),
            st.integers(0, 4),
            st.booleans(),
        ),
        max_size=8,
    )
)
def test_nobody_stands_behind_somebody_whom_all_three_put_lower(rows):
    found = ordered(Candidate(key, *row, AT, None) for key, row in enumerate(rows))
    worth = {"深度困难": 0, "相对困难": 1, "意外致困": 2, "": 3}

    for first, second in zip(found, found[1:], strict=False):
        assert (worth[first.national], first.per_capita, -first.met, -first.is_unionised) <= (
            worth[second.national], second.per_capita, -second.met, -second.is_unionised
        )  # fmt: skip
