"""What the register `dossiers` refuses, each with sheet, row, column and code (registers.md §2)."""

from datetime import date, timedelta

import openpyxl
import pytest
from django.utils import timezone

from hardship.models import HardshipFile
from tests.factories import id_number
from tests.hardship.dossiers.books import (
    FAMILY,
    LI,
    LI_SELF,
    LI_SON,
    LI_WIFE,
    MILL,
    WU,
    WU_SELF,
    dossiers,
    file_of,
    of_sheets,
)
from tests.registers.sheets import bring

pytestmark = pytest.mark.django_db
FIRST, SECOND = "档案", "家庭成员"


@pytest.fixture(autouse=True)
def places(mill, quarry):
    """The mill's union in riverside, the quarry's in hilltop."""


def faults(folder, files, household, **how):
    return of_sheets(bring(dossiers(folder, files, household), "dossiers", **{"check": True, **how})[1])


TOMORROW = f"{timezone.localdate() + timedelta(1):%Y-%m-%d}"


@pytest.mark.parametrize(
    ("cells", "column", "code"),
    [
        ({"身份证号": id_number(1)[:-1] + "5"}, "身份证号", "bad_id_number"),
        ({"身份证号": 34999919900101001.0}, "身份证号", "lost_digits"),
        ({"手机号码": "12345"}, "手机号码", "bad_phone"),
        ({"婚姻状况": "再婚"}, "婚姻状况", "not_a_choice"),
        ({"次要致困原因": "残疾、懒"}, "次要致困原因", "not_a_choice"),
        ({"本年自负医药费": "-1"}, "本年自负医药费", "not_a_number"),
        ({"年刚性支出": "1.234"}, "年刚性支出", "not_a_number"),
        ({"建筑面积": "很大"}, "建筑面积", "not_a_number"),
        ({"住房套数": "1.5"}, "住房套数", "not_a_number"),
        ({"银行卡号": 6217000000000000011}, "银行卡号", "lost_digits"),
        ({"银行卡号": "621700"}, "银行卡号", "not_a_number"),
        ({"是否单亲": "也许"}, "是否单亲", "not_a_choice"),
        ({"建档日期": "2012-06-31"}, "建档日期", "not_a_date"),
        ({"建档日期": TOMORROW}, "建档日期", "conflict"),
        ({"建档日期": "1999-12-31"}, "建档日期", "before_established"),
        ({"性别": "女"}, "性别", "conflict"),
        ({"工会编码": "999999"}, "工会编码", "unknown_union"),
        ({"工会编码": "3499990001"}, "工会编码", "wrong_parent"),
        ({"家庭住址": None}, "家庭住址", "required"),
        ({"健康状况": "清空"}, "健康状况", "required"),
    ],
)
def test_a_cell_of_the_first_sheet_that_is_wrong(tmp_path, cells, column, code):
    assert faults(tmp_path, [{**LI, **cells}], FAMILY) == [(FIRST, 2, column, code)]


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        ({**LI_WIFE, "年收入": None}, "年收入", "required"),
        ({**LI_WIFE, "年收入": "-0.01"}, "年收入", "not_a_number"),
        ({**LI_WIFE, "关系": "邻居"}, "关系", "not_a_choice"),
        ({**LI_WIFE, "身份证号": id_number(2)[:-1] + "Y"}, "身份证号", "bad_id_number"),
        ({**LI_WIFE, "出生日期": "1990-01-02"}, "出生日期", "conflict"),
        ({**LI_SON, "出生日期": TOMORROW}, "出生日期", "conflict"),
        ({**LI_WIFE, "身份证号": id_number(1)}, "身份证号", "duplicate_in_file"),
        ({**LI_SELF}, "关系", "conflict"),
        ({**LI_WIFE, "档案编号": "DA-7"}, "档案编号", "conflict"),
        ({**LI_WIFE, "档案编号": None}, "档案编号", "required"),
    ],
)
def test_a_row_of_the_second_sheet_that_is_wrong(tmp_path, row, column, code):
    found = faults(tmp_path, [LI], [LI_SELF, row])

    assert (SECOND, 3, column, code) in found
    assert {sheet for sheet, *_ in found} == {SECOND}


@pytest.mark.parametrize(
    ("own", "column"),
    [
        ({"身份证号": id_number(9)}, "身份证号"),
        ({"姓名": "李容易"}, "姓名"),
        ({"婚姻状况": "离异"}, "婚姻状况"),
    ],
)
def test_the_row_of_the_worker_says_what_the_file_says(tmp_path, own, column):
    assert faults(tmp_path, [LI], [{**LI_SELF, **own}, LI_WIFE]) == [(SECOND, 2, column, "conflict")]


def test_the_worker_is_a_row_of_the_household(tmp_path):
    assert faults(tmp_path, [LI], [LI_WIFE, LI_SON]) == [(FIRST, 2, "档案编号", "conflict")]


def test_a_new_file_without_any_household_is_refused(tmp_path):
    assert faults(tmp_path, [LI], []) == [(FIRST, 2, "档案编号", "conflict")]


def test_two_wives_are_one_too_many(tmp_path):
    other = {**LI_WIFE, "姓名": "赵配偶", "身份证号": None}

    assert faults(tmp_path, [LI], [LI_SELF, LI_WIFE, other]) == [(SECOND, 4, "关系", "conflict")]


def test_a_row_that_is_there_twice(tmp_path):
    assert faults(tmp_path, [LI, LI], FAMILY) == [(FIRST, 3, "档案编号", "duplicate_in_file")]
    assert faults(tmp_path, [LI], [LI_SELF, LI_SON, LI_SON]) == [(SECOND, 4, "姓名", "duplicate_in_file")]


def test_one_worker_has_one_file_in_the_workbook(tmp_path):
    second = [{**row, "档案编号": "DA-5"} for row in FAMILY]

    assert faults(tmp_path, [LI, {**LI, "档案编号": "DA-5"}], [LI_SELF, *second]) == [
        (FIRST, 3, "身份证号", "conflict")
    ]


def test_one_worker_has_one_open_file(tmp_path):
    bring(dossiers(tmp_path, [LI], FAMILY), "dossiers")
    again = [{**LI, "档案编号": "DA-5"}], [{**row, "档案编号": "DA-5"} for row in FAMILY]

    assert faults(tmp_path, *again) == [(FIRST, 2, "身份证号", "conflict")]


def test_whoever_counts_in_a_household_has_no_file_of_his_own(tmp_path):
    """In one workbook, on record as the worker, on record as one of a family."""
    wife = {**LI, "档案编号": "DA-3", "姓名": "王配偶", "身份证号": id_number(2)}
    own = {**LI_SELF, "档案编号": "DA-3", "姓名": "王配偶"}

    together = faults(tmp_path, [LI, wife], [*FAMILY, own])
    bring(dossiers(tmp_path, [wife], [own]), "dossiers")
    as_one_of_the_family = faults(tmp_path, [LI], FAMILY)
    HardshipFile.objects.everywhere("tests").update(state="closed", ended_on=date(2012, 9, 1))
    bring(dossiers(tmp_path, [LI], FAMILY), "dossiers")
    as_the_worker = faults(tmp_path, [{**wife, "档案编号": "DA-4"}], [{**own, "档案编号": "DA-4"}])

    assert together == as_one_of_the_family == [(SECOND, 3, "身份证号", "conflict")]
    assert as_the_worker == [(FIRST, 2, "身份证号", "conflict")]


def test_a_married_brother_who_is_listed_and_does_not_count_may_have_his_own(tmp_path):
    wu = {**WU, "工会编码": MILL}
    brother = {**LI_SELF, "档案编号": "DA-2", "姓名": "李困难", "关系": "兄弟姐妹", "身份证号": id_number(1)}

    assert faults(tmp_path, [LI, wu], [*FAMILY, {**WU_SELF}, brother]) == []


def test_somebody_moves_from_one_household_to_another_in_one_workbook(tmp_path):
    wife = {**LI, "档案编号": "DA-3", "姓名": "王配偶", "身份证号": id_number(2), "婚姻状况": "离异"}
    own = {**LI_SELF, "档案编号": "DA-3", "姓名": "王配偶", "婚姻状况": "离异"}
    bring(dossiers(tmp_path, [LI], FAMILY), "dossiers")
    alone = {**LI, "婚姻状况": "离异"}

    good = bring(
        dossiers(tmp_path, [alone, wife], [{**LI_SELF, "婚姻状况": "离异"}, LI_SON, own]), "dossiers", check=True
    )
    # The first one's faulty row keeps the old household, and with it the wife.
    bad = [{**LI_SELF, "婚姻状况": "离异", "年收入": "?"}, LI_SON, own]
    partly = bring(dossiers(tmp_path, [alone, wife], bad), "dossiers", partial=True)[1]

    assert good[1].faults == []
    assert of_sheets(partly) == [(FIRST, 3, "身份证号", "conflict"), (SECOND, 2, "年收入", "not_a_number")]
    assert partly.created + partly.changed == 0


def test_a_file_that_has_ended_is_not_changed_by_a_register(tmp_path):
    bring(dossiers(tmp_path, [LI], FAMILY), "dossiers")
    HardshipFile.objects.everywhere("tests").update(state="out", ended_on=date(2012, 9, 1))

    outcome = bring(dossiers(tmp_path, [{**LI, "手机号码": "13900000009"}], FAMILY), "dossiers", check=True)[1]

    assert of_sheets(outcome) == [(FIRST, 2, "档案编号", "conflict")]
    assert "已于 2012-09-01 脱困" in outcome.faults[0].message
    assert bring(dossiers(tmp_path, [LI], FAMILY), "dossiers")[1].unchanged == 1


def test_faulty_cells_are_coloured_in_both_sheets(tmp_path):
    rows = [LI_SELF, {**LI_WIFE, "年收入": "?"}]
    run, _ = bring(dossiers(tmp_path, [{**LI, "手机号码": "1"}], rows), "dossiers", check=True)

    book = openpyxl.load_workbook(run.fault_path)

    header = [cell.value for cell in book[FIRST][1]]
    phone, income = book[FIRST][2][header.index("手机号码")], book[SECOND]["H3"]
    assert [cell.fill.fgColor.rgb for cell in (phone, income)] == ["FFFFC7CE"] * 2
    assert "手机号码" in phone.comment.text
    assert book[SECOND]["K3"].value.startswith("“家庭成员”第 3 行“年收入”：")
    assert file_or_none() is None


def file_or_none():
    return HardshipFile.objects.everywhere("tests").first()


def test_the_mended_workbook_of_faults_comes_in(tmp_path):
    run, _ = bring(dossiers(tmp_path, [LI], [LI_SELF, {**LI_WIFE, "年收入": "?"}]), "dossiers", check=True)
    book = openpyxl.load_workbook(run.fault_path)
    book[SECOND]["H3"] = 100
    book.save(tmp_path / "mended.xlsx")

    outcome = bring(tmp_path / "mended.xlsx", "dossiers")[1]

    assert (outcome.created, outcome.faults, outcome.warnings) == (1, [], [])
    assert file_of().latest == 1
