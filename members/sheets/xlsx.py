"""The forms as a workbook: the same grid of merged cells, set up to print on A4, one tab for each."""

import io
from datetime import UTC, datetime
from typing import Any

import xlsxwriter

from members.sheets.content import NOTICE, Box, Printing, Sheet, Table

COLUMNS = (4.5, 15, 14, 13, 14, 12, 14)  # the group's own, then six
VALUE_SPANS = {1: (5,), 2: (2, 2), 3: (1, 1, 1)}
LINE = 16  # points of one line of text
TICKED, OPEN = "☑", "□"
SIDE_BY_SIDE = "　"


def make_xlsx(sheets: list[Sheet], codes: list[str], printing: Printing) -> bytes:
    """The workbook's bytes. The same arguments give the same bytes."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    made = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)  # the same sheets make the same bytes
    book.set_properties({"title": sheets[0].title, "author": printing.who, "created": made})
    forms = Formats(book)
    names: set[str] = set()
    for sheet, code in zip(sheets, codes, strict=True):
        page = book.add_worksheet(_tab(sheet, names))
        _set_up(page, sheet, code, printing)
        if sheet.is_roster and sheet.table is not None:
            _roster(page, forms, sheet, sheet.table, printing)
        else:
            _form(page, forms, sheet, printing)
    book.close()
    return target.getvalue()


class Formats:
    def __init__(self, book: Any) -> None:
        base = {"font_name": "宋体", "font_size": 10.5, "valign": "vcenter", "text_wrap": True, "num_format": "@"}
        cell = base | {"border": 1}
        self.title = book.add_format(base | {"font_name": "黑体", "font_size": 18, "align": "center"})
        self.plain = book.add_format(base)
        self.right = book.add_format(base | {"align": "right"})
        self.small = book.add_format(base | {"font_size": 8.5, "font_color": "#59636E", "valign": "top"})
        self.label = book.add_format(cell | {"bold": True, "align": "center"})
        self.value = book.add_format(cell | {"align": "left"})
        self.opinion = book.add_format(cell | {"align": "left", "valign": "top"})
        self.middle = book.add_format(cell | {"align": "center"})
        self.list = book.add_format(cell | {"font_size": 9, "align": "left"})
        self.list_middle = book.add_format(cell | {"font_size": 9, "align": "center"})
        self.list_head = book.add_format(
            cell | {"font_size": 9, "bold": True, "align": "center", "bg_color": "#F2F2F2"}
        )


def _tab(sheet: Sheet, names: set[str]) -> str:
    """A name for the tab that Excel takes and no other tab has."""
    plain = "".join(letter for letter in sheet.of if letter not in "[]:*?/\\'")[:24] or "登记表"
    name, number = plain, 1
    while name in names:
        number += 1
        name = f"{plain}{number}"
    names.add(name)
    return name


def _set_up(page: Any, sheet: Sheet, code: str, printing: Printing) -> None:
    page.set_paper(9)
    page.set_margins(left=0.55, right=0.55, top=0.6, bottom=0.75)
    page.center_horizontally()
    page.hide_gridlines(2)
    page.fit_to_pages(1, 0 if sheet.table is not None else 1)
    if sheet.is_roster:
        page.set_landscape()
    # An ampersand starts a code in a footer, and Excel takes 255 characters at most.
    line = printing.line.replace("&", "&&")[:150]
    page.set_footer(f"&L&8版本码 {code}  {line}&R&8第 &P 页，共 &N 页")


def _span(page: Any, row: int, first: int, last: int, text: str, form: Any) -> None:
    if first == last:
        page.write_string(row, first, text, form)
    else:
        page.merge_range(row, first, row, last, "", form)
        page.write_string(row, first, text, form)


def _form(page: Any, forms: Formats, sheet: Sheet, printing: Printing) -> None:
    for column, width in enumerate(COLUMNS):
        page.set_column(column, column, width)
    last = len(COLUMNS) - 1
    page.set_row(0, 36)
    _span(page, 0, 0, last, sheet.title, forms.title)
    _span(page, 1, 0, last, f"单位：{sheet.union}", forms.plain)
    line = 2
    for group in sheet.groups:
        height = len(group.rows)
        title = "\n".join(group.title)
        if height > 1:
            page.merge_range(line, 0, line + height - 1, 0, "", forms.label)
        page.write_string(line, 0, title, forms.label)
        for boxes in group.rows:
            page.set_row(line, max(_high(box, span) for box, span in zip(boxes, VALUE_SPANS[len(boxes)], strict=True)))
            column = 1
            for box, span in zip(boxes, VALUE_SPANS[len(boxes)], strict=True):
                page.write_string(line, column, box.label, forms.label)
                form = forms.opinion if box.is_opinion else forms.value
                _span(page, line, column + 1, column + span, _text(box, _room(span)), form)
                column += 1 + span
            line += 1
    if sheet.table is not None:
        line = _several(page, forms, sheet.table, line)
    _foot(page, forms, sheet, printing, line, last)


def _several(page: Any, forms: Formats, table: Table, line: int) -> int:
    """The table below a form, on the form's own columns."""
    places = ((0, 0), (1, 2), (3, 4), (5, 5), (6, 6))
    _span(page, line, 0, 6, table.title, forms.label)
    for values, form in ((table.heads, forms.label), *((row, forms.value) for row in table.rows)):
        line += 1
        page.set_row(line, LINE * 2)
        for (first, final), value in zip(places, values, strict=True):
            _span(page, line, first, final, value, form)
    return line + 1


def _roster(page: Any, forms: Formats, sheet: Sheet, table: Table, printing: Printing) -> None:
    last = len(table.heads) - 1
    for column, share in enumerate(table.widths):
        page.set_column(column, column, max(4.5, share * 1.25))
    page.set_row(0, 34)
    _span(page, 0, 0, last, sheet.title, forms.title)
    _span(page, 1, 0, last // 2, f"单位：{sheet.union}", forms.plain)
    _span(page, 1, last // 2 + 1, last, f"共 {len(table.rows)} 人", forms.right)
    for column, head in enumerate(table.heads):
        page.write_string(2, column, head, forms.list_head)
    page.repeat_rows(0, 2)
    page.freeze_panes(3, 2)
    for number, row in enumerate(table.rows, 3):
        for column, value in enumerate(row):
            form = forms.list_middle if table.widths[column] < 8 else forms.list
            page.write_string(number, column, value, form)
    _foot(page, forms, sheet, printing, 3 + len(table.rows), last)


def _foot(page: Any, forms: Formats, sheet: Sheet, printing: Printing, line: int, last: int) -> None:
    middle = last // 2
    for number, text in enumerate(printing.foot()):
        first, final = (middle + 1, last) if number % 2 else (0, middle)
        _span(page, line + number // 2, first, final, text, forms.plain)
    for place in (line, line + 1):
        page.set_row(place, LINE * 1.7)
    line += 1
    if sheet.has_persons:
        page.set_row(line + 1, LINE * 2.4)
        _span(page, line + 1, 0, last, NOTICE, forms.small)


def _text(box: Box, room: float) -> str:
    """What stands in the box; choices are broken into lines here, so that none parts from its tick."""
    if box.is_opinion:
        return (
            f"{box.value}\n\n\n{SIDE_BY_SIDE * 22}（盖章）{SIDE_BY_SIDE * 4}年{SIDE_BY_SIDE * 2}月{SIDE_BY_SIDE * 2}日"
        )
    if not box.options:
        return box.value
    ticks = [f"{TICKED if option == box.value else OPEN}{option}" for option in box.options]
    if box.value and box.value not in box.options:
        ticks.append(f"{TICKED}其他：{box.value}")
    lines = [ticks[0]]
    for tick in ticks[1:]:
        longer = f"{lines[-1]}{SIDE_BY_SIDE}{tick}"
        if _units(longer) <= room:
            lines[-1] = longer
        else:
            lines.append(tick)
    return "\n".join(lines)


def _units(text: str) -> float:
    """How wide it is in columns' units: a Chinese character takes two, and the font is a little wider than theirs."""
    return sum(2 if ord(letter) > 255 else 1 for letter in text) * 1.1


def _room(span: int) -> float:
    return sum(COLUMNS[2 : 2 + span]) if span > 1 else COLUMNS[2]


def _high(box: Box, span: int) -> float:
    """Points that the box needs, its label included."""
    if box.is_opinion:
        return LINE * 5.5
    lines = sum(max(1, -(-_units(line) // _room(span))) for line in _text(box, _room(span)).split("\n"))
    label = -(-_units(box.label) // COLUMNS[1])
    return LINE * (max(lines, label) + 0.6)
