"""What the tests of printed forms share: a union with people on file, and reading what was printed."""

import io
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl

from members.models import FormPrint, Membership
from members.sheets.content import Sheet
from tests.conftest import Mill
from tests.factories import MembershipFactory, id_number
from unions.operations import employers, officers, organisations

DAY = date(2012, 10, 31)


def known(mill: Mill) -> Membership:
    """One member of whom everything is on file."""
    organisations.change_details(mill.union, credit_code="", established_on=date(2009, 3, 1), by=None)
    employers.change_details(mill.employer, staff=120, address="河畔镇码头路3号", by=None)
    officers.change_details(mill.chair, id_number=id_number(7), sex="", by=None)
    return MembershipFactory(
        union=mill.union,
        employer=mill.employer,
        name="陈河",
        id_number=id_number(7),
        since=date(2011, 5, 1),
        mobile="13900000001",
        ethnicity="03",
        employment="on_post",
        education="college",
        skill_level="second",
        political_status="01",
        native_place="云岭县",
        hukou_type="agricultural",
        is_migrant=True,
    )


def prints() -> Any:
    return FormPrint.objects.everywhere("a test")


def boxes(sheet: Sheet) -> dict[str, str]:
    return {box.label: box.value for group in sheet.groups for row in group.rows for box in row}


def text_of(pdf: bytes, folder: Path) -> str:
    (folder / "form.pdf").write_bytes(pdf)
    told = subprocess.run(["pdftotext", "-layout", folder / "form.pdf", "-"], capture_output=True, check=True)
    return told.stdout.decode()


def cells_of(xlsx: bytes) -> list[str]:
    book = openpyxl.load_workbook(io.BytesIO(xlsx))
    return [str(cell.value) for page in book for row in page.iter_rows() for cell in row if cell.value is not None]
