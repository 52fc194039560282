"""How often the code on a union's plaque was opened, by day; nothing is kept of who opened it (docs/decisions/0015)."""

import re
import time
from dataclasses import dataclass
from datetime import date, timedelta
from threading import Lock

from django.db import connection
from django.db.models import Sum

from unions.models import Organisation, ScanCount

SHOWN_DAYS = 30
MOST_A_DAY = 2_000  # of one union: no plaque is read more often, a machine may pretend to
SAME_VISITOR = 60  # seconds in which an address counts once for a union
MACHINES = re.compile(
    r"bot|spider|crawl|slurp|preview|monitor|fetch|curl|wget|python|java/|go-http|okhttp|headless|lighthouse|^$",
    re.IGNORECASE,
)
_COUNT = """
INSERT INTO unions_scancount AS s (organisation_id, day, count) VALUES (%s, %s, 1)
ON CONFLICT (organisation_id, day) DO UPDATE SET count = s.count + 1 WHERE s.count < %s
"""


@dataclass(frozen=True)
class Scans:
    """`days` are the last SHOWN_DAYS with at least one scan, the newest first."""

    days: tuple[tuple[date, int], ...]
    recent: int
    total: int


def scans_of(union: Organisation, on: date) -> Scans:
    """For whoever may see the union; it is handed over already found in scope. Two queries."""
    counts = ScanCount.objects.everywhere("of a union already in scope").filter(organisation=union)
    recent = counts.filter(day__gt=on - timedelta(days=SHOWN_DAYS), day__lte=on).order_by("-day")
    days = tuple(recent.values_list("day", "count"))
    return Scans(days, sum(count for _, count in days), counts.aggregate(n=Sum("count"))["n"] or 0)


class Visitors:
    """Who has just been counted, in this process's memory for a minute and nowhere else."""

    def __init__(self) -> None:
        self._seen: set[tuple[str, int]] = set()
        self._since = 0.0
        self._lock = Lock()

    def is_new(self, address: str, union: int, now: float) -> bool:
        with self._lock:
            if now - self._since > SAME_VISITOR:
                self._seen.clear()
                self._since = now
            if (address, union) in self._seen:
                return False
            self._seen.add((address, union))
            return True


visitors = Visitors()


def counts(union: int, *, address: str, agent: str) -> bool:
    """Is this a person who has just opened the code? Robots and previews are not, nor the same phone again."""
    return not MACHINES.search(agent) and visitors.is_new(address, union, time.monotonic())


def count(union: int, on: date) -> None:
    """One more on the day. No operation and not in the book: it says nothing of anybody and follows a GET."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [union, on, MOST_A_DAY])
