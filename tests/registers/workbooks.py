"""A register of our own and files for it, honest and hostile. No database."""

import io
import struct
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter

from registers.declare import Column, Register
from registers.faults import Fault
from registers.fields import Row, normalise
from registers.reader import read

KINDS = {
    "县总工会": "county",
    "乡镇（街道）总工会": "town_general",
    "乡镇工会联合会": "town_federation",
    "独立基层工会": "grassroots",
    "联合基层工会": "joint",
}
ORGANISATIONS = Register(
    "organisations",
    "工会组织登记表",
    (
        Column(
            "工会编码", "code", "code", required=True, key=True, min_length=6, max_length=20, example="349999010199"
        ),
        Column("工会名称", "name", "text", required=True, max_length=100, example="示例公司工会"),
        Column("组织类型", "kind", "choice", required=True, choices=KINDS, aliases={"基层工会": "grassroots"}),
        Column("上级工会编码", "parent_code", "code", min_length=6, max_length=20, example="3499990101"),
        Column("建会日期", "established", "date", required=True, example="2012-05-03"),
        Column("批复文号", "approval", "text", max_length=50),
        Column("办公电话", "phone", "phone", example="0563-1234567"),
    ),
)
HEADER = [column.name for column in ORGANISATIONS.columns]
TEA = ["349999010101", "云岭茶业公司工会", "独立基层工会", "3499990101", "2008-05-04", "", "0563-1234567"]
UGLY = Path("/work/shared/examples/ugly/organisations.xlsx")


def table(
    path: Path, rows: Iterable[Sequence[Any]], *, sheet: str = "工会组织登记表", before: Sequence[str] = ()
) -> Path:
    """A workbook with the rows as they are, numbers as numbers, dates as dates; `before` are the sheets before."""
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "default_date_format": "yyyy-mm-dd"}) as book:
        for title in before:
            book.add_worksheet(title).write(0, 0, "填表说明")
        page = book.add_worksheet(sheet)
        for number, row in enumerate(rows):
            for place, cell in enumerate(row):
                page.write(number, place, cell)
    return path


def with_cell(column: str, cell: Any) -> list[Any]:
    """An honest row but for one cell."""
    return [cell if name == column else honest for name, honest in zip(HEADER, TEA, strict=True)]


def taken(path: Path, register: Register = ORGANISATIONS) -> tuple[list[Row], list[Fault]]:
    """What a file yields, on a fixed day."""
    return normalise(read(path, register), register, on=date(2012, 10, 31))


def codes(faults: Iterable[Fault]) -> list[tuple[int, str, str]]:
    """Faults as (row, column, code)."""
    return [(fault.row, fault.column, str(fault.code)) for fault in faults]


SHEET_HEAD = b'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
HEADER_XML = b'<row r="1">%s</row>' % b"".join(
    b'<c r="%c1" t="inlineStr"><is><t>%s</t></is></c>' % (65 + place, name.encode())
    for place, name in enumerate(HEADER)
)


def raw_workbook(
    path: Path, sheet_data: bytes, *, dimension: bytes = b"", parts: dict[str, bytes] | None = None
) -> Path:
    """An .xlsx made by hand: `sheet_data` is what stands inside <sheetData>; `parts` replace or add others."""
    main = "http://schemas.openxmlformats.org"
    sheet = SHEET_HEAD + dimension + b"<sheetData>" + sheet_data + b"</sheetData></worksheet>"
    every = {
        "[Content_Types].xml": f'<?xml version="1.0"?><Types xmlns="{main}/package/2006/content-types"/>'.encode(),
        "_rels/.rels": (
            f'<?xml version="1.0"?><Relationships xmlns="{main}/package/2006/relationships">'
            f'<Relationship Id="rId1" Type="{main}/officeDocument/2006/relationships/officeDocument"'
            ' Target="xl/workbook.xml"/></Relationships>'
        ).encode(),
        "xl/workbook.xml": (
            f'<?xml version="1.0"?><workbook xmlns="{main}/spreadsheetml/2006/main"'
            f' xmlns:r="{main}/officeDocument/2006/relationships"><sheets>'
            '<sheet name="工会组织登记表" sheetId="1" r:id="rId1"/></sheets></workbook>'
        ).encode(),
        "xl/_rels/workbook.xml.rels": (
            f'<?xml version="1.0"?><Relationships xmlns="{main}/package/2006/relationships">'
            f'<Relationship Id="rId1" Type="{main}/officeDocument/2006/relationships/worksheet"'
            ' Target="worksheets/sheet1.xml"/></Relationships>'
        ).encode(),
        "xl/worksheets/sheet1.xml": sheet,
    } | (parts or {})
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in every.items():
            archive.writestr(name, data)
    return path


def overlapping(path: Path) -> Path:
    """A workbook of which fifty entries share the bytes of one (the better zip bomb)."""
    honest = io.BytesIO()
    with zipfile.ZipFile(honest, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>" + b" " * 1_000_000)
    data = honest.getvalue()
    at = data.index(b"PK\1\2")
    entry, body = data[at : data.index(b"PK\5\6")], data[:at]
    directory = entry + b"".join(entry.replace(b"xl/workbook.xml", b"xl/workb%02dk.xml" % n) for n in range(50))
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 51, 51, len(directory), len(body), 0)
    path.write_bytes(body + directory + end)
    return path
