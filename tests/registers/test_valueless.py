"""Formulas without a value and Excel's error values are told, never passed over as empty cells."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from registers import container, valueless
from registers.faults import Unreadable
from registers.valueless import UNCOMPUTED
from tests.registers.workbooks import HEADER, TEA, codes, taken

NAME, OFFICE = HEADER.index("工会名称"), HEADER.index("办公电话")


def saved(path: Path, *rows: list[Any]) -> Path:
    """As a script saves them: openpyxl keeps formulas and computes nothing."""
    book = openpyxl.Workbook()
    sheet: Any = book.active
    for row in (HEADER, *rows):
        sheet.append(row)
    book.save(path)
    return path


def with_value(place: int, value: str) -> list[Any]:
    return [*TEA[:place], value, *TEA[place + 1 :]]


@pytest.mark.parametrize("place", [NAME, OFFICE])
def test_a_formula_without_its_value_is_a_fault_that_says_so(tmp_path, place):
    _, faults = taken(saved(tmp_path / "a.xlsx", with_value(place, '="茶"&"业"')))

    assert codes(faults) == [(2, HEADER[place], "required")]
    assert "公式" in faults[0].message


def test_a_row_of_nothing_but_formulas_is_not_passed_over(tmp_path):
    rows, faults = taken(saved(tmp_path / "a.xlsx", ["=A9"] * len(TEA), TEA))

    assert [row.row for row in rows] == [2, 3]
    assert {fault.row for fault in faults} == {2}


def test_the_last_row_of_nothing_but_formulas_is_not_passed_over(tmp_path):
    rows, _ = taken(saved(tmp_path / "a.xlsx", TEA, ["=A9"] * len(TEA)))

    assert [row.row for row in rows] == [2, 3]


@pytest.mark.parametrize("place", [NAME, OFFICE])
def test_an_error_of_excel_is_a_fault_that_names_it(tmp_path, place):
    _, faults = taken(saved(tmp_path / "a.xlsx", with_value(place, "#N/A")))

    assert codes(faults) == [(2, HEADER[place], "required")]
    assert "#N/A" in faults[0].message


def test_a_row_of_nothing_but_errors_is_blank(tmp_path):
    rows, faults = taken(saved(tmp_path / "a.xlsx", TEA, ["#VALUE!"] * len(TEA)))

    assert ([row.row for row in rows], faults) == ([2], [])


def test_a_formula_in_a_total_row_is_no_fault(tmp_path):
    rows, faults = taken(saved(tmp_path / "a.xlsx", TEA, ["合计", "=COUNTA(A2:A2)"]))

    assert ([row.row for row in rows], faults) == ([2], [])


def test_a_formula_in_an_unknown_column_is_no_fault(tmp_path):
    path = saved(tmp_path / "a.xlsx", [*TEA, "=ROW()"])

    assert taken(path)[1] == []


def test_an_empty_text_that_a_formula_gave_is_an_empty_cell(tmp_path):
    found: dict[int, dict[int, str]] = {}

    count = valueless.find(b'<c r="B2" t="str"><f>IF(A2,"","x")</f><v></v></c>', found)

    assert (count, found) == (0, {})


@pytest.mark.parametrize(
    "cell",
    [
        b'<c r="B2"><f>A1</f></c>',
        b'<c r="B2" s="3"><f>A1</f><v/></c>',
        b'<c r="B2"><f t="shared" si="0"/><v></v></c>',
        b'<c r="B2"><f t="shared" ref="B2:B9" si="0">A1</f><v /></c>',
    ],
)
def test_every_way_of_leaving_the_value_out_is_seen(cell):
    found: dict[int, dict[int, str]] = {}

    valueless.find(b"<row>" + cell + b'<c r="C2"><f>A1</f><v>1</v></c></row>', found)

    assert found == {2: {1: UNCOMPUTED}}


def test_a_column_of_formulas_without_values_is_told_once(tmp_path, monkeypatch):
    monkeypatch.setattr(container, "MAX_VALUELESS", 1)

    with pytest.raises(Unreadable, match="很多公式没有结果"):
        taken(saved(tmp_path / "a.xlsx", with_value(NAME, "=A1"), with_value(NAME, "=A1")))
