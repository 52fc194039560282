"""A register as a workbook: what import reads (registers.md §2)."""

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from django.db import connection

from registers.plan import Context, Plan
from registers.writer import write_table

BATCH = 5_000


def write(plan: Plan, target: Path | BinaryIO, paths: list[str] | None) -> int:
    """Write the rows below `paths` (None: all) and return how many; memory stays flat. Needs a transaction."""
    return write_table(target, plan.register, rows_of(plan, paths))


def rows_of(plan: Plan, paths: list[str] | None) -> Iterator[list[object]]:
    """The register's rows with labels instead of stored codes, in the columns' order."""
    labels = [
        {stored: label for label, stored in column.choices.items()} if column.choices else None
        for column in plan.register.columns
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            f"DECLARE register_rows NO SCROLL CURSOR FOR {plan.export}", Context(None, paths, None).parameters()
        )
        while True:
            cursor.execute(f"FETCH {BATCH} FROM register_rows")
            rows = cursor.fetchall()
            if not rows:
                break
            for row in rows:
                yield [
                    value if names is None or value is None else names.get(value, "")
                    for names, value in zip(labels, row, strict=True)
                ]
        cursor.execute("CLOSE register_rows")
