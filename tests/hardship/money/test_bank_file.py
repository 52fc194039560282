"""The bank's file: its columns, its total, its checksum. Rules P1 to P3 in docs/rules/hardship.md."""

import csv
import hashlib
import io
from dataclasses import replace
from decimal import Decimal

import openpyxl
import pytest

from hardship.bankfile import as_csv, checksum, safe, table, total
from hardship.sheets.bank import as_xlsx
from tests.hardship.money.files import BATCH, LINES, MADE

HEADER = ["序号", "户名", "账号", "开户行", "金额", "用途"]
DANGEROUS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "|calc", "＝1", " =1", "\u200b=1", "\n=1"]


def cells_of_csv(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


def cells_of_xlsx(data: bytes) -> list[list[object]]:
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert sheet is not None
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_csv_has_the_banks_columns_a_total_and_a_checksum():
    rows = cells_of_csv(as_csv(BATCH, LINES))

    assert rows[0] == HEADER
    assert rows[1] == ["1", "张三", "6222000000000000011", "云岭农商行河畔支行", "1170.00", f"困难帮扶 {BATCH}"]
    assert [row[4] for row in rows[1:4]] == ["1170.00", "800.50", "3000.00"]
    assert rows[4] == ["合计", "3笔", "", "", "4970.50", ""]
    assert rows[5] == ["校验", f"批次{BATCH}", "SHA-256", checksum(BATCH, LINES), "", ""]
    assert len(rows) == 6


def test_workbook_says_what_the_csv_says():
    rows = cells_of_xlsx(as_xlsx(BATCH, LINES, made_at=MADE))

    shown = [
        ["" if cell is None else f"{cell:.2f}" if isinstance(cell, float) else str(cell) for cell in row]
        for row in rows
    ]
    whole = [
        [f"{cell}.00" if place == 4 and cell.isdigit() else cell for place, cell in enumerate(row)] for row in shown
    ]

    assert whole == cells_of_csv(as_csv(BATCH, LINES))


def test_accounts_in_the_workbook_are_text_and_amounts_are_numbers():
    sheet = openpyxl.load_workbook(io.BytesIO(as_xlsx(BATCH, LINES, made_at=MADE))).active
    assert sheet is not None

    assert {sheet.cell(row, 3).data_type for row in (2, 3, 4)} == {"s"}
    assert {sheet.cell(row, 3).number_format for row in (2, 3, 4)} == {"@"}
    assert {sheet.cell(row, 5).data_type for row in (2, 3, 4, 5)} == {"n"}
    assert {sheet.cell(row, 5).number_format for row in (2, 3, 4, 5)} == {"0.00"}


@pytest.mark.parametrize("text", DANGEROUS)
@pytest.mark.parametrize("field", ["name", "bank", "purpose"])
def test_text_that_looks_like_a_formula_stays_text(text, field):
    lines = [replace(LINES[0], **{field: text})]

    book = openpyxl.load_workbook(io.BytesIO(as_xlsx(BATCH, lines, made_at=MADE)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]

    assert not any(cell.data_type == "f" for cell in cells)
    for row in cells_of_csv(as_csv(BATCH, lines)):
        assert not any(cell.lstrip().startswith(("=", "+", "-", "@", "|", "＝")) for cell in row)


def test_a_field_is_one_line_of_text():
    assert safe(" 张\r\n三\t") == "张 三"
    rows = cells_of_csv(as_csv(BATCH, [replace(LINES[0], name='张"三,\n四')]))

    assert rows[1][1] == '张"三, 四'
    assert len(rows) == 4


def test_checksum_is_what_the_rule_says():
    text = (
        "FF202501-01\n"
        "1\t张三\t6222000000000000011\t云岭农商行河畔支行\t1170.00\t困难帮扶 FF202501-01\n"
        "合计\t1\t1170.00\n"
    )

    assert checksum(BATCH, LINES[:1]) == hashlib.sha256(text.encode()).hexdigest()


@pytest.mark.parametrize(
    "change",
    [
        {"name": "张三丰"},
        {"account": "6222000000000000012"},
        {"bank": "云岭农商行"},
        {"amount": Decimal("1170.01")},
        {"purpose": "困难帮扶"},
        {"name": "张", "account": "三6222000000000000011"},  # the same letters, cut elsewhere
    ],
)
def test_any_change_of_a_line_changes_the_checksum(change):
    assert checksum(BATCH, [replace(LINES[0], **change), *LINES[1:]]) != checksum(BATCH, LINES)


def test_another_batch_or_another_order_is_another_checksum():
    swapped = [replace(LINES[1], serial=1), replace(LINES[0], serial=2), LINES[2]]

    assert len({checksum(BATCH, LINES), checksum("FF202501-02", LINES), checksum(BATCH, swapped)}) == 3


def test_the_same_lines_give_the_same_bytes():
    assert as_csv(BATCH, LINES) == as_csv(BATCH, list(LINES))
    assert as_xlsx(BATCH, LINES, made_at=MADE) == as_xlsx(BATCH, list(LINES), made_at=MADE)


def test_total_is_exact():
    assert total([replace(LINES[0], amount=Decimal("0.10"))] * 3) == Decimal("0.30")


@pytest.mark.parametrize("serials", [(1, 3, 2), (2, 3, 4), (1, 1, 2), (0, 1, 2)])
def test_serials_run_from_one_without_a_gap(serials):
    lines = [replace(line, serial=serial) for line, serial in zip(LINES, serials, strict=True)]

    with pytest.raises(ValueError, match="gap"):
        table(BATCH, lines)


@pytest.mark.parametrize("amount", ["0", "-1.00", "1.005"])
def test_an_amount_is_above_zero_and_exact(amount):
    with pytest.raises(ValueError, match="."):
        table(BATCH, [replace(LINES[0], amount=Decimal(amount))])
