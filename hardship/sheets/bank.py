"""The bank's file of a batch as a workbook, in the bank's column order."""

import io
from collections.abc import Sequence
from datetime import UTC, datetime

import xlsxwriter

from hardship.bankfile import HEADER, Line, table
from registers.writer import HEADER_STYLE, MONEY_FORMAT, PLAIN_TEXT, TEXT_FORMAT, write_cell

WIDTHS = (8, 16, 24, 32, 14, 28)
FORMATS = (None, None, TEXT_FORMAT, None, MONEY_FORMAT, None)


def as_xlsx(batch: str, lines: Sequence[Line], *, made_at: datetime) -> bytes:
    """The same rows as the CSV: accounts as text, amounts as numbers with two decimals, not one formula.

    The same lines and moment give the same bytes.
    """
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, **PLAIN_TEXT}) as book:
        book.set_properties({"title": batch, "created": made_at.astimezone(UTC).replace(tzinfo=None)})
        sheet = book.add_worksheet("发放清单")
        head = book.add_format(HEADER_STYLE)
        forms = [book.add_format({"num_format": form}) if form else None for form in FORMATS]
        for column, (name, width) in enumerate(zip(HEADER, WIDTHS, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, name, head)
        sheet.freeze_panes(1, 0)
        for row, values in enumerate(table(batch, lines), 1):
            for column, value in enumerate(values):
                if value != "":
                    write_cell(sheet, row, column, value, forms[column])
    return target.getvalue()
