"""A report's figures as the tables of its page."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from campaigns import coverage, figures, workbook
from campaigns.models import Category

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
        return workbook.DASH
    return f"{value:,}" if isinstance(value, int) else str(value)
