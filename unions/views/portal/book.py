"""What the portal reads from the book: when a record came in, why the public page is closed, what a photo hung on."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from accounts.models import BookEntry
from unions.models import Organisation, Photo


def entered_at(row: Any) -> datetime | None:
    """When the row was first written; None for rows older than the book."""
    lines = BookEntry.objects.filter(table_name=row._meta.db_table, row_id=row.pk, change="insert")
    at = lines.order_by("id").values_list("at", flat=True).first()
    return timezone.localtime(at) if at else None


@dataclass(frozen=True)
class Closed:
    """The union's page was taken out of the public directory; no day and no reason where the book does not know them."""

    on: date | None = None
    why: str = ""


def closed(union: Organisation) -> Closed | None:
    """None while the public page is open."""
    if union.is_published:
        return None
    lines = BookEntry.objects.filter(table_name=union._meta.db_table, row_id=union.pk, act="organisations.unpublish")
    line = lines.filter(change="event").order_by("-id").first()
    if line is None:
        return Closed()
    why = str((line.details or {}).get("why", ""))
    return Closed(timezone.localdate(line.at), why.rstrip("。.， "))


def hung_on(photo: int) -> int | None:
    """The key of the fact on which a photo hung that is gone; None where there never was one."""
    lines = BookEntry.objects.filter(table_name=Photo._meta.db_table, row_id=photo, change="delete")
    before: dict[str, Any] | None = lines.order_by("-id").values_list("before", flat=True).first()
    return before["display_id"] if before else None
