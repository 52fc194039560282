"""What a chair reads to a worker: every condition with its number, its limit and whether it holds. Rule E8."""

from dataclasses import replace

import pytest

from hardship.eligibility import judge
from hardship.explanation import asks, explain, texts
from hardship.household import Case, Cause
from hardship.template import WINTER_RELIEF
from tests.hardship.rules.households import LINE, MARRIED, ON, SINGLE, WIDOWED, case, household

CRITERIA = WINTER_RELIEF.criteria


def read(household_case: Case) -> list[str]:
    return texts(explain(judge(household_case, CRITERIA)))


def test_the_specs_own_case_is_told_in_full() -> None:
    assert read(case("42120", Cause.SCHOOLING, hard_after_aid=True, homes=1)) == [
        "家庭 计 3 人：本人、配偶、子女",
        "家庭 年收入合计 42 120.00 元，除以 12 个月和 3 人，人均月收入 1 170.00 元",
        "家庭 最低生活保障线每人每月 780.00 元，1.5 倍为 1 170.00 元，2 倍为 1 560.00 元，3 倍为 2 340.00 元",
        "C1 人均月收入 1 170.00 元，须低于 1 170.00 元：不符合（正好等于限额）",
        "C1 政府救助后仍困难为“是”，须为“是”：符合",
        "C1 临界：人均月收入正好等于限额，其余条件都符合，须由人复核",
        "C2 人均月收入 1 170.00 元，须不高于 1 560.00 元：符合",
        "C2 致困原因为子女上学，须有子女上学、残疾、单亲、其他之一：符合",
        "C2 这一条符合",
        "C3 人均月收入 1 170.00 元，须不高于 2 340.00 元：符合",
        "C3 致困原因为子女上学，须有本人大病、供养直系亲属大病、意外灾害之一：不符合",
        "C3 这一条不符合",
        "C4 人均月收入 1 170.00 元，不设上限：符合",
        "C4 致困原因为子女上学，须有本人大病、供养直系亲属大病、意外灾害之一：不符合",
        "C4 本年自负医药费 0.00 元、本年财产损失 0.00 元，须有一项不少于 20 000.00 元：不符合（差 20 000.00 元）",
        "C4 这一条不符合",
        "排除情形 住房 1 套，须少于 2 套：符合",
        "排除情形 有经营性雇工为“否”，须为“否”：符合",
        "排除情形 高收费择校或自费留学为“否”，须为“否”：符合",
        "排除情形 拥有非营运机动车为“否”，须为“否”：符合",
        "全国分类 年收入减年刚性支出，人均每月 1 170.00 元，低于 780.00 元为深度困难：不符合",
        "全国分类 年收入减年刚性支出，人均每月 1 170.00 元，低于 1 560.00 元为相对困难：符合",
        "结论 符合 C2，C1 临界，须由人复核；按标准可以享受。这是提示，由审核人决定",
    ]


@pytest.mark.parametrize(
    ("income", "line"),
    [
        ("57528.00", "C2 人均月收入 1 598.00 元，须不高于 1 560.00 元：不符合（差 38.00 元）"),
        ("56160.10", "C2 人均月收入 1 560.00 元，须不高于 1 560.00 元：不符合（比限额高不足 1 分）"),
        ("56159.90", "C2 人均月收入 1 560.00 元，须不高于 1 560.00 元：符合（比限额低不足 1 分）"),
        ("42119.90", "C1 人均月收入 1 170.00 元，须低于 1 170.00 元：符合（比限额低不足 1 分）"),
        ("42120.10", "C1 人均月收入 1 170.00 元，须低于 1 170.00 元：不符合（比限额高不足 1 分）"),
    ],
)
def test_numbers_that_look_alike_are_told_apart(income: str, line: str) -> None:
    assert line in read(case(income))


def test_who_is_not_counted_is_told_with_the_reason() -> None:
    who = household(MARRIED, ("配偶", MARRIED), ("子女", SINGLE), ("子女", SINGLE), ("父母", WIDOWED), income="1")

    assert read(Case(ON, LINE, who))[0] == (
        "家庭 计 4 人：本人、配偶、子女 2 人；不计入：父母（已婚职工计本人、配偶和未婚子女）"
    )


def test_an_exclusion_says_which_and_that_it_decides() -> None:
    lines = read(case("84240", Cause.OWN_ILLNESS, homes=2))

    assert "排除情形 住房 2 套，须少于 2 套：不符合" in lines
    assert lines[-1] == "结论 符合 C3，有排除情形：住房两套及以上；按标准不能享受。这是提示，由审核人决定"


def test_an_exclusion_that_is_switched_off_is_told_so() -> None:
    off = replace(CRITERIA, exclusions=replace(CRITERIA.exclusions, car=False))

    lines = texts(explain(judge(case("0", car=True), off)))

    assert "排除情形 拥有非营运机动车为“是”，本项目不看这一项" in lines


def test_money_below_nought_and_no_cause_are_told() -> None:
    lines = read(case("100", rigid="44000"))

    assert "全国分类 年收入减年刚性支出，人均每月 -1 219.44 元，低于 780.00 元为深度困难：符合" in lines
    assert "C2 没有致困原因，须有子女上学、残疾、单亲、其他之一：不符合" in lines


def test_the_national_category_is_asked_to_the_end_where_none_applies() -> None:
    lines = [text for text in read(case("99999", medical="1000")) if text.startswith("全国分类")]

    assert lines[2:] == [
        "全国分类 自负医药费与财产损失合计 1 000.00 元，超过年收入的 80%（79 999.20 元）为意外致困：不符合",
        "全国分类 不属于深度困难、相对困难或意外致困",
    ]


def test_what_a_criterion_asks_is_told_in_words() -> None:
    told = [asks(criterion) for criterion in CRITERIA.criteria]

    assert told == [
        ["人均月收入低于最低生活保障线的 1.5 倍", "政府救助后仍困难"],
        ["人均月收入不高于最低生活保障线的 2 倍", "致困原因有子女上学、残疾、单亲、其他之一"],
        ["人均月收入不高于最低生活保障线的 3 倍", "致困原因有本人大病、供养直系亲属大病、意外灾害之一"],
        [
            "人均月收入不限",
            "致困原因有本人大病、供养直系亲属大病、意外灾害之一",
            "本年自负医药费或财产损失不少于 20 000.00 元",
        ],
    ]
