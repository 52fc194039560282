"""The workbook of the monthly report, read back cell by cell."""

import io
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl
import pytest

from campaigns import figures, workbook
from tests.campaigns import report_sample as sample

COLUMNS = [
    "责任主体",
    "在册企业工会（家）",
    "亮牌子",
    "亮身份",
    "双亮覆盖（上报）",
    "核实",
    "覆盖面",
    "目标",
    "是否达标",
    "还需（家）",
    "环比（百分点）",
    "排名",
]


def made(cover: workbook.Cover = sample.COVER, rows: Any = None, uncovered: Any = None) -> bytes:
    rows = sample.figures() if rows is None else rows
    uncovered = sample.uncovered() if uncovered is None else uncovered
    checksum = figures.checksum(rows, uncovered)
    return workbook.write(cover, rows, uncovered, checksum=checksum, names=sample.NAMES)


def read(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data))


def rows_of(sheet: Any, first: int) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in sheet.iter_rows(min_row=first)]


@pytest.fixture(scope="module")
def book() -> Any:
    return read(made())


def test_county_finds_four_sheets_in_order(book: Any) -> None:
    assert book.sheetnames == ["汇总", "分类", "未覆盖名单", "说明"]


def test_county_reads_the_summary(book: Any) -> None:
    sheet = book["汇总"]

    assert [cell.value for cell in sheet[4]] == COLUMNS
    assert rows_of(sheet, 5) == [
        ["天河镇总工会", 1200, 800, 800, 800, 400, 2 / 3, 0.5, "达标", 0, pytest.approx(-0.2825, abs=1e-4), 1],
        ["云岭县经济开发区工会", 3, 1, 1, 1, 0, 1 / 3, 0.5, "未达标", 1, "—", 2],
        ["南溪乡工会联合会", 0, 0, 0, 0, 0, "—", 0.5, "—", "—", "—", "—"],
        ["教育系统工会联合会", 9, 3, 3, 3, 1, 1 / 3, 0.5, "未达标", 2, pytest.approx(-11.1111, abs=1e-4), 2],
        ["县总工会直属", 2, 1, 1, 1, 1, 0.5, "—", "—", "—", 0, "—"],
        ["合计", 1214, 805, 805, 805, 402, 805 / 1214, 0.5, "达标", 0, pytest.approx(-0.4409, abs=1e-4), "—"],
    ]


@pytest.mark.parametrize(("sheet", "first"), [("汇总", 1), ("分类", 2)])
def test_every_column_of_counts_adds_up_to_its_total(book: Any, sheet: str, first: int) -> None:
    counted: list[list[int]] = []
    totals = 0
    for row in rows_of(book[sheet], 5):
        counts = row[first : first + 5]
        if row[first - 1] == "合计":
            assert counts == [sum(column) for column in zip(*counted, strict=True)]
            counted, totals = [], totals + 1
        else:
            counted.append(counts)
    assert counted == []
    assert totals == {"汇总": 1, "分类": 3}[sheet]


def test_percentages_are_numbers_that_show_one_decimal(book: Any) -> None:
    sheet = book["汇总"]

    assert [sheet.cell(5, column).number_format for column in (7, 8, 11)] == ["0.0%", "0.0%", "+0.0;-0.0;0.0"]
    assert isinstance(sheet.cell(5, 7).value, float)


def test_categories_stand_one_below_the_other(book: Any) -> None:
    sheet = book["分类"]

    assert [cell.value for cell in sheet[4]] == ["类别", *COLUMNS]
    assert [row[0] for row in rows_of(sheet, 5)] == ["全部"] * 6 + ["国有企业"] * 5 + ["获市以上荣誉的非公企业"] * 5


def test_county_reads_whom_to_call_and_why(book: Any) -> None:
    sheet = book["未覆盖名单"]

    assert [cell.value for cell in sheet[3]] == list(workbook.LIST_HEAD)
    assert rows_of(sheet, 4) == [
        [
            "天河镇总工会",
            "349999200001",
            "=1+1工会",
            "未悬挂牌匾、未公布办公地点、未亮明身份、未公布联系方式",
            "王晓明",
            "0551-0000001",
        ],
        [
            "县总工会直属",
            "009999200002",
            "@云岭县第一建筑安装工程有限责任公司机械化施工分公司工会委员会",
            "主席空缺",
            "—",
            "—",
        ],
        ["教育系统工会联合会", "349999200003", "https://example.invalid 工会", "未公布联系方式", "李静", "00000000000"],
    ]


def test_a_name_that_looks_like_a_formula_stays_text(book: Any) -> None:
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None}

    assert kinds <= {"s", "n"}
    assert not any(sheet._hyperlinks for sheet in book)


def test_codes_and_phones_are_text_in_text_cells(book: Any) -> None:
    sheet = book["未覆盖名单"]

    assert {
        (sheet.cell(row, column).data_type, sheet.cell(row, column).number_format)
        for row in (4, 6)
        for column in (2, 6)
    } == {("s", "@")}


def test_notes_say_what_this_is_and_how_to_check_it(book: Any) -> None:
    notes = dict(rows_of(book["说明"], 3))

    assert notes["活动"] == "“双亮”活动"
    assert notes["阶段"] == "第三阶段：全面推进"
    assert notes["统计时点"].startswith("2012年10月31日")
    assert notes["版本"] == "第1版"
    assert notes["生成"] == "2012年11月1日 02:00，系统自动生成"
    assert notes["数据校验码"].startswith(figures.checksum(sample.figures(), sample.uncovered()))
    assert "更正" not in notes


def test_a_correction_names_what_it_replaces_and_why() -> None:
    cover = replace(sample.COVER, version=2, corrects="shuangliang-2012-3499990000-201210-1", reason="漏计教育系统")

    notes = dict(rows_of(read(made(cover))["说明"], 3))

    assert notes["更正"] == "本版更正并代替 shuangliang-2012-3499990000-201210-1。原因：漏计教育系统"


@pytest.mark.parametrize("name", ["汇总", "分类", "未覆盖名单", "说明"])
def test_every_sheet_prints_on_a4_with_its_head_repeated(book: Any, name: str) -> None:
    sheet = book[name]

    assert sheet.page_setup.paperSize == 9
    assert sheet.page_setup.orientation == ("portrait" if name == "说明" else "landscape")
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (None, 0)  # one wide is the default
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows
    assert sheet.print_area
    assert sheet.freeze_panes
    assert "&P" in sheet.oddFooter.center.text


def test_the_same_report_made_twice_is_the_same_file() -> None:
    assert made() == made()


def test_a_body_reads_its_own_row_only() -> None:
    rows = figures.of_body(sample.figures(), "3499990100")
    uncovered = figures.of_body(sample.uncovered(), "3499990100")

    book = read(made(sample.BODY_COVER, rows, uncovered))

    assert [row[0] for row in rows_of(book["汇总"], 5)] == ["天河镇总工会"]
    assert [row[1] for row in rows_of(book["未覆盖名单"], 4)] == ["349999200001"]


def test_an_empty_list_says_so() -> None:
    sheet = read(made(uncovered=[]))["未覆盖名单"]

    assert sheet.cell(4, 1).value == "范围内的工会已全部完成双亮。"


def test_figures_that_do_not_add_up_are_not_printed() -> None:
    rows = sample.figures()
    rows[0]["covered"] += 100

    with pytest.raises(figures.DoNotAddUp):
        made(rows=rows)


def test_an_ampersand_in_a_name_does_not_become_a_footer_code() -> None:
    sheet = read(made(replace(sample.COVER, unit="甲&A乙工会")))["汇总"]

    assert sheet.oddFooter.left.text == "甲&&A乙工会"


@pytest.mark.parametrize(
    ("covered", "unions", "shown"),
    [(0, 7, "0.0%"), (7, 7, "100.0%"), (1333, 2000, "66.7%"), (6664, 10000, "66.6%"), (1, 3, "33.3%"), (0, 0, "—")],
)
def test_shares_round_half_up(covered: int, unions: int, shown: str) -> None:
    assert figures.percent(figures.rate({"covered": covered, "unions": unions})) == shown


@pytest.mark.parametrize(
    ("now", "before", "shown"),
    [
        ((1, 2), (1, 4), "+25.0"),
        ((1, 4), (1, 2), "-25.0"),
        ((1, 2), (1, 2), "0.0"),
        ((1, 2), (0, 0), "—"),
        ((0, 0), (1, 2), "—"),
    ],
)
def test_changes_show_their_sign(now: tuple[int, int], before: tuple[int, int], shown: str) -> None:
    row = {"covered": now[0], "unions": now[1], "previous_covered": before[0], "previous_unions": before[1]}

    assert figures.points(figures.change(row)) == shown


def test_made_in_another_time_zone_is_the_same_instant() -> None:
    utc = datetime(2012, 10, 31, 18, 0, 9, tzinfo=ZoneInfo("UTC"))

    properties = read(made(replace(sample.COVER, made_at=utc))).properties

    assert properties.created == read(made()).properties.created
    assert sample.COVER.on == date(2012, 10, 31)
