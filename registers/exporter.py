"""A register as a workbook: what import reads (registers.md §2)."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from django.db import connection

from accounts.encryption import unseal
from accounts.masks import masked_id_number, masked_mobile
from registers.declare import PERSONAL_NUMBERS, Column, Register
from registers.masking import HIDDEN
from registers.plan import Context, Plan
from registers.preview import labels_in
from registers.writer import write_table, write_tables

BATCH = 5_000


def write(
    plan: Plan, target: Path | BinaryIO, paths: list[str] | None, *, whole: bool = True, watermark: str = ""
) -> int:
    """Write the rows below `paths` (None: all) and return how many; memory stays flat. Needs a transaction.

    Persons' numbers are masked unless they are to leave `whole`; `watermark` says who took the sheet, and when.
    """
    if plan.pair is not None:
        sheets = zip(plan.register.sheets, plan.pair.export(paths), strict=True)
        return write_tables(
            target, ((sheet, _shown_rows(plan, sheet, rows, whole)) for sheet, rows in sheets), watermark
        )[0]
    return write_table(target, plan.register, rows_of(plan, paths, whole=whole), watermark)


def count(plan: Plan, paths: list[str] | None) -> int:
    """How many rows `write` would write."""
    if plan.pair is not None:
        return plan.pair.count(paths)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({plan.export}) rows", Context(None, paths, None).parameters())
        return int(cursor.fetchone()[0])


def rows_of(plan: Plan, paths: list[str] | None, *, whole: bool = True) -> Iterator[list[object]]:
    """The register's rows with labels instead of stored codes and numbers unsealed, in the columns' order."""
    return _shown_rows(plan, plan.register, _stored_rows(plan, paths), whole)


def _stored_rows(plan: Plan, paths: list[str] | None) -> Iterator[Sequence[object]]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"DECLARE register_rows NO SCROLL CURSOR FOR {plan.export}", Context(None, paths, None).parameters()
        )
        while True:
            cursor.execute(f"FETCH {BATCH} FROM register_rows")
            rows = cursor.fetchall()
            if not rows:
                break
            yield from rows
        cursor.execute("CLOSE register_rows")


def _shown_rows(plan: Plan, sheet: Register, rows: Iterable[Sequence[object]], whole: bool) -> Iterator[list[object]]:
    shown = [_shown(plan, column, whole) for column in sheet.columns]
    for row in rows:
        yield [value if show is None or value is None else show(value) for show, value in zip(shown, row, strict=True)]


def _shown(plan: Plan, column: Column, whole: bool) -> Callable[[Any], object] | None:
    """What becomes of a stored value; None where it stays as it is."""
    if column.kind == "card" and not whole:
        return lambda value: f"**** {value[-4:]}" if value else ""
    if column.secret and not whole:
        return lambda value: HIDDEN if value != "" else ""
    if column.kind == "choices":
        return partial(labels_in, column)
    if column.choices:
        labels = {stored: label for label, stored in column.choices.items()}
        return lambda value: labels.get(value, "")
    if column.kind in PERSONAL_NUMBERS:
        return partial(_number, plan.place_of(column), whole)
    if column.kind == "mobile" and not whole:
        return masked_mobile
    return None


def _number(place: str, whole: bool, value: str) -> str:
    """A sealed number; one that is of somebody elsewhere comes masked and stays so."""
    number = unseal(value, place) if ":" in value else value
    return number if whole else masked_id_number(number)
