"""The sheet 指标 of a report's workbook, and the indicator targets in words. Knows no database."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from campaigns import figures
from campaigns.attained import Attained, by_target, rate
from campaigns.pen import Pen, day, finish, height, write_row

HEADS = ("指标", "责任主体", "完成数", "基数", "完成比例", "目标", "是否达标", "还需", "排名", "起算日期", "到期日")
WIDTHS = (30, 26, 12, 12, 11, 14, 11, 10, 8, 13, 13)


def add(pen: Pen, rows: Iterable[Attained]) -> None:
    """The sheet, one block of bodies per target with its total last."""
    sheet = pen.sheet("指标", "指标完成情况表", WIDTHS)
    for column, label in enumerate(HEADS):
        sheet.write_string(2, column, label, pen.head)
    at = 2
    for group in by_target(rows, pen.cover.county):
        for row in group:
            at += 1
            sheet.set_row(at, height((row["label"], row["name"]), WIDTHS))
            write_row(pen, sheet, at, 0, cells(row, pen.cover.on), "is_total" in row)
    finish(sheet, at, len(HEADS), head=(2, 2), columns=2)


def cells(row: Attained, on: date) -> Iterator[tuple[str, Any]]:
    """(kind, value) of the columns; a share's parts and the share, a number alone. What is due after `on` is not missed."""
    share, met = rate(row) if row["way"] == "share" else None, row["met"]
    yield "text", row["label"]
    yield "text", row["name"]
    yield "count", row["part"]
    yield "count", row["whole"] if row["way"] == "share" else None
    yield "percent", None if share is None else float(share)
    yield "text", None if row["target"] is None else target_text(row)
    if met is False and date.fromisoformat(row["due"]) > on:
        yield "wanting", "未到期"
    else:
        yield ("dash", None) if met is None else ("met", "达标") if met else ("unmet", "未达标")
    yield "count", row["gap"]
    yield "rank", row["rank"]
    yield "text", day(date.fromisoformat(row["from"])) if row["way"] == "flow" or row["indicator"] == "growth" else None
    yield "text", day(date.fromisoformat(row["due"]))


def target_text(row: Attained) -> str:
    """`约70.0%`, `3500 人`; what is to become less reads `不多于 3 家`."""
    if row["target"] is None:
        return "—"
    if row["way"] == "share":
        return f"{row['about']}{figures.percent(Fraction(row['target']))}"
    number = f"{int(Decimal(row['target'])):,} {row['unit']}"
    return f"{row['about']}{'不多于 ' if row['fewer'] else ''}{number}"


def in_words(rows: Iterable[Attained]) -> Iterator[str]:
    """One line per target of the report's own total or body, and what does not add up."""
    last: dict[tuple[str, str], Attained] = {(row["indicator"], row["category"]): row for row in rows}
    for row in last.values():
        said = "没有分配目标" if row["target"] is None else f"达到 {target_text(row)}"
        yield f"{row['label']}：{day(date.fromisoformat(row['due']))}前{said}。"
        if row["allotted"] is not None and row["allotted"] != row["target"]:
            difference = Decimal(row["allotted"]) - Decimal(row["target"])
            yield f"　各责任主体分配合计 {Decimal(row['allotted']):f} {row['unit']}，与县目标相差 {difference:+f} {row['unit']}。"
