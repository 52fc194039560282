"""Tables of 帮扶统计: lines of cells, each cell with the address of the list behind it."""

from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from config.relief.asked import Question
from hardship.money import figures as money


@dataclass(frozen=True)
class Cell:
    text: str
    url: str = ""


@dataclass(frozen=True)
class Line:
    """`share` is the bar's length in per cent of the longest, None without a bar."""

    name: str
    cells: list[Cell]
    url: str = ""
    is_total: bool = False
    share: float | None = None


@dataclass(frozen=True)
class Table:
    """`title` says what it shows, `empty` why it shows nothing; `note` explains below."""

    slug: str
    title: str
    heads: list[str]
    lines: list[Line]
    empty: str
    note: str = ""
    first: str = "责任主体"
    has_bars: bool = field(default=False)


def address(question: Question, **changes: Any) -> str:
    return f"{reverse('admin:relief_figures_list')}?{question.query(**changes)}"


def number(question: Question, count: int, **changes: Any) -> Cell:
    return Cell(f"{count:,}", address(question, **{"show": "applications"} | changes) if count else "")


def amount(question: Question, sum_: Any, **changes: Any) -> Cell:
    return Cell(money(sum_), address(question, **changes) if sum_ else "")


def share(part: Any, most: Any) -> float:
    return round(float(part / most) * 100, 2) if most else 0.0


def yuan(sum_: Any) -> str:
    return "—" if sum_ is None else money(sum_)
