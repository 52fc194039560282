"""Opens a register's file, finds its sheet, its header and its rows (registers.md §1). Judges no cell."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import Any

from django.conf import settings

from registers import container, sandbox, valueless
from registers.cells import Cell, is_empty, plain, shown
from registers.csv_text import csv_rows
from registers.declare import Column, Register
from registers.faults import Unreadable
from registers.progress import Phase, Progress, silent

HEADER_WITHIN = 10  # rows
FAULT_COLUMN = "错误"  # what our own fault workbook adds; anything that begins with it is passed over
CHILD = Path(__file__).with_name("reader_child.py")
CHILD_MEMORY = 200 * sandbox.MIB  # plus 20 times the file; calamine needs about 17 times
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ONE_SHEET = (
    "{}有“{}”和“{}”两张工作表，.csv 文件只装得下一张，不能导入。请把两张表放在同一个工作簿里，另存为 .xlsx 后再上传。"
)
SIGNATURES = {
    b"%PDF": "PDF 文件",
    b"\x89PNG": "图片",
    b"\xff\xd8\xff": "图片",
    b"GIF8": "图片",
    b"Rar!": "压缩包",
    b"7z\xbc\xaf": "压缩包",
    b"\x1f\x8b": "压缩包",
}

Numbered = tuple[int, list[Cell]]


@dataclass
class Reading:
    """One sheet, open. `rows` can be read once; the other facts are there at once.

    `columns` stand as in the sheet, from column A, None where a column is not the register's (or a second one of the
    same name). `rows` are (row number as Excel shows it, cells from column A, as many as `columns`); blank rows are
    left out.
    """

    path: Path
    name: str  # of the file, as its sender knows it
    register: Register
    sheet: str
    header_row: int
    header: list[Cell]
    columns: list[Column | None]
    missing: list[str]  # names of mandatory columns that no header holds
    unknown: list[str]  # names of columns that will be ignored
    titles: list[Numbered]  # the rows above the header that are not blank
    rows: Iterator[Numbered]
    expected: int = 0  # rows of data, about; 0 where nobody knows
    no_sheet: bool = False  # the workbook has no such sheet: everything mandatory is missing
    second: "Reading | None" = None  # of a register of two sheets, once it was read


def read(path: Path, register: Register, name: str = "", progress: Progress = silent) -> Reading:
    """The register's sheet in the file. `name` is the file's name where `path` is a temporary one.

    Of a register of two sheets this is the first; hand in `register.second` for the other, which may be missing.
    Raises Unreadable, with the sentence for the sender; so may the rows while they are read.
    """
    name = name or path.name
    try:
        rows, sheet, expected = _open(path, name, register, progress)
    except container.NoSuchSheet:
        lacking = [column.name for column in register.mandatory]
        return Reading(path, name, register, register.sheet_title, 1, [], [], lacking, [], [], iter(()), no_sheet=True)
    first: list[Numbered] = []
    for numbered in rows:
        first.append(numbered)
        if numbered[0] >= HEADER_WITHIN:
            break
    place = _header_place(first, register)
    header_row, header = first[place] if place is not None else (1, [])
    columns, unknown = _match(header, register)
    if place is None:
        columns = [None] * max((len(cells) for _, cells in first), default=0)
    found = {column.name for column in columns if column is not None}
    missing = [column.name for column in register.mandatory if column.name not in found]
    rest = chain(first[place + 1 :] if place is not None else first, rows)
    titles = first[:place] if place is not None else []
    return Reading(
        path,
        name,
        register,
        sheet,
        header_row,
        header,
        columns,
        missing,
        unknown,
        titles,
        _fitted(rest, len(columns)),
        max(0, expected - header_row),
    )


def first_rows(path: Path, name: str, registers: Sequence[Register]) -> tuple[list[str], list[Numbered]]:
    """The titles of the sheets, and the first rows of the one that would be read if none is named after a register.

    Raises Unreadable where the file can't be read.
    """
    any_of_them = Register("", "", tuple(column for register in registers for column in register.columns))
    if _form(path, name) == "xlsx":
        titles = container.sheet_titles(path)
        known = {sheet.sheet_title for register in registers for sheet in register.sheets}
        if any(container.plain_title(title) in known for title in titles):
            return list(map(container.plain_title, titles)), []
    rows, _, _ = _open(path, name, any_of_them, silent)
    return [], list(islice(rows, HEADER_WITHIN))


def _open(path: Path, name: str, register: Register, progress: Progress) -> tuple[Iterator[Numbered], str, int]:
    """The rows, the sheet's name and its number of rows, after everything that can be refused has been."""
    size = path.stat().st_size
    if size > settings.REGISTER_MAX_BYTES:
        raise Unreadable(
            f"文件有 {size / sandbox.MIB:.0f} MB，超过上限 {settings.REGISTER_MAX_BYTES // sandbox.MIB} MB，"
            "请删除图片和多余的工作表，或分成几个文件上传。"
        )
    if _form(path, name) == "csv":
        if register.second is not None:
            raise Unreadable(ONE_SHEET.format(register.title, register.sheet_title, register.second.sheet_title))
        rows: Iterator[Any] = csv_rows(path, lambda cells: _matches(cells, register))
        return rows, register.sheet_title, _lines_of(path)
    looked = partial(progress, Phase.OPEN)
    other = register.second.sheet_title if register.second is not None else ""
    wanted = container.Wanted(register.sheet_names, but=other, must=bool(register.link))
    title, unpacked, count, found = container.choose_sheet(path, wanted, looked)
    seconds = 3 + unpacked // (15 * sandbox.MIB)
    arguments = [title, str(CHILD_MEMORY + 20 * size), str(seconds), str(settings.REGISTER_MAX_ROWS + HEADER_WITHIN)]
    read_rows = _sheet_rows([str(path.resolve()), *arguments], seconds, progress)
    return valueless.filled_in(read_rows, found) if found else read_rows, title, count


def _lines_of(path: Path) -> int:
    with path.open("rb") as file:
        return sum(piece.count(b"\n") for piece in iter(lambda: file.read(sandbox.MIB), b""))


def _form(path: Path, name: str) -> str:
    """xlsx or csv: what both the extension and the content say. Raises Unreadable where they don't."""
    with path.open("rb") as file:
        start = file.read(65536)
    extension = name.lower().rpartition(".")[2] if "." in name else ""
    if not start.strip():
        raise Unreadable("这个文件是空的，请核对是否选错了文件，或重新保存后再上传。")
    if start.startswith(OLE):
        if extension != "xls" and _is_encrypted(path):
            raise Unreadable(container.PASSWORD)
        raise Unreadable("这是旧格式的 .xls 工作簿，无法读取。请用 Excel 或 WPS 打开，另存为 .xlsx 后再上传。")
    if extension == "xls":
        raise Unreadable("不接收 .xls 文件。请用 Excel 或 WPS 打开，另存为 .xlsx 后再上传。")
    if extension not in {"xlsx", "csv"}:
        ending = f".{extension}" if extension else "没有扩展名的"
        raise Unreadable(f"不接收 {ending} 文件，只接收 .xlsx 和 .csv。请用 Excel 或 WPS 另存为 .xlsx 后再上传。")
    return _agreed(extension, start)


def _agreed(extension: str, start: bytes) -> str:
    kind = next((kind for sign, kind in SIGNATURES.items() if start.startswith(sign)), "")
    if not kind and start.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":
        kind = "网页或 XML 文件"
    if kind:
        raise Unreadable(
            f"这个文件的扩展名是 .{extension}，内容却是{kind}，无法读取。"
            "请用 Excel 或 WPS 打开原表，另存为 .xlsx 后再上传。"
        )
    is_zip = start.startswith(b"PK")
    if extension == "csv" and is_zip:
        raise Unreadable("这个文件的扩展名是 .csv，内容却是工作簿或压缩包。请把扩展名改为 .xlsx 后再上传。")
    if extension == "xlsx" and not is_zip:
        raise Unreadable(
            "这个文件的扩展名是 .xlsx，内容却不是工作簿。"
            "如果是 CSV 文本，请把扩展名改为 .csv；否则请另存为 .xlsx 后再上传。"
        )
    return extension


def _is_encrypted(path: Path) -> bool:
    """True for an OLE file that holds an encrypted .xlsx; the stream's name stands in its directory."""
    return "EncryptedPackage".encode("utf-16-le") in path.read_bytes()


def _sheet_rows(arguments: list[str], seconds: int, progress: Progress) -> Iterator[Numbered]:
    def waiting(so_far: float) -> None:
        progress(Phase.OPEN, int(so_far * 10), 0)

    try:
        for answer in sandbox.answers(CHILD, arguments, seconds, waiting):
            if answer == "rows":
                raise Unreadable(container.TOO_MANY_ROWS.format(sheet=arguments[1], limit=settings.REGISTER_MAX_ROWS))
            if answer == "password":
                raise Unreadable(container.PASSWORD)
            if not isinstance(answer, list):
                raise Unreadable(container.BROKEN)
            yield from answer
    except sandbox.Died as error:
        raise Unreadable(
            f"工作表“{arguments[1]}”的内容太多或太散，没能在限定的内存和时间里读完。"
            "请删除表格外多余的内容，或分成几个文件上传。"
        ) from error


def _fitted(rows: Iterable[Numbered], width: int) -> Iterator[Numbered]:
    """The rows padded or cut to the header's width. Raises Unreadable for a CSV record with cells beyond it."""
    for numbered in rows:
        number, cells = numbered
        if len(cells) == width:
            yield numbered
        elif len(cells) < width:
            yield number, cells + [""] * (width - len(cells))
        elif width and not all(map(is_empty, cells[width:])):
            raise Unreadable(
                f"第 {number} 行有 {len(cells)} 列，多于表头的 {width} 列，无法分清各列：含逗号的内容要加引号。"
                "请改正，或用 Excel、WPS 另存为 .xlsx 后再上传。"
            )
        else:
            yield number, cells[:width]


def column_label(text: str) -> str:
    """What column names are compared by: no spaces, half-width brackets, no * before or after."""
    return plain(text).strip("*")


def _matches(cells: Iterable[Cell], register: Register) -> int:
    names = {column_label(column.name) for column in register.columns}
    return len(names.intersection(column_label(cell) for cell in cells if isinstance(cell, str)))


def _header_place(first: list[Numbered], register: Register) -> int | None:
    """Which of the first rows is the header: the first with every mandatory column, else the one with most names."""
    wanted = {column_label(column.name) for column in register.mandatory}
    best, most = None, 0
    for place, (number, cells) in enumerate(first):
        if number > HEADER_WITHIN:
            break
        if wanted and wanted <= {column_label(cell) for cell in cells if isinstance(cell, str)}:
            return place
        matches = _matches(cells, register)
        if matches > most:
            best, most = place, matches
    return best


def _match(header: list[Cell], register: Register) -> tuple[list[Column | None], list[str]]:
    """The register's column for each of the sheet's, and the names that are none or stand there a second time."""
    waiting = {column_label(column.name): column for column in register.columns}
    known = set(waiting)
    columns: list[Column | None] = []
    unknown = []
    for cell in header:
        name = shown(cell)
        label = column_label(name)
        columns.append(waiting.pop(label, None))
        if columns[-1] is None and label and not label.startswith(FAULT_COLUMN):
            unknown.append(f"{name}（重复的列）" if label in known else " ".join(name.split()))
    return columns, unknown
