"""Files of families by state, those not reviewed in time, and who came out of hardship or fell back this year."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q

from hardship.models import HardshipFile, ReliefSettings
from hardship.reports.asked import Asked, body_of, names_of

# What is counted, in the order of the columns.
SHOWS = {
    "on_file": "在档",
    "unreviewed": "超期未复核",
    "opened": "本年建档",
    "out": "本年脱困",
    "closed": "本年注销",
    "relapsed": "本年返困",
    "all_out": "累计脱困",
    "all_closed": "累计注销",
}


@dataclass
class Line:
    code: str
    name: str
    counts: dict[str, int] = field(default_factory=lambda: defaultdict(int))


def files(asked: Asked) -> list[Line]:
    """One line per body, by code. Three queries."""
    review_days = ReliefSettings.current().review_days
    counts = {
        f"n_{show}": Count("pk", filter=condition(show, asked.on, asked.year, review_days=review_days))
        for show in SHOWS
    }
    rows = list(_seen(asked).order_by().annotate(body=body_of("union__path")).values("body").annotate(**counts))
    lines = {pk: Line(code, name) for pk, (code, name) in names_of(asked.user, {row["body"] for row in rows}).items()}
    for row in rows:
        lines[row["body"]].counts |= {show: row[f"n_{show}"] for show in SHOWS}
    return sorted(lines.values(), key=lambda line: line.code)


def files_behind(asked: Asked, show: str) -> Any:
    """The files that a number counts; those unreviewed longest first, else the newest. Raises KeyError."""
    review_days = ReliefSettings.current().review_days
    rows = _seen(asked).filter(condition(show, asked.on, asked.year, review_days=review_days))
    return rows.order_by(*(("reviewed_on", "opened_on", "pk") if show == "unreviewed" else ("-opened_on", "-pk")))


def condition(show: str, on: date, year: int, *, review_days: int) -> Q:
    """Which files a column of SHOWS counts; the year's columns by the day of the event."""
    before = on - timedelta(days=review_days)
    return {
        "on_file": Q(state="on_file"),
        "unreviewed": Q(state="on_file") & unreviewed_since(before),
        "opened": Q(opened_on__year=year),
        "out": Q(state="out", ended_on__year=year),
        "closed": Q(state="closed", ended_on__year=year),
        "relapsed": Q(previous__isnull=False, opened_on__year=year),
        "all_out": Q(state="out"),
        "all_closed": Q(state="closed"),
    }[show]


def unreviewed_since(before: date) -> Q:
    """Last reviewed on the day or earlier, as the list of files asks it; one never reviewed counts from its opening."""
    return Q(reviewed_on__lte=before) | Q(reviewed_on=None, opened_on__lte=before)


def _seen(asked: Asked) -> Any:
    return asked.narrowed(HardshipFile.objects.visible_to(asked.user), "union__path")
