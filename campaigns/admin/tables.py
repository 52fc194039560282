"""A report's figures as the tables of its page."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from campaigns import coverage, figures, workbook
from campaigns.models import Category

HEADS = [label for _, labels in workbook.GROUPS for label in labels]


@dataclass(frozen=True)
class Line:
    """`cells` are the texts after the body's name; `met` is None where nothing is judged."""

    name: str
    cells: list[tuple[str, str]]  # (kind of workbook.cells, text)
    is_total: bool


@dataclass(frozen=True)
class Table:
    title: str
    heads: list[str]
    lines: list[Line]


def tables_of(rows: list[figures.Figure], county: str) -> list[Table]:
    """汇总, then one table per category; each with its total last, as in the workbook."""
    tables = []
    for category in coverage.CATEGORIES:
        title = "汇总" if category == Category.ALL else f"分类：{Category(category).label}"
        lines = [_line(figure) for figure in figures.of_category(rows, category, county)]
        tables.append(Table(title, HEADS, lines))
    return tables


def _line(figure: figures.Figure) -> Line:
    cells = list(workbook.cells(figure))
    rate, points = figures.rate(figure), figures.change(figure)
    target = None if figure["target"] is None else Fraction(figure["target"])
    exact = {6: figures.percent(rate), 7: figures.percent(target), 10: figures.points(points)}
    shown = [(kind, exact.get(index, _text(value))) for index, (kind, value) in enumerate(cells)]
    return Line(figure["name"], shown[1:], "is_total" in figure)


def _text(value: Any) -> str:
    if value is None:
        return workbook.DASH
    return f"{value:,}" if isinstance(value, int) else str(value)
