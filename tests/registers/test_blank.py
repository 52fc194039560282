"""Templates and tables: what they hold, and that they are read back as they were."""

import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest

from registers.blank import EXAMPLE_NOTE, write_template
from registers.declare import Column, Register
from registers.reader import read
from registers.writer import write_table
from tests.registers.workbooks import HEADER, ORGANISATIONS, TEA, codes, table, taken

DANGEROUS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "|calc",
    "\tx",
    "http://a.b/c",
    "mailto:a@b.c",
    "007",
    "1e5",
    "_x0041_",
    "a\nb",
]


@pytest.fixture
def template(tmp_path):
    write_template(tmp_path / "t.xlsx", ORGANISATIONS)
    return tmp_path / "t.xlsx"


def test_template_is_read_without_missing_or_unknown_columns(template):
    reading = read(template, ORGANISATIONS)

    assert (reading.sheet, reading.header_row, reading.missing, reading.unknown) == ("工会组织登记表", 1, [], [])


def test_template_marks_mandatory_columns_and_explains_each(template):
    page = openpyxl.load_workbook(template).worksheets[0]

    assert [cell.value for cell in page[1]] == [f"*{c.name}" if c.required else c.name for c in ORGANISATIONS.columns]
    assert all(cell.comment is not None for cell in page[1])


def test_template_offers_choices_and_keeps_codes_as_text(template):
    page = openpyxl.load_workbook(template).worksheets[0]

    [validation] = page.data_validations.dataValidation
    assert (str(validation.sqref), validation.type) == ("C2:C1048576", "list")
    assert "联合基层工会" in validation.formula1
    assert [page.column_dimensions[letter].number_format for letter in "AE"] == ["@", "yyyy-mm-dd"]


def test_choices_too_long_for_a_cell_stand_on_a_hidden_sheet(tmp_path):
    choices = {f"第{number}种单位性质（名称很长）": str(number) for number in range(30)}
    register = Register(
        "r", "表", (Column("性质", "kind", "choice", choices=choices), Column("是否", "flag", "boolean"))
    )

    write_template(tmp_path / "t.xlsx", register)

    book = openpyxl.load_workbook(tmp_path / "t.xlsx")
    formulas = [validation.formula1 for validation in book["表"].data_validations.dataValidation]
    assert sorted(formulas) == ['"是,否"', "选项!$A$1:$A$30"]
    assert book["选项"].sheet_state == "hidden"
    assert book["选项"]["A30"].value == list(choices)[-1]


def test_example_row_is_valid_and_says_that_it_must_go(template):
    page = openpyxl.load_workbook(template).worksheets[0]
    example = [cell.value for cell in page[2]]

    assert page["A2"].comment.text == EXAMPLE_NOTE
    assert page["A2"].font.italic
    assert (example[0], example[4].date()) == ("349999010199", date(2012, 5, 3))


def test_example_row_left_as_it_is_is_passed_over_but_not_when_altered(tmp_path, template):
    book = openpyxl.load_workbook(template)
    book.worksheets[0]["B2"] = "真实的工会"
    book.save(tmp_path / "u.xlsx")

    assert taken(template) == ([], [])
    rows, faults = taken(tmp_path / "u.xlsx")
    assert ([row.row for row in rows], faults) == ([2], [])


def test_dangerous_text_is_read_back_as_it_was_and_is_no_formula(tmp_path):
    rows = [[f"{n:06d}", text, "独立基层工会", None, date(2012, 5, 3), text, None] for n, text in enumerate(DANGEROUS)]

    written = write_table(tmp_path / "w.xlsx", ORGANISATIONS, rows)

    assert written == len(DANGEROUS)
    assert [cells[1] for _, cells in read(tmp_path / "w.xlsx", ORGANISATIONS).rows] == DANGEROUS
    page = openpyxl.load_workbook(tmp_path / "w.xlsx").active
    assert not [c for r in page.iter_rows() for c in r if c.data_type == "f" or c.hyperlink]


def test_table_has_the_types_that_excel_works_with(tmp_path):
    kinds = ["code", "date", "integer", "boolean", "money", "text"]
    register = Register("r", "表", tuple(Column(kind, kind, kind) for kind in kinds))

    target = io.BytesIO()
    write_table(target, register, [["007", date(2012, 5, 3), 12, True, Decimal("1170.10"), ""], [None] * 6])

    page = openpyxl.load_workbook(target)["表"]
    row = [cell.value for cell in page[2]]
    assert [row[0], row[1].date(), *row[2:]] == ["007", date(2012, 5, 3), 12, "是", 1170.1, None]
    assert [page.cell(2, place).number_format for place in (1, 2, 5)] == ["@", "yyyy-mm-dd", "0.00"]
    assert (page.freeze_panes, page.auto_filter.ref) == ("A2", "A1:F3")


def test_table_of_nothing_has_its_header(tmp_path):
    assert write_table(tmp_path / "w.xlsx", ORGANISATIONS, []) == 0
    assert read(tmp_path / "w.xlsx", ORGANISATIONS).missing == []


def test_exported_rows_are_taken_again_without_faults(tmp_path):
    _, faults = taken(table(tmp_path / "a.xlsx", [HEADER, TEA]))
    rows, _ = taken(table(tmp_path / "a.xlsx", [HEADER, TEA]))
    labels = [[*row.values[:2], "独立基层工会", *row.values[3:]] for row in rows]

    write_table(tmp_path / "w.xlsx", ORGANISATIONS, labels)

    assert codes(faults) == []
    assert [row.values for row in taken(tmp_path / "w.xlsx")[0]] == [row.values for row in rows]
