"""Files that mean harm or are simply not what they say: each is refused in Chinese, soon, and in little memory."""

import hashlib
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from registers.faults import Unreadable
from registers.reader import read
from tests.registers.workbooks import HEADER, HEADER_XML, ORGANISATIONS, TEA, overlapping, raw_workbook, table, taken

MAX_SECONDS = 5  # of processor, parent and child together: a busy machine is no fault of the reader's
MAX_MEMORY = 300  # MiB, parent and child together
ROOT = Path(__file__).resolve().parents[2]
GOOD_ROW = b'<row r="2"><c r="A2" t="inlineStr"><is><t>349999</t></is></c></row>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENTITY = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "%s">]><x>&a;</x>'

MEASURED = """
import resource, sys
sys.path.insert(0, sys.argv[1])
from django.conf import settings
settings.configure(REGISTER_MAX_BYTES=50 << 20, REGISTER_MAX_UNPACKED=1 << 30, REGISTER_MAX_ROWS=500_000)
from pathlib import Path
from tests.registers.workbooks import taken
from registers.faults import Unreadable
try:
    said = f"read {len(taken(Path(sys.argv[2]))[0])}"
except Unreadable as error:
    said = f"refused {error}"
# Not RUSAGE_SELF: that still remembers the process which started this one.
own = next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM"))
child, parent = resource.getrusage(resource.RUSAGE_CHILDREN), resource.getrusage(resource.RUSAGE_SELF)
seconds = sum(used for one in (child, parent) for used in (one.ru_utime, one.ru_stime))
print((own + child.ru_maxrss) // 1024, seconds, said)
"""


def measured(path: Path) -> tuple[float, int, str]:
    """(processor seconds, MiB at the worst, what became of it) of reading a file in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, str(ROOT), str(path)], capture_output=True, text=True, check=True, cwd=ROOT
    )
    peak, seconds, said = done.stdout.strip().split(" ", 2)
    return float(seconds), int(peak), said


def row(number: int, cells: bytes = b"") -> bytes:
    return b'<row r="%d">%s</row>' % (number, cells)


def text(place: str, content: str = "x") -> bytes:
    return f'<c r="{place}" t="inlineStr"><is><t>{content}</t></is></c>'.encode()


def bomb(path: Path) -> Path:
    return raw_workbook(path, HEADER_XML + b"<row/>" * 10_000_000)


def big_strings(path: Path) -> Path:
    """Millions of empty strings in a small file, packed less than absurdly, and more than the child may hold."""
    block = b"<si><t/></si>" * 300
    strings = b"".join(
        block + b"<!--%s-->" % hashlib.sha256(b"%d" % number).hexdigest().encode() for number in range(40_000)
    )
    return raw_workbook(path, HEADER_XML, parts={"xl/sharedStrings.xml": b"<sst>" + strings + b"</sst>"})


def many_entries(path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(6_000):
            archive.writestr(f"xl/{number}.xml", b"<x/>")
    return path


def entities(path: Path, part: str) -> Path:
    return raw_workbook(path, HEADER_XML, parts={part: ENTITY % (b"&b;" * 1000)})


def outside_file(path: Path) -> Path:
    attack = b'<?xml version="1.0"?><!-- <x> --><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><sst><si><t>&a;</t></si></sst>'
    return raw_workbook(path, HEADER_XML, parts={"xl/sharedStrings.xml": attack})


def other_encoding(path: Path) -> Path:
    attack = '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE x [<!ENTITY a "b">]><sst/>'.encode("utf-16")
    return raw_workbook(path, HEADER_XML, parts={"xl/sharedStrings.xml": attack})


def far_cell(path: Path) -> Path:
    return raw_workbook(path, HEADER_XML + row(1_048_576, text("XFD1048576")))


def far_row(path: Path) -> Path:
    return raw_workbook(path, HEADER_XML + row(1_048_576, text("H1048576")))


def far_column(path: Path) -> Path:
    return raw_workbook(path, HEADER_XML + row(2, text("XFD2")))


def scattered(path: Path) -> Path:
    """Cells within the limits, yet a dense table of them would need tens of gigabytes."""
    return raw_workbook(path, HEADER_XML + row(499_999, text("ZZ499999")))


def too_many_rows(path: Path) -> Path:
    cell = b'<c r="A%d"><v>1</v></c>'
    return raw_workbook(path, HEADER_XML + b"".join(row(n, cell % n) for n in range(2, 700_000)))


def named_twice(path: Path) -> Path:
    raw_workbook(path, HEADER_XML)
    with zipfile.ZipFile(path, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("xl/workbook.xml", b"<workbook/>")
    return path


def truncated(path: Path) -> Path:
    table(path, [HEADER, TEA])
    path.write_bytes(path.read_bytes()[:-2000])
    return path


def torn_inside(path: Path) -> Path:
    """The directory is whole, the sheet's bytes are not."""
    table(path, [HEADER, *[[f"{n:06d}", *TEA[1:]] for n in range(500)]])
    data = bytearray(path.read_bytes())
    at = data.index(b"xl/worksheets/sheet1.xml") + 200
    data[at : at + 400] = bytes(400)
    path.write_bytes(bytes(data))
    return path


def nested_garbage(path: Path) -> Path:
    return raw_workbook(path, b"<row><c><is>" * 200_000)


def no_workbook(path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", b"<document/>")
    return path


def no_sheets(path: Path) -> Path:
    return raw_workbook(path, HEADER_XML, parts={"xl/_rels/workbook.xml.rels": b"<Relationships/>"})


REFUSED = {
    "zip bomb": (bomb, "内部结构异常"),
    "strings beyond the child's memory": (big_strings, "没能在限定的内存和时间里读完"),
    "overlapping entries": (overlapping, "内部结构异常"),
    "six thousand entries": (many_entries, "内部结构异常"),
    "a part named twice": (named_twice, "内部结构异常"),
    "billion laughs in the workbook": (lambda path: entities(path, "xl/workbook.xml"), "DTD"),
    "billion laughs in the sheet": (lambda path: entities(path, "xl/worksheets/sheet1.xml"), "DTD"),
    "billion laughs in a part nobody needs": (lambda path: entities(path, "docProps/core.xml"), "DTD"),
    "external entity after a comment": (outside_file, "DTD"),
    "entities in UTF-16": (other_encoding, "内部结构异常"),
    "one cell at XFD1048576": (far_cell, "XFD1048576"),
    "one cell at H1048576": (far_row, "第 1048576 行"),
    "one cell at XFD2": (far_column, "XFD2"),
    "two cells far apart": (scattered, "没能在限定的内存和时间里读完"),
    "seven hundred thousand rows": (too_many_rows, "500000 行"),
    "truncated": (truncated, "已损坏"),
    "torn inside": (torn_inside, "已损坏"),
    "nested garbage": (nested_garbage, "已损坏|内存|内部结构"),
    "another zip": (no_workbook, "已损坏"),
    "no sheets": (no_sheets, "没有工作表"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_hostile_workbook_is_refused_soon_and_in_little_memory(tmp_path, kind):
    make, words = REFUSED[kind]
    path = make(tmp_path / "a.xlsx")

    seconds, memory, said = measured(path)

    assert said.startswith("refused")
    with pytest.raises(Unreadable, match=words):
        taken(path)
    assert seconds < MAX_SECONDS
    assert memory < MAX_MEMORY


MILLION = {
    "a million empty rows": lambda: b"".join(row(n) for n in range(3, 1_048_577)),
    "a million formatted rows": lambda: b"".join(
        b'<row r="%d" s="1" customFormat="1"><c r="A%d" s="1"/></row>' % (n, n) for n in range(3, 1_048_577)
    ),
}


@pytest.mark.parametrize("kind", MILLION)
def test_a_million_rows_are_refused_though_they_are_empty(tmp_path, kind):
    path = raw_workbook(tmp_path / "a.xlsx", HEADER_XML + GOOD_ROW + MILLION[kind]())

    seconds, memory, said = measured(path)

    assert said.startswith("refused")
    with pytest.raises(Unreadable, match="空行"):
        taken(path)
    assert seconds < MAX_SECONDS
    assert memory < MAX_MEMORY


def test_a_formatted_cell_in_the_last_corner_does_no_harm(tmp_path):
    path = raw_workbook(tmp_path / "a.xlsx", HEADER_XML + GOOD_ROW + row(1_048_576, b'<c r="XFD1048576" s="1"/>'))

    seconds, memory, said = measured(path)

    assert said == "read 1"
    assert seconds < MAX_SECONDS
    assert memory < MAX_MEMORY


@pytest.mark.parametrize(
    "dimension", [b'<dimension ref="A1:XFD1048576"/>', b'<dimension ref="A1"/>', b'<dimension ref="A9:C9"/>']
)
def test_false_dimension_is_not_believed(tmp_path, dimension):
    path = raw_workbook(tmp_path / "a.xlsx", HEADER_XML + GOOD_ROW, dimension=dimension)

    seconds, memory, said = measured(path)

    assert said == "read 1"
    assert seconds < MAX_SECONDS
    assert memory < MAX_MEMORY


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.xls", OLE + b"x" * 1000, "另存为 .xlsx"),
        ("a.xlsx", OLE + b"x" * 1000, "另存为 .xlsx"),
        ("a.xls", b"\xef\xbb\xbf<html><table>", "另存为 .xlsx"),
        ("a.xlsx", OLE + b"x" * 600 + "EncryptedPackage".encode("utf-16-le"), "密码"),
        ("a.xlsx", b"", "空的"),
        ("a.csv", b"", "空的"),
        ("a.xlsx", b" \n", "空的"),
        ("a.xlsx", ",".join(HEADER).encode(), "扩展名改为 .csv"),
        ("a.xlsx", b"<html><table>", "网页"),
        ("a.xlsx", b"%PDF-1.7", "PDF"),
        ("a.xlsx", b"\x89PNG\r\n", "图片"),
        ("a.csv", b"\x89PNG\r\n", "图片"),
        ("a.csv", b"PK\3\4", "扩展名改为 .xlsx"),
        ("a.csv", "工会编码,工会名称".encode() + b"\n1,\x00", "不是文本"),
        ("a.csv", b"\x80\x81\xff\xff,\xff", "不是文本"),
        ("a.csv", b"\xff\xfe\x00", "不是文本"),
        ("a.xlsm", b"PK\3\4", ".xlsm"),
        ("a.docx", b"PK\3\4", ".docx"),
        ("a", b"PK\3\4", "扩展名"),
        ("a.xlsx", b"PK\3\4" + b"\0" * 100, "已损坏"),
    ],
)
def test_file_that_is_not_what_it_says_is_refused(tmp_path, name, content, words):
    path = tmp_path / name
    path.write_bytes(content)

    with pytest.raises(Unreadable, match=words):
        taken(path)


def test_real_workbook_under_another_name_is_refused(tmp_path):
    with pytest.raises(Unreadable, match="扩展名改为 .xlsx"):
        taken(table(tmp_path / "a.csv", [HEADER, TEA]))


def test_file_on_the_limit_of_bytes_is_read_and_one_byte_more_is_not(tmp_path, settings):
    path = table(tmp_path / "a.xlsx", [HEADER, TEA])
    settings.REGISTER_MAX_BYTES = path.stat().st_size

    assert len(taken(path)[0]) == 1
    settings.REGISTER_MAX_BYTES -= 1
    with pytest.raises(Unreadable, match="上限"):
        taken(path)


def test_workbook_that_declares_more_than_the_limit_is_refused(tmp_path, settings):
    path = table(tmp_path / "a.xlsx", [HEADER, TEA])
    settings.REGISTER_MAX_UNPACKED = 1000

    with pytest.raises(Unreadable, match="解压后太大"):
        taken(path)


def test_no_process_is_left_behind(tmp_path):
    psutil = pytest.importorskip("psutil")
    rows = [HEADER, *[[f"{number:06d}", *TEA[1:]] for number in range(20_000)]]
    reading = read(table(tmp_path / "a.xlsx", rows), ORGANISATIONS)

    next(reading.rows)
    del reading

    assert not [child for child in psutil.Process().children() if "reader_child.py" in " ".join(child.cmdline())]
