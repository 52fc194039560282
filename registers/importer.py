"""One file into one register: check it, and write it when it may be written (registers.md §2)."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.db import connection

from registers import reader, staging
from registers.faults import Code, Fault
from registers.fields import CLEAR, Row, normalise
from registers.plan import Context, Plan

Progress = Callable[[int, int], None]


@dataclass
class Outcome:
    """What an import found and did. `written` tells whether the counts are deeds or a preview."""

    register: str
    rows: int = 0
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    faults: list[Fault] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    written: bool = False
    reading: Any = None

    def as_json(self) -> dict[str, object]:
        """The object the command line prints (registers.md §2)."""
        return {
            "register": self.register,
            "rows": self.rows,
            "created": self.created,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "faults": [fault.as_json() for fault in self.faults],
            "warnings": self.warnings,
        }


def silent(done: int, total: int) -> None:
    """Progress that nobody watches."""


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def bring_in(
    path: Path, plan: Plan, context: Context, *, write: bool, partial: bool, progress: Progress = silent
) -> Outcome:
    """Check the file's rows against the database and, if `write`, write all of them, or with `partial` the good ones.

    Runs in the caller's transaction and act. Raises registers.faults.Unreadable when the file can't be read at all.
    """
    reading = reader.read(path, plan.register)
    outcome = Outcome(plan.register.name, reading=reading)
    outcome.warnings = [f"没有用到的列：{name}" for name in reading.unknown]
    if reading.missing:
        outcome.faults = missing_columns(reading)
        return outcome
    rows, faults = normalise(reading, plan.register)
    outcome.rows = len(rows)
    progress(len(rows), len(rows) * 3)
    with connection.cursor() as cursor:
        # Two imports of one register at once would each check against what the other is about to change.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('registers'))")
        staging.stage(cursor, plan, rows, {fault.row for fault in faults})
        staging.examine(cursor, plan, context)
        if partial:
            staging.examine_without_the_bad(cursor, plan, context)
        outcome.faults = sorted_faults(plan, faults + as_faults(cursor, plan, reading.sheet, rows))
        progress(len(rows) * 2, len(rows) * 3)
        staging.drop_bad_rows(cursor)
        may_write = write and (partial or not outcome.faults)
        if may_write or not write:
            outcome.created, outcome.changed, outcome.unchanged = staging.counts(cursor)
        if may_write:
            staging.write_rows(cursor, plan, context)
            outcome.written = True
    progress(len(rows) * 3, len(rows) * 3)
    return outcome


def missing_columns(reading: Any) -> list[Fault]:
    """One fault per mandatory column that no header among the first ten rows holds."""
    return [
        Fault(
            reading.sheet,
            reading.header_row,
            name,
            "",
            Code.MISSING_COLUMN,
            f"前 10 行里没有找到含“{name}”一列的表头，请补上这一列或改正列名后重新导入。",
        )
        for name in reading.missing
    ]


def as_faults(cursor: Any, plan: Plan, sheet: str, rows: list[Row]) -> list[Fault]:
    """What the database found, as faults with the value that stands in the file."""
    found = staging.findings(cursor)
    if not found:
        return []
    wanted = {finding.row for finding in found}
    by_row = {row.row: row for row in rows if row.row in wanted}
    position = {column.name: index for index, column in enumerate(plan.register.columns)}
    return [
        Fault(
            sheet,
            finding.row,
            finding.column,
            shown(by_row[finding.row].values[position[finding.column]]),
            finding.code,
            f"第 {finding.row} 行“{finding.column}”：{finding.sentence}。",
        )
        for finding in found
    ]


def shown(value: object) -> str:
    """A typed value as the sender would write it."""
    if value is None:
        return ""
    if value is CLEAR:
        return "清空"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def sorted_faults(plan: Plan, faults: list[Fault]) -> list[Fault]:
    order = {column.name: index for index, column in enumerate(plan.register.columns)}
    return sorted(faults, key=lambda fault: (fault.row, order.get(fault.column, -1), fault.code))
