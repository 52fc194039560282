"""Why: every condition with its number, its limit and whether it holds, in Chinese (hardship.md §4). Pure.

Written so that a chair can read it to a worker. It tells causes, illness among them: show it only where the file is shown.
"""

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from hardship.eligibility import (
    AidCondition,
    CauseCondition,
    Condition,
    CostCondition,
    Criterion,
    CriterionFinding,
    ExclusionFinding,
    IncomeCondition,
    Judgement,
    National,
    NationalFinding,
)
from hardship.household import Marriage, Person, Relation, is_counted

HOUSEHOLD, EXCLUSIONS, NATIONAL, RESULT = "家庭", "排除情形", "全国分类", "结论"
EXCLUSION_WORDS = {
    "homes": "住房两套及以上",
    "hires": "有经营性雇工",
    "costly_school": "高收费择校或自费留学",
    "car": "拥有非营运机动车",
}
_WHO_COUNTS = {
    Marriage.MARRIED: "已婚职工计本人、配偶和未婚子女",
    Marriage.SINGLE: "未婚职工计本人、父母和家庭其他未婚成员",
    Marriage.DIVORCED: "离异职工计本人和未婚子女",
    Marriage.WIDOWED: "丧偶职工计本人和未婚子女",
}


class Line(NamedTuple):
    """One line: `about` a criterion's code or a section; `holds` None where nothing is asked; `short_by` in yuan."""

    about: str
    text: str
    holds: bool | None = None
    short_by: Decimal | None = None


def explain(judgement: Judgement) -> tuple[Line, ...]:
    """Household and income, each criterion with its conditions, exclusions, national category, result: in this order."""
    lines = [*_household(judgement)]
    for finding in judgement.findings:
        lines += [_condition(finding.code, condition) for condition in finding.conditions]
        lines.append(_criterion(finding.code, finding.holds, finding.is_borderline))
    lines += _exclusions(judgement.exclusion_findings)
    lines += _national(judgement.national_finding)
    lines.append(_result(judgement))
    return tuple(lines)


def texts(lines: Iterable[Line]) -> list[str]:
    """The lines as they are read, each with what it is about."""
    return [f"{line.about} {line.text}" for line in lines]


@lru_cache(maxsize=4096)
def money(amount: Decimal) -> str:
    """`1 170.00`: yuan of two decimals as hardship.md §4 writes them."""
    return f"{amount:,.2f}".replace(",", " ")


def _verdict(holds: bool) -> str:
    return "符合" if holds else "不符合"


def _household(judgement: Judgement) -> list[Line]:
    household, members = judgement.household, judgement.members
    kin = tuple([(person.relation, person.marital_status) for person in household.people])
    income = (
        f"年收入合计 {money(judgement.income)} 元，除以 12 个月和 {members} 人，"
        f"人均月收入 {money(judgement.per_capita)} 元"
    )
    limits = tuple([_limit(finding) for finding in judgement.findings])
    return [_heads(household.marital_status, kin), Line(HOUSEHOLD, income), _line(judgement.line, limits)]


def _limit(finding: CriterionFinding) -> tuple[Decimal | None, Decimal | None]:
    income = finding.conditions[0]
    return (income.multiple, income.limit) if isinstance(income, IncomeCondition) else (None, None)


@lru_cache(maxsize=256)  # of a county's lines: the same for thousands of families
def _line(line: Decimal, limits: tuple[tuple[Decimal | None, Decimal | None], ...]) -> Line:
    text = f"最低生活保障线每人每月 {money(line)} 元"
    for multiple, limit in dict.fromkeys(limits):
        if multiple is not None and limit is not None:
            text += f"，{_plain(multiple)} 倍为 {money(limit)} 元"
    return Line(HOUSEHOLD, text)


@lru_cache(maxsize=4096)  # of who is what to whom: the same for thousands of families
def _heads(worker: Marriage, kin: tuple[tuple[Relation, Marriage], ...]) -> Line:
    """`计 3 人：本人、子女 2 人；不计入：父母（…）`: those who count, and those who do not."""
    counts = [is_counted(Person(relation, status, Decimal(0)), worker) for relation, status in kin]
    heads = f"计 {sum(counts)} 人：{_people([relation for (relation, _), one in zip(kin, counts, strict=True) if one])}"
    others = [relation for (relation, _), one in zip(kin, counts, strict=True) if not one]
    return Line(HOUSEHOLD, f"{heads}；不计入：{_people(others)}（{_WHO_COUNTS[worker]}）" if others else heads)


def _people(relations: list[Relation]) -> str:
    """`本人、配偶、子女 2 人`."""
    numbers = Counter(relations)
    return "、".join([relation if number == 1 else f"{relation} {number} 人" for relation, number in numbers.items()])


def _plain(multiple: Decimal) -> str:
    """`1.5`, `2`: without noughts at the end."""
    return f"{multiple:f}".rstrip("0").rstrip(".") if "." in f"{multiple:f}" else f"{multiple:f}"


def _condition(code: str, condition: Condition) -> Line:
    if isinstance(condition, IncomeCondition):
        return Line(code, _income(condition), condition.holds, condition.short_by)
    if isinstance(condition, CostCondition):
        text = (
            f"本年自负医药费 {money(condition.medical)} 元、本年财产损失 {money(condition.loss)} 元，"
            f"须有一项不少于 {money(condition.limit)} 元：{_verdict(condition.holds)}"
        )
        return Line(code, text + _short_by(condition.short_by), condition.holds, condition.short_by)
    return _without_sums(code, condition)


@lru_cache(maxsize=4096)
def _without_sums(code: str, condition: CauseCondition | AidCondition) -> Line:
    if isinstance(condition, AidCondition):
        said, holds = "是" if condition.holds else "否", condition.holds
        return Line(code, f"政府救助后仍困难为“{said}”，须为“是”：{_verdict(holds)}", holds)
    wanted, there, holds = condition
    has = f"致困原因为{'、'.join(there)}" if there else "没有致困原因"
    return Line(code, f"{has}，须有{'、'.join(wanted)}之一：{_verdict(holds)}", holds)


def _income(condition: IncomeCondition) -> str:
    number, limit = condition.number, condition.limit
    if limit is None:
        return f"人均月收入 {money(number)} 元，不设上限：符合"
    must = "不高于" if condition.inclusive else "低于"
    text = f"人均月收入 {money(number)} 元，须{must} {money(limit)} 元：{_verdict(condition.holds)}"
    if condition.is_exact_hit:
        return f"{text}（正好等于限额）"
    if condition.side and number == limit:
        return f"{text}（比限额{'高' if condition.side > 0 else '低'}不足 1 分）"
    return text + _short_by(condition.short_by)


def _short_by(amount: Decimal | None) -> str:
    return "" if amount is None else f"（差 {money(amount)} 元）"


@lru_cache(maxsize=256)
def _criterion(code: str, holds: bool, is_borderline: bool) -> Line:
    if is_borderline:
        return Line(code, "临界：人均月收入正好等于限额，其余条件都符合，须由人复核", False)
    return Line(code, "这一条符合" if holds else "这一条不符合", holds)


@lru_cache(maxsize=1024)
def _exclusions(findings: tuple[ExclusionFinding, ...]) -> tuple[Line, ...]:
    return tuple([_exclusion(finding) for finding in findings])


def _exclusion(finding: ExclusionFinding) -> Line:
    if finding.name == "homes":
        fact, must = f"住房 {finding.value} 套", f"须少于 {finding.limit} 套"
    else:
        fact = f"{EXCLUSION_WORDS[finding.name]}为“{'是' if finding.value else '否'}”"
        must = "须为“否”"
    if not finding.is_switched_on:
        return Line(EXCLUSIONS, f"{fact}，本项目不看这一项")
    return Line(EXCLUSIONS, f"{fact}，{must}：{_verdict(not finding.applies)}", not finding.applies)


def _national(finding: NationalFinding) -> list[Line]:
    """The questions in their order, up to the one that is answered with yes."""
    net = f"年收入减年刚性支出，人均每月 {money(finding.net)} 元"
    asked = [
        (f"{net}，低于 {money(finding.deep_limit)} 元为深度困难", finding.category is National.DEEP),
        (f"{net}，低于 {money(finding.relative_limit)} 元为相对困难", finding.category is National.RELATIVE),
        (
            f"自负医药费与财产损失合计 {money(finding.burden)} 元，"
            f"超过年收入的 80%（{money(finding.burden_limit)} 元）为意外致困",
            finding.category is National.ACCIDENTAL,
        ),
    ]
    lines = []
    for text, holds in asked:
        lines.append(Line(NATIONAL, f"{text}：{_verdict(holds)}", holds))
        if holds:
            return lines
    return [*lines, Line(NATIONAL, "不属于深度困难、相对困难或意外致困")]


def _result(judgement: Judgement) -> Line:
    says = f"符合 {'、'.join(judgement.met)}" if judgement.met else "没有一条标准符合"
    if judgement.borderline:
        says += f"，{'、'.join(judgement.borderline)} 临界，须由人复核"
    if judgement.excluded:
        says += "，有排除情形：" + "、".join(EXCLUSION_WORDS[name] for name in judgement.excluded)
    advice = "可以享受" if judgement.eligible else "不能享受"
    return Line(RESULT, f"{says}；按标准{advice}。这是提示，由审核人决定", judgement.eligible)


def asks(criterion: Criterion) -> list[str]:
    """What a criterion asks, each condition in words: of the programme's page and of papers."""
    words = []
    if criterion.multiple is None:
        words.append("人均月收入不限")
    else:
        must = "不高于" if criterion.inclusive else "低于"
        words.append(f"人均月收入{must}最低生活保障线的 {_plain(criterion.multiple)} 倍")
    if criterion.hard_after_aid:
        words.append("政府救助后仍困难")
    if criterion.causes:
        words.append(f"致困原因有{'、'.join(criterion.causes)}之一")
    if criterion.least_cost is not None:
        words.append(f"本年自负医药费或财产损失不少于 {money(criterion.least_cost)} 元")
    return words
