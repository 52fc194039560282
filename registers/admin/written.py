"""What an import wrote, from the lines it left in the book: rows by name, each with its link where one may follow it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone

from accounts.admin.lines import Difference, act_label, differences, field_of, table_label
from accounts.models import BookEntry, User
from accounts.scope import PersonalQuerySet
from registers.models import ImportRun

ELSEWHERE, GONE = "（不在您的管理范围）", "（已删除）"


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
    values = _pointed_at(entries, user)
    acts = {entry.act_id for entry in entries}
    runs = {run.act_id: run for run in ImportRun.objects.visible_to(user).filter(act_id__in=acts)}
    return [
        Line(
            table_label(entry.table_name),
            *rows.get((entry.table_name, entry.row_id or 0), (_name_in(entry), "")),
            entry.get_change_display(),
            "删除" if entry.change == "insert" else "恢复",
            differences(entry, values) if entry.change == "update" else [],
            f"{timezone.localtime(entry.at):%Y-%m-%d %H:%M}",
            entry.by.name if entry.by else "系统",
            act_label(entry.act),
            runs.get(entry.act_id),
        )
        for entry in entries
    ]


def named(keys: Iterable[tuple[str, int | None]], user: Any) -> dict[tuple[str, int], tuple[str, str]]:
    """(name, address) of the rows that are there and that this user may see; of persons' rows a word for each other."""
    wanted: dict[str, list[int]] = {}
    for table, row in keys:
        if row is not None:
            wanted.setdefault(table, []).append(row)
    found: dict[tuple[str, int], tuple[str, str]] = {}
    for model in apps.get_models():
        rows: Any = model._default_manager
        if model._meta.db_table not in wanted or not hasattr(rows, "visible_to"):
            continue
        table, ids = model._meta.db_table, wanted[model._meta.db_table]
        if _is_personal(model):
            there = (
                rows.everywhere("is it gone, or none of this user's").filter(pk__in=ids).values_list("pk", flat=True)
            )
            known = set(there)
            found |= {(table, key): (ELSEWHERE if key in known else GONE, "") for key in ids}
        own = rows.visible_to(user).filter(pk__in=ids)
        related = _related(model)
        for row in own.select_related(*related) if related else own:
            union = getattr(row, "union", None)
            name = f"{union}：{_called(row)}" if union is not None else _called(row)
            found[table, row.pk] = (name, _address(model, row.pk))
    return found


def _pointed_at(entries: Iterable[BookEntry], user: Any) -> dict[tuple[str, int], str]:
    """What the rows are called that changed columns point to; those outside the user's part have a word of their own."""
    wanted: dict[Any, set[int]] = {}
    for entry in entries:
        for kept in (entry.before or {}, entry.after or {}) if entry.change == "update" else ():
            for column, value in kept.items():
                field = field_of(entry.table_name, column)
                if value and field is not None and field.many_to_one:
                    wanted.setdefault(field.related_model, set()).add(value)
    names: dict[tuple[str, int], str] = {}
    for model, keys in wanted.items():
        if hasattr(model._default_manager, "visible_to"):
            names |= {(model._meta.db_table, key): ELSEWHERE for key in keys}
            own = model._default_manager.visible_to(user).filter(pk__in=keys)
            names |= {(model._meta.db_table, row.pk): _called(row) for row in own.select_related(*_related(model))}
        elif model is User:  # who did it, as beside each line
            names |= {(model._meta.db_table, row.pk): row.name for row in User.objects.filter(pk__in=keys)}
    return names


def _is_personal(model: Any) -> bool:
    return isinstance(model._default_manager.get_queryset(), PersonalQuerySet)


def _related(model: Any) -> list[str]:
    """What a row's name needs. A person who is elsewhere would take the row along."""
    fields = [field for field in model._meta.concrete_fields if field.is_relation]
    has_name = any(field.name == "name" for field in model._meta.concrete_fields)
    return [field.name for field in fields if not (has_name and _is_personal(field.related_model))]


def _called(row: Any) -> str:
    """A row by its `str`; one of a person, which says nothing there, by the person's name."""
    if not _is_personal(type(row)):
        return str(row)
    return str(getattr(row, "name", "") or getattr(getattr(row, "member", None), "name", "") or row)


def _address(model: Any, pk: int) -> str:
    if model not in admin.site._registry:
        return ""
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[pk])


def _name_in(entry: BookEntry) -> str:
    """What a row that is gone, or none of this user's, was called."""
    kept = entry.after or entry.before or {}
    return str(kept.get("name") or f"第 {entry.row_id} 号记录")
