"""The workbook of faults: what is marked, what stays, and that it can be sent again once mended."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from registers import container, fault_workbook
from registers.fault_workbook import annotate, bad_rows
from registers.faults import Code, Fault
from registers.fields import normalise
from registers.reader import read
from tests.registers.workbooks import (
    HEADER,
    HEADER_XML,
    ORGANISATIONS,
    TEA,
    codes,
    raw_workbook,
    table,
    taken,
    with_cell,
)

SHEET = "工会组织登记表"
BAD_DATE = with_cell("建会日期", "2012-06-31")
BAD_KIND = ["349999010102", *with_cell("组织类型", "企业工会")[1:]]
TITLES = [["云岭县基层工会登记表"], ["填报单位：天河镇"]]


def faulty(folder: Path, name: str = "a.xlsx") -> Path:
    good = [["349999010103", *TEA[1:4], date(2012, 5, 3), *TEA[5:]]]
    return table(folder / name, [*TITLES, HEADER, BAD_DATE, *good, BAD_KIND], before=["说明"])


def marked(source: Path, target: Path, make=annotate) -> openpyxl.worksheet.worksheet.Worksheet:
    reading = read(source, ORGANISATIONS)
    _, faults = normalise(reading, ORGANISATIONS)
    make(source, target, reading, faults)
    return openpyxl.load_workbook(target)[reading.sheet]


def red_cells(page) -> list[str]:
    return [cell.coordinate for row in page.iter_rows() for cell in row if cell.comment is not None]


@pytest.fixture(params=["own", "rebuilt"])
def way(request, monkeypatch):
    """Both ways of marking must come to the same."""
    if request.param == "rebuilt":
        monkeypatch.setattr(fault_workbook, "OWN_WORKBOOK_BYTES", 0)
    return request.param


def test_faulty_cells_are_red_and_commented_and_sentences_stand_in_the_last_column(tmp_path, way):
    page = marked(faulty(tmp_path), tmp_path / "b.xlsx")

    assert red_cells(page) == ["E4", "C6"]
    assert page["E4"].fill.fgColor.rgb == "FFFFC7CE"
    assert "2012年6月31日" in page["E4"].comment.text
    assert page["H3"].value == "错误"
    assert [page.cell(row, 8).value is not None for row in (4, 5, 6)] == [True, False, True]


def test_everything_else_stays_where_and_what_it_was(tmp_path, way):
    page = marked(faulty(tmp_path), tmp_path / "b.xlsx")

    assert page["A1"].value == "云岭县基层工会登记表"
    assert [page.cell(4, place).value or "" for place in range(1, 8)] == BAD_DATE
    assert page["E5"].value.date() == date(2012, 5, 3)
    assert page["E5"].number_format == "yyyy-mm-dd"


def test_own_workbook_keeps_its_other_sheets(tmp_path):
    marked(faulty(tmp_path), tmp_path / "b.xlsx")

    assert openpyxl.load_workbook(tmp_path / "b.xlsx").sheetnames == ["说明", SHEET]


def test_mended_workbook_is_read_without_faults_or_warnings(tmp_path, way):
    marked(faulty(tmp_path), tmp_path / "b.xlsx")
    book = openpyxl.load_workbook(tmp_path / "b.xlsx")
    book[SHEET]["E4"], book[SHEET]["C6"] = "2012-06-30", "独立基层工会"
    book.save(tmp_path / "c.xlsx")

    rows, faults = taken(tmp_path / "c.xlsx")

    assert ([row.row for row in rows], faults) == ([4, 5, 6], [])
    assert read(tmp_path / "c.xlsx", ORGANISATIONS).unknown == []


def test_second_round_forgets_what_the_first_marked(tmp_path, way):
    marked(faulty(tmp_path), tmp_path / "b.xlsx")
    book = openpyxl.load_workbook(tmp_path / "b.xlsx")
    book[SHEET]["E4"] = "2012-06-30"
    book.save(tmp_path / "c.xlsx")

    page = marked(tmp_path / "c.xlsx", tmp_path / "d.xlsx")

    assert red_cells(page) == ["C6"]
    assert [cell.value for cell in page[3]].count("错误") == 1
    assert (page["H4"].value, page["E4"].fill.fill_type) == (None, None)


def test_missing_column_is_told_in_the_header(tmp_path, way):
    page = marked(table(tmp_path / "a.xlsx", [HEADER[:3], TEA[:3]]), tmp_path / "b.xlsx")

    assert page["D1"].value.startswith("错误：")
    assert "建会日期" in page["D1"].value
    assert read(tmp_path / "b.xlsx", ORGANISATIONS).unknown == []


def test_file_without_a_header_can_be_marked_too(tmp_path, way):
    page = marked(table(tmp_path / "a.xlsx", [["甲", "乙"], ["1", "2"]]), tmp_path / "b.xlsx")

    assert (page["A1"].value, page["C1"].value[:2]) == ("甲", "错误")


def test_text_that_looks_like_a_formula_stays_text(tmp_path, way):
    source = table(
        tmp_path / "a.xlsx", [HEADER, with_cell("批复文号", "=1+1"), [*BAD_KIND[:1], "@SUM(A1)", *BAD_KIND[2:]]]
    )

    page = marked(source, tmp_path / "b.xlsx")

    assert all(cell.data_type != "f" for row in page.iter_rows() for cell in row)
    assert (page["F2"].value, page["B3"].value) == ("=1+1", "@SUM(A1)")


def test_bad_rows_come_alone_under_titles_and_header(tmp_path):
    page = marked(faulty(tmp_path), tmp_path / "b.xlsx", bad_rows)

    assert [row[0].value for row in page.iter_rows()] == [*[row[0] for row in TITLES], "工会编码", TEA[0], BAD_KIND[0]]
    assert red_cells(page) == ["E4", "C5"]
    assert codes(taken(tmp_path / "b.xlsx")[1]) == [(4, "建会日期", "not_a_date"), (5, "组织类型", "not_a_choice")]


def test_csv_comes_back_as_a_workbook(tmp_path):
    source = tmp_path / "a.csv"
    source.write_text("\n".join(",".join(row) for row in [HEADER, BAD_DATE]), encoding="gb18030")

    page = marked(source, tmp_path / "b.xlsx")

    assert (red_cells(page), page["A2"].value) == (["E2"], TEA[0])


def test_fault_found_by_the_database_is_marked_like_the_others(tmp_path):
    source = faulty(tmp_path)
    reading = read(source, ORGANISATIONS)
    fault = Fault(SHEET, 5, "上级工会编码", "3499990101", Code.UNKNOWN_UNION, "没有这个工会。")

    annotate(source, tmp_path / "b.xlsx", reading, [fault, Fault("另一张表", 4, "工会名称", "", Code.CONFLICT, "……")])

    assert red_cells(openpyxl.load_workbook(tmp_path / "b.xlsx")[SHEET]) == ["D5"]


def test_workbook_that_openpyxl_could_choke_on_is_rebuilt(tmp_path):
    merged = b"</sheetData><mergeCells><mergeCell ref='A3:XFD1048576'/></mergeCells><sheetData>"
    source = raw_workbook(tmp_path / "a.xlsx", HEADER_XML + b'<row r="2"><c r="A2"><v>349999</v></c></row>' + merged)

    page = marked(source, tmp_path / "b.xlsx")

    assert red_cells(page) == ["B2", "C2", "E2"]


@pytest.fixture
def own_looks(tmp_path):
    """A sender's workbook with columns, colours, heights and a second sheet of the sender's own."""
    source = faulty(tmp_path)
    book = openpyxl.load_workbook(source)
    page = book[SHEET]
    page["H3"], page["H4"], page["H5"], page["H6"] = "备注", "甲", "乙", "丙"
    page["H6"].font = openpyxl.styles.Font(bold=True, color="FF0000FF")
    page.row_dimensions[6].height = 40
    page.column_dimensions["B"].width = 33
    page.merge_cells("A1:C1")
    page.merge_cells("F5:G5")
    book.save(source)
    return source


def test_the_bad_rows_keep_the_senders_other_columns_and_looks(tmp_path, own_looks):
    page = marked(own_looks, tmp_path / "b.xlsx", bad_rows)

    assert [page.cell(row, 8).value for row in (3, 4, 5)] == ["备注", "甲", "丙"]
    assert (page["H5"].font.bold, page["H5"].font.color.rgb) == (True, "FF0000FF")
    assert (page.row_dimensions[5].height, page.column_dimensions["B"].width) == (40, 33)
    assert [str(area) for area in page.merged_cells.ranges] == ["A1:C1"]
    assert page["I3"].value == "错误（行号是原表的）"
    assert openpyxl.load_workbook(tmp_path / "b.xlsx").sheetnames == ["说明", SHEET]


def test_the_workbook_says_which_import_it_came_from(tmp_path, way):
    source = faulty(tmp_path)
    reading = read(source, ORGANISATIONS)
    _, faults = normalise(reading, ORGANISATIONS)

    annotate(source, tmp_path / "b.xlsx", reading, faults, sender="41")
    bad_rows(tmp_path / "b.xlsx", tmp_path / "c.xlsx", read(tmp_path / "b.xlsx", ORGANISATIONS), faults, sender="42")

    found = [container.property_of(tmp_path / name, fault_workbook.PROPERTY) for name in ("a.xlsx", "b.xlsx", "c.xlsx")]
    assert found == ["", "41", "42"]
