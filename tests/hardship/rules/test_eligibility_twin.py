"""The advice against a plain twin that was written apart from it, in whole fen and nothing else."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from hardship.eligibility import Criteria, Criterion, Exclusions, judge
from hardship.explanation import explain, texts
from hardship.household import Case, Cause, Household, Marriage, Person, Relation
from hardship.template import WINTER_RELIEF
from tests.hardship.rules.households import case

LINES = st.sampled_from(["780.00", "701.50", "535.00", "0.01", "333.33"]).map(Decimal)
FEN = st.one_of(st.integers(0, 10**7), st.integers(0, 10**12))
PEOPLE = st.lists(
    st.tuples(st.sampled_from(["配偶", "子女", "父母", "兄弟姐妹", "其他"]), st.sampled_from(list(Marriage)), FEN),
    max_size=6,
)


@st.composite
def cases(draw: Any) -> Case:
    """Incomes lie on a limit of the line as often as not: there the mistakes are."""
    line, status, others = draw(LINES), draw(st.sampled_from(list(Marriage))), draw(PEOPLE)
    people = [Person(Relation(name), married, Decimal(fen).scaleb(-2)) for name, married, fen in others]
    worker = Person(Relation.WORKER, status, Decimal(draw(FEN)).scaleb(-2))
    if draw(st.booleans()):
        whole = replace(worker, income=Decimal(0))
        members = len(twin_members(Household(status, (whole, *people))))
        near = line * draw(st.sampled_from([Decimal("1.5"), Decimal(1), Decimal(2), Decimal(3)])) * 12 * members
        near += Decimal(draw(st.integers(-1, 1))).scaleb(-2)
        worker, people = (
            replace(worker, income=max(near, Decimal(0)).quantize(Decimal("0.01"))),
            [replace(other, income=Decimal(0)) for other in people],
        )
    money = st.one_of(st.sampled_from([0, 1999999, 2000000]), FEN).map(lambda fen: Decimal(fen).scaleb(-2))
    return Case(
        date(2012, 12, 1),
        line,
        Household(status, (worker, *people)),
        frozenset(draw(st.sets(st.sampled_from(list(Cause))))),
        draw(st.booleans()),
        draw(money),
        draw(money),
        draw(money),
        draw(st.integers(0, 3)),
        draw(st.booleans()),
        draw(st.booleans()),
        draw(st.booleans()),
    )


def twin_members(household: Household) -> list[Person]:
    found = []
    for person in household.people:
        never = person.marital_status == "未婚"
        if household.marital_status == "已婚":
            counts = person.relation in ("本人", "配偶") or (person.relation == "子女" and never)
        elif household.marital_status == "未婚":
            counts = person.relation in ("本人", "父母") or (never and person.relation in ("子女", "兄弟姐妹", "其他"))
        else:
            counts = person.relation == "本人" or (person.relation == "子女" and never)
        if counts:
            found.append(person)
    return found


def fen(amount: Decimal) -> int:
    return int(amount * 100)


def twin(household_case: Case) -> dict[str, Any]:
    """hardship.md §3 and §4 read word by word; limits as tenths of the line, so that all are whole numbers."""
    people = twin_members(household_case.household)
    income, shares, line = sum(fen(person.income) for person in people), 12 * len(people), fen(household_case.line)
    causes = {str(cause) for cause in household_case.causes}
    if household_case.household.marital_status != "已婚" and any(person.relation == "子女" for person in people):
        causes.add("单亲")
    special = bool(causes & {"子女上学", "残疾", "单亲", "其他"})
    grave = bool(causes & {"本人大病", "供养直系亲属大病", "意外灾害"})
    medical, loss = fen(household_case.medical), fen(household_case.loss)
    met = []
    if income * 10 < 15 * line * shares and household_case.hard_after_aid:
        met.append("C1")
    if income <= 2 * line * shares and special:
        met.append("C2")
    if income <= 3 * line * shares and grave:
        met.append("C3")
    if grave and (medical >= 2000000 or loss >= 2000000):
        met.append("C4")
    excluded = ["homes"] if household_case.homes >= 2 else []
    excluded += [name for name in ("hires", "costly_school", "car") if getattr(household_case, name)]
    half_up = (income * 2 + shares) // (2 * shares)
    return {
        "members": len(people),
        "per_capita": f"{half_up // 100}.{half_up % 100:02d}",
        "met": met,
        "borderline": ["C1"] if household_case.hard_after_aid and income * 10 == 15 * line * shares else [],
        "excluded": excluded,
        "eligible": bool(met) and not excluded,
        "national": twin_national(income - fen(household_case.rigid), line * shares, medical + loss, income),
    }


def twin_national(net: int, line: int, burden: int, income: int) -> str | None:
    if net < line:
        return "深度困难"
    if net < 2 * line:
        return "相对困难"
    return "意外致困" if burden * 100 > 80 * income and burden > 0 else None


@given(cases())
@example(case("42120.00", hard_after_aid=True))
@example(case("56160.00", Cause.DISABILITY, homes=2))
def test_the_rules_and_their_twin_agree(household_case: Case) -> None:
    judgement = judge(household_case, WINTER_RELIEF.criteria)

    assert {
        "members": judgement.members,
        "per_capita": str(judgement.per_capita),
        "met": list(judgement.met),
        "borderline": list(judgement.borderline),
        "excluded": list(judgement.excluded),
        "eligible": judgement.eligible,
        "national": judgement.national,
    } == twin(household_case)


@given(cases())
def test_the_explanation_says_what_was_judged(household_case: Case) -> None:
    judgement = judge(household_case, WINTER_RELIEF.criteria)

    lines = explain(judgement)

    for finding in judgement.findings:
        own = [line for line in lines if line.about == finding.code]
        assert [line.holds for line in own[:-1]] == [condition.holds for condition in finding.conditions]
        assert own[-1].holds is finding.holds
        assert ("临界" in own[-1].text) is finding.is_borderline
        assert all(("不符合" in line.text) is not line.holds for line in own[:-1])
    assert lines[-1].holds is judgement.eligible
    assert all("\n" not in text for text in texts(lines))


@given(cases(), st.lists(st.sampled_from(["1", "1.5", "2.25"]).map(Decimal), min_size=1, max_size=3), st.booleans())
def test_a_higher_multiple_never_takes_anything_away(
    household_case: Case, multiples: list[Decimal], inclusive: bool
) -> None:
    lower = Criteria(tuple(Criterion(f"K{place}", m, inclusive) for place, m in enumerate(multiples)), Exclusions())
    higher = Criteria(tuple(replace(c, multiple=(c.multiple or Decimal(0)) + 1) for c in lower.criteria))

    assert set(judge(household_case, lower).met) <= set(judge(household_case, higher).met)
