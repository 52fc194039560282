"""Who of a family counts as household, and what it has per head (hardship.md §3). Pure.

Money is yuan in `Decimal`; shares of it are exact fractions, rounded only to be shown. The words are the registers' own.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction


class Relation(StrEnum):
    """What somebody is to the worker in whose name the file stands."""

    WORKER = "本人"
    SPOUSE = "配偶"
    CHILD = "子女"
    PARENT = "父母"
    SIBLING = "兄弟姐妹"
    OTHER = "其他"


class Marriage(StrEnum):
    SINGLE = "未婚"
    MARRIED = "已婚"
    DIVORCED = "离异"
    WIDOWED = "丧偶"


class Cause(StrEnum):
    """Why a household is in hardship: the causes of sheet 档案, and 单亲."""

    OWN_ILLNESS = "本人大病"
    FAMILY_ILLNESS = "供养直系亲属大病"
    DISASTER = "意外灾害"
    DISABILITY = "残疾"
    LOW_INCOME = "收入低无法维持基本生活"
    LAID_OFF = "下岗失业"
    SCHOOLING = "子女上学"
    OTHER = "其他"
    SINGLE_PARENT = "单亲"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody listed on the file; `income` is 年收入 in yuan."""

    relation: Relation
    marital_status: Marriage
    income: Decimal


@dataclass(frozen=True, slots=True)
class Household:
    """The worker's marital status, as the file has it, and everybody listed, the worker among them."""

    marital_status: Marriage
    people: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """What is known of a household on a day, as far as it is judged; no names, no numbers of documents.

    `line` is the living line of its area on that day, yuan per person and month, above nought. `causes` are those the
    file names, 单亲 and 残疾 among them where it says so. `medical` is 本年自负医药费, `loss` 本年财产损失, `rigid` 年刚性支出.
    """

    on: date
    line: Decimal
    household: Household
    causes: frozenset[Cause] = frozenset()
    hard_after_aid: bool = False
    medical: Decimal = Decimal(0)
    loss: Decimal = Decimal(0)
    rigid: Decimal = Decimal(0)
    homes: int = 0
    hires: bool = False
    costly_school: bool = False
    car: bool = False


def is_counted(person: Person, worker: Marriage) -> bool:
    """Whether somebody listed counts, given the worker's marital status (rule 1).

    Married, divorced and widowed children, parents of a worker who married, and brothers and sisters of a worker who
    married never do.
    """
    relation = person.relation
    if relation == Relation.WORKER:
        return True
    if worker == Marriage.SINGLE:
        return relation == Relation.PARENT or (relation != Relation.SPOUSE and person.marital_status == Marriage.SINGLE)
    if relation == Relation.SPOUSE:
        return worker == Marriage.MARRIED
    return relation == Relation.CHILD and person.marital_status == Marriage.SINGLE


def counted(household: Household) -> tuple[Person, ...]:
    """Those who count, in the order of the file."""
    return tuple(person for person in household.people if is_counted(person, household.marital_status))


def is_single_parent(household: Household) -> bool:
    """A worker who is not 已婚 and has a counted child, whatever the file says (rule 2)."""
    return household.marital_status != Marriage.MARRIED and any(
        person.relation == Relation.CHILD for person in counted(household)
    )


def yearly(people: tuple[Person, ...]) -> Decimal:
    """The sum of 年收入 in yuan."""
    return sum([person.income for person in people], Decimal())


def per_head(amount: Decimal, members: int) -> Fraction:
    """A year's amount per month and counted member, exact (rule H3). Raises ZeroDivisionError without members."""
    return Fraction(amount) / (12 * members)


def shown(amount: Fraction) -> Decimal:
    """Yuan with two decimals, half up (away from nought), for reading only: nothing is compared by it."""
    return rounded(amount.numerator, amount.denominator)


def rounded(numerator: int, denominator: int) -> Decimal:
    """The same of a fraction whose denominator is above nought."""
    cents = (abs(numerator) * 200 + denominator) // (2 * denominator)
    return Decimal(cents if numerator >= 0 else -cents).scaleb(-2)
