"""Columns and links that several lists share."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html


def in_words(day: date) -> str:
    """A date as sentences have it: 2012年10月31日."""
    return f"{day:%Y年%-m月%-d日}"


def day(field: str, label: str) -> Callable[[Any], str]:
    """A column with a date as tables show it: 2012-10-31."""

    @admin.display(description=label)
    def column(row: Any) -> str:
        value = row
        for name in field.split("__"):
            value = getattr(value, name, None)
        return value.isoformat() if value is not None else "—"

    column.__name__ = f"{field}_day"
    return column


@admin.display(description="工会")
def union_link(row: Any) -> str:
    """The union's name, leading to its page; its code on the way over it."""
    url = reverse("admin:unions_organisation_change", args=[row.union_id])
    return format_html('<a href="{}" title="{}">{}</a>', url, row.union.code, row.union.name)
