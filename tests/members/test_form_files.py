"""The forms as files: A4, one page, the code and who printed it on each, choices as tick boxes."""

import io
import re
import subprocess
from pathlib import Path
from shutil import which
from typing import Any

import openpyxl
import pytest

from members.sheets.content import Printing, Sheet
from members.sheets.fill import member_sheets, officer_sheets, organisation_sheet, roster_sheet
from members.sheets.pdf import letters_missing, make_pdf
from members.sheets.xlsx import make_xlsx
from tests.conftest import Mill
from tests.factories import MembershipFactory, id_number
from tests.members.printing import DAY, cells_of, known, text_of

PRINTING = Printing("2012-10-31", "何某", "2012-10-31 16:40", "报送实名制登记表")
needs_pdftotext = pytest.mark.skipif(
    which("pdftotext") is None, reason="NO PDFTOTEXT: the words on the forms are NOT checked"
)


def a4(pdf: bytes, folder: Path) -> list[tuple[int, int]]:
    """Width and height of each page in points."""
    (folder / "a4.pdf").write_bytes(pdf)
    told = subprocess.run(["pdfinfo", "-l", "99", folder / "a4.pdf"], capture_output=True, check=True).stdout.decode()
    return [(round(float(wide)), round(float(high))) for wide, high in re.findall(r"size:\s+([\d.]+) x ([\d.]+)", told)]


@pytest.fixture
def sheets(mill: Mill) -> list[Sheet]:
    member = known(mill).member
    officer = type(mill.chair).objects.everywhere("a test").get(pk=mill.chair.pk)
    return [organisation_sheet(mill.union, on=DAY), *member_sheets([member]), *officer_sheets([officer])]


@needs_pdftotext
def test_the_pdf_says_the_record_the_code_and_who_printed_it_why(sheets: list[Sheet], tmp_path: Path) -> None:
    pdf = make_pdf(sheets, ["AAAA-BBBB-CCCC", "DDDD-EEEE-FFFF", "GGGG-HHHH-JJJJ"], PRINTING)
    told = text_of(pdf, tmp_path)

    for words in (
        "工会会员实名制登记表",
        id_number(7),
        "DDDD-EEEE-FFFF",
        "何某",
        "报送实名制登记表",
        "填表单位（盖章）",
        "填报日期：2012-10-31",
    ):
        assert words in told
    assert a4(pdf, tmp_path) == [(595, 842)] * 3


@needs_pdftotext
def test_the_roster_lies_across_and_repeats_its_head(mill: Mill, tmp_path: Path) -> None:
    for number in range(60):
        MembershipFactory(union=mill.union, id_number=id_number(200 + number))
    pdf = make_pdf([roster_sheet(mill.union)], ["AAAA-BBBB-CCCC"], PRINTING)

    pages = text_of(pdf, tmp_path).split("\f")[:-1]

    assert set(a4(pdf, tmp_path)) == {(842, 595)}
    assert len(pages) == 2
    assert all("证件号码" in page and "AAAA-BBBB-CCCC" in page for page in pages)


def test_a_character_the_font_lacks_is_named(mill: Mill) -> None:
    sheets = member_sheets([MembershipFactory(union=mill.union, name="王\U000304b3").member])

    assert letters_missing(sheets) == [(sheets[0], ["\U000304b3"])]


def test_words_are_never_read_as_markup(mill: Mill) -> None:
    member = MembershipFactory(union=mill.union, name="#panic[]", native_place="=1+1").member

    assert make_pdf(member_sheets([member]), ["AAAA-BBBB-CCCC"], PRINTING).startswith(b"%PDF")
    assert "=1+1" in cells_of(make_xlsx(member_sheets([member]), ["AAAA-BBBB-CCCC"], PRINTING))


def test_the_same_sheets_make_the_same_bytes(sheets: list[Sheet]) -> None:
    codes = ["A", "B", "C"]

    assert make_pdf(sheets, codes, PRINTING) == make_pdf(sheets, codes, PRINTING)
    assert make_xlsx(sheets, codes, PRINTING) == make_xlsx(sheets, codes, PRINTING)


def test_the_workbook_has_a_tab_for_each_that_fits_one_a4_page(sheets: list[Sheet]) -> None:
    book: Any = openpyxl.load_workbook(io.BytesIO(make_xlsx(sheets, ["AAAA-BBBB-CCCC", "B", "C"], PRINTING)))

    assert book.sheetnames == ["河畔纸厂工会", "陈河", "陈河2"]
    for page in book:
        assert page.page_setup.paperSize == 9
        assert page.sheet_properties.pageSetUpPr.fitToPage  # on one page: 1 by 1 is what stands for nothing said
        assert (page.page_setup.fitToWidth, page.page_setup.fitToHeight) == (None, None)
        assert page.merged_cells.ranges
    assert "AAAA-BBBB-CCCC" in book["河畔纸厂工会"].oddFooter.left.text
    assert any(
        "☑大专" in str(cell.value) and "□本科" in str(cell.value) for row in book["陈河"].iter_rows() for cell in row
    )


def test_the_roster_s_workbook_repeats_its_head_on_every_page(mill: Mill) -> None:
    known(mill)
    book: Any = openpyxl.load_workbook(io.BytesIO(make_xlsx([roster_sheet(mill.union)], ["A"], PRINTING)))
    page = book.active

    assert (page.page_setup.orientation, page.page_setup.fitToHeight) == ("landscape", 0)
    assert page.print_title_rows == "$1:$3"
    assert id_number(7) in cells_of(make_xlsx([roster_sheet(mill.union)], ["A"], PRINTING))
