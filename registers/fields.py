"""A sheet's cells into typed rows, and the faults that show without a database (registers.md §1)."""

import gc
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from itertools import islice
from typing import Any, cast
from zoneinfo import ZoneInfo

from registers.cells import Cell, clean, is_empty, plain, shown
from registers.declare import Column, Register
from registers.faults import Code, Fault, fault_message
from registers.parsers import PARSERS, Bad, Parser
from registers.progress import Phase, Progress, silent
from registers.reader import Reading
from registers.valueless import sentence_for

SHANGHAI = ZoneInfo("Asia/Shanghai")
BATCH = 5_000
MEMO_LIMIT = 20_000  # different cells of one column that are remembered
LOOKED_AT_TOGETHER = frozenset(("text", "code"))
# What stands for itself: every cell another one, so that remembering does not help.
_AS_IT_IS = {"document": re.compile(r"[1-9][0-9]{16}[0-9X]"), "mobile": re.compile(r"1[3-9][0-9]{9}")}
SEPARATOR = "\x1f"
_LOOK_CLOSER = re.compile(rf"[０-９Ａ-Ｚａ-ｚ]|清空|{SEPARATOR} | {SEPARATOR}|{SEPARATOR}#")
TOTALS = frozenset(("合计", "总计", "小计"))


class Clear(Enum):
    """The type of CLEAR, so that mypy can tell it from text."""

    CLEAR = "清空"


CLEAR = Clear.CLEAR
"""What the word 清空 becomes: empty the value on file."""

Value = Any  # None (empty or faulty), CLEAR, str, int, bool, date or Decimal, by the column's kind


@dataclass(slots=True)
class Row:
    """One row of data: its number in Excel, and its values in the order of the register's columns."""

    row: int
    values: list[Value] = field(repr=False)


class _Memo(dict[Cell, Value]):
    """Each different cell is parsed once; a Bad is remembered as the value."""

    def __init__(self, parse: Parser) -> None:
        super().__init__()
        self.parse = parse
        self.enough = False
        self.bad = False

    def __missing__(self, cell: Cell) -> Value:
        try:
            value = self.parse(cell)
        except Bad as bad:
            value = bad.with_traceback(None)
            self.bad = True
        if not self.enough:
            self[cell] = value
            self.enough = len(self) >= MEMO_LIMIT
        return value


def parser_for(column: Column, on: date | None = None) -> Callable[[Cell], Value]:
    """The function that turns a column's cells into values: None for an empty cell, CLEAR for 清空.

    An optional key column can't be emptied, since it says which record is meant: there 清空 is None.

    `on` is the last day a birth date may have; today in Shanghai when not given. The function raises Bad.
    """
    judge = PARSERS[column.kind](column, on or datetime.now(SHANGHAI).date())

    def parse(cell: Cell) -> Value:
        if isinstance(cell, str):
            cell = clean(cell)
            if not cell:
                return None
            if "清" in cell and plain(cell) == CLEAR.value:
                return None if column.key and not column.required else CLEAR
            if cell[0] == "#" and (trouble := sentence_for(cell)):
                raise Bad(Code.REQUIRED, say=trouble)
        return judge(cell)

    return parse


def _values(column: Column, memo: _Memo, cells: Sequence[Cell]) -> list[Value]:
    """The values of a batch of cells: as they are where a look at all of them together finds nothing to do."""
    if column.kind in LOOKED_AT_TOGETHER and all(cell.__class__ is str for cell in cells):
        texts = cast("Sequence[str]", cells)
        if _all_good(column, texts):
            return [text or None for text in texts]
    as_it_is = _AS_IT_IS.get(column.kind)
    if as_it_is is not None and all(cell.__class__ is str for cell in cells):
        return [cell if as_it_is.fullmatch(cell) else memo[cell] for cell in cast("Sequence[str]", cells)]
    return list(map(memo.__getitem__, cells))


def _all_good(column: Column, texts: Sequence[str]) -> bool:
    lengths = set(map(len, texts)) - {0}
    if lengths and not (column.min_length or 1) <= min(lengths) <= max(lengths) <= (column.max_length or 64):
        return False
    if column.kind == "code":
        digits = "".join(texts)
        return digits.isascii() and (digits.isdigit() or not digits)
    together = SEPARATOR.join(texts)
    return together.replace(SEPARATOR, "").isprintable() and not _LOOK_CLOSER.search(
        f"{SEPARATOR}{together}{SEPARATOR}"
    )


@contextmanager
def _collector_resting() -> Iterator[None]:
    """Hundreds of thousands of new rows make the garbage collector walk them again and again, and none is garbage."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def normalise(
    reading: Reading, register: Register, on: date | None = None, progress: Progress = silent
) -> tuple[list[Row], list[Fault]]:
    """Every row of data, and every fault that needs no database, in the order of rows.

    Blank rows, total rows and the template's own example row are passed over; a row is blank when all its known
    columns are. A faulty cell is None in
    `values`. Columns that the sheet lacks are None in every row, and one `missing_column` fault each when mandatory.
    Uses up `reading.rows`. May raise Unreadable while it reads.
    """
    with _collector_resting():
        return _normalise(reading, register, on, progress)


def _normalise(
    reading: Reading, register: Register, on: date | None, progress: Progress
) -> tuple[list[Row], list[Fault]]:
    faults = [_fault(reading.sheet, reading.header_row, name, "", Code.MISSING_COLUMN, {}) for name in reading.missing]
    places = {column.name: place for place, column in enumerate(reading.columns) if column is not None}
    if not places:
        return [], faults
    memos = [_Memo(parser_for(column, on)) for column in register.columns]
    example = _example_values(register, memos)
    rows: list[Row] = []
    first_rows: dict[object, int] = {}
    for batch in _batches(reading.rows):
        cells = list(zip(*(row[1] for row in batch), strict=True))
        parsed = [
            _values(column, memo, cells[places[column.name]]) if column.name in places else [None] * len(batch)
            for column, memo in zip(register.columns, memos, strict=True)
        ]
        data = [
            (number, raw, list(values))
            for (number, raw), values in zip(batch, zip(*parsed, strict=True), strict=True)
            if values.count(None) < len(values) and not _is_total(raw) and list(values) != example
        ]
        faults += _duplicates(reading, register, data, first_rows)
        faults += _judge(reading, register, data, _suspects(register, parsed, memos, places), places)
        rows += [Row(number, values) for number, _, values in data]
        progress(Phase.READ, len(rows), max(reading.expected, len(rows)))
    faults.sort(key=lambda fault: fault.row)
    return rows, faults


Data = list[tuple[int, list[Cell], list[Value]]]  # row number, the sheet's cells, the register's values


def _batches(rows: Iterable[tuple[int, list[Cell]]]) -> Iterator[list[tuple[int, list[Cell]]]]:
    iterator = iter(rows)
    while batch := list(islice(iterator, BATCH)):
        yield batch


def _example_values(register: Register, memos: list[_Memo]) -> list[Value] | None:
    """The values of the template's example row, which is passed over when left as it is; None if incomplete."""
    parsed = [memo[text] for memo, text in zip(memos, register.example(), strict=True)]
    values = [None if value.__class__ is Bad else value for value in parsed]
    complete = all(value is not None for column, value in zip(register.columns, values, strict=True) if column.required)
    return values if complete and (register.keys or register.link) else None


def _is_total(cells: list[Cell]) -> bool:
    """True for a row whose first filled cell says 合计, 总计 or 小计."""
    for cell in cells:
        if cell == "" or is_empty(cell):
            continue
        return isinstance(cell, str) and "计" in cell and plain(cell).rstrip(":") in TOTALS
    return False


def _suspects(
    register: Register, parsed: Sequence[Sequence[Value]], memos: list[_Memo], places: dict[str, int]
) -> list[int]:
    """The columns in which a fault is possible; in an honest file none, so that nobody looks at its cells again."""
    return [
        index
        for index, column in enumerate(register.columns)
        if memos[index].bad
        or (column.required and column.name in places and (None in parsed[index] or CLEAR in parsed[index]))
    ]


def _judge(
    reading: Reading, register: Register, data: Data, suspects: list[int], places: dict[str, int]
) -> Iterator[Fault]:
    """The faults of single cells; their values become None."""
    for number, cells, values in data if suspects else ():
        for index in suspects:
            value, column = values[index], register.columns[index]
            if value.__class__ is Bad:
                raw = shown(cells[places[column.name]])
                values[index] = None
                yield _fault(reading.sheet, number, column.name, raw, value.code, value.details)
            elif (
                column.required
                and not column.empty_allowed
                and column.name in places
                and (value is None or value is CLEAR)
            ):
                raw = "" if value is None else CLEAR.value
                values[index] = None
                yield _fault(reading.sheet, number, column.name, raw, Code.REQUIRED, {})


def _duplicates(reading: Reading, register: Register, data: Data, first_rows: dict[object, int]) -> Iterator[Fault]:
    """The second and later rows with a key; rows whose key is incomplete or faulty take no part."""
    keys = [(index, column.required) for index, column in enumerate(register.columns) if column.key]
    for number, _, values in data if keys else ():
        key = tuple([values[index] for index, _ in keys])
        if first_rows.setdefault(key, number) == number:
            continue
        if any(
            part.__class__ is Bad or (must and (part is None or part is CLEAR))
            for part, (_, must) in zip(key, keys, strict=True)
        ):
            continue
        yield _fault(
            reading.sheet,
            number,
            register.columns[keys[0][0]].name,
            str(key[0]),
            Code.DUPLICATE_IN_FILE,
            {"first": first_rows[key]},
        )


def _fault(sheet: str, row: int, column: str, value: str, code: Code, details: dict[str, object]) -> Fault:
    return Fault(sheet, row, column, value, code, fault_message(code, row=row, column=column, value=value, **details))


def shown_value(value: object) -> str:
    """A typed value as the sender would write it."""
    if value is None:
        return ""
    if value is CLEAR:
        return "清空"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
