"""How often is too often: counted in the database, so that every process and server counts together."""

from datetime import UTC, datetime, timedelta

from django.db import connection

from accounts.encryption import blind_index
from accounts.models import Throttle

KEPT = timedelta(days=2)

COUNT = """
    INSERT INTO accounts_throttle AS t (kind, key_index, window_starts_at, count) VALUES (%s, %s, %s, 1)
    ON CONFLICT (kind, key_index, window_starts_at) DO UPDATE SET count = t.count + 1
    RETURNING count
"""


def allowed(kind: str, key: str, *, limit: int, per: timedelta, at: datetime) -> bool:
    """Counts one try of `kind` by `key` (an address, a union) and says whether it is within `limit` per window.

    Windows are fixed slices of time, so at worst twice the limit passes around their border. Counted even when the
    caller's own transaction is rolled back only if called outside it: call it before the act.
    """
    seconds = int(per.total_seconds())
    starts = datetime.fromtimestamp(int(at.timestamp()) // seconds * seconds, tz=UTC)
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [kind, blind_index(f"{kind}|{key}"), starts])
        return bool(cursor.fetchone()[0] <= limit)


def spent(kind: str, key: str, *, limit: int, per: timedelta, at: datetime) -> bool:
    """Is the window's limit reached already? Counts nothing."""
    seconds = int(per.total_seconds())
    starts = datetime.fromtimestamp(int(at.timestamp()) // seconds * seconds, tz=UTC)
    rows = Throttle.objects.filter(kind=kind, key_index=blind_index(f"{kind}|{key}"), window_starts_at=starts)
    return rows.filter(count__gte=limit).exists()


def forget_old(*, at: datetime) -> int:
    """Delete counts of windows long over; returns how many."""
    return Throttle.objects.filter(window_starts_at__lt=at - KEPT).delete()[0]
