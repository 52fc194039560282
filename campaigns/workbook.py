"""The report's workbook as the county sends it out (coverage.md §6). Knows no database and no clock."""

import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import xlsxwriter

from campaigns import figures as printed
from campaigns.figures import Figure, Uncovered
from campaigns.pen import DASH, Pen, day, finish, height, write_row

MISSING = {
    "sign": "未悬挂牌匾",
    "office": "未公布办公地点",
    "chair": "主席空缺",
    "identity": "未亮明身份",
    "contact": "未公布联系方式",
}
# (group, columns) of the two-level head; every column also stands in one row, so that machines read it too.
GROUPS = (
    ("基本情况", ("责任主体", "在册企业工会（家）")),
    ("完成情况（家）", ("亮牌子", "亮身份", "双亮覆盖（上报）", "核实")),
    ("考核情况", ("覆盖面", "目标", "是否达标", "还需（家）")),
    ("比较", ("环比（百分点）", "排名")),
)
WIDTHS = (30, 20, 10, 10, 18, 10, 10, 10, 11, 12, 16, 8)
LIST_HEAD = ("责任主体", "工会编码", "工会名称", "所缺事项", "主席", "联系电话")
LIST_WIDTHS = (30, 14, 42, 56, 10, 22)
NOTE_WIDTHS = (20, 84)
PROGRESS_EVERY = 500
INDICATORS_MEAN = (
    "新增会员：起算日期以来入会的会员，县内接转的不算；到期后不再累计。入会率：在岗会员 ÷ 所属单位申报的职工人数，超过 100% 的要核对。"
    "建会率：已建会企业 ÷ 全部企业。增长率：与起算前一天相比，那天没有会员的不考核。"
    "全县按县目标考核，各责任主体按分配数考核；比例没有另行分配的，各责任主体按同一比例考核。按准确数比较，不按显示的百分比。"
)


@dataclass(frozen=True)
class Cover:
    """What stands on the report besides its figures; texts are Chinese and printed as they are."""

    campaign: str
    unit: str  # the body whose report this is
    county: str  # the county's code: its rows are the totals
    month: date  # first day
    on: date  # the position's day, the month's last
    phase: str
    number: str
    version: int
    made_at: datetime  # aware
    made_by: str
    judged: str
    categories: tuple[tuple[str, str], ...]  # (category, label) in printed order
    scope: tuple[str, ...]
    targets: tuple[str, ...]
    corrects: str = ""  # the number of the report this one replaces
    reason: str = ""
    counts_coverage: bool = True  # False: the campaign has indicator targets only, and the sheets of 双亮 are left out
    indicators: tuple[str, ...] = ()  # what each says, in words
    verify_at: str = ""  # the address where anybody finds out whether it is genuine and still the newest


def write(
    cover: Cover,
    figures: list[Figure],
    uncovered: Iterable[Uncovered],
    *,
    checksum: str,
    names: dict[str, str],
    progress: Callable[[int], None] = lambda rows: None,
    more: Callable[[Pen], None] | None = None,
) -> bytes:
    """The workbook's bytes: 汇总, 分类, 未覆盖名单, 说明, then what `more` adds. The same arguments give the same bytes.

    `uncovered` is read once, row by row, and `progress` gets the rows written so far; memory does not grow with it.
    `names` maps a body's code to its name. Temporary files go to the system's folder and are removed.
    """
    target = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(target, options)
    made = cover.made_at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    book.set_properties(
        {"title": f"{cover.unit}{cover.campaign}通报", "author": cover.unit, "comments": cover.number, "created": made}
    )
    pen = Pen(book, cover)
    if cover.counts_coverage:
        _summary(pen, cover, figures)
        _categories(pen, cover, figures)
        _list(pen, uncovered, names, progress)
        _notes(pen, cover, checksum)
    if more is not None:
        more(pen)
    if not cover.counts_coverage:
        _notes(pen, cover, checksum)
    book.close()
    return target.getvalue()


def cells(figure: Figure) -> Iterator[tuple[str, Any]]:
    """(kind, value) of the twelve columns; rates and targets as shares, the change in percentage points."""
    rate, change = printed.rate(figure), printed.change(figure)
    yield "text", figure["name"]
    for key in ("unions", "plaque", "identity", "covered", "verified"):
        yield "count", figure[key]
    yield "percent", None if rate is None else float(rate)
    yield "percent", None if figure["target"] is None else float(figure["target"])
    met = figure["met"]
    yield ("dash", None) if met is None else ("met", "达标") if met else ("unmet", "未达标")
    # Without a target or without unions there is no gap to speak of.
    yield "count", None if met is None else figure["gap"]
    yield "points", None if change is None else float(change)
    yield "rank", figure["rank"]


def _head(pen: Pen, sheet: Any, row: int, first: int = 0) -> None:
    """The two-level head on this row and the next."""
    column = 0
    for group, labels in GROUPS:
        last = column + len(labels) - 1 + (0 if column else first)
        pen.span(sheet, row, column, last, group, pen.head)
        column = last + 1
    if first:
        sheet.write_string(row + 1, 0, "类别", pen.head)
    for column, label in enumerate((label for _, labels in GROUPS for label in labels), first):
        sheet.write_string(row + 1, column, label, pen.head)


def _summary(pen: Pen, cover: Cover, figures: list[Figure]) -> None:
    sheet = pen.sheet("汇总", f"{cover.month.year}年{cover.month.month}月覆盖情况汇总表", WIDTHS)
    _head(pen, sheet, 2)
    row = 3
    for row, figure in enumerate(printed.of_category(figures, "all", cover.county), 4):
        sheet.set_row(row, height((figure["name"],), WIDTHS))
        write_row(pen, sheet, row, 0, cells(figure), "is_total" in figure)
    finish(sheet, row, len(WIDTHS), head=(2, 3), columns=1)


def _categories(pen: Pen, cover: Cover, figures: list[Figure]) -> None:
    widths = (25, *WIDTHS)
    sheet = pen.sheet("分类", f"{cover.month.year}年{cover.month.month}月分类覆盖情况表", widths)
    _head(pen, sheet, 2, first=1)
    row = 3
    for category, label in cover.categories:
        for figure in printed.of_category(figures, category, cover.county):
            row += 1
            sheet.set_row(row, height((label, figure["name"]), widths))
            total = "is_total" in figure
            write_row(pen, sheet, row, 0, [("text", label), *cells(figure)], total)
    finish(sheet, row, len(widths), head=(2, 3), columns=2)


def _list(pen: Pen, uncovered: Iterable[Uncovered], names: dict[str, str], progress: Callable[[int], None]) -> None:
    sheet = pen.sheet("未覆盖名单", "未覆盖企业工会名单", LIST_WIDTHS)
    for column, label in enumerate(LIST_HEAD):
        sheet.write_string(2, column, label, pen.head)
    text, code = pen.plain["text"], pen.plain["code"]
    forms = (text, code, text, text, text, code)
    missing: dict[tuple[str, ...], str] = {}
    written = 0
    for written, union in enumerate(uncovered, 1):
        lacks = tuple(union["missing"])
        if lacks not in missing:
            missing[lacks] = "、".join(MISSING[condition] for condition in lacks)
        values: tuple[str, ...] = (
            names.get(union["body"]) or union["body"],
            union["union"],
            union["name"],
            missing[lacks],
            union["chair"] or DASH,
            union["phone"] or DASH,
        )
        if len(values[2]) > 20 or len(values[0]) > 14:  # most names fit on one line
            sheet.set_row(written + 2, height(values, LIST_WIDTHS))
        for column, value in enumerate(values):
            sheet.write_string(written + 2, column, value, forms[column])
        if written % PROGRESS_EVERY == 0:
            progress(written)
    if not written:
        pen.span(sheet, 3, 0, len(LIST_HEAD) - 1, "范围内的工会已全部完成双亮。", pen.plain["dash"])
    else:
        sheet.autofilter(2, 0, written + 2, len(LIST_HEAD) - 1)
    progress(written)
    finish(sheet, max(written, 1) + 2, len(LIST_HEAD), head=(2, 2), columns=0)


def _notes(pen: Pen, cover: Cover, checksum: str) -> None:
    sheet = pen.sheet("说明", "通报说明", NOTE_WIDTHS, wide=False)
    row = 1
    for row, (label, value) in enumerate(notes(cover, checksum), 2):
        sheet.set_row(row, height((label, value), NOTE_WIDTHS))
        sheet.write_string(row, 0, label, pen.head)
        sheet.write_string(row, 1, value, pen.plain["text"])
    finish(sheet, row, 2, head=(0, 1), columns=0)


def notes(cover: Cover, checksum: str) -> Iterator[tuple[str, str]]:
    """(label, text) of the sheet 说明: what this report is, what the words mean, how it can be checked."""
    made = cover.made_at
    yield "活动", cover.campaign
    yield "阶段", cover.phase
    yield "统计时点", f"{day(cover.on)}（当日终了时的情况）"
    yield "单位", cover.unit
    yield "通报编号", cover.number
    yield "版本", f"第{cover.version}版"
    if cover.corrects:
        yield "更正", f"本版更正并代替 {cover.corrects}。原因：{cover.reason}"
    yield "生成", f"{day(made)} {made:%H:%M}，{cover.made_by}"
    if cover.counts_coverage:
        yield from _of_coverage(cover)
    if cover.indicators:
        yield "指标与目标", "\n".join(cover.indicators)
        yield "指标的含义", INDICATORS_MEAN
    if cover.verify_at:
        yield "核验", f"本通报发布后，真伪和是否已被更正可在公开网站核验：{cover.verify_at}"
    what = "汇总、分类数据和未覆盖名单" + ("及指标" if cover.indicators else "")
    yield "数据校验码", f"{checksum}\n（{what}的 SHA-256；本文件的 SHA-256 存于系统，下载页可查。）"


def _of_coverage(cover: Cover) -> Iterator[tuple[str, str]]:
    yield "在册企业工会", "统计时点存在、且在活动统计范围内的工会。\n" + "\n".join(cover.scope)
    yield "亮牌子", "已悬挂工会牌匾，并已公布工会办公地点。"
    yield "亮身份", "主席在任，且主席和每位在任副主席都已亮明身份并公布联系方式。"
    yield "双亮覆盖（上报）", "亮牌子和亮身份都已完成。"
    yield "核实", "只计统计时点以前经上级工会核实的事项，仍属双亮覆盖的工会。"
    yield "覆盖面", "双亮覆盖（上报）÷ 在册企业工会；没有在册工会的写“—”。显示到一位小数，四舍五入。"
    yield "目标与达标", f"{cover.judged}；按准确数比较，不按显示的百分比。\n" + "\n".join(cover.targets)
    yield "还需", "再有多少家完成双亮即可达标；已达标的为 0。"
    yield "环比", "本时点覆盖面减上月末覆盖面，均按生成时的台账计算，单位为百分点。"
    yield "排名", "责任主体按覆盖面从高到低排列；相同的名次相同，其后的名次顺延空出；没有在册工会的不排名。"
    yield "合计", f"各责任主体与“{printed.DIRECT}”（直接隶属县总工会的基层工会）之和；一家工会只计一次。"
