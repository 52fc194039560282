"""Writes workbooks that import reads back: constant memory, every text a text, no formula ever."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO

import xlsxwriter
from django.utils import timezone
from xlsxwriter.exceptions import FileCreateError

from registers.declare import Column, Register

# Text that looks like a formula, an address or a number stays text (security.md 43).
PLAIN_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
TEXT_KINDS = frozenset(("code", "identifier", "card", "phone", "mobile", "credit_code", "id_number", "document"))
TEXT_FORMAT = "@"
DATE_FORMAT = "yyyy-mm-dd"
MONEY_FORMAT = "0.00"
HEADER_STYLE = {"bold": True, "bg_color": "#E8EEF7", "bottom": 1, "valign": "vcenter", "text_wrap": True}
MAX_ROWS = 1_048_575  # Excel's, without the header
MAX_TEXT = 32_767  # characters of a cell, Excel's
FOOTER = 126  # characters, of which each may be written twice
FIRST_DAY = date(1900, 3, 1)  # before it Excel counts a day that never was

WIDTHS = {
    "date": 12,
    "integer": 12,
    "boolean": 10,
    "mobile": 14,
    "code": 18,
    "id_number": 21,
    "document": 21,
    "credit_code": 21,
}


@contextmanager
def new_book(target: Path | str | BinaryIO, options: dict[str, Any]) -> Iterator[Any]:
    """An xlsxwriter workbook that is written at the end. Raises OSError where it can't be."""
    try:
        with xlsxwriter.Workbook(target if hasattr(target, "write") else str(target), options) as book:
            yield book
    except FileCreateError as error:  # the library's own, which is no OSError
        raise error.args[0] from error


def watermark(who: str, at: datetime, reason: str = "") -> str:
    """What stands above a list of persons and below each of its printed pages: who took it, when, what for."""
    told = f"{who}{timezone.localtime(at):%Y-%m-%d %H:%M} 导出"
    return f"含个人信息，请妥善保管，不得转发。{told}" + (f"，用途：{reason}" if reason else "")


def write_table(
    target: Path | str | BinaryIO, register: Register, rows: Iterable[Sequence[object]], watermark: str = ""
) -> int:
    """Write the register's sheet, one row per sequence of values in the columns' order; returns how many.

    Values are str, int, Decimal, bool (是/否), date or None (empty); labels, not stored codes. Memory does not grow
    with the rows. A `watermark` stands above the header, where import passes over it, and on every printed page.
    Raises ValueError beyond the 1 048 575 rows that a sheet holds.
    """
    return write_tables(target, [(register, rows)], watermark)[0]


def write_tables(
    target: Path | str | BinaryIO,
    sheets: Iterable[tuple[Register, Iterable[Sequence[object]]]],
    watermark: str = "",
) -> list[int]:
    """The same for several sheets of one workbook, written one after the other; how many rows each has."""
    with new_book(target, {"constant_memory": True, **PLAIN_TEXT}) as book:
        return [_write_sheet(book, register, rows, watermark) for register, rows in sheets]


def _write_sheet(book: Any, register: Register, rows: Iterable[Sequence[object]], watermark: str) -> int:
    count, top = 0, 1 if watermark else 0
    sheet = book.add_worksheet(register.sheet_title)
    formats = [book.add_format({"num_format": form}) if form else None for form in map(num_format, register.columns)]
    header = book.add_format(HEADER_STYLE)
    if watermark:
        sheet.write_string(0, 0, watermark)
        # An ampersand starts a code in a footer, and Excel takes 255 characters at most.
        sheet.set_footer(f"&C{watermark[:FOOTER].replace('&', '&&')}")
    sheet.freeze_panes(top + 1, 0)
    for index, column in enumerate(register.columns):
        sheet.set_column(index, index, width_of(column))
        sheet.write_string(top, index, column.name, header)
    for count, values in enumerate(rows, 1):
        if top + count > MAX_ROWS:
            raise ValueError(f"A sheet holds {MAX_ROWS} rows.")
        for index, value in enumerate(values):
            if value is not None and value != "":
                write_cell(sheet, top + count, index, value, formats[index])
    sheet.autofilter(top, 0, top + count, len(register.columns) - 1)
    return count


def write_cell(sheet: Any, row: int, column: int, value: object, form: Any) -> None:
    """One value into one cell (both counted from 0): numbers and dates as such, all else as text."""
    if isinstance(value, str):
        sheet.write_string(row, column, value[:MAX_TEXT], form)
    elif isinstance(value, bool):
        sheet.write_string(row, column, "是" if value else "否", form)
    elif isinstance(value, int | float | Decimal):
        if form is not None and form.num_format == TEXT_FORMAT:
            sheet.write_string(row, column, str(value), form)
        else:
            sheet.write_number(row, column, value, form)
    elif isinstance(value, date) and (value.date() if isinstance(value, datetime) else value) >= FIRST_DAY:
        sheet.write_datetime(row, column, value, form)
    else:
        sheet.write_string(row, column, str(value), form)


def num_format(column: Column) -> str:
    """Excel's number format for a column; "" for the general one."""
    if column.kind in TEXT_KINDS:
        return TEXT_FORMAT
    return {"date": DATE_FORMAT, "money": MONEY_FORMAT, "number": MONEY_FORMAT}.get(column.kind, "")


def width_of(column: Column) -> int:
    """A column's width in characters: wide enough for its name, a Chinese character being two, and its content."""
    usual = WIDTHS.get(column.kind, 24 if column.kind == "text" and (column.max_length or 100) > 30 else 14)
    return max(usual, 2 * len(column.name) + 4)
