"""What every sheet of a report has in common: formats, title, unit and day, page setup, rows of cells."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Protocol

LINE = 16  # points of height for one line of 11 point text
DASH = "—"


class Cover(Protocol):
    """What of a report's cover stands on every sheet."""

    @property
    def campaign(self) -> str: ...
    @property
    def unit(self) -> str: ...
    @property
    def county(self) -> str: ...
    @property
    def on(self) -> date: ...
    @property
    def number(self) -> str: ...


class Pen:
    """The formats, and what every sheet has in common: title, unit and date, page setup."""

    def __init__(self, book: Any, cover: Cover) -> None:
        self.book, self.cover = book, cover
        base: dict[str, Any] = {"font_name": "宋体", "font_size": 11, "valign": "vcenter"}
        cell = base | {"border": 1, "border_color": "#7F7F7F"}
        bold = cell | {"bold": True, "bg_color": "#F2F2F2"}
        text, number = {"align": "left", "text_wrap": True}, {"align": "right"}
        self.title = book.add_format(base | {"font_size": 18, "bold": True, "align": "center"})
        self.left = book.add_format(base | {"align": "left"})
        self.right = book.add_format(base | {"align": "right"})
        self.head = book.add_format(cell | {"font_name": "黑体", "align": "center", "text_wrap": True})
        kinds: dict[str, dict[str, Any]] = {
            "text": text,
            "code": text | {"num_format": "@"},
            "count": number | {"num_format": "#,##0"},
            "percent": number | {"num_format": "0.0%"},
            "points": number | {"num_format": "+0.0;-0.0;0.0"},
            "rank": {"align": "center", "num_format": "0"},
            "dash": {"align": "center"},
            "met": {"align": "center", "font_color": "#1E6B34"},
            "unmet": {"align": "center", "font_color": "#B3261E"},
            "wanting": {"align": "center"},
        }
        self.plain = {kind: book.add_format(cell | more) for kind, more in kinds.items()}
        self.total = {kind: book.add_format(bold | more) for kind, more in kinds.items()}

    def sheet(self, name: str, what: str, widths: tuple[int, ...], *, wide: bool = True) -> Any:
        """A sheet with title (row 0) and the line of unit and day (row 1), set up to print on A4."""
        sheet, last = self.book.add_worksheet(name), len(widths) - 1
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        sheet.set_paper(9)
        if wide:
            sheet.set_landscape()
        sheet.set_margins(left=0.5, right=0.5, top=0.7, bottom=0.75)
        sheet.center_horizontally()
        sheet.fit_to_pages(1, 0)
        # An ampersand starts a code in a footer, and Excel takes 255 characters at most.
        unit = self.cover.unit[:60].replace("&", "&&")
        sheet.set_footer(f"&L{unit}&C第 &P 页，共 &N 页&R{self.cover.number}")
        sheet.set_default_row(LINE + 4)
        sheet.set_row(0, 34)
        sheet.merge_range(0, 0, 0, last, f"{self.cover.campaign}{what}", self.title)
        sheet.set_row(1, 20)
        half = last // 2 if last > 1 else 0
        self.span(sheet, 1, 0, half, f"单位：{self.cover.unit}", self.left)
        self.span(sheet, 1, half + 1, last, f"截至{day(self.cover.on)}", self.right)
        return sheet

    def span(self, sheet: Any, row: int, first: int, last: int, text: str, form: Any) -> None:
        if first == last:
            sheet.write_string(row, first, text, form)
        else:
            sheet.merge_range(row, first, row, last, text, form)


def day(on: date) -> str:
    return f"{on.year}年{on.month}月{on.day}日"


def height(texts: Iterable[str], widths: Iterable[int]) -> float:
    """Points a row needs so that nothing is cut off: rows written as a stream are not measured by every program."""
    lines = 1
    for text, width in zip(texts, widths, strict=False):
        parts = text.split("\n")
        lines = max(lines, sum(max(1, -(-sum(2 if c > "ÿ" else 1 for c in part) // (width - 2))) for part in parts))
    return LINE * lines + 4


def write_row(pen: Pen, sheet: Any, at: int, first: int, values: Iterable[tuple[str, Any]], total: bool) -> None:
    forms = pen.total if total else pen.plain
    for column, (kind, value) in enumerate(values, first):
        if value is None:
            sheet.write_string(at, column, DASH, forms["dash"])
        elif isinstance(value, str):
            sheet.write_string(at, column, value, forms[kind])
        else:
            sheet.write_number(at, column, value, forms[kind])


def finish(sheet: Any, last_row: int, width: int, *, head: tuple[int, int], columns: int) -> None:
    sheet.repeat_rows(*head)
    sheet.freeze_panes(head[1] + 1, columns)
    sheet.print_area(0, 0, last_row, width - 1)
