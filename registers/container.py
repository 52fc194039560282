"""Looks at a stranger's .xlsx before anything parses it: what it is, how much it holds, whether it plays tricks."""

import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, NamedTuple
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.conf import settings

from registers import valueless
from registers.faults import Unreadable

MAX_ENTRIES = 5_000
MAX_RATIO = 200  # of entries that unpack to more than LARGE_ENTRY
LARGE_ENTRY = 20 * 1024 * 1024
MAX_INDEX = 4 * 1024 * 1024  # xl/workbook.xml and its relations
PROPERTIES = "docProps/custom.xml"
MAX_PROPERTIES = 64 * 1024
MAX_VALUELESS = 10_000  # cells with a formula and no value; more of them are a whole column, told once
HEAD = 4096
PIECE = 1024 * 1024

BROKEN = "这个文件已损坏或不是真正的 .xlsx 工作簿，请用 Excel 或 WPS 打开后另存为 .xlsx 再上传。"
TRICKS = "这个工作簿的内部结构异常，为安全起见不予读取。请用 Excel 或 WPS 打开后另存为 .xlsx 再上传。"
TOO_BIG = "这个工作簿解压后太大，不予读取。请删除图片和多余的工作表，或分成几个文件上传。"
PASSWORD = "这个工作簿设了打开密码，无法读取。请在 Excel 或 WPS 中去掉密码，另存为 .xlsx 后再上传。"
ENTITIES = "这个工作簿里含有外部实体声明（DTD），为安全起见不予读取。请用 Excel 或 WPS 另存为 .xlsx 后再上传。"
FAR_COLUMN = "工作表“{sheet}”在很靠右的列（{cell}）还有内容，请删除表格右侧多余的内容后再上传。"
FAR_ROW = (
    "工作表“{sheet}”第 {row} 行还有内容，而一次最多读取 {limit} 行。请删除表格下方多余的内容，或分成几个文件上传。"
)
TOO_MANY_ROWS = (
    "工作表“{sheet}”超过 {limit} 行。如果下面多是空行，请选中空行后删除并保存；确有这么多数据的，请分成几个文件上传。"
)
TOO_MANY_VALUELESS = (
    "工作表“{sheet}”里有很多公式没有结果。请用 Excel 或 WPS 打开这个文件并保存，或把公式粘贴为数值后再上传。"
)

# A document may begin with declarations and comments, never with a DTD; possessive, so that nothing is tried twice.
_PROLOGUE = re.compile(rb"(?:\xef\xbb\xbf)?\s*+(?:(?><\?.*?\?>|<!--.*?-->)\s*+)*+<[A-Za-z_]", re.DOTALL)
_ENCODING = re.compile(rb"<\?xml[^>]*encoding\s*=\s*[\"']([^\"']*)", re.DOTALL)
_FAR_CELL = re.compile(rb' r="([A-Z]{3}\d+)"(?:[^>]*[^/>])?>\s*<(?:v|is|f)\b')
_ROW_NUMBER = re.compile(rb' r="(\d{1,9})"')
_BAD_ZIP = (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, OSError, zlib.error, EOFError)


class Chosen(NamedTuple):
    """The sheet to read."""

    title: str
    unpacked: int  # bytes of the whole workbook
    rows: int  # of the sheet, header and blank ones included
    valueless: valueless.Valueless


Pieces = Callable[[int, int], None]  # handed (bytes looked at, bytes of the sheet)


class NoSuchSheet(Unreadable):
    """None of the sheets is called as asked."""


@dataclass(frozen=True)
class Wanted:
    """The sheet that is called like one of `names`; else the first visible one that is not called `but`, unless the name
    is a `must`."""

    names: tuple[str, ...]
    but: str = ""
    must: bool = False


def choose_sheet(path: Path, wanted: Wanted, looked: Pieces = lambda done, total: None) -> Chosen:
    """Which sheet to read, and how much there is.

    Raises Unreadable for whatever must not be parsed: not a zip, entries that overlap, too many or absurdly packed, DTDs,
    a password, more than REGISTER_MAX_ROWS rows; NoSuchSheet where the wanted one is not there.
    """
    with path.open("rb") as file:
        _check_entry_count(file)
        try:
            with zipfile.ZipFile(file) as archive:
                entries = _checked_entries(archive, file)
                sheets = _sheets(archive, entries)
                title, part = _pick(sheets, wanted)
                found: valueless.Valueless = {}
                rows = _scan_rows(file, entries[part], title, looked, found)
        except _BAD_ZIP as error:
            raise Unreadable(BROKEN) from error
    return Chosen(title, sum(entry.file_size for entry in entries.values()), rows, found)


def sheet_titles(path: Path) -> list[str]:
    """The titles of the worksheets, in order. Raises Unreadable for whatever must not be parsed."""
    with path.open("rb") as file:
        _check_entry_count(file)
        try:
            with zipfile.ZipFile(file) as archive:
                return [title for title, _, _ in _sheets(archive, _checked_entries(archive, file))]
        except _BAD_ZIP as error:
            raise Unreadable(BROKEN) from error


def property_of(path: Path, name: str) -> str:
    """A custom property of a workbook that was read before; empty where it has none."""
    try:
        with zipfile.ZipFile(path) as archive:
            entry = archive.getinfo(PROPERTIES)
            if entry.file_size > MAX_PROPERTIES:
                return ""
            root: Element = fromstring(archive.read(entry), forbid_dtd=True)
    except (KeyError, ParseError, DefusedXmlException, *_BAD_ZIP):
        return ""
    return next(("".join(element.itertext()).strip() for element in root if element.get("name") == name), "")


def _check_entry_count(file: IO[bytes]) -> None:
    """Counts the central directory's signatures, because opening a directory of a million entries is the attack."""
    count, tail = 0, b""
    while piece := file.read(PIECE):
        count += (tail + piece).count(b"PK\1\2")
        tail = piece[-3:]
        if count > MAX_ENTRIES:
            raise Unreadable(TRICKS)
    file.seek(0)


def _checked_entries(archive: zipfile.ZipFile, file: IO[bytes]) -> dict[str, zipfile.ZipInfo]:
    infos = archive.infolist()
    entries = {info.filename: info for info in infos}
    if sum(info.file_size for info in infos) > settings.REGISTER_MAX_UNPACKED:
        raise Unreadable(TOO_BIG)
    if len(entries) < len(infos) or any(map(_is_absurd, infos)) or _overlap(infos, file, archive.start_dir):
        raise Unreadable(TRICKS)
    if any(info.flag_bits & 1 for info in infos):
        raise Unreadable(PASSWORD)
    for info in infos:
        if info.filename.lower().endswith((".xml", ".rels", ".vml")):
            _check_head(archive, info)
    return entries


def _is_absurd(info: zipfile.ZipInfo) -> bool:
    packed = info.compress_type in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
    return not packed or (info.file_size > LARGE_ENTRY and info.file_size > MAX_RATIO * info.compress_size)


def _overlap(infos: list[zipfile.ZipInfo], file: IO[bytes], directory: int) -> bool:
    """True when two entries share bytes (the bomb of CVE-2024-0450), or one reaches into the directory."""
    end = 0
    for info in sorted(infos, key=lambda info: info.header_offset):
        if info.header_offset < end:
            return True
        start = _data_offset(file, info)
        end = start + info.compress_size
    return end > directory


def _data_offset(file: IO[bytes], info: zipfile.ZipInfo) -> int:
    file.seek(info.header_offset)
    header = file.read(30)
    if len(header) < 30 or header[:4] != b"PK\3\4":
        raise zipfile.BadZipFile
    return info.header_offset + 30 + int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")


def _check_head(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> None:
    if not info.file_size:
        return
    with archive.open(info) as part:
        head = part.read(HEAD)
    if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
        raise Unreadable(ENTITIES)
    declared = _ENCODING.match(head.removeprefix(b"\xef\xbb\xbf"))
    if (declared and declared[1].lower() not in {b"utf-8", b"utf8", b"us-ascii", b"ascii"}) or not _PROLOGUE.match(
        head
    ):
        raise Unreadable(TRICKS)


def _sheets(archive: zipfile.ZipFile, entries: dict[str, zipfile.ZipInfo]) -> list[tuple[str, str, bool]]:
    """(title, part, visible) of the worksheets, in order; chart sheets and dialogues are left out."""
    top = _relations(archive, entries, "")
    workbook = next((part for kind, part in top.values() if kind == "officeDocument"), "")
    relations = _relations(archive, entries, workbook)
    sheets = []
    for element in _index(archive, entries, workbook).iter():
        if element.tag.rpartition("}")[2] != "sheet":
            continue
        relation_id = next((value for name, value in element.items() if name.endswith("}id")), "")
        kind, part = relations.get(relation_id, ("", ""))
        if kind == "worksheet" and part in entries:
            sheets.append((element.get("name", ""), part, element.get("state", "visible") == "visible"))
    return sheets


def _relations(archive: zipfile.ZipFile, entries: dict[str, zipfile.ZipInfo], part: str) -> dict[str, tuple[str, str]]:
    """What a part refers to, by id: the last word of the relation's type, and the other part's name."""
    folder, name = posixpath.split(part)
    found = {}
    for relation in _index(archive, entries, posixpath.join(folder, "_rels", f"{name}.rels")):
        target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target", "")))
        found[relation.get("Id", "")] = (relation.get("Type", "").rpartition("/")[2], target.lstrip("/"))
    return found


def _index(archive: zipfile.ZipFile, entries: dict[str, zipfile.ZipInfo], name: str) -> Element:
    if name not in entries or entries[name].file_size > MAX_INDEX:
        raise Unreadable(BROKEN)
    try:
        root: Element = fromstring(archive.read(entries[name]), forbid_dtd=True)
    except (ParseError, DefusedXmlException) as error:
        raise Unreadable(BROKEN) from error
    return root


def plain_title(title: str) -> str:
    """A sheet's title as it is compared: without white space."""
    return "".join(title.split())


def _pick(sheets: list[tuple[str, str, bool]], wanted: Wanted) -> tuple[str, str]:
    for name in wanted.names:
        for title, part, _ in sheets:
            if plain_title(title) == name:
                return title, part
    if wanted.must:
        raise NoSuchSheet(f"这个工作簿里没有名为“{wanted.names[0]}”的工作表。")
    others = [sheet for sheet in sheets if not wanted.but or plain_title(sheet[0]) != wanted.but]
    first = [sheet for sheet in others if sheet[2]] or others
    if not first:
        raise Unreadable("这个工作簿里没有工作表，请核对是否选错了文件。")
    return first[0][0], first[0][1]


def _scan_rows(file: IO[bytes], info: zipfile.ZipInfo, sheet: str, looked: Pieces, found: valueless.Valueless) -> int:
    """The number of rows; adds to `found` the cells without a value.

    Refuses a sheet with more rows than allowed, empty ones included, or with content far right.
    """
    limit = settings.REGISTER_MAX_ROWS
    rows, seen, empty, tail = 0, 0, 0, b""
    for piece in _inflated(file, info):
        seen += len(piece)
        looked(seen, info.file_size)
        text = tail + piece
        last = max(text.rfind(b"<v"), text.rfind(b"<is"))
        if far := _FAR_CELL.search(text):
            raise Unreadable(FAR_COLUMN.format(sheet=sheet, cell=far[1].decode()))
        if last >= 0:
            start = text.rfind(b"<row", 0, last)
            number = _ROW_NUMBER.search(text, start, start + 200) if start >= 0 else None
            if number and int(number[1]) > limit + 1000:
                raise Unreadable(FAR_ROW.format(sheet=sheet, row=int(number[1]), limit=limit))
        empty += valueless.find(text, found)
        if empty > MAX_VALUELESS:
            raise Unreadable(TOO_MANY_VALUELESS.format(sheet=sheet))
        tail = text[-300:]
        rows += text.count(b"<row") - tail.count(b"<row")
        if rows > limit + 1000:
            raise Unreadable(TOO_MANY_ROWS.format(sheet=sheet, limit=limit))
    return rows


def _inflated(file: IO[bytes], info: zipfile.ZipInfo) -> Iterator[bytes]:
    """The part's bytes in pieces of about 1 MiB, never more than it declares."""
    file.seek(_data_offset(file, info))
    stream = zlib.decompressobj(-zlib.MAX_WBITS) if info.compress_type == zipfile.ZIP_DEFLATED else None
    left, given = info.compress_size, 0
    while left > 0 and not (stream and stream.eof):
        block = file.read(min(left, 65536))
        if not block:
            raise zipfile.BadZipFile
        left -= len(block)
        while block:
            piece = stream.decompress(block, PIECE) if stream else block
            block = stream.unconsumed_tail if stream else b""
            given += len(piece)
            if given > info.file_size:
                raise Unreadable(TRICKS)
            yield piece
