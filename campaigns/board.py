"""进展公示: the figures of one issued report by body, as a sentence, bars and a table. Pure but for the report's numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from campaigns import figures
from campaigns.figures import Figure
from campaigns.models import Category


@dataclass(frozen=True)
class Line:
    """A body's row. `share` and `mark` (the target) are per cent for the bar; `number` is its report's, "" without one."""

    name: str
    figure: Figure
    rate: str
    target: str
    change: str
    share: str
    mark: str
    number: str
    is_total: bool = False
    is_direct: bool = False


@dataclass(frozen=True)
class Board:
    """`sentence` is the fact of the month; `lines` are the bodies by rank, then those not ranked; `total` the county."""

    sentence: str
    lines: list[Line]
    total: Line


def board(rows: list[Figure], category: str, numbers: Mapping[str, str], *, on: date) -> Board | None:
    """Of a county report's rows; `numbers` are the reports' public numbers by body's code. None without such rows."""
    county = rows[-1]["body"] if rows else ""
    printed = list(figures.of_category(rows, category, county))
    if not printed or "is_total" not in printed[-1]:
        return None
    lines = [_line(figure, numbers, county) for figure in printed]
    bodies = sorted(lines[:-1], key=lambda line: (line.is_direct, line.figure["rank"] or len(lines)))
    return Board(_sentence(printed[-1], category, on), bodies, lines[-1])


def _line(figure: Figure, numbers: Mapping[str, str], county: str) -> Line:
    rate = figures.rate(figure)
    target = Fraction(figure["target"]) if figure["target"] else None
    is_total = "is_total" in figure
    is_direct = figure["body"] == county and not is_total
    return Line(
        "全县合计" if is_total else figure["name"],
        figure,
        figures.percent(rate),
        figures.percent(target),
        moved(figures.change(figure)),
        _per_cent(rate),
        _per_cent(target) if target is not None else "",
        "" if is_direct else numbers.get(figure["body"], ""),
        is_total,
        is_direct,
    )


def moved(difference: Fraction | None) -> str:
    """The change in percentage points as people read it: ↑3.2, ↓0.5, 持平, or a dash."""
    if difference is None:
        return "—"
    points = figures.points(difference)
    if points.startswith("+"):
        return f"↑{points[1:]}"
    return f"↓{points[1:]}" if points.startswith("-") else "持平"


def _sentence(total: Figure, category: str, on: date) -> str:
    """2012年6月底，全县双亮覆盖面66.7%，还差12家达标。"""
    of = "全县" if category == Category.ALL else f"全县{Category(category).label}"
    day = f"{on.year}年{on.month}月底"
    if not total["unions"]:
        return f"{day}，{of}没有纳入统计的工会"
    said = f"{day}，{of}双亮覆盖面 {figures.percent(figures.rate(total))}"
    if total["met"] is None:
        return said
    goal = figures.percent(Fraction(total["target"]))
    return f"{said}，已达到 {goal} 的目标" if total["met"] else f"{said}，还差 {total['gap']} 家达到 {goal} 的目标"


def _per_cent(share: Fraction | None) -> str:
    """For a bar of a hundred units."""
    return f"{float(share or 0) * 100:.2f}"
