"""What the portal reads from the book: when a record came in."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from accounts.models import BookEntry


def entered_at(row: Any) -> datetime | None:
    """When the row was first written; None for rows older than the book."""
    lines = BookEntry.objects.filter(table_name=row._meta.db_table, row_id=row.pk, change="insert")
    at = lines.order_by("id").values_list("at", flat=True).first()
    return timezone.localtime(at) if at else None
