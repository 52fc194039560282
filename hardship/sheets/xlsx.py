"""The papers as a workbook: the same grid of merged cells, set up to print on A4, one tab for each."""

import io
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter

from hardship.sheets.content import LABEL, UNITS, Box, Grid, Paper, Prose, Row, Signing, Table, spans
from members.sheets.content import Printing

UNIT = {False: 3.3, True: 5.1}  # width of a column, upright and across
PADDING = 5 / 7  # that a column is wider than its width says, and a merged one as often
LINE = 14  # points of one line of text
ROOM = {False: 740, True: 490}  # points of a page's rows at full size, upright and across
SHRINKS = 1.35  # a form is made smaller by so much, rather than that its signatures stand alone on a second page
TICKED, OPEN = "☑", "□"
GAP = "　"
TO_SIGN = f"（盖章）{GAP * 3}年{GAP * 2}月{GAP * 2}日"


def make_xlsx(papers: list[Paper], codes: list[str], printing: Printing) -> bytes:
    """The workbook's bytes. The same arguments give the same bytes."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    made = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)  # the same papers make the same bytes
    book.set_properties({"title": papers[0].title, "author": printing.who, "created": made})
    names: set[str] = set()
    for paper, code in zip(papers, codes, strict=True):
        page = book.add_worksheet(_tab(paper, names))
        Page(page, Looks(book, paper), paper).write(code, printing)
    book.close()
    return target.getvalue()


def _tab(paper: Paper, names: set[str]) -> str:
    """A name for the tab that Excel takes and no other tab has."""
    plain = "".join(letter for letter in paper.of if letter not in "[]:*?/\\'")[:24].strip() or "表"
    name, number = plain, 1
    while name.lower() in names:
        number += 1
        name = f"{plain}{number}"
    names.add(name.lower())
    return name


class Looks:
    """The formats of one paper."""

    def __init__(self, book: Any, paper: Paper) -> None:
        size = 14 if paper.is_poster else 10
        base = {"font_name": "宋体", "font_size": size, "valign": "vcenter", "text_wrap": True, "num_format": "@"}
        cell = base | {"border": 1}
        title = base | {
            "font_name": "黑体",
            "bold": True,
            "align": "center",
            "font_size": 32 if paper.is_poster else 18,
        }
        self.title = book.add_format(title)
        self.subtitle = book.add_format(base | {"align": "center", "font_size": size + 1})
        self.plain = book.add_format(base)
        self.right = book.add_format(base | {"align": "right"})
        self.prose = book.add_format(base | {"valign": "top"})
        self.small = book.add_format(base | {"font_size": 8.5, "font_color": "#59636E", "valign": "top"})
        self.label = book.add_format(cell | {"bold": True, "align": "center"})
        self.value = book.add_format(cell | {"align": "left"})
        sides = base | {"left": 1, "right": 1}
        self.opinion = book.add_format(sides | {"top": 1, "align": "left", "valign": "top"})
        self.signed = book.add_format(sides | {"bottom": 1, "align": "right"})
        self.head = book.add_format(cell | {"bold": True, "align": "center", "bg_color": "#F2F2F2"})
        self.left = book.add_format(cell | {"align": "left"})
        self.middle = book.add_format(cell | {"align": "center"})
        self.number = book.add_format(cell | {"align": "right", "num_format": "#,##0.00"})
        self.band = book.add_format(cell | {"bold": True, "align": "left", "bg_color": "#F2F2F2"})
        self.total = book.add_format(cell | {"bold": True, "align": "left"})


class Page:
    """One paper on its tab, written from above to below; `line` is the next row."""

    def __init__(self, page: Any, looks: Looks, paper: Paper) -> None:
        self.page, self.looks, self.paper, self.line = page, looks, paper, 0
        self.unit = UNIT[paper.is_wide] + PADDING
        self.height = 0.0
        self.size = 14 if paper.is_poster else 10

    def write(self, code: str, printing: Printing) -> None:
        self._set_up(code, printing)
        self._heading()
        for block in self.paper.blocks:
            if isinstance(block, Grid):
                self._grid(block)
            elif isinstance(block, Table):
                self._table(block)
            elif isinstance(block, Prose):
                self._prose(block)
            else:
                self._signing(block)
        if self.paper.notice:
            self._span(0, UNITS - 1, self.paper.notice, self.looks.small, 8.5)
        if self.paper.has_grid and self.height <= SHRINKS * ROOM[self.paper.is_wide]:
            self.page.fit_to_pages(1, 1)

    def _set_up(self, code: str, printing: Printing) -> None:
        page, paper = self.page, self.paper
        page.set_paper(9)
        page.set_margins(left=0.55, right=0.55, top=0.6, bottom=0.8)
        page.center_horizontally()
        page.hide_gridlines(2)
        page.fit_to_pages(1, 0)
        if paper.is_wide:
            page.set_landscape()
        page.set_column(0, UNITS - 1, UNIT[paper.is_wide])
        # An ampersand starts a code in a footer, and Excel takes 255 characters at most.
        line = printing.line.replace("&", "&&")[:110]
        body = paper.body.replace("&", "&&")[:40]
        page.set_footer(f"&L&8版本码 {code}  {line}\n{body}  {printing.day}&R&8第 &P 页，共 &N 页")

    def _heading(self) -> None:
        paper, looks = self.paper, self.looks
        title = GAP.join(paper.title) if paper.is_poster else paper.title
        self._span(0, UNITS - 1, title, looks.title, high=60 if paper.is_poster else 36)
        if paper.subtitle:
            self._span(0, UNITS - 1, paper.subtitle, looks.subtitle)
        if paper.left or paper.right:
            middle = round(UNITS * 0.6) if paper.left else 0
            height = max(self._high(paper.left, middle), self._high(paper.right, UNITS - middle))
            self._tall(self.line, height)
            if paper.left:
                self._merge(self.line, 0, middle - 1, paper.left, looks.plain)
            self._merge(self.line, middle, UNITS - 1, paper.right, looks.right)
            self.line += 1

    def _grid(self, grid: Grid) -> None:
        for group in grid.groups:
            first = self.line
            for row in group.rows:
                (self._opinions if row[0].is_opinion else self._boxes)(row)
            if self.line - first > 1:
                self.page.merge_range(first, 0, self.line - 1, 0, "", self.looks.label)
            self.page.write_string(first, 0, "\n".join(group.title), self.looks.label)

    def _boxes(self, row: Row) -> None:
        column, high = 1, 0.0
        for box, units in zip(row, spans(row), strict=True):
            room = units - LABEL
            text = self._text(box, room)
            self._merge(self.line, column, column + LABEL - 1, box.label, self.looks.label)
            self._merge(self.line, column + LABEL, column + units - 1, text, self.looks.value)
            high = max(high, self._high(box.label, LABEL), self._high(text, room))
            column += units
        self._tall(self.line, high)
        self.line += 1

    def _opinions(self, row: Row) -> None:
        """Two lines that look like one: what is said, and below on the right who signed or where to."""
        column, high = 1, LINE * 2.2
        for box, units in zip(row, spans(row), strict=True):
            start, end = column + LABEL, column + units - 1
            self.page.merge_range(self.line, column, self.line + 1, start - 1, "", self.looks.label)
            self.page.write_string(self.line, column, box.label, self.looks.label)
            self._merge(self.line, start, end, box.value, self.looks.opinion)
            self._merge(self.line + 1, start, end, box.signed or TO_SIGN, self.looks.signed)
            high = max(high, self._high(box.value, units - LABEL))
            column += units
        self._tall(self.line, high)
        self._tall(self.line + 1, LINE * 1.4)
        self.line += 2

    def _text(self, box: Box, room: int) -> str:
        """What stands in the box; choices are broken into lines here, so that none parts from its tick."""
        if not box.options:
            return box.value
        lines: list[str] = []
        for option, is_ticked in box.ticks:
            tick = f"{TICKED if is_ticked else OPEN}{option}"
            longer = f"{lines[-1]}{GAP}{tick}" if lines else tick
            if lines and _wide(longer) > room * self.unit - 1:
                lines.append(tick)
            else:
                lines[-1:] = [longer]
        return "\n".join(lines)

    def _table(self, table: Table) -> None:
        places, first = [], 0
        for width in table.widths:
            places.append((first, first + width - 1))
            first += width
        if table.title:
            if not self.paper.has_grid:
                self.line += 1
            self._span(0, UNITS - 1, table.title, self.looks.head)
        starts = self.line
        self._row(places, table.heads, [self.looks.head] * len(places), table.is_roomy)
        if [type(block) for block in self.paper.blocks].count(Table) == 1 and not isinstance(
            self.paper.blocks[0], Grid
        ):
            self.page.repeat_rows(0, starts)
        forms = [
            self.looks.number
            if column in table.numbers
            else self.looks.middle
            if column in table.centred
            else self.looks.left
            for column in range(len(places))
        ]
        for place, row in enumerate(table.rows):
            self._across(table, place)
            self._row(places, row, forms, table.is_roomy)
        self._across(table, len(table.rows))
        if table.total[0]:
            between = places[table.total_from][0]
            self._tall(self.line, max(LINE * 1.8, self._high(table.total[1], UNITS - between)))
            self._merge(self.line, 0, between - 1, table.total[0], self.looks.label)
            self._merge(self.line, between, UNITS - 1, table.total[1], self.looks.total)
            self.line += 1

    def _across(self, table: Table, place: int) -> None:
        for before, text in table.bands:
            if before == place:
                self._span(0, UNITS - 1, text, self.looks.band)

    def _row(self, places: list[tuple[int, int]], values: tuple[str, ...], forms: list[Any], is_roomy: bool) -> None:
        heights = [LINE * (2.2 if is_roomy else 1.4)]
        for (first, last), value, form in zip(places, values, forms, strict=True):
            heights.append(self._high(value, last - first + 1))
            self._merge(self.line, first, last, "" if form is self.looks.number else value, form)
            if form is self.looks.number and value:
                self.page.write_number(self.line, first, float(Decimal(value.replace(",", ""))), form)
        self._tall(self.line, max(heights))
        self.line += 1

    def _prose(self, prose: Prose) -> None:
        indent = "" if prose.is_plain or prose.is_right else GAP * 2
        form = self.looks.right if prose.is_right else self.looks.prose
        for paragraph in prose.paragraphs:
            self._span(0, UNITS - 1, indent + paragraph, form)

    def _signing(self, signing: Signing) -> None:
        share, left = divmod(UNITS, len(signing.labels))
        self._tall(self.line, LINE * 2.4)
        first = 0
        for number, label in enumerate(signing.labels):
            last = first + share - 1 + (1 if number < left else 0)
            self._merge(self.line, first, last, label, self.looks.plain)
            first = last + 1
        self.line += 1

    def _tall(self, line: int, height: float) -> None:
        self.page.set_row(line, height)
        self.height += height

    def _span(self, first: int, last: int, text: str, form: Any, size: float = 0, high: float = 0) -> None:
        """A row of its own."""
        self._tall(self.line, high or self._high(text, last - first + 1, size))
        self._merge(self.line, first, last, text, form)
        self.line += 1

    def _merge(self, row: int, first: int, last: int, text: str, form: Any) -> None:
        if first == last:
            self.page.write_string(row, first, text, form)
        else:
            self.page.merge_range(row, first, row, last, "", form)
            self.page.write_string(row, first, text, form)

    def _high(self, text: str, units: int, size: float = 0) -> float:
        """Points that the text needs, broken into lines of so many units."""
        size = size or self.size
        room = units * self.unit * 10 / size - 1
        lines = sum(max(1, -(-_wide(line) // room)) for line in text.split("\n"))
        return (lines * LINE + LINE * 0.4) * size / 10


def _wide(text: str) -> float:
    """How wide it is in columns' units: a Chinese character takes two."""
    return sum(2 if ord(letter) > 255 else 1 for letter in text)
