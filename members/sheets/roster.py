"""会员花名册 as a workbook to print: A4 across, heads repeated, whose it is and what for on every sheet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Any

import xlsxwriter

WATERMARK = "仅供工会工作使用"
HEADS = (
    ("序号", 5), ("姓名", 10), ("性别", 5), ("出生日期", 11), ("证件号码", 21), ("移动电话", 13), ("入会日期", 11),
    ("会籍状态", 9), ("工作单位", 22), ("就业状况", 11), ("农民工", 7), ("劳务派遣", 9),
)  # fmt: skip
FIRST = 4  # rows above the first person: title, whose, watermark, heads


@dataclass(frozen=True)
class Person:
    """A line of the roster; numbers as they are to stand there, masked or whole."""

    name: str
    sex: str
    born_on: date | None
    number: str
    mobile: str
    since: date
    state: str
    employer: str
    employment: str
    is_migrant: bool | None
    is_dispatched: bool | None


def workbook(union: str, people: Sequence[Person], *, reason: str, by: str, at: datetime) -> bytes:
    """The file, with the union, who took it, when and for what on it, and on every printed page."""
    made = BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": f"{union}会员花名册", "comments": WATERMARK})
    sheet = book.add_worksheet("会员花名册")
    looks = _looks(book)
    mark = f"{WATERMARK} · {union} · {by} · {at:%Y-%m-%d %H:%M} 下载 · 用途：{reason}"
    last = len(HEADS) - 1
    sheet.merge_range(0, 0, 0, last, f"{union}会员花名册", looks["title"])
    sheet.merge_range(1, 0, 1, last, f"共 {len(people)} 人，{at:%Y年%-m月%-d日}", looks["quiet"])
    sheet.merge_range(2, 0, 2, last, mark, looks["mark"])
    for column, (head, width) in enumerate(HEADS):
        sheet.set_column(column, column, width)
        sheet.write_string(FIRST - 1, column, head, looks["head"])
    for number, person in enumerate(people, 1):
        for column, value in enumerate(_cells(number, person)):
            _write(sheet, FIRST - 1 + number, column, value, looks)
    _paper(sheet, last, len(people), mark)
    book.close()
    return made.getvalue()


def _cells(number: int, person: Person) -> tuple[Any, ...]:
    return (
        number,
        person.name,
        person.sex,
        person.born_on,
        person.number,
        person.mobile,
        person.since,
        person.state,
        person.employer,
        person.employment,
        _said(person.is_migrant),
        _said(person.is_dispatched),
    )


def _said(value: bool | None) -> str:
    return "" if value is None else ("是" if value else "否")


def _write(sheet: Any, row: int, column: int, value: Any, looks: dict[str, Any]) -> None:
    if isinstance(value, date):
        sheet.write_datetime(row, column, datetime(value.year, value.month, value.day), looks["day"])  # noqa: DTZ001 (Excel knows no zones)
    elif isinstance(value, int):
        sheet.write_number(row, column, value, looks["cell"])
    else:
        sheet.write_string(row, column, value or "", looks["cell"])


def _looks(book: Any) -> dict[str, Any]:
    cell = {"border": 1, "valign": "vcenter", "font_size": 10, "text_wrap": True}
    return {
        "title": book.add_format({"bold": True, "font_size": 16, "align": "center"}),
        "quiet": book.add_format({"align": "center", "font_size": 10}),
        "mark": book.add_format({"align": "center", "font_size": 10, "font_color": "#a11d16"}),
        "head": book.add_format({**cell, "bold": True, "align": "center", "bg_color": "#eceef1"}),
        "cell": book.add_format(cell),
        "day": book.add_format({**cell, "align": "center", "num_format": "yyyy-mm-dd"}),
    }


def _paper(sheet: Any, last: int, people: int, mark: str) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.7)
    sheet.repeat_rows(FIRST - 1)
    sheet.print_area(0, 0, FIRST - 1 + people, last)
    sheet.freeze_panes(FIRST, 2)
    # A header holds 255 characters, and & begins a code there.
    sheet.set_header(f"&C&10&KA11D16{mark.replace('&', '&&')[:200]}")
    sheet.set_footer(f"&L{WATERMARK}&R第 &P 页，共 &N 页")
