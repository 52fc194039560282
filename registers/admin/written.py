"""What an import wrote, from the lines it left in the book: rows by name, each with its link where one may follow it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone

from accounts.admin.lines import Difference, act_label, differences, table_label
from accounts.models import BookEntry
from registers.models import ImportRun


@dataclass(frozen=True)
class Line:
    """One row: what it is, where, and what happened to it."""

    table: str
    name: str
    url: str
    change: str
    taken_back: str  # what undoing does to it
    differences: list[Difference]
    when: str
    who: str
    what: str
    run: ImportRun | None  # the import that did it, where it was one that this user may see


def lines_of(entries: Iterable[BookEntry], user: Any) -> list[Line]:
    """Lines of the book as a person reads them; a fixed number of queries for each table."""
    entries = list(entries)
    rows = named(((entry.table_name, entry.row_id) for entry in entries), user)
    acts = {entry.act_id for entry in entries}
    runs = {run.act_id: run for run in ImportRun.objects.visible_to(user).filter(act_id__in=acts)}
    return [
        Line(
            table_label(entry.table_name),
            *rows.get((entry.table_name, entry.row_id or 0), (_name_in(entry), "")),
            entry.get_change_display(),
            "删除" if entry.change == "insert" else "恢复",
            differences(entry) if entry.change == "update" else [],
            f"{timezone.localtime(entry.at):%Y-%m-%d %H:%M}",
            entry.by.name if entry.by else "系统",
            act_label(entry.act),
            runs.get(entry.act_id),
        )
        for entry in entries
    ]


def named(keys: Iterable[tuple[str, int | None]], user: Any) -> dict[tuple[str, int], tuple[str, str]]:
    """(name, address) of the rows that are there and that this user may see."""
    wanted: dict[str, list[int]] = {}
    for table, row in keys:
        if row is not None:
            wanted.setdefault(table, []).append(row)
    found = {}
    for model in apps.get_models():
        rows: Any = model._default_manager
        if model._meta.db_table not in wanted or not hasattr(rows, "visible_to"):
            continue
        own = rows.visible_to(user).filter(pk__in=wanted[model._meta.db_table])
        related = [field.name for field in model._meta.concrete_fields if field.is_relation]
        for row in own.select_related(*related) if related else own:
            union = getattr(row, "union", None)
            name = f"{union}：{row}" if union is not None else str(row)
            found[model._meta.db_table, row.pk] = (name, _address(model, row.pk))
    return found


def _address(model: Any, pk: int) -> str:
    if model not in admin.site._registry:
        return ""
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[pk])


def _name_in(entry: BookEntry) -> str:
    """What a row that is gone, or none of this user's, was called."""
    kept = entry.after or entry.before or {}
    return str(kept.get("name") or f"第 {entry.row_id} 号记录")
