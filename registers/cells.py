"""What stands in a cell, before anybody judges it: cleaning of text, and how a value is shown. Pure functions."""

import re
import unicodedata
from datetime import date, datetime, time, timedelta

# What calamine and csv yield. "" is an empty cell; booleans arrive as the texts TRUE and FALSE.
Cell = str | float | int | date | datetime | time | timedelta

LOST_FROM = 10**15  # Excel keeps 15 digits of a number

_HALF_WIDTH = {
    full: full - 0xFEE0 for block in ((0xFF10, 0xFF1A), (0xFF21, 0xFF3B), (0xFF41, 0xFF5B)) for full in range(*block)
}
_SPACES = dict.fromkeys((0x3000, 0xA0, 0x2002, 0x2003, 0x2009, 0x202F), " ")
_INVISIBLE = dict.fromkeys((0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF, 0xAD))
_CONTROLS = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 127, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])
_TRANSLATION = {**_HALF_WIDTH, **_SPACES, **_INVISIBLE, **_CONTROLS, 9: " "}
_NEEDS_CLEANING = re.compile("[" + "".join(re.escape(chr(point)) for point in _TRANSLATION) + "]|^\\s|\\s$|\r")
_SPACE = re.compile(r"\s+")
_PUNCTUATION = str.maketrans("＋－—–﹣−／．（）＊，；：＃＇‘’", "+-----/.()*,;:#'''")
SCIENTIFIC = re.compile(r"\d(\.\d+)?E\+?\d+", re.IGNORECASE)


def clean(text: str) -> str:
    """The text trimmed, full-width digits and letters halved, invisible and control characters gone.

    Line breaks inside stay; full-width punctuation stays, because （） belong to names.
    """
    if text.isascii() and text.isprintable():
        return text.strip()
    if not _NEEDS_CLEANING.search(text):
        return text
    return text.translate(_TRANSLATION).replace("\r\n", "\n").replace("\r", "\n").strip()


def packed(text: str) -> str:
    """A code's text, from cleaned text: all white space out, punctuation halved, upper case, no leading apostrophe."""
    if text.isalnum() and text.isascii():
        return text.upper()
    text = "".join(text.translate(_PUNCTUATION).split()).upper()
    if text.startswith('="') and text.endswith('"'):  # the trick by which CSV files keep a code as text in Excel
        text = text[2:-1]
    return text.lstrip("'")


def plain(text: str) -> str:
    """What two labels or column names are compared by: no white space, half-width brackets, upper case."""
    return _SPACE.sub("", unicodedata.normalize("NFKC", clean(text))).upper()


def shown(cell: Cell) -> str:
    """A cell as its sender sees it: whole numbers without .0, dates as 2012-05-03."""
    if isinstance(cell, str):
        return clean(cell)
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e300 else repr(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(" ")
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell)


def is_empty(cell: Cell) -> bool:
    """True for a cell with nothing to see in it."""
    return isinstance(cell, str) and not clean(cell)
