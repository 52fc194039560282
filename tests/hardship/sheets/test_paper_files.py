"""The papers of relief as PDF and as workbook: the same words, A4, heads again on every page."""

import io
import re
import subprocess
from dataclasses import replace
from pathlib import Path
from shutil import which
from typing import Any

import openpyxl
import pytest

from hardship.sheets.application import application_paper
from hardship.sheets.archive import archive_paper
from hardship.sheets.content import Paper
from hardship.sheets.notice import Posted, notice_paper
from hardship.sheets.payment import payments_paper
from hardship.sheets.pdf import letters_missing, make_pdf
from hardship.sheets.visit import receipts_paper
from hardship.sheets.xlsx import make_xlsx
from members.sheets.content import Printing
from tests.hardship.sheets.papers import (
    FILE,
    HOUSEHOLD,
    PAPERS,
    application_facts,
    archive_facts,
    batch_facts,
    group_facts,
    notice_facts,
)

PRINTING = Printing("2012-10-31", "何某", "2012-10-31 16:40", "报送元旦春节送温暖")
CODE = "AAAA-BBBB-CCCC"
LONG = "买买提江·阿不都热合曼·吐尔逊"
needs_pdftotext = pytest.mark.skipif(which("pdftotext") is None, reason="NO PDFTOTEXT: the words are NOT checked")


def pages_of(papers: list[Paper], folder: Path) -> list[str]:
    """The words of each page without blanks: a cell's lines follow one another."""
    (folder / "paper.pdf").write_bytes(make_pdf(papers, [CODE] * len(papers), PRINTING))
    told = subprocess.run(["pdftotext", "-raw", folder / "paper.pdf", "-"], capture_output=True, check=True).stdout
    return [packed(page) for page in told.decode().split("\f")[:-1]]


def packed(text: str) -> str:
    return re.sub(r"\s", "", text)


def book_of(paper: Paper) -> Any:
    return openpyxl.load_workbook(io.BytesIO(make_xlsx([paper], [CODE], PRINTING)))


def cells_of(paper: Paper) -> list[str]:
    cells = [cell.value for row in book_of(paper).active.iter_rows() for cell in row if cell.value is not None]
    cells.append(book_of(paper).active.oddFooter.left.text)
    return [packed(f"{value:,.2f}" if isinstance(value, int | float) else value) for value in cells]


def words_of(paper: Paper) -> set[str]:
    """Every value by itself; choices one by one."""
    return {packed(word) for text in paper.words() for word in text.split("、") if packed(word)}


@needs_pdftotext
@pytest.mark.parametrize("name", PAPERS)
def test_the_pdf_and_the_workbook_say_the_same(name: str, tmp_path: Path) -> None:
    printed, cells = "".join(pages_of([PAPERS[name]], tmp_path)), "\n".join(cells_of(PAPERS[name]))

    for word in words_of(PAPERS[name]):
        assert word in printed
        assert word in cells


@needs_pdftotext
def test_every_page_says_the_code_the_printer_the_body_the_day_and_how_many(tmp_path: Path) -> None:
    many = payments_paper(batch_facts(payments=batch_facts().payments * 20))
    pages = pages_of([many, PAPERS["file"]], tmp_path)

    assert len(pages) == 4
    for number, page in enumerate(pages[:3], 1):
        assert f"第{number}页，共3页" in page
        assert "云岭县总工会2012-10-31" in page
        assert "账号金额（元）" in page
    assert "第1页，共1页" in pages[3]
    assert all(CODE in page and "打印：何某" in page and "用途：报送元旦春节送温暖" in page for page in pages)


def sizes(papers: list[Paper], folder: Path) -> set[tuple[int, int]]:
    (folder / "a4.pdf").write_bytes(make_pdf(papers, [CODE] * len(papers), PRINTING))
    told = subprocess.run(["pdfinfo", "-l", "99", folder / "a4.pdf"], capture_output=True, check=True).stdout.decode()
    return {(round(float(wide)), round(float(high))) for wide, high in re.findall(r"size:\s+([\d.]+) x ([\d.]+)", told)}


@needs_pdftotext
def test_forms_stand_and_lists_lie_on_a4(tmp_path: Path) -> None:
    assert sizes([PAPERS[name] for name in ("file", "application", "notice", "notice-result")], tmp_path) == {
        (595, 842)
    }
    assert sizes([PAPERS[name] for name in ("schedule", "receipts", "payments")], tmp_path) == {(842, 595)}


@needs_pdftotext
def test_a_household_of_eight_and_its_long_names_are_printed_whole(tmp_path: Path) -> None:
    household = tuple(replace(HOUSEHOLD[number % 4], name=f"{LONG}{number}") for number in range(8))
    paper = archive_paper(archive_facts(household, replace(FILE, description="家中连续遭遇变故，" * 25)))
    printed, cells = "".join(pages_of([paper], tmp_path)), cells_of(paper)

    for number in range(8):
        assert f"{LONG}{number}" in printed
        assert f"{LONG}{number}" in cells
    assert "家庭成员（共8人，计入家庭人口3人）" in printed


@needs_pdftotext
def test_a_household_of_eight_fits_one_page(tmp_path: Path) -> None:
    assert len(pages_of([archive_paper(archive_facts(HOUSEHOLD * 2))], tmp_path)) == 1


@needs_pdftotext
def test_a_long_sheet_to_post_goes_on_with_its_heads(tmp_path: Path) -> None:
    people = tuple(Posted(f"王某{number}", "制浆车间", "相对困难", "生活救助") for number in range(45))
    pages = pages_of([notice_paper(notice_facts(people=people))], tmp_path)

    assert len(pages) == 2
    assert all("序号姓名部门困难类别拟帮扶类别" in page for page in pages)


def test_words_are_never_read_as_markup_or_formulas(tmp_path: Path) -> None:
    paper = application_paper(application_facts(name="#panic[]", explained='=HYPERLINK("http://x")', workplace="<b>"))
    sheet = book_of(paper).active

    assert make_pdf([paper], [CODE], PRINTING).startswith(b"%PDF")
    assert '=HYPERLINK("http://x")' in cells_of(paper)
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}


def test_a_character_the_font_lacks_is_named() -> None:
    paper = archive_paper(archive_facts(file=replace(FILE, note="王\U000304b3")))

    assert letters_missing([PAPERS["notice"], paper]) == [(paper, ["\U000304b3"])]


def test_the_same_papers_make_the_same_bytes() -> None:
    papers = list(PAPERS.values())
    codes = [CODE] * len(papers)

    assert make_pdf(papers, codes, PRINTING) == make_pdf(papers, codes, PRINTING)
    assert make_xlsx(papers, codes, PRINTING) == make_xlsx(papers, codes, PRINTING)


def test_the_workbook_prints_on_a4_with_the_code_and_the_pages() -> None:
    page = book_of(PAPERS["payments"]).active
    form = book_of(PAPERS["file"]).active

    assert (page.page_setup.paperSize, page.page_setup.orientation) == (9, "landscape")
    assert (form.page_setup.paperSize, form.page_setup.orientation) == (9, "portrait")
    assert page.print_title_rows == "$1:$4"
    assert CODE in page.oddFooter.left.text
    assert "云岭县总工会" in page.oddFooter.left.text
    assert page.oddFooter.right.text.replace(" ", "") == "第&P页，共&N页"


@pytest.mark.parametrize(("paper", "pages"), [("application", 1), ("file", 1), ("payments", 0)])
def test_a_form_fits_one_page_of_the_workbook_and_a_list_takes_as_many_as_it_needs(paper: str, pages: int) -> None:
    sheet = book_of(PAPERS[paper]).active

    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.page_setup.fitToHeight == (pages if pages != 1 else None)  # one is what is not written down


def test_a_form_too_long_to_be_read_on_one_page_goes_on_with_another() -> None:
    long = application_facts(materials=application_facts().materials * 4)

    assert book_of(application_paper(long)).active.page_setup.fitToHeight == 0


def test_the_sums_of_a_list_can_be_added_up_in_the_workbook() -> None:
    sheet = book_of(receipts_paper(group_facts())).active
    numbers = [cell.value for row in sheet.iter_rows() for cell in row if isinstance(cell.value, int | float)]

    assert numbers == [500, 333.33, 500, 333.33, 500, 333.34]


def test_two_papers_of_one_name_have_two_tabs() -> None:
    book = openpyxl.load_workbook(io.BytesIO(make_xlsx([PAPERS["file"]] * 2, ["A", "B"], PRINTING)))

    assert book.sheetnames == ["陈河", "陈河2"]
