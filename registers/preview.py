"""What an import would do, shown before it does it: columns, first rows as read, changes before and after.

Personal numbers are masked, because the run keeps its preview.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.apps import apps

from accounts.admin import lines
from accounts.masks import masked_id_number, masked_mobile
from registers.blank import FORMS
from registers.cells import shown as cell_text
from registers.declare import PERSONAL_NUMBERS, Column
from registers.faults import Fault
from registers.fields import CLEAR, Row, shown_value
from registers.masking import HIDDEN
from registers.plan import Plan
from registers.reader import FAULT_COLUMN, Reading, column_label

FIRST_ROWS = 10
CHANGED_ROWS = 20
DOES = {None: "错误", "new": "新增", "changed": "修改", "same": "未变"}


def columns_of(reading: Reading) -> dict[str, Any]:
    """How the sheet's columns are understood: read as which, ignored, and which of the register's are not there."""
    read = [
        {
            "header": " ".join(cell_text(cell).split()).lstrip("*＊ "),
            "form": FORMS[column.kind].partition("（")[0].partition("，")[0],
        }
        for cell, column in zip(reading.header, reading.columns, strict=False)
        if column is not None
    ]
    found = {column.name for column in reading.columns if column is not None}
    lacking = [column.name for column in reading.register.columns if column.name not in found and not column.required]
    return {
        "sheet": reading.sheet,
        "header_row": reading.header_row,
        "read": read,
        "ignored": list(reading.unknown),
        "lacking": lacking,
        "missing": list(reading.missing),
        "marked": any(column_label(cell_text(cell)).startswith(FAULT_COLUMN) for cell in reading.header),
    }


def first_rows(
    cursor: Any, plan: Plan, reading: Reading, rows: list[Row], faults: Iterable[Fault]
) -> list[dict[str, Any]]:
    """The first rows as they are read, and what becomes of each."""
    numbers = [row.row for row in rows[:FIRST_ROWS]]
    cursor.execute(
        "SELECT row_no, CASE WHEN id IS NULL THEN 'new' WHEN same THEN 'same' ELSE 'changed' END FROM effective"
        " WHERE row_no = ANY(%s)",
        [numbers],
    )
    return first_of(reading, rows, faults, {row: DOES[does] for row, does in cursor.fetchall()})


def first_of(
    reading: Reading, rows: list[Row], faults: Iterable[Fault], does: Mapping[int, str]
) -> list[dict[str, Any]]:
    """The first rows of a sheet, typed, in the sheet's columns, each with the word for what becomes of it."""
    places = {column.name: place for place, column in enumerate(reading.register.columns)}
    columns = [(column, places[column.name]) for column in reading.columns if column is not None]
    first = rows[:FIRST_ROWS]
    numbers = {row.row for row in first}
    bad = {(fault.row, fault.column) for fault in faults if fault.sheet == reading.sheet and fault.row in numbers}
    return [
        {
            "row": row.row,
            "does": does.get(row.row, DOES[None]),
            "cells": [
                {"text": value_text(column, row.values[place]), "bad": (row.row, column.name) in bad}
                for column, place in columns
            ],
        }
        for row in first
    ]


def value_text(column: Column, value: Any) -> str:
    """A typed value in words, personal numbers masked, what is nobody's to see in passing hidden."""
    if column.secret and value is not None and value is not CLEAR:
        return HIDDEN
    if column.choices and isinstance(value, str):
        return labels_in(column, value)
    text = shown_value(value)
    if value is None or value is CLEAR:
        return text
    if column.kind in PERSONAL_NUMBERS:
        return masked_id_number(text)
    if column.kind == "mobile":
        return masked_mobile(text)
    return f"**** {text[-4:]}" if column.kind == "card" else text


def labels_in(column: Column, value: str) -> str:
    """Stored values of a choice, or of several, by their labels."""
    labels = {stored: label for label, stored in (column.choices or {}).items()}
    stored = value.split(",") if column.kind == "choices" else [value]
    return "、".join(labels.get(each, each) for each in stored)


def changed_rows(cursor: Any, plan: Plan, rows: list[Row]) -> list[dict[str, Any]]:
    """A sample of the rows that would change: which, and each field before and after."""
    fields = list(plan.table_columns())
    cursor.execute(
        f"SELECT e.row_no, {_picked('t', fields)}, {_picked('e', fields)} FROM effective e"
        f" JOIN {plan.table} t ON t.id = e.id WHERE NOT e.same ORDER BY e.row_no LIMIT {CHANGED_ROWS}"
    )
    found = [(number, json.loads(old), json.loads(new)) for number, old, new in cursor.fetchall()]
    by_number = {row.row: row for row in rows if row.row in {number for number, _, _ in found}}
    names = _Names(plan.table)
    return [
        {
            "row": number,
            "key": "，".join(
                value_text(column, value)
                for column, value in zip(plan.register.columns, by_number[number].values, strict=True)
                if column.key and value is not None
            )
            + (f" {old['name']}" if "name" in old and not _is_key(plan, "name") else ""),
            "fields": [
                {
                    "label": names.label(field),
                    "before": names.text(field, old[field]),
                    "after": names.text(field, new[field]),
                }
                for field in fields
                if old[field] != new[field] and field not in lines.LEFT_OUT
            ],
        }
        for number, old, new in found
    ]


def _is_key(plan: Plan, field: str) -> bool:
    return any(column.field == field for column in plan.key_columns)


def _picked(alias: str, fields: list[str]) -> str:
    return "jsonb_build_object(" + ", ".join(f"'{field}', {alias}.{field}" for field in fields) + ")"


class _Names:
    """Labels of a table's columns, and stored values as people read them; a reference by the name of its row."""

    def __init__(self, table: str) -> None:
        self.table = table
        self.model = next(model for model in apps.get_models() if model._meta.db_table == table)
        self.fields = {str(field.column): field for field in self.model._meta.concrete_fields}

    def label(self, column: str) -> str:
        return str(self.fields[column].verbose_name)

    def text(self, column: str, value: Any) -> str:
        related: Any = self.fields[column].related_model
        if related is None or value is None:
            return lines.shown(self.table, column, value)
        rows = related.objects
        if hasattr(rows, "everywhere"):
            rows = rows.everywhere("the name a row in the importer's own part has now")
        return str(rows.filter(pk=value).first() or "")


def mark(cursor: Any, plan: Plan, faults: Iterable[Fault]) -> str:
    """A fingerprint of what would be written and over what: equal only when nothing in between has changed it.

    Sealed numbers stay out, for sealing gives another text each time; their blind index is in.
    """
    written = [column for column in plan.table_columns() if not column.endswith("_sealed")]
    listed = ", ".join(f"e.{column}" for column in written)
    cursor.execute(
        "SELECT md5(coalesce(string_agg(md5(ROW(e.row_no, e.id, e.same, "
        f"{listed})::text || CASE WHEN e.same OR e.id IS NULL THEN '' ELSE t::text END), '' ORDER BY e.row_no), ''))"
        f" FROM effective e LEFT JOIN {plan.table} t ON t.id = e.id"
    )
    digest = hashlib.sha256(cursor.fetchone()[0].encode())
    for fault in faults:
        digest.update(f"{fault.row}\x1f{fault.column}\x1f{fault.code}\x1e".encode())
    return digest.hexdigest()[:32]
