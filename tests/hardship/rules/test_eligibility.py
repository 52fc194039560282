"""The advice: the worked cases of hardship.md §9 and domain.md F, and what the county may change. Rules E1 to E7."""

from dataclasses import replace
from decimal import Decimal

import pytest

from hardship.eligibility import Criteria, Criterion, Exclusions, IncomeCondition, judge
from hardship.household import Case, Cause
from hardship.template import WINTER_RELIEF
from tests.hardship.rules.households import DIVORCED, LINE, MARRIED, ON, SINGLE, WIDOWED, case, household

CRITERIA = WINTER_RELIEF.criteria
ILL, SCHOOL, DISABLED = Cause.OWN_ILLNESS, Cause.SCHOOLING, Cause.DISABILITY


@pytest.mark.parametrize(
    ("household_case", "met"),
    [
        (case("42119.64", hard_after_aid=True), ("C1",)),
        (case("42120.00", hard_after_aid=True), ()),
        (case("42120.00", SCHOOL), ("C2",)),
        (case("56160.00", DISABLED), ("C2",)),
        (case("56160.36", DISABLED), ()),
        (case("84240.00", ILL, medical="19999.99"), ("C3",)),
        (case("84240.36", ILL, medical="19999.99"), ()),
        (case("324000.00", ILL, medical="20000.00"), ("C4",)),
        (case("324000.00", Cause.FAMILY_ILLNESS, loss="20000.00"), ("C4",)),
        (case("324000.00", Cause.DISASTER, medical="10000", loss="10000"), ()),
        (case("324000.00", SCHOOL, medical="20000.00"), ()),
        (case("0", ILL, SCHOOL, medical="20000", hard_after_aid=True), ("C1", "C2", "C3", "C4")),
        (case("0", Cause.LOW_INCOME, Cause.LAID_OFF), ()),
    ],
)
def test_worked_cases_meet_what_they_should(household_case: Case, met: tuple[str, ...]) -> None:
    judgement = judge(household_case, CRITERIA)

    assert (judgement.met, judgement.eligible) == (met, bool(met))


def test_an_exact_hit_on_the_limit_that_is_outside_is_borderline() -> None:
    judgement = judge(case("42120.00", hard_after_aid=True), CRITERIA)

    assert (str(judgement.per_capita), judgement.borderline, judgement.eligible) == ("1170.00", ("C1",), False)


@pytest.mark.parametrize(
    "household_case",
    [
        case("42119.99", hard_after_aid=True),  # met
        case("42120.01", hard_after_aid=True),  # above, though both are shown as 1 170.00
        case("42120.00"),  # another condition fails
        case("56160.00", DISABLED, hard_after_aid=True),  # on a limit that is inside
    ],
)
def test_nothing_else_is_borderline(household_case: Case) -> None:
    assert judge(household_case, CRITERIA).borderline == ()


def test_who_is_borderline_in_one_criterion_may_meet_another() -> None:
    judgement = judge(case("42120.00", SCHOOL, hard_after_aid=True), CRITERIA)

    assert (judgement.met, judgement.borderline, judgement.eligible) == (("C2",), ("C1",), True)


def test_the_number_shown_decides_nothing() -> None:
    """1 560.0027… is shown as 1 560.00 and is above it."""
    judgement = judge(case("56160.10", DISABLED), CRITERIA)

    assert (str(judgement.per_capita), judgement.met) == ("1560.00", ())


def test_a_single_parent_is_one_whatever_the_file_says() -> None:
    for status in (WIDOWED, DIVORCED, SINGLE):
        assert judge(Case(ON, LINE, household(status, ("子女", SINGLE))), CRITERIA).met == ("C2",)
    assert judge(Case(ON, LINE, household(MARRIED, ("子女", SINGLE))), CRITERIA).met == ()


@pytest.mark.parametrize("name", ["homes", "hires", "costly_school", "car"])
def test_an_exclusion_counts_while_the_county_has_it_on(name: str) -> None:
    ill = case("84240.00", ILL, **{name: 2 if name == "homes" else True})
    without = replace(CRITERIA, exclusions=replace(CRITERIA.exclusions, **{name: False}))

    on, off = judge(ill, CRITERIA), judge(ill, without)

    assert (on.met, on.excluded, on.eligible) == (("C3",), (name,), False)
    assert (off.met, off.excluded, off.eligible) == (("C3",), (), True)


def test_exclusions_are_told_in_their_order() -> None:
    judgement = judge(case("0", car=True, costly_school=True, hires=True, homes=3), CRITERIA)

    assert judgement.excluded == ("homes", "hires", "costly_school", "car")


@pytest.mark.parametrize(("homes", "excluded"), [(0, ()), (1, ()), (2, ("homes",))])
def test_one_home_excludes_nobody(homes: int, excluded: tuple[str, ...]) -> None:
    assert judge(case("0", homes=homes), CRITERIA).excluded == excluded


def test_a_limit_can_be_made_inside() -> None:
    inside = Criteria((Criterion("C1", Decimal("1.5"), inclusive=True, hard_after_aid=True),), Exclusions())

    judgement = judge(case("42120.00", hard_after_aid=True), inside)

    assert (judgement.met, judgement.borderline) == (("C1",), ())


@pytest.mark.parametrize(
    ("income", "facts", "category"),
    [
        ("28079.64", {}, "深度困难"),  # 779.99
        ("28080.00", {}, "相对困难"),  # 780.00
        ("56159.64", {}, "相对困难"),
        ("56160.00", {}, None),
        ("66160.00", {"rigid": "10000.00"}, None),
        ("66160.00", {"rigid": "10000.36"}, "相对困难"),
        ("56160.00", {"medical": "44928.00"}, None),  # exactly 80 %
        ("56160.00", {"medical": "44928.00", "loss": "0.01"}, "意外致困"),
        ("0", {"medical": "1"}, "深度困难"),
        ("100", {"rigid": "99999"}, "深度困难"),  # below nought
    ],
)
def test_the_national_category_goes_by_what_rigid_expenses_leave(
    income: str, facts: dict[str, str], category: str | None
) -> None:
    assert judge(case(income, **facts), CRITERIA).national == category


@pytest.mark.parametrize(
    ("income", "short_by"),
    [("57528.00", "38.00"), ("56160.36", "0.01"), ("56160.01", "0.01"), ("56160.00", None)],
)
def test_what_is_too_high_is_told_by_how_much(income: str, short_by: str | None) -> None:
    finding = judge(case(income, DISABLED), CRITERIA).findings[1]

    number = finding.conditions[0]

    assert isinstance(number, IncomeCondition)
    assert (number.short_by and str(number.short_by)) == short_by


def test_the_greater_cost_tells_how_much_is_missing() -> None:
    finding = judge(case("0", ILL, medical="19962", loss="5"), CRITERIA).findings[3]

    assert getattr(finding.conditions[-1], "short_by", None) == Decimal("38")


def test_a_case_that_cannot_be_judged_is_no_answer() -> None:
    with pytest.raises(ValueError, match="living line"):
        judge(case("0", line=Decimal(0)), CRITERIA)
    with pytest.raises(ValueError, match="nobody"):
        judge(Case(ON, LINE, replace(household(MARRIED), people=())), CRITERIA)
