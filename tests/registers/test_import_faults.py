"""Every fault that needs the database: one thing wrong, one fault, at the cell to mend (registers.md §2)."""

from pathlib import Path
from typing import Any

import pytest

from tests.registers.sheets import CHAIR, HILL, ORGANISATIONS, SILK, TEA, VICE, found, load
from unions.models import Display, Employer, Honour, Officer, Organisation

pytestmark = pytest.mark.django_db

NEW = {
    "工会编码": "349999010109",
    "工会名称": "新工会",
    "组织类型": "独立基层工会",
    "上级工会编码": HILL,
    "建会日期": "2012-01-01",
}
EMPLOYER = {"统一社会信用代码": "91349999000000001N", "单位名称": "茶业公司", "单位性质": "私营企业", "职工人数": 100,
            "责任工会编码": HILL, "所属工会编码": TEA}  # fmt: skip
EMPLOYER_2 = {**EMPLOYER, "统一社会信用代码": "91349999000000002R", "单位名称": "第二公司"}
SIGN = {"工会编码": TEA, "事项": "悬挂牌匾", "方式": "企业门面", "开始日期": "2012-06-01"}
BADGE = {"工会编码": TEA, "事项": "亮明身份", "方式": "佩戴胸卡", "干部姓名": "陈一", "开始日期": "2012-06-01"}
HONOUR = {"工会编码": TEA, "荣誉名称": "模范职工之家", "级别": "市级", "授予日期": "2011-01-01"}


@pytest.fixture
def county(tmp_path: Path) -> Path:
    """County > Hill (tea, silk) and River (boat); Chen chairs the tea union, Qian is her vice-chair."""
    assert found(load(tmp_path, "organisations", ORGANISATIONS)) == []
    assert found(load(tmp_path, "officers", [CHAIR, VICE])) == []
    return tmp_path


def without(row: dict[str, Any], *columns: str) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key not in columns}


CASES: dict[str, tuple[str, list[dict[str, Any]], list[tuple[int, str, str]]]] = {
    "parent unknown": ("organisations", [{**NEW, "上级工会编码": "349999999999"}], [(2, "上级工会编码", "unknown_union")]),
    "no parent": ("organisations", [without(NEW, "上级工会编码")], [(2, "上级工会编码", "required")]),
    "county below something": ("organisations", [{**ORGANISATIONS[0], "上级工会编码": HILL}], [(2, "上级工会编码", "wrong_parent")]),
    "parent is grassroots": ("organisations", [{**NEW, "上级工会编码": TEA}], [(2, "上级工会编码", "wrong_parent")]),
    "township below township": (
        "organisations", [{**NEW, "组织类型": "乡镇工会联合会"}], [(2, "上级工会编码", "wrong_parent")]),
    "own parent": ("organisations", [{**NEW, "组织类型": "行业工会联合会", "上级工会编码": NEW["工会编码"]}],
                   [(2, "上级工会编码", "wrong_parent")]),
    "ring of two": ("organisations",
                    [{**NEW, "组织类型": "行业工会联合会", "上级工会编码": "349999010108"},
                     {**NEW, "工会编码": "349999010108", "组织类型": "区域工会联合会", "上级工会编码": NEW["工会编码"]}],
                    [(2, "上级工会编码", "wrong_parent"), (3, "上级工会编码", "wrong_parent")]),
    "second county": ("organisations", [{**ORGANISATIONS[0], "工会编码": "3499980000"}], [(2, "组织类型", "conflict")]),
    "union with children becomes grassroots": (
        "organisations", [{**ORGANISATIONS[1], "组织类型": "独立基层工会"}], [(2, "组织类型", "wrong_parent")]),
    "child of a faulty parent": (
        "organisations",
        [{**NEW, "组织类型": "行业工会联合会", "建会日期": "2012-06-31"},
         {**NEW, "工会编码": "349999010110", "上级工会编码": NEW["工会编码"]}],
        [(2, "建会日期", "not_a_date"), (3, "上级工会编码", "unknown_union")]),
    "dissolved before established": (
        "organisations", [{**NEW, "撤销日期": "2011-12-31"}], [(2, "撤销日期", "ends_before_start")]),
    "term of four years": ("organisations", [{**NEW, "届期年数": 4}], [(2, "届期年数", "not_a_choice")]),
    "body unknown": ("employers", [{**EMPLOYER, "责任工会编码": "349999999999"}], [(2, "责任工会编码", "unknown_union")]),
    "body is no body": ("employers", [{**EMPLOYER, "责任工会编码": SILK}], [(2, "责任工会编码", "wrong_parent")]),
    "union of employer unknown": (
        "employers", [{**EMPLOYER, "所属工会编码": "349999999999"}], [(2, "所属工会编码", "unknown_union")]),
    "more women than staff": ("employers", [{**EMPLOYER, "女职工人数": 101}], [(2, "女职工人数", "part_exceeds_whole")]),
    "second employer in the file": ("employers", [EMPLOYER, EMPLOYER_2], [(3, "所属工会编码", "conflict")]),
    "credit code": ("employers", [{**EMPLOYER, "统一社会信用代码": "91349999000000001A"}],
                    [(2, "统一社会信用代码", "bad_credit_code")]),
    "officer of an unknown union": ("officers", [{**CHAIR, "工会编码": "349999999999"}], [(2, "工会编码", "unknown_union")]),
    "elected before the union was": (
        "officers", [{**VICE, "工会编码": SILK, "当选日期": "2009-11-07"}], [(2, "当选日期", "before_established")]),
    "left before elected": ("officers", [{**VICE, "离任日期": "2010-02-28"}], [(2, "离任日期", "ends_before_start")]),
    "chairs overlap on file": ("officers", [{**CHAIR, "姓名": "吴三", "当选日期": "2012-01-01"}],
                               [(2, "当选日期", "overlapping_tenure")]),
    "chairs overlap in the file": (
        "officers",
        [{**CHAIR, "工会编码": SILK, "当选日期": "2012-01-01"}, {**CHAIR, "工会编码": SILK, "姓名": "吴三", "当选日期": "2011-01-01"}],
        [(2, "当选日期", "overlapping_tenure")]),
    "principal on the committee": ("officers", [{**VICE, "姓名": "孙四", "是否企业主要负责人或其近亲属": "是"}],
                                   [(2, "是否企业主要负责人或其近亲属", "not_eligible")]),
    "badge of nobody": ("displays", [without(BADGE, "干部姓名")], [(2, "干部姓名", "required")]),
    "badge of a stranger": ("displays", [{**BADGE, "干部姓名": "李四"}], [(2, "干部姓名", "unknown_officer")]),
    "badge before elected": ("displays", [{**BADGE, "开始日期": "2010-02-28"}], [(2, "干部姓名", "unknown_officer")]),
    "sign with an officer": ("displays", [{**SIGN, "干部姓名": "陈一"}], [(2, "干部姓名", "conflict")]),
    "sign as a chest card": ("displays", [{**SIGN, "方式": "佩戴胸卡"}], [(2, "方式", "not_a_choice")]),
    "sign before the union": ("displays", [{**SIGN, "开始日期": "2008-05-03"}], [(2, "开始日期", "before_established")]),
    "sign ends before it starts": ("displays", [{**SIGN, "结束日期": "2012-05-31"}], [(2, "结束日期", "ends_before_start")]),
    "honour revoked before awarded": (
        "honours", [{**HONOUR, "撤销日期": "2010-12-31"}], [(2, "撤销日期", "ends_before_start")]),
    "the same key twice": ("honours", [HONOUR, HONOUR], [(3, "工会编码", "duplicate_in_file")]),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_one_thing_wrong_gives_one_fault_and_writes_nothing(case: str, county: Path) -> None:
    register, rows, expected = CASES[case]
    before = counts()

    outcome = load(county, register, rows)

    assert found(outcome) == expected
    assert counts() == before
    assert all(fault.message.startswith(f"第 {fault.row} 行“{fault.column}”：") for fault in outcome.faults)


GOOD: dict[str, tuple[str, list[dict[str, Any]]]] = {
    "parent later in the file": (
        "organisations", [NEW | {"上级工会编码": "349999010120"}, {**NEW, "工会编码": "349999010120", "组织类型": "村（社区）工会"}]),
    "dissolved on the day established": ("organisations", [{**NEW, "撤销日期": "2012-01-01"}]),
    "joint union with two employers": ("employers", [EMPLOYER, {**EMPLOYER_2, "所属工会编码": None}]),
    "successor on the day the chair leaves": (
        "officers", [{**CHAIR, "离任日期": "2012-05-01"}, {**CHAIR, "姓名": "吴三", "当选日期": "2012-05-01"}]),
    "organiser who is a principal": ("officers", [{**VICE, "职务": "组织员", "是否企业主要负责人或其近亲属": "是"}]),
    "badge on the day elected": ("displays", [{**BADGE, "开始日期": "2010-03-01"}]),
    "honour older than the union": ("honours", [{**HONOUR, "授予日期": "2001-01-01"}]),
}  # fmt: skip


@pytest.mark.parametrize("case", GOOD)
def test_what_the_rules_allow_is_written(case: str, county: Path) -> None:
    register, rows = GOOD[case]

    outcome = load(county, register, rows)

    assert found(outcome) == []
    assert outcome.written
    assert outcome.created + outcome.changed + outcome.unchanged == len(rows)


def test_second_employer_of_a_union_on_file_is_a_conflict(county: Path) -> None:
    load(county, "employers", [EMPLOYER])

    outcome = load(county, "employers", [EMPLOYER_2])

    assert found(outcome) == [(2, "所属工会编码", "conflict")]


def test_a_joint_union_of_two_employers_does_not_become_a_single_one(county: Path) -> None:
    joint = {**NEW, "组织类型": "联合基层工会"}
    load(county, "organisations", [joint])
    load(county, "employers", [row | {"所属工会编码": NEW["工会编码"]} for row in (EMPLOYER, EMPLOYER_2)])

    outcome = load(county, "organisations", [NEW])

    assert found(outcome) == [(2, "组织类型", "conflict")]


def test_second_employer_is_fine_once_the_first_is_emptied(county: Path) -> None:
    load(county, "employers", [EMPLOYER])

    outcome = load(county, "employers", [{**EMPLOYER, "所属工会编码": "清空"}, EMPLOYER_2])

    assert found(outcome) == []
    assert Employer.objects.everywhere("test").get(union__code=TEA).name == "第二公司"


def counts() -> list[int]:
    models = (Organisation, Employer, Officer, Display, Honour)
    return [model.objects.everywhere("test").count() for model in models]


def test_a_fault_of_a_choice_says_the_word_that_stands_in_the_file(county: Path) -> None:
    outcome = load(county, "displays", [{**SIGN, "方式": "佩戴胸卡"}])

    assert [fault.value for fault in outcome.faults] == ["佩戴胸卡"]
