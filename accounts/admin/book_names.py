"""Numbers in the book as names: one query per table and page. For the auditor's eyes, who sees the whole county."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db import models
from django.urls import NoReverseMatch, reverse

from accounts.admin.lines import field_of, model_of
from accounts.models import BookEntry

Ref = tuple[str, int]  # table, number
Names = dict[Ref, str]


def names_for(lines: Iterable[BookEntry]) -> Names:
    """What the lines' records, and the records they point at, are called today; those that are gone are missing."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for line in lines:
        for table, number in _refs(line):
            wanted[table].add(number)
    names: Names = {}
    for table, numbers in wanted.items():
        names |= {(table, row.pk): _called(row) for row in _rows(table, numbers)}
    return names


def _refs(line: BookEntry) -> Iterable[Ref]:
    if line.table_name and line.row_id:
        yield line.table_name, line.row_id
    for state in (line.before, line.after):
        for column, value in (state or {}).items():
            field = field_of(line.table_name, column)
            if isinstance(value, int) and field is not None and field.many_to_one:
                yield field.related_model._meta.db_table, value


def _rows(table: str, numbers: set[int]) -> Iterable[Any]:
    model = model_of(table)
    if model is None:
        return []
    rows: Any = model._default_manager
    if hasattr(rows, "everywhere"):
        rows = rows.everywhere("the book names its records for the auditor, who sees the whole county")
    beside = [name for name in ("user", "union") if any(field.name == name for field in model._meta.fields)]
    large = [field.name for field in model._meta.fields if isinstance(field, models.BinaryField | models.JSONField)]
    return list(rows.filter(pk__in=numbers).select_related(*beside).defer(*large))


def _called(row: Any) -> str:
    if hasattr(row, "username"):
        return f"{row.name}（{row.shown_username}）"
    if hasattr(row, "get_role_display"):
        return f"{row.user.name}：{row.get_role_display()}"
    union = getattr(row, "union", None)
    return f"{row}，{union.name}" if union is not None else str(row)


def subject(line: BookEntry, names: Names) -> tuple[str, str]:
    """The record's name and its page's address; a record that is gone is called what it was called last."""
    if not line.table_name or line.row_id is None:
        return "", ""
    name = names.get((line.table_name, line.row_id))
    if name is None:
        last = (line.before or line.after or {}).get("name", "")
        return f"{last or f'第 {line.row_id} 号'}（已删除）", ""
    model = model_of(line.table_name)
    if model not in admin.site._registry:
        return name, ""
    try:
        return name, reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[line.row_id])
    except NoReverseMatch:
        return name, ""
