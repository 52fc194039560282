"""Who counts and what it has per head: rules H1 to H4 in docs/rules/hardship.md, whose examples these are."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardship.household import Household, counted, is_single_parent, per_head, shown, yearly
from tests.hardship.rules.households import DIVORCED, MARRIED, SINGLE, WIDOWED, household, person


@pytest.mark.parametrize(
    ("who", "members"),
    [
        (household(MARRIED, ("配偶", MARRIED), ("子女", SINGLE)), 3),
        (household(MARRIED, ("配偶", MARRIED), ("子女", MARRIED)), 2),
        (household(MARRIED, ("配偶", MARRIED), ("子女", DIVORCED)), 2),
        (household(MARRIED, ("配偶", MARRIED), ("子女", SINGLE), ("子女", SINGLE)), 4),
        (household(MARRIED, ("配偶", MARRIED), ("子女", SINGLE), ("父母", WIDOWED)), 3),
        (household(MARRIED, ("配偶", MARRIED)), 2),
        (household(MARRIED, ("配偶", MARRIED), ("父母", WIDOWED)), 2),
        (household(MARRIED, ("配偶", MARRIED), ("兄弟姐妹", SINGLE), ("其他", SINGLE)), 2),
        (household(SINGLE), 1),
        (household(SINGLE, ("父母", MARRIED), ("父母", MARRIED), ("兄弟姐妹", SINGLE)), 4),
        (household(SINGLE, ("父母", MARRIED), ("父母", MARRIED), ("兄弟姐妹", MARRIED)), 3),
        (household(SINGLE, ("父母", MARRIED), ("父母", MARRIED), ("兄弟姐妹", SINGLE), ("兄弟姐妹", MARRIED)), 4),
        (household(SINGLE, ("父母", WIDOWED), ("兄弟姐妹", DIVORCED), ("其他", SINGLE), ("其他", WIDOWED)), 3),
        (household(SINGLE, ("子女", SINGLE)), 2),
        (household(DIVORCED, ("子女", SINGLE)), 2),
        (household(DIVORCED, ("子女", SINGLE), ("父母", MARRIED), ("兄弟姐妹", SINGLE), ("其他", SINGLE)), 2),
        (household(WIDOWED, ("子女", SINGLE), ("子女", SINGLE)), 3),
        (household(WIDOWED, ("子女", SINGLE), ("子女", MARRIED)), 2),
        (household(DIVORCED), 1),
    ],
)
def test_who_counts_follows_the_workers_marital_status(who: Household, members: int) -> None:
    assert len(counted(who)) == members


@pytest.mark.parametrize(
    ("who", "is_one"),
    [
        (household(WIDOWED, ("子女", SINGLE), ("子女", SINGLE)), True),
        (household(DIVORCED, ("子女", SINGLE)), True),
        (household(SINGLE, ("子女", SINGLE), ("父母", MARRIED)), True),
        (household(MARRIED, ("子女", SINGLE)), False),
        (household(DIVORCED, ("子女", MARRIED)), False),
        (household(DIVORCED, ("父母", WIDOWED)), False),
        (household(SINGLE, ("兄弟姐妹", SINGLE)), False),
    ],
)
def test_a_worker_not_married_with_a_counted_child_is_a_single_parent(who: Household, is_one: bool) -> None:
    assert is_single_parent(who) is is_one


def test_the_income_of_who_is_not_counted_is_left_out() -> None:
    mother = person("父母", WIDOWED, "9999.99")
    who = Household(MARRIED, (person("本人", MARRIED, "30000"), person("配偶", MARRIED, "12120"), mother))

    people = counted(who)

    assert (yearly(people), len(people)) == (Fraction(42120), 2)


@pytest.mark.parametrize(
    ("income", "members", "seen"),
    [
        ("42119.64", 3, "1169.99"),
        ("42119.82", 3, "1170.00"),  # 1 169.995: half up
        ("42119.81", 3, "1169.99"),
        ("42120.00", 3, "1170.00"),
        ("42120.18", 3, "1170.01"),
        ("42120.17", 3, "1170.00"),
        ("0", 5, "0.00"),
        ("100.00", 7, "1.19"),
    ],
)
def test_a_months_income_per_head_is_shown_half_up(income: str, members: int, seen: str) -> None:
    assert str(shown(per_head(Fraction(income), members))) == seen


def test_an_amount_below_nought_is_rounded_away_from_it() -> None:
    assert [str(shown(Fraction(number, 1000))) for number in (-5, -4, -15)] == ["-0.01", "0.00", "-0.02"]


@given(st.integers(0, 10**15), st.integers(1, 50))
def test_what_is_shown_is_never_further_than_half_a_fen(fen: int, members: int) -> None:
    exact = per_head(Fraction(fen, 100), members)

    assert -Fraction(1, 200) <= exact - Fraction(shown(exact)) < Fraction(1, 200)
    assert shown(exact) == shown(exact).quantize(Decimal("0.01"))
