"""Finding the sheet, the header and the rows; .csv; the ugly example."""

import json
from datetime import date
from pathlib import Path

import pytest

from registers.declare import Column, Register
from registers.faults import Unreadable
from registers.reader import read
from tests.registers.workbooks import HEADER, ORGANISATIONS, TEA, UGLY, codes, table, taken, with_cell

SECOND = ["349999010102", *TEA[1:]]


def write_csv(path: Path, rows: list[list[str]], encoding: str = "utf-8", separator: str = ",") -> Path:
    path.write_bytes("\r\n".join(separator.join(row) for row in rows).encode(encoding))
    return path


@pytest.mark.skipif(not UGLY.exists(), reason="the shared examples are not on this machine")
def test_ugly_workbook_yields_the_faults_that_need_no_database():
    expected = json.loads(UGLY.with_name("organisations.expected.json").read_text())

    rows, faults = taken(UGLY)

    assert len(rows) == expected["rows"]
    assert codes(faults) == [
        (fault["row"], fault["column"], fault["code"]) for fault in expected["faults"] if fault["row"] != 14
    ]
    assert {fault.sheet for fault in faults} == {"工会组织登记表"}


@pytest.mark.skipif(not UGLY.exists(), reason="the shared examples are not on this machine")
def test_ugly_rows_are_normalised_before_they_are_judged():
    rows, _ = taken(UGLY)

    assert [row.row for row in rows] == [5, 6, 7, 8, 10, 11, 12, 13, 14, 15]
    assert rows[1].values[:2] == ["349999010101", "云岭茶业有限公司工会"]
    assert [row.values[0] for row in rows[2:4]] == ["349999010102", "349999010103"]
    assert [row.values[4] for row in rows[1:4]] == [date(2008, 5, 4), date(2009, 11, 8), date(2012, 5, 15)]


def test_sheet_named_after_the_register_is_read_wherever_it_stands(tmp_path):
    path = table(tmp_path / "a.xlsx", [HEADER, TEA], before=["说明"])

    assert read(path, ORGANISATIONS).sheet == "工会组织登记表"


def test_first_sheet_is_read_when_none_is_named_after_the_register(tmp_path):
    path = table(tmp_path / "a.xlsx", [HEADER, TEA], sheet="Sheet1")

    reading = read(path, ORGANISATIONS)

    assert (reading.sheet, len(list(reading.rows))) == ("Sheet1", 1)


def test_header_may_stand_in_the_tenth_row_but_not_in_the_eleventh(tmp_path):
    tenth = read(table(tmp_path / "a.xlsx", [["标题"]] * 9 + [HEADER, TEA]), ORGANISATIONS)
    eleventh = read(table(tmp_path / "b.xlsx", [["标题"]] * 10 + [HEADER, TEA]), ORGANISATIONS)

    assert (tenth.header_row, tenth.missing) == (10, [])
    assert [number for number, _ in tenth.rows] == [11]
    assert eleventh.missing == ["工会编码", "工会名称", "组织类型", "建会日期"]


def test_columns_are_found_in_any_order_with_spaces_stars_and_brackets(tmp_path):
    register = Register(
        "r", "表", (Column("名称（全称）", "name", "text", required=True), Column("日期", "day", "date"))
    )
    path = table(tmp_path / "a.xlsx", [["日 期", "＊ 名称(全称)"], ["2012-05-03", "甲"]])

    rows, faults = taken(path, register)

    assert (rows[0].values, faults) == (["甲", date(2012, 5, 3)], [])


def test_unknown_columns_are_named_and_our_own_fault_column_is_not(tmp_path):
    path = table(tmp_path / "a.xlsx", [["序号", *HEADER, "备注", "错误"], ["1", *TEA, "好", "第 2 行……"]])

    reading = read(path, ORGANISATIONS)

    assert reading.unknown == ["序号", "备注"]


def test_second_column_of_one_name_is_ignored_and_named(tmp_path):
    path = table(tmp_path / "a.xlsx", [[*HEADER, "工会名称"], [*TEA, "别名"]])

    reading = read(path, ORGANISATIONS)

    assert reading.unknown == ["工会名称（重复的列）"]
    assert next(reading.rows)[1][1] == TEA[1]


def test_each_missing_mandatory_column_is_one_fault_at_the_best_header(tmp_path):
    path = table(tmp_path / "a.xlsx", [["云岭县"], ["工会编码", "工会名称", "组织类型"], TEA[:3]])

    rows, faults = taken(path)

    assert codes(faults) == [(2, "建会日期", "missing_column")]
    assert rows[0].values == [*TEA[:2], "grassroots", None, None, None, None]


def test_blank_rows_numbered_blank_rows_and_totals_are_passed_over(tmp_path):
    blank = [""] * 7
    rows = [
        ["序号", *HEADER],
        [1, *TEA],
        ["", *blank],
        [2, *blank],
        ["", " ", *blank[1:]],
        [" 合 计 ", "", "2家"],
        [3, *SECOND],
    ]

    taken_rows, faults = taken(table(tmp_path / "a.xlsx", rows))

    assert ([row.row for row in taken_rows], faults) == ([2, 7], [])


@pytest.mark.parametrize("word", ["合计", "总计", "小计", "小计："])
def test_total_in_a_known_column_is_no_fault(tmp_path, word):
    assert taken(table(tmp_path / "a.xlsx", [HEADER, TEA, [word, "2家"]]))[1] == []


def test_row_of_a_name_that_merely_contains_a_total_is_read(tmp_path):
    path = table(tmp_path / "a.xlsx", [HEADER, with_cell("工会名称", "合计")])

    assert len(taken(path)[0]) == 1


def test_second_row_with_a_key_is_a_fault_that_names_the_first(tmp_path):
    path = table(tmp_path / "a.xlsx", [HEADER, TEA, SECOND, with_cell("工会编码", "３４９９９９０１０１０１"), TEA])

    _, faults = taken(path)

    assert codes(faults) == [(4, "工会编码", "duplicate_in_file"), (5, "工会编码", "duplicate_in_file")]
    assert all("第 2 行" in fault.message for fault in faults)


def test_rows_with_faulty_or_empty_keys_are_not_duplicates(tmp_path):
    rows = [HEADER, *[with_cell("工会编码", cell) for cell in ("甲", "甲", "", "")]]

    assert {fault.code for fault in taken(table(tmp_path / "a.xlsx", rows))[1]} == {"not_a_number", "required"}


def test_optional_key_may_be_empty_and_still_tells_rows_apart(tmp_path):
    key = {"required": False, "key": True}
    register = Register(
        "r", "表", (Column("编码", "code", "code", required=True, key=True), Column("姓名", "name", "text", **key))
    )
    path = table(tmp_path / "a.xlsx", [["编码", "姓名"], ["1", ""], ["1", "陈"], ["1", "清空"], ["1", "陈"]])

    _, faults = taken(path, register)

    assert codes(faults) == [(4, "编码", "duplicate_in_file"), (5, "编码", "duplicate_in_file")]


def test_header_alone_yields_nothing(tmp_path):
    assert taken(table(tmp_path / "a.xlsx", [HEADER])) == ([], [])


def test_file_without_any_known_column_yields_only_missing_columns(tmp_path):
    rows, faults = taken(table(tmp_path / "a.xlsx", [["甲", "乙"], ["1", "2"]]))

    assert rows == []
    assert {str(fault.code) for fault in faults} == {"missing_column"}


def test_table_that_begins_in_another_column_is_read(tmp_path):
    path = table(tmp_path / "a.xlsx", [[], ["", "", *HEADER], ["", "", *TEA]])

    rows, faults = taken(path)

    assert ([row.row for row in rows], faults) == ([3], [])


def test_more_rows_than_allowed_are_refused(tmp_path, settings):
    settings.REGISTER_MAX_ROWS = 20
    rows = [HEADER, *[[f"{number:06d}", *TEA[1:]] for number in range(40)]]

    with pytest.raises(Unreadable, match="20 行"):
        taken(table(tmp_path / "a.xlsx", rows))
    with pytest.raises(Unreadable, match="20 行"):
        taken(write_csv(tmp_path / "a.csv", rows))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_csv_is_read_in_the_encodings_and_separators_of_excel_and_wps(tmp_path, encoding, separator):
    path = write_csv(tmp_path / "a.csv", [["云岭县登记表"], HEADER, TEA], encoding, separator)

    rows, faults = taken(path)

    assert ([(row.row, row.values[1]) for row in rows], faults) == ([(3, "云岭茶业公司工会")], [])


def test_csv_rows_are_numbered_as_excel_shows_them(tmp_path):
    rows = [HEADER, with_cell("批复文号", '"云工\r\n1号"'), [], SECOND]

    assert [row.row for row in taken(write_csv(tmp_path / "a.csv", rows))[0]] == [2, 4]


def test_csv_in_scientific_notation_has_lost_its_digits(tmp_path):
    path = write_csv(tmp_path / "a.csv", [HEADER, with_cell("工会编码", "3.49999E+17")])

    assert codes(taken(path)[1]) == [(2, "工会编码", "lost_digits")]


def test_csv_record_with_more_cells_than_the_header_is_refused_with_its_row(tmp_path):
    with pytest.raises(Unreadable, match="第 2 行"):
        taken(write_csv(tmp_path / "a.csv", [HEADER, [*TEA, "多出"]]))


def test_csv_with_an_open_quote_is_refused_with_its_row(tmp_path):
    with pytest.raises(Unreadable, match="第 3 行"):
        taken(write_csv(tmp_path / "a.csv", [HEADER, TEA, ['"' + TEA[0], *TEA[1:]]]))


def test_original_name_decides_for_a_temporary_file(tmp_path):
    path = table(tmp_path / "upload.tmp", [HEADER, TEA])

    assert read(path, ORGANISATIONS, "登记表.xlsx").missing == []
    with pytest.raises(Unreadable, match="tmp"):
        read(path, ORGANISATIONS)
