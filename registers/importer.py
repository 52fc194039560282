"""One file into one register: check it, and write it when it may be written (registers.md §2)."""

import hashlib
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import connection

from accounts import wall
from registers import pair_importer, preview, reader, staging
from registers.declare import Register
from registers.faults import Code, Fault
from registers.fields import SHANGHAI, Row, normalise
from registers.found import as_faults
from registers.pair_importer import with_sheet
from registers.plan import Context, Plan
from registers.progress import Phase, Progress, silent, ticking

TURN_SECONDS = 0.25  # between two looks whether the other import has ended


@dataclass
class Outcome:
    """What an import found and did. `written` tells whether the counts are deeds or a preview.

    `mark` is the fingerprint of what would be written; `moved_on` that it is no longer the one that was expected, so
    that nothing was written.
    """

    register: str
    rows: int = 0
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    faults: list[Fault] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    written: bool = False
    reading: Any = None
    preview: dict[str, Any] = field(default_factory=dict)
    mark: str = ""
    moved_on: bool = False
    # Of a register of two sheets: by sheet, the rows that are not written, faulty or of a record that has a faulty row.
    kept_out: dict[str, set[int]] | None = None

    @property
    def bad_rows(self) -> int:
        """Rows of data that stay out; of a register of two sheets those of the first."""
        if self.kept_out is not None:
            return len(self.kept_out[self.reading.sheet])
        return len({fault.row for fault in self.faults if fault.code != Code.MISSING_COLUMN})

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


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@wall.whole("an import is checked against the whole county; rows outside the importer's part are refused one by one")
def bring_in(
    path: Path,
    plan: Plan,
    context: Context,
    *,
    write: bool,
    partial: bool,
    expected: str = "",
    progress: Progress = silent,
) -> Outcome:
    """Check the file's rows against the database and, if `write`, write all of them, or with `partial` the good ones.

    With `expected`, the mark of an earlier check, nothing is written unless it would be exactly what that check
    showed. Runs in the caller's transaction and act. Raises registers.faults.Unreadable when the file can't be read.
    """
    outcome = _opened(path, plan.register, progress)
    reading = outcome.reading
    if outcome.faults:
        return outcome
    if plan.pair is not None:
        return _bring_in_pair(outcome, plan, context, _How(write, partial, expected), progress)
    rows, faults = normalise(reading, plan.register, progress=progress)
    faults += _judged(plan, reading.sheet, rows, faults)
    outcome.rows = len(rows)
    with connection.cursor() as cursor:
        _wait_for_turn(cursor, progress, alone=write)
        staging.stage(cursor, plan, rows, {fault.row for fault in faults}, progress)
        staging.examine(cursor, plan, context, progress)
        if partial:
            staging.examine_without_the_bad(cursor, plan, context, progress)
        with ticking(progress, Phase.COMPARE):
            outcome.faults = sorted_faults(
                plan, faults + as_faults(plan.register, reading.sheet, rows, staging.findings(cursor))
            )
            staging.drop_bad_rows(cursor)
            may_write = write and (partial or not outcome.faults)
            if may_write or not write:
                outcome.created, outcome.changed, outcome.unchanged = staging.counts(cursor)
            if not write or expected:
                _look_ahead(cursor, plan, rows, outcome)
        outcome.moved_on = bool(expected) and outcome.mark != expected
        if may_write and not outcome.moved_on:
            staging.write_rows(cursor, plan, context, progress)
            outcome.written = True
    return outcome


def _opened(path: Path, register: Register, progress: Progress) -> Outcome:
    """The file, open: what its headers say, and what they lack."""
    reading = reader.read(path, register, progress=progress)
    outcome = Outcome(register.name, reading=reading)
    outcome.preview = {"columns": preview.columns_of(reading)}
    outcome.warnings = [f"没有用到的列：{name}" for name in reading.unknown]
    outcome.faults = missing_columns(reading)
    if register.second is not None:
        second = reading.second = reader.read(path, register.second, progress=progress)
        outcome.preview["second"] = {"columns": preview.columns_of(second)} if not second.no_sheet else {}
        outcome.warnings = [
            f"“{each.sheet}”里没有用到的列：{name}" for each in (reading, second) for name in each.unknown
        ]
        outcome.faults = [*map(with_sheet, outcome.faults), *map(with_sheet, missing_columns(second))]
    return outcome


@dataclass(frozen=True)
class _How:
    write: bool
    partial: bool
    expected: str


def _bring_in_pair(outcome: Outcome, plan: Plan, context: Context, how: _How, progress: Progress) -> Outcome:
    sheets = pair_importer.Sheets(outcome, plan, progress)
    outcome.rows = len(sheets.rows[0])
    with connection.cursor() as cursor:
        _wait_for_turn(cursor, progress, alone=how.write)
    effects = pair_importer.judge(sheets, outcome, plan, context, partial=how.partial, progress=progress)
    may_write = how.write and (how.partial or not outcome.faults)
    if may_write or not how.write:
        does = Counter(effect.does for effect in effects)
        outcome.created, outcome.changed, outcome.unchanged = does["new"], does["changed"], does["same"]
    if not how.write or how.expected:
        pair_importer.look_ahead(sheets, effects, outcome)
    outcome.moved_on = bool(how.expected) and outcome.mark != how.expected
    if may_write and not outcome.moved_on:
        pair_importer.write_effects(plan, effects, context, progress)
        outcome.written = True
    return outcome


def _wait_for_turn(cursor: Any, progress: Progress, *, alone: bool) -> None:
    """Two writes at once would each check against what the other is about to change; checks go side by side."""
    lock = "pg_try_advisory_xact_lock" if alone else "pg_try_advisory_xact_lock_shared"
    started = time.monotonic()
    while True:
        cursor.execute(f"SELECT {lock}(hashtext('registers'))")
        if cursor.fetchone()[0]:
            return
        progress(Phase.WAIT, int((time.monotonic() - started) * 10), 0)
        time.sleep(TURN_SECONDS)


def _look_ahead(cursor: Any, plan: Plan, rows: list[Row], outcome: Outcome) -> None:
    outcome.preview |= {
        "first": preview.first_rows(cursor, plan, outcome.reading, rows, outcome.faults),
        "changed": preview.changed_rows(cursor, plan, rows),
    }
    outcome.mark = preview.mark(cursor, plan, outcome.faults)


def missing_columns(reading: Any) -> list[Fault]:
    """One fault per mandatory column that no header among the first ten rows holds."""
    if reading.no_sheet:
        title = reading.register.sheet_title
        mend = (
            f"工作簿里没有名为“{title}”的工作表，请补上这张工作表（要有“{{}}”一列），可从空白模板复制表头后重新导入。"
        )
        return [
            Fault(reading.sheet, reading.header_row, name, "", Code.MISSING_COLUMN, mend.format(name))
            for name in reading.missing
        ]
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


def _judged(plan: Plan, sheet: str, rows: list[Row], faults: list[Fault]) -> list[Fault]:
    if plan.judge is None:
        return []
    unclear = {fault.row for fault in faults if fault.column == plan.judged_as}
    clear = [row for row in rows if row.row not in unclear] if unclear else rows
    return as_faults(plan.register, sheet, rows, list(plan.judge(clear, datetime.now(SHANGHAI).date())))


def sorted_faults(plan: Plan, faults: list[Fault]) -> list[Fault]:
    order = {column.name: index for index, column in enumerate(plan.register.columns)}
    return sorted(faults, key=lambda fault: (fault.row, order.get(fault.column, -1), fault.code))
