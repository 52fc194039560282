"""Figures that take long in a large county are kept ready: counted by the timetable, shown with the time they are of.

A small county is counted live at every look. A large one is shown what was last counted, and told when something has
changed since; it may ask to count again. The shared cache holds counts only, never a name.
"""

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.cache import caches
from django.db import connection, transaction
from django.utils import timezone
from redis.exceptions import RedisError

log = logging.getLogger(__name__)

LARGE = 10_000  # organisations; below it, counting takes less than a tenth of a second
OLD = timedelta(minutes=30)  # older than that and behind is counted anew: the timetable stands still
AGAIN = timedelta(minutes=1)  # what somebody asked to count anew is not counted anew before, however often it is asked
WARM = timedelta(minutes=10)  # the timetable's own: a change that committed late moves no marker
KEPT_FOR = 26 * 3600
# What figures are made of; a line in the book about one of them makes what was counted before it old.
TABLES = [
    "unions_organisation", "unions_employer", "unions_officer", "unions_display", "unions_honour", "unions_reminders",
    "unions_electionreport", "campaigns_campaign", "campaigns_scoperule", "campaigns_target", "members_member",
    "members_membership",
]  # fmt: skip


class Json:
    """How the shared cache writes its values: nothing that could be run when it is read."""

    def dumps(self, value: Any) -> bytes:
        return json.dumps(value).encode()

    def loads(self, data: bytes) -> Any:
        return json.loads(data)


@dataclass(frozen=True)
class Registers:
    """How the registers stand: the book's last line about them, and whether counting them takes long."""

    marker: int
    is_large: bool


@dataclass(frozen=True)
class Kept:
    """`is_behind`: something has changed since it was counted at `at`."""

    value: Any
    at: datetime
    is_behind: bool


def registers() -> Registers:
    """One query whatever the size: the number of organisations is the planner's own estimate."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce((SELECT id FROM accounts_bookentry WHERE table_name = ANY(%s) ORDER BY id DESC LIMIT 1), 0),"
            " (SELECT reltuples FROM pg_class WHERE oid = 'unions_organisation'::regclass)",
            [TABLES],
        )
        marker, organisations = cursor.fetchone()
    return Registers(int(marker), organisations > LARGE)


def kept(key: str, count: Callable[[], Any], now: Registers, *, anew: bool = False, oldest: timedelta = OLD) -> Kept:
    """What `count()` gives (plain values for JSON), counted now or lately. `anew` asks to count now whatever is kept, once in AGAIN."""
    at = timezone.now()
    if not now.is_large:
        return Kept(count(), at, is_behind=False)
    there = _read(key)
    if there is not None:
        found = Kept(there["value"], datetime.fromisoformat(there["at"]), there["marker"] != now.marker)
        was_asked = there.get("anew", False) and at - found.at < AGAIN
        is_late = found.is_behind and at - found.at > oldest
        if was_asked if anew else not is_late:
            return found
    value = _counted(count)
    _write(key, {"value": value, "at": at.isoformat(), "marker": now.marker, "anew": anew})
    return Kept(value, at, is_behind=False)


def _counted(count: Callable[[], Any]) -> Any:
    """Whole tables are read once: hashes that fit, and nothing compiled for it, which takes longer than the reading."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL jit = off; SET LOCAL work_mem = '64MB'")
        return count()


def is_due(key: str, now: Registers) -> bool:
    """Whether the timetable should count it again."""
    there = _read(key)
    if there is None or there["marker"] != now.marker:
        return True
    return timezone.now() - datetime.fromisoformat(there["at"]) > WARM


def _read(key: str) -> Any:
    try:
        return caches["ready"].get(key)
    except RedisError as error:
        log.warning("nothing is kept ready: %s", error)
        return None


def _write(key: str, entry: Any) -> None:
    try:
        caches["ready"].set(key, entry, KEPT_FOR)
    except RedisError as error:
        log.warning("cannot be kept ready: %s", error)
