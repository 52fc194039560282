"""The ways in which offices write a day (registers.md §1). Pure functions."""

import re
from datetime import date, datetime, timedelta

from registers.cells import Cell, clean, shown

EPOCH = date(1899, 12, 30)  # day 0 of Excel's 1900 system as far as days after 28 February 1900 go
FIRST_YEAR, LAST_YEAR = 1900, 2100
FIRST_SERIAL, LAST_SERIAL = 20_000, 60_000

_MIDNIGHT = re.compile(r"(?:T|\s+)0{1,2}:00(?::00(?:\.0+)?)?$")
_DOTS = str.maketrans("／．。－—–−﹣", "/..-----")
_DAY = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})")
_WORDS = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})")
_SERIAL = re.compile(r"\d{5}")
_MONTH = re.compile(r"\d{4}([-/.]\d{1,2}[-/.]?|年\d{1,2}月?|年|\d{2})?")

EXAMPLE = "2012-05-03"


class NotADay(ValueError):
    """Not a date; the text is the sentence's body, with what to do."""


def parse_date(cell: Cell) -> date:
    """The day a cell means. Raises NotADay."""
    if isinstance(cell, datetime):
        return _within(cell.date())
    if isinstance(cell, date):
        return _within(cell)
    if isinstance(cell, int | float):
        return _from_number(cell)
    if isinstance(cell, str):
        return _from_text(cell)
    raise NotADay(f"“{shown(cell)}”是时刻，不是日期，请按 {EXAMPLE} 的样式填写年月日。")


def _from_number(cell: float) -> date:
    """20120503 is a day as digits; 20000 to 60000 a day whose format was lost; 2012.5 a month."""
    if FIRST_SERIAL <= cell <= LAST_SERIAL and cell == int(cell):
        return EPOCH + timedelta(days=int(cell))
    return _from_text(shown(cell))


def _from_text(text: str) -> date:
    written = clean(text)
    squeezed = re.sub(r"\s+", "", _MIDNIGHT.sub("", written)).translate(_DOTS)
    if match := _DAY.fullmatch(squeezed):
        year, _, month, day = match.groups()
    elif match := _WORDS.fullmatch(squeezed) or _DIGITS.fullmatch(squeezed):
        year, month, day = match.groups()
    elif _SERIAL.fullmatch(squeezed) and FIRST_SERIAL <= int(squeezed) <= LAST_SERIAL:
        return EPOCH + timedelta(days=int(squeezed))
    elif _MONTH.fullmatch(squeezed):
        raise NotADay(f"“{written}”没有写明是哪一天，请补上日，如 {EXAMPLE}。")
    else:
        raise NotADay(f"“{written[:40]}”不是日期，请按 {EXAMPLE} 的样式填写年月日。")
    return _real(int(year), int(month), int(day))


def _real(year: int, month: int, day: int) -> date:
    try:
        return _within(date(year, month, day))
    except ValueError as error:
        if isinstance(error, NotADay):
            raise
        raise NotADay(f"没有 {year}年{month}月{day}日 这一天，请改为真实日期。") from error


def _within(day: date) -> date:
    if FIRST_YEAR <= day.year <= LAST_YEAR:
        return day
    raise NotADay(f"{day.year}年{day.month}月{day.day}日 不在 {FIRST_YEAR} 年至 {LAST_YEAR} 年之间，请核对年份。")
