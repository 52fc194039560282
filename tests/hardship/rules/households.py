"""Households as the rules' tests write them: dull defaults, a test states what it is about."""

from datetime import date
from decimal import Decimal
from typing import Any

from hardship.household import Case, Cause, Household, Marriage, Person, Relation

ON, LINE = date(2012, 12, 1), Decimal("780.00")
SINGLE, MARRIED, DIVORCED, WIDOWED = Marriage.SINGLE, Marriage.MARRIED, Marriage.DIVORCED, Marriage.WIDOWED


def person(relation: str, marital_status: Marriage, income: str = "0") -> Person:
    return Person(Relation(relation), marital_status, Decimal(income))


def household(marital_status: Marriage, *others: tuple[str, Marriage], income: str = "0") -> Household:
    """The worker, who earns all there is, and others by relation and marital status."""
    worker = person("本人", marital_status, income)
    return Household(marital_status, (worker, *(person(relation, status) for relation, status in others)))


def family_of_three(income: str) -> Household:
    """A married worker, the spouse and an unmarried child; `income` is the year's sum."""
    return household(MARRIED, ("配偶", MARRIED), ("子女", SINGLE), income=income)


def case(income: str, *causes: Cause, **facts: Any) -> Case:
    """A family of three; money among the facts as text."""
    money = {key: Decimal(facts.pop(key)) for key in ("medical", "loss", "rigid") if key in facts}
    return Case(ON, facts.pop("line", LINE), family_of_three(income), frozenset(causes), **money, **facts)
