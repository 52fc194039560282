"""A batch of three payments, and the return files that a bank might send for it."""

import csv
import io
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl

from hardship.bankfile import Line

BATCH = "FF202501-01"
MADE = datetime(2025, 1, 20, 9, 30, tzinfo=UTC)
LINES = [
    Line(1, "张三", "6222000000000000011", "云岭农商行河畔支行", Decimal("1170.00"), f"困难帮扶 {BATCH}"),
    Line(2, "欧阳小四", "6222000000000000022", "云岭农商行河畔支行", Decimal("800.50"), f"困难帮扶 {BATCH}"),
    Line(3, "李五", "6222000000000000033", "工商银行云岭支行", Decimal("3000.00"), f"困难帮扶 {BATCH}"),
]
HEADER = ["序号", "户名", "账号", "金额", "结果", "失败原因"]
GOOD = [
    ["1", "张三", "6222000000000000011", "1170.00", "成功", ""],
    ["2", "欧阳小四", "6222000000000000022", "800.50", "失败", "账户已销户"],
    ["3", "李五", "6222000000000000033", "3000.00", "成功", ""],
]
Rows = list[list[object]]


def changed(line: int, column: str, value: object, rows: Rows | None = None) -> Rows:
    """The good rows with one cell of one line (from 1) said otherwise."""
    copy: Rows = [list(row) for row in rows or GOOD]
    copy[line - 1][HEADER.index(column)] = value
    return copy


def csv_file(folder: Path, rows: Rows, header: list[str] | None = None, encoding: str = "utf-8") -> Path:
    text = io.StringIO()
    csv.writer(text).writerows([header or HEADER, *rows])
    path = folder / "回单.csv"
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def xlsx_file(folder: Path, rows: Rows, header: list[str] | None = None) -> Path:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in [header or HEADER, *rows]:
        book.active.append(row)
    path = folder / "回单.xlsx"
    book.save(path)
    return path
