"""Coverage over the months as the reports said it, and the charts of it: geometry only, drawn by the template."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.db.models import F, Func, JSONField
from django.db.models.functions import JSONObject

from campaigns import figures
from campaigns.figures import Figure
from campaigns.models import Campaign, Report

MONTHS = 24
WIDTH, HEIGHT = 360, 168
LEFT, RIGHT, TOP, BOTTOM = 40, 304, 14, 140
# Of a report's rows those of its own body.
OWN_ROWS = ", '$[*] ? (@.body == $code)'::jsonpath, "


@dataclass(frozen=True)
class Month:
    """What the newest made report of a month says of its body, by category. `pk` is the report's."""

    month: date
    pk: int
    is_draft: bool
    rows: dict[str, Figure]


def months_of(user: Any, campaign: Campaign, code: str) -> list[Month]:
    """The newest made report of each of the last MONTHS months, oldest first. One query."""
    own = Func(
        F("figures"),
        JSONObject(code=F("body__code")),
        function="jsonb_path_query_array",
        arg_joiner=OWN_ROWS,
        output_field=JSONField(),
    )
    made = (
        Report.objects.visible_to(user).filter(campaign=campaign, body__code=code).exclude(state=Report.State.PENDING)
    )
    newest = made.order_by("-month", "-version").distinct("month").annotate(own=own)
    found = newest.values_list("month", "pk", "state", "own")[:MONTHS]
    return [
        Month(month, pk, state == Report.State.DRAFT, {row["category"]: row for row in rows})
        for month, pk, state, rows in reversed(found)
    ]


@dataclass(frozen=True)
class Point:
    """One month (or today) on the chart. `report` is the report's id, None for today."""

    x: float
    y: float
    label: str
    rate: str
    report: int | None


@dataclass(frozen=True)
class Chart:
    """`line` and `target` are points of polylines; `end` is where the direct labels stand."""

    points: list[Point]
    line: str
    target: str
    target_y: float
    target_text: str
    grid: list[tuple[float, str]]
    first: str


def chart(months: Iterable[Month], today: Figure, category: str) -> Chart | None:
    """The rate over the months and today, and the target in force then. None where there is no rate today."""
    rows = [(f"{month.month:%Y年%-m月}", month.pk, month.rows[category]) for month in months if category in month.rows]
    shown = [(label, pk, row) for label, pk, row in [*rows, ("今天", None, today)] if figures.rate(row) is not None]
    if figures.rate(today) is None:
        return None
    places = _places(len(shown))
    points = [
        Point(x, _y(_rate(row)), label, figures.percent(_rate(row)), pk)
        for x, (label, pk, row) in zip(places, shown, strict=True)
    ]
    targets = [(x, _y(Fraction(row["target"]))) for x, (_, _, row) in zip(places, shown, strict=True) if row["target"]]
    share = today["target"]
    return Chart(
        points,
        " ".join(f"{point.x},{point.y}" for point in points),
        _steps(targets),
        _y(Fraction(share)) if share else 0,
        figures.percent(Fraction(share)) if share else "",
        [(_y(Fraction(percent, 100)), f"{percent}%") for percent in (0, 50, 100)],
        points[0].label if len(points) > 1 else "",
    )


def _rate(row: Figure) -> Fraction:
    return figures.rate(row) or Fraction(0)


def _places(count: int) -> list[float]:
    """Evenly from left to right; a single point stands at the right."""
    if count == 1:
        return [float(RIGHT)]
    return [round(LEFT + 10 + (RIGHT - LEFT - 10) * place / (count - 1), 1) for place in range(count)]


def _y(share: Fraction) -> float:
    return round(float(BOTTOM - (BOTTOM - TOP) * share), 1)


def _steps(targets: list[tuple[float, float]]) -> str:
    """A target holds until the next: level, then straight up or down."""
    if not targets:
        return ""
    path = [f"{LEFT},{targets[0][1]}"]
    for (_, before), (x, y) in zip(targets, targets[1:], strict=False):
        if y != before:
            path += [f"{x},{before}", f"{x},{y}"]
    return " ".join([*path, f"{RIGHT},{targets[-1][1]}"])
