"""A report's figures as the tables of its page."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from campaigns import coverage, figures, indicator_sheet, workbook
from campaigns.attained import Attained, by_target, rate
from campaigns.models import Category
from campaigns.pen import DASH, day

HEADS = [label for _, labels in workbook.GROUPS for label in labels]


@dataclass(frozen=True)
class Line:
    """`cells` are (kind of workbook.cells, text, address of the list behind it or "") after the body's name."""

    name: str
    cells: list[tuple[str, str, str]]
    is_total: bool


@dataclass(frozen=True)
class Table:
    title: str
    heads: list[str]
    lines: list[Line]


def tables_of(rows: list[figures.Figure], county: str, link: Callable[[figures.Figure, int], str]) -> list[Table]:
    """汇总, then one table per category; each with its total last, as in the workbook. `link` addresses a column's list."""
    tables = []
    for category in coverage.CATEGORIES:
        title = "汇总" if category == Category.ALL else f"分类：{Category(category).label}"
        lines = [_line(figure, link) for figure in figures.of_category(rows, category, county)]
        tables.append(Table(title, HEADS, lines))
    return tables


def _line(figure: figures.Figure, link: Callable[[figures.Figure, int], str]) -> Line:
    cells = list(workbook.cells(figure))
    rate, points = figures.rate(figure), figures.change(figure)
    target = None if figure["target"] is None else Fraction(figure["target"])
    exact = {6: figures.percent(rate), 7: figures.percent(target), 10: _arrow(figures.points(points))}
    shown = [
        (kind, exact.get(index, _text(value)), link(figure, index) if value else "")
        for index, (kind, value) in enumerate(cells)
    ]
    return Line(figure["name"], shown[1:], "is_total" in figure)


def _arrow(points: str) -> str:
    """`+3.2` as `↑3.2`, `-0.5` as `↓0.5` (ui.md)."""
    return points.replace("+", "↑").replace("-", "↓")


def _text(value: Any) -> str:
    if value is None:
        return DASH
    return f"{value:,}" if isinstance(value, int) else str(value)


INDICATOR_HEADS = ["完成数", "基数", "完成比例", "目标", "是否达标", "还需", "排名"]
OF_NUMBERS = (0, 3, 4, 5)  # a number has no base, no share and no rank


def indicator_tables(
    rows: list[Attained], county: str, on: date, link: Callable[[Attained], str], *, as_kept: bool
) -> list[Table]:
    """A table per target, bodies and the total last; its title says until when.

    What is due after `on` is not missed yet: it says what is still wanting; a report (`as_kept`) says it as its workbook.
    """
    tables = []
    for group in by_target(rows, county):
        first = group[0]
        title = f"{first['label']}：{day(date.fromisoformat(first['due']))}到期"
        if first["way"] == "flow" or first["indicator"] == "growth":
            title += f"，从{day(date.fromisoformat(first['from']))}起计"
        columns = range(len(INDICATOR_HEADS)) if first["way"] == "share" else OF_NUMBERS
        heads = ["责任主体", *(INDICATOR_HEADS[column] for column in columns)]
        tables.append(Table(title, heads, [_indicator_line(row, columns, on, link, as_kept) for row in group]))
    return tables


def _indicator_line(
    row: Attained, columns: Iterable[int], on: date, link: Callable[[Attained], str], as_kept: bool
) -> Line:
    cells = list(indicator_sheet.cells(row, on))
    percent = figures.percent(rate(row)) if row["way"] == "share" else DASH
    shown = [(kind, _text(value), "") for kind, value in cells[2:9]]
    shown[0] = (shown[0][0], shown[0][1], link(row) if row["part"] else "")
    shown[2] = ("percent", percent, "")
    if shown[4][0] == "wanting" and not as_kept:
        shown[4] = (
            "wanting",
            f"{'还要减少' if row['fewer'] else '还差'} {row['gap']:,}（{day(date.fromisoformat(row['due']))}到期）",
            "",
        )
    return Line(row["name"], [shown[column] for column in columns], "is_total" in row)
