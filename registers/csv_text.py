"""Reads a .csv as Excel and WPS save it: encoding, separator, quoted line breaks, the row numbers Excel would show."""

import codecs
import csv
from collections.abc import Callable, Iterator
from pathlib import Path

from django.conf import settings

from registers.faults import Unreadable

SEPARATORS = ",\t;"
PIECE = 1024 * 1024
SAMPLE_LINES = 10
CELL_LIMIT = 32_767  # characters, Excel's own

NOT_TEXT = "这个文件不是文本，无法当作 CSV 读取。请用 Excel 或 WPS 打开原表，另存为 .xlsx 后再上传。"

Rows = Iterator[tuple[int, list[str]]]


def csv_rows(path: Path, recognise: Callable[[list[str]], int]) -> Rows:
    """(row number, cells) of every record that is not blank.

    `recognise` tells how many column names of the register a record holds; it decides which separator the file uses.
    Raises Unreadable, also while the rows are read, when the file is no text, its quotes don't pair, or it is too long.
    """
    encoding = _encoding(path)
    return _records(path, encoding, _separator(path, encoding, recognise))


def _encoding(path: Path) -> str:
    with path.open("rb") as file:
        start = file.read(4)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        candidates = ["utf-16"]
    elif b"\0" in start:
        raise Unreadable(NOT_TEXT)
    else:
        candidates = ["utf-8-sig", "gb18030"]
    for encoding in candidates:
        if _decodes(path, encoding):
            return encoding
    raise Unreadable(NOT_TEXT)


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as file:
        try:
            while piece := file.read(PIECE):
                if "\0" in decoder.decode(piece):
                    raise Unreadable(NOT_TEXT)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _separator(path: Path, encoding: str, recognise: Callable[[list[str]], int]) -> str:
    with path.open(encoding=encoding, newline="") as file:
        lines = [file.readline(PIECE) for _ in range(SAMPLE_LINES)]
    return max(SEPARATORS, key=lambda sign: max(recognise(line.rstrip("\r\n").split(sign)) for line in lines))


def _records(path: Path, encoding: str, separator: str) -> Rows:
    csv.field_size_limit(CELL_LIMIT)
    count = number = 0
    with path.open(encoding=encoding, newline="") as file:
        records = csv.reader(file, delimiter=separator, strict=True)
        try:
            for number, cells in enumerate(records, 1):
                if not any(cells):
                    continue
                count += 1
                if count > settings.REGISTER_MAX_ROWS + SAMPLE_LINES:
                    raise Unreadable(f"这个文件超过 {settings.REGISTER_MAX_ROWS} 行，请分成几个文件上传。")
                yield number, cells
        except csv.Error as error:
            raise Unreadable(
                f"第 {number + 1} 行附近的引号不成对，无法分清各列。请用 Excel 或 WPS 打开，另存为 .xlsx 后再上传。"
            ) from error
