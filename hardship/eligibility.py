"""What a household would be entitled to under versioned criteria (hardship.md §4). Pure.

The machine advises: every condition is kept with its number, its limit and whether it holds; `explanation` puts them
into words. Everything is compared as an exact fraction.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from hardship.household import Case, Cause, Household, counted, is_single_parent, rounded, yearly


@dataclass(frozen=True, slots=True)
class Criterion:
    """One way into a programme; every condition that is not None (or empty, or False) must hold.

    `multiple` of the living line that the income per head may reach (`inclusive`) or must stay below; `causes`, of which
    one must hold, in the order they are told; `least_cost`, yuan that 自负医药费 or 财产损失 must reach.
    """

    code: str
    multiple: Decimal | None = None
    inclusive: bool = True
    causes: tuple[Cause, ...] = ()
    hard_after_aid: bool = False
    least_cost: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Exclusions:
    """Which exclusions the county has switched on; `homes_from` is the number of homes that excludes."""

    homes: bool = True
    hires: bool = True
    costly_school: bool = True
    car: bool = True
    homes_from: int = 2


@dataclass(frozen=True, slots=True)
class Criteria:
    """One version of a programme's criteria, in the order they are told."""

    criteria: tuple[Criterion, ...]
    exclusions: Exclusions = Exclusions()


class National(StrEnum):
    """The national category, stored beside the programme's own criteria."""

    DEEP = "深度困难"
    RELATIVE = "相对困难"
    ACCIDENTAL = "意外致困"


class IncomeCondition(NamedTuple):
    """人均月收入 against a multiple of the line; no `limit`, no `multiple` where any income will do.

    `number` and `limit` are rounded to be shown; `side` is where the exact number stands: -1 below the exact limit, 0 on
    it, 1 above. `short_by`: yuan by which it misses, half up, at least 0.01; None where it holds.
    """

    number: Decimal
    multiple: Decimal | None
    limit: Decimal | None
    inclusive: bool
    side: int
    holds: bool
    short_by: Decimal | None

    @property
    def is_exact_hit(self) -> bool:
        """On a limit that is outside: to be looked at by a person."""
        return not self.holds and self.side == 0


class CauseCondition(NamedTuple):
    """The causes of which one must hold, and all that there are."""

    wanted: tuple[Cause, ...]
    there: tuple[Cause, ...]
    holds: bool


class AidCondition(NamedTuple):
    """政府救助后仍困难 must be 是."""

    holds: bool


class CostCondition(NamedTuple):
    """自负医药费 or 财产损失 reaches the limit; `short_by` yuan where the greater of them does not."""

    medical: Decimal
    loss: Decimal
    limit: Decimal
    holds: bool
    short_by: Decimal | None


Condition = IncomeCondition | CauseCondition | AidCondition | CostCondition


class CriterionFinding(NamedTuple):
    code: str
    conditions: tuple[Condition, ...]
    holds: bool
    is_borderline: bool


class ExclusionFinding(NamedTuple):
    """`name` is the input's own; `value` homes owned, or whether the thing is so; `limit` the homes that exclude."""

    name: str
    value: int
    limit: int
    is_switched_on: bool
    applies: bool


class NationalFinding(NamedTuple):
    """What the category was found by, rounded to be shown.

    `net` is (Σ 年收入 - 年刚性支出) ÷ 12 ÷ n and may be negative; `burden` 自负医药费 + 财产损失, its limit 80 % of Σ 年收入.
    """

    net: Decimal
    deep_limit: Decimal
    relative_limit: Decimal
    burden: Decimal
    burden_limit: Decimal
    category: National | None


class Judgement(NamedTuple):
    """What the machine advises and why. `income` is the sum of 年收入, `per_capita` rounded to be shown."""

    household: Household
    members: int
    income: Decimal
    per_capita: Decimal
    line: Decimal
    met: tuple[str, ...]
    borderline: tuple[str, ...]
    excluded: tuple[str, ...]
    eligible: bool
    national: National | None
    findings: tuple[CriterionFinding, ...]
    exclusion_findings: tuple[ExclusionFinding, ...]
    national_finding: NationalFinding


# The national formula (domain.md B11), not a county's setting; of the line, and of the year's income.
DEEP_MULTIPLE, RELATIVE_MULTIPLE = Decimal(1), Decimal(2)
BURDEN_SHARE = Decimal("0.8")
CENT = Decimal("0.01")


def judge(case: Case, criteria: Criteria) -> Judgement:
    """The advice for a case: it meets the programme when it meets a criterion and no exclusion (rules 4 to 8).

    Raises ValueError where nobody counts or the line is not above nought: the file is not complete.
    """
    people = counted(case.household)
    if not people:
        raise ValueError("nobody of the household counts")
    if case.line <= 0:
        raise ValueError("the living line must be above nought")
    members, income = len(people), yearly(people)
    head = _per_head(income, members)
    causes = all_causes(case.causes, case.household)
    findings = tuple([_look_at(criterion, case, head, causes) for criterion in criteria.criteria])
    exclusions = _exclusions(case.homes, case.hires, case.costly_school, case.car, criteria.exclusions)
    national = _national(case, income, members)
    met = tuple([finding.code for finding in findings if finding.holds])
    excluded = tuple([finding.name for finding in exclusions if finding.applies])
    return Judgement(
        household=case.household,
        members=members,
        income=income,
        per_capita=head.shown,
        line=case.line,
        met=met,
        borderline=tuple([finding.code for finding in findings if finding.is_borderline]),
        excluded=excluded,
        eligible=bool(met) and not excluded,
        national=national.category,
        findings=findings,
        exclusion_findings=exclusions,
        national_finding=national,
    )


def all_causes(told: frozenset[Cause], household: Household) -> tuple[Cause, ...]:
    """The causes that hold, in the register's order: those told, and 单亲 where the household is one (rule 2)."""
    return _in_order(told | {Cause.SINGLE_PARENT} if is_single_parent(household) else told)


@lru_cache(maxsize=4096)
def _in_order(told: frozenset[Cause]) -> tuple[Cause, ...]:
    return tuple([cause for cause in Cause if cause in told])


class _Amount:
    """An exact number of yuan as a fraction, and as it is shown, rounded once. Fractions of Python's own cost the most of
    fifty thousand judgements."""

    __slots__ = ("numerator", "denominator", "shown")

    def __init__(self, numerator: int, denominator: int) -> None:
        self.numerator, self.denominator, self.shown = numerator, denominator, rounded(numerator, denominator)


def _per_head(amount: Decimal, members: int) -> _Amount:
    """A year's amount per month and counted member (rule H3)."""
    numerator, denominator = amount.as_integer_ratio()
    return _Amount(numerator, denominator * 12 * members)


@lru_cache(maxsize=1024)
def _limit(multiple: Decimal, line: Decimal) -> _Amount:
    one, other = multiple.as_integer_ratio(), line.as_integer_ratio()
    return _Amount(one[0] * other[0], one[1] * other[1])


def _over(number: _Amount, limit: _Amount) -> int:
    """Below nought under the limit, 0 on it, above nought over it: the numbers cross-multiplied (rule H4)."""
    return number.numerator * limit.denominator - limit.numerator * number.denominator


def _look_at(criterion: Criterion, case: Case, head: _Amount, causes: tuple[Cause, ...]) -> CriterionFinding:
    income = _income(criterion, case.line, head)
    others: list[Condition] = []
    if criterion.hard_after_aid:
        others.append(AidCondition(case.hard_after_aid))
    if criterion.causes:
        others.append(_causes(criterion.causes, causes))
    if criterion.least_cost is not None:
        others.append(_cost(criterion.least_cost, case))
    rest = all(condition.holds for condition in others)
    return CriterionFinding(
        code=criterion.code,
        conditions=(income, *others),
        holds=income.holds and rest,
        is_borderline=rest and income.is_exact_hit,
    )


def _income(criterion: Criterion, line: Decimal, head: _Amount) -> IncomeCondition:
    multiple, inclusive = criterion.multiple, criterion.inclusive
    if multiple is None:
        return IncomeCondition(head.shown, None, None, True, -1, True, None)
    limit = _limit(multiple, line)
    over = _over(head, limit)
    holds = over < 0 or (inclusive and over == 0)
    short_by = None if holds else max(rounded(over, head.denominator * limit.denominator), CENT)
    return IncomeCondition(head.shown, multiple, limit.shown, inclusive, (over > 0) - (over < 0), holds, short_by)


@lru_cache(maxsize=4096)
def _causes(wanted: tuple[Cause, ...], there: tuple[Cause, ...]) -> CauseCondition:
    return CauseCondition(wanted, there, not set(wanted).isdisjoint(there))


def _cost(least: Decimal, case: Case) -> CostCondition:
    short_by = least - max(case.medical, case.loss)
    holds = short_by <= 0
    return CostCondition(case.medical, case.loss, least, holds, None if holds else short_by)


@lru_cache(maxsize=1024)
def _exclusions(homes: int, hires: bool, school: bool, car: bool, on: Exclusions) -> tuple[ExclusionFinding, ...]:
    """In the order of hardship.md §4, which is that of the input's names."""
    return (
        _exclusion("homes", homes, on.homes_from, on.homes),
        _exclusion("hires", hires, 1, on.hires),
        _exclusion("costly_school", school, 1, on.costly_school),
        _exclusion("car", car, 1, on.car),
    )


def _exclusion(name: str, value: int, limit: int, is_on: bool) -> ExclusionFinding:
    return ExclusionFinding(name, value, limit, is_on, is_on and value >= limit)


def _national(case: Case, income: Decimal, members: int) -> NationalFinding:
    net = _per_head(income - case.rigid, members)
    deep, relative = _limit(DEEP_MULTIPLE, case.line), _limit(RELATIVE_MULTIPLE, case.line)
    burden, burden_limit = case.medical + case.loss, BURDEN_SHARE * income
    if _over(net, deep) < 0:
        category: National | None = National.DEEP
    elif _over(net, relative) < 0:
        category = National.RELATIVE
    else:
        category = National.ACCIDENTAL if burden > burden_limit and burden > 0 else None
    limit = rounded(*burden_limit.as_integer_ratio())
    return NationalFinding(net.shown, deep.shown, relative.shown, burden, limit, category)
