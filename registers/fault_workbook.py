"""The sender's workbook with its faults shown: faulty cells red and commented, a last column 错误 (registers.md §2)."""

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from registers import container, sandbox
from registers.cells import Cell
from registers.dates import FIRST_YEAR
from registers.declare import Column
from registers.faults import Fault, Unreadable
from registers.progress import Phase, Progress, silent, ticking
from registers.reader import FAULT_COLUMN, Numbered, Reading, column_label, read
from registers.writer import DATE_FORMAT, HEADER_STYLE, MAX_TEXT, PLAIN_TEXT, TEXT_FORMAT, width_of

CHILD = Path(__file__).with_name("fault_workbook_child.py")
OWN_WORKBOOK_BYTES = 4 * sandbox.MIB
OWN_WORKBOOK_UNPACKED = 12 * sandbox.MIB  # about 20 000 rows, which take openpyxl 5 seconds
CHILD_MEMORY = 700 * sandbox.MIB
CHILD_SECONDS = 30
COUNT_EVERY = 1_000  # rows
MAX_COMMENTS = 5_000  # Excel grows slow with more
RED = "FFC7CE"
AUTHOR = "双亮"
PROPERTY = "双亮导入记录"  # the workbook's own word for the run it came from

_ILLEGAL_IN_TITLE = re.compile(r"[\[\]:*?/\\]|^'|'$")

Marks = dict[int, dict[str, list[str]]]  # row number -> column name -> sentences


def annotate(
    source: Path,
    target: Path,
    reading: Reading,
    faults: Iterable[Fault],
    *,
    sender: str = "",
    progress: Progress = silent,
) -> None:
    """Write the sender's workbook to `target`, with the faults of the register's sheets marked.

    A small .xlsx keeps its own looks and other sheets (formulas become their values; pictures, charts and macros are
    lost); a large one, a .csv, or one that openpyxl can't open is rebuilt from its cells. Row numbers stay.
    `sender` is kept in the workbook as PROPERTY: what it says when it comes back mended.
    """
    _write(source, target, _marked(reading, faults), _Way(sender, close_up=False, progress=progress))


def bad_rows(
    source: Path,
    target: Path,
    reading: Reading,
    faults: Iterable[Fault],
    *,
    keep: Mapping[str, Collection[int]] | None = None,
    sender: str = "",
    progress: Progress = silent,
) -> None:
    """The same without the good rows: what stood above the header, the header, and the faulty rows closed up.

    `keep` names by sheet more rows to stay: what was not written because another row of the same record is faulty.
    """
    pages = _marked(reading, faults)
    for page in pages:
        page.keep.update((keep or {}).get(page.reading.sheet, ()))
    _write(source, target, pages, _Way(sender, close_up=True, progress=progress))


@dataclass
class _Page:
    """A sheet, its marks, and the rows that stay when the good ones go."""

    reading: Reading
    marks: Marks
    keep: set[int] = field(default_factory=set)


@dataclass(frozen=True)
class _Way:
    sender: str
    close_up: bool
    progress: Progress


def _write(source: Path, target: Path, pages: list[_Page], way: _Way) -> None:
    if _mark_own(source, target, pages, way):
        return
    place = target if hasattr(target, "write") else str(target)
    book = xlsxwriter.Workbook(place, {"constant_memory": True, **PLAIN_TEXT})
    try:
        if way.sender:
            book.set_custom_property(PROPERTY, way.sender, "text")
        formats = _Formats(book)
        for page in pages:
            _rebuild(source, book, formats, page, way)
    finally:
        with ticking(way.progress, Phase.MARK):
            book.close()


def _marked(reading: Reading, faults: Iterable[Fault]) -> list[_Page]:
    """The register's sheets with their marks; of one that is not there the first one's header tells."""
    faults = list(faults)
    pages = [_Page(each, _by_cell(each, faults)) for each in (reading, reading.second) if each is not None]
    if reading.second is not None and reading.second.no_sheet:
        lacking = pages.pop().marks.get(reading.second.header_row, {})
        pages[0].marks.setdefault(reading.header_row, {}).update({f"*{name}": said for name, said in lacking.items()})
    for page in pages:
        page.keep.update(row for row in page.marks if row != page.reading.header_row)
    return pages


def _by_cell(reading: Reading, faults: Iterable[Fault]) -> Marks:
    marks: Marks = {}
    for fault in faults:
        if fault.sheet == reading.sheet:
            marks.setdefault(fault.row, {}).setdefault(fault.column, []).append(fault.message)
    return marks


def _fault_place(reading: Reading) -> int:
    """Where the column 错误 stands, counted from 0: where our own former one is, else after the last column."""
    for place, cell in enumerate(reading.header):
        if isinstance(cell, str) and column_label(cell).startswith(FAULT_COLUMN):
            return place
    return len(reading.columns)


def _places(reading: Reading) -> dict[str, int]:
    return {column.name: place for place, column in enumerate(reading.columns) if column is not None}


def _sentences(marks: dict[str, list[str]]) -> str:
    return "\n".join(sentence for sentences in marks.values() for sentence in sentences)[:MAX_TEXT]


def _header_text(marks: Marks, header_row: int, way: _Way) -> str:
    """错误, and after it what is wrong with the header itself: columns that are missing have no cell to colour."""
    here = marks.get(header_row)
    if here:
        return f"{FAULT_COLUMN}：{_sentences(here)}"
    return f"{FAULT_COLUMN}（行号是原表的）" if way.close_up else FAULT_COLUMN


def _mark_own(source: Path, target: Path, pages: list[_Page], way: _Way) -> bool:
    """Have openpyxl mark the sender's own workbook, in a process of its own; False when it must be rebuilt."""
    reading = pages[0].reading
    if not reading.name.lower().endswith(".xlsx") or source.stat().st_size > OWN_WORKBOOK_BYTES:
        return False
    try:
        wanted = container.Wanted((container.plain_title(reading.sheet),))
        unpacked = container.choose_sheet(source, wanted).unpacked
    except Unreadable:
        return False
    if unpacked > OWN_WORKBOOK_UNPACKED:
        return False
    job = {
        "source": str(source.resolve()),
        "target": str(target.resolve()),
        "sheets": [_job_of(page, way) for page in pages],
        "colour": RED,
        "author": AUTHOR,
        "comments": MAX_COMMENTS,
        "close_up": way.close_up,
        "property": [PROPERTY, way.sender] if way.sender else None,
    }

    def waiting(so_far: float) -> None:
        way.progress(Phase.MARK, int(so_far * 10), 0)

    limits = [str(CHILD_MEMORY), str(CHILD_SECONDS)]
    return sandbox.ran(CHILD, limits, json.dumps(job).encode(), CHILD_SECONDS, waiting)


def _job_of(page: _Page, way: _Way) -> dict[str, Any]:
    reading, marks = page.reading, page.marks
    places = _places(reading)
    cells = [
        (row, places[name] + 1, "\n".join(sentences))
        for row, columns in marks.items()
        for name, sentences in columns.items()
        if name in places and row != reading.header_row
    ]
    return {
        "sheet": reading.sheet,
        "header_row": reading.header_row,
        "column": _fault_place(reading) + 1,
        "header": _header_text(marks, reading.header_row, way),
        "cells": cells,
        "rows": [(row, _sentences(columns)) for row, columns in marks.items() if row != reading.header_row],
        "keep": sorted(page.keep),
    }


def _rebuild(source: Path, book: Any, formats: "_Formats", page: _Page, way: _Way) -> None:
    """Write titles, header and rows of a sheet anew."""

    def marking(phase: Phase, done: int, total: int) -> None:
        way.progress(Phase.MARK, done, total)

    marks, reading = page.marks, read(source, page.reading.register, page.reading.name, marking)
    rows: Iterable[Numbered] = reading.rows
    if way.close_up:
        rows = (numbered for numbered in reading.rows if numbered[0] in page.keep)
    sheet = book.add_worksheet(_ILLEGAL_IN_TITLE.sub("", reading.sheet)[:31] or reading.register.sheet_title)
    fault_place, places = _fault_place(reading), _places(reading)
    names = {place: name for name, place in places.items()}
    for place_, column in enumerate(reading.columns):
        sheet.set_column(place_, place_, width_of(column) if isinstance(column, Column) else 14)
    sheet.set_column(fault_place, fault_place, 80)
    for number, cells in reading.titles:
        _write_row(sheet, number - 1, cells, formats)
    _write_row(sheet, reading.header_row - 1, reading.header, formats, header=True)
    header_text = _header_text(marks, reading.header_row, way)
    sheet.write_string(reading.header_row - 1, fault_place, header_text, formats.header)
    comments = 0
    for at, (number, cells) in _placed(_counted(rows, reading, way), reading.header_row if way.close_up else None):
        here = marks.get(number, {}) if number != reading.header_row else {}
        red = {places[name] for name in here if name in places}
        kept = [("" if place == fault_place else cell) for place, cell in enumerate(cells)]
        _write_row(sheet, at, kept, formats, red=red)
        for place_ in sorted(red)[: max(0, MAX_COMMENTS - comments)]:
            sheet.write_comment(at, place_, "\n".join(here[names[place_]]), {"author": AUTHOR, "x_scale": 2})
            comments += 1
        if here:
            sheet.write_string(at, fault_place, _sentences(here), formats.of("", red=True))


def _counted(rows: Iterable[Numbered], reading: Reading, way: _Way) -> Iterator[Numbered]:
    for count, numbered in enumerate(rows):
        if count % COUNT_EVERY == 0:
            way.progress(Phase.MARK, count, max(reading.expected, count))
        yield numbered


def _placed(rows: Iterable[Numbered], after: int | None) -> Iterator[tuple[int, Numbered]]:
    """Each row with the place (from 0) to write it at: its own, or the next one after the header."""
    for index, numbered in enumerate(rows):
        yield (numbered[0] - 1 if after is None else after + index), numbered


class _Formats:
    """The workbook's cell formats, each made once."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.header = book.add_format(HEADER_STYLE)
        self.made: dict[tuple[str, bool], Any] = {}

    def of(self, num_format: str, *, red: bool = False) -> Any:
        if (num_format, red) not in self.made:
            wanted = {"num_format": num_format} if num_format else {}
            self.made[num_format, red] = self.book.add_format(wanted | ({"bg_color": f"#{RED}"} if red else {}))
        return self.made[num_format, red]


def _write_row(
    sheet: Any,
    row: int,
    cells: list[Cell],
    formats: _Formats,
    *,
    header: bool = False,
    red: set[int] | frozenset[int] = frozenset(),
) -> None:
    for place, cell in enumerate(cells):
        form, kind = _looks(cell)
        style = formats.header if header else formats.of(form, red=place in red)
        if cell == "":
            if place in red:
                sheet.write_blank(row, place, None, style)
        elif kind == "text":
            sheet.write_string(row, place, str(cell)[:MAX_TEXT], style)
        elif kind == "number":
            sheet.write_number(row, place, cell, style)
        else:
            sheet.write_datetime(row, place, cell, style)


def _looks(cell: Cell) -> tuple[str, str]:
    """(number format, way of writing) that give a cell back as it was read."""
    if isinstance(cell, int | float):
        return "", "number"
    if isinstance(cell, date) and cell.year < FIRST_YEAR:
        return "", "text"
    if isinstance(cell, datetime):
        return "yyyy-mm-dd hh:mm:ss", "date"
    if isinstance(cell, date):
        return DATE_FORMAT, "date"
    if isinstance(cell, str):
        return TEXT_FORMAT, "text"
    return "[h]:mm:ss", "date"
