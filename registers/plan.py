"""How a register meets its table: declared by the app that owns the table, run by the importer.

A file's rows stand in the temporary table `stage` (alias s), one column per register column, with `cleared` naming the
columns that said 清空. `effective` (alias e) is what each row would become: references resolved to ids, empty optional
cells filled from the row on file (alias t). Checks are SELECTs over `effective` that yield the faulty rows.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from accounts.duties import Duty
from registers.declare import PERSONAL_NUMBERS, Column, Register
from registers.fields import Row
from registers.pair import Pair

SQL_TYPES = {"date": "date", "integer": "integer", "boolean": "boolean"}


@dataclass(frozen=True)
class Link:
    """A code in the file that names a row of another table; `into` is the id's name in `effective`."""

    field: str
    into: str
    alias: str
    join: str  # LEFT JOIN … of that alias
    code: str  # the fault when nothing is found
    column: str
    message: str  # what to do about it; {} is the value


@dataclass(frozen=True)
class Check:
    """A SELECT over `effective` yielding (row_no, column, sentence) of rows that break a rule.

    `%(name)s` parameters may use the importer's context: paths, verify_paths, by.
    """

    code: str
    sql: str


@dataclass(frozen=True)
class Finding:
    """One fault found outside SQL, by `examine`."""

    row: int
    column: str
    code: str
    sentence: str
    value: str | None = field(
        default=None, repr=False
    )  # where the row's own value is taken away, so that no check sees it
    second: bool = False  # on the second sheet


@dataclass(frozen=True)
class Context:
    """For whom a file is read. `paths` is None for the operator at the command line, who may write everywhere."""

    by_id: int | None
    paths: list[str] | None
    verify_paths: list[str] | None

    def parameters(self) -> dict[str, Any]:
        return {
            "by": self.by_id,
            "paths": [f"{path}%" for path in self.paths] if self.paths is not None else ["%"],
            "verify_paths": [f"{path}%" for path in self.verify_paths] if self.verify_paths is not None else ["%"],
        }


@dataclass(frozen=True)
class Plan:
    """A register and its table."""

    register: Register
    table: str
    duty: Duty
    see: Duty  # who reads its rows reads the records of its imports
    match: str = ""  # joins t, the row on file with the same key
    columns: dict[str, str] = field(
        default_factory=dict
    )  # register field -> table column, written from the cell itself
    links: tuple[Link, ...] = ()
    written_links: tuple[str, ...] = ()  # ids in `effective` that are table columns as well
    computed: dict[str, str] = field(default_factory=dict)  # table column -> SQL over s, t and the links
    on_insert: dict[str, str] = field(default_factory=dict)  # table column -> SQL, set when a row is made
    outside: str = "false"  # SQL over e: is the row outside the importer's own part?
    scope_column: str = "工会编码"
    checks: tuple[Check, ...] = ()
    # What a row says by itself, beyond its single cells: pure, before anything is staged. May fill in values.
    judge: Callable[[Sequence[Row], date], Iterable[Finding]] | None = None
    judged_as: str = ""  # the column that says what the row is judged as; a fault there, and it can't be judged
    examine: Callable[[Any, Context], Iterable[Finding]] | None = None
    write: Callable[[Any, "Plan", Context], None] | None = None  # instead of the plain insert and update
    tables: tuple[str, ...] = ()  # which tables `write` writes, where that is not just `table` (a view, say)
    sealed_in: str = ""  # the table whose sealed numbers the file's become, where that is not `table`
    export: str = ""  # SELECT of the register's columns in order; %(paths)s limits it
    kinds: dict[str, tuple[str, str]] = field(default_factory=dict)  # code -> own words instead of registers/kinds.py
    elsewhere: str = ""  # said of a person outside the importer's part: how often is noted in the book
    export_note: str = ""  # what is not in it, for whoever takes it
    pair: Pair | None = None  # of a register of two sheets: instead of all the SQL above
    mend: Callable[[UUID], None] | None = None  # what an undo can't restore from the book, once the rest is back

    @property
    def key_columns(self) -> list[Column]:
        return [column for column in self.register.columns if column.key]

    @property
    def holds_numbers(self) -> bool:
        """Whether its workbook holds persons' document numbers: then it leaves masked, and marked with who took it."""
        return any(
            column.kind in PERSONAL_NUMBERS or column.secret
            for sheet in self.register.sheets
            for column in sheet.columns
        )

    def place_of(self, column: Column) -> str:
        """What binds a sealed number to where it stands (accounts/encryption.py)."""
        return f"{self.sealed_in or self.table}.{column.field}"

    @property
    def written_tables(self) -> tuple[str, ...]:
        return self.tables or (self.table,)

    @property
    def counts_rows(self) -> bool:
        """A row of the file is rows of several tables: people are told of the file's rows."""
        return len(self.written_tables) > 1

    def table_columns(self) -> Iterator[str]:
        """The table's columns that an import writes, in a fixed order."""
        yield from self.written_links
        yield from self.columns.values()
        yield from self.computed


def stage_columns(register: Register) -> list[tuple[str, str]]:
    """(name, SQL type) of the staging table; a number that is sealed has two columns instead of its own."""
    names: list[tuple[str, str]] = []
    for column in register.columns:
        if column.kind in PERSONAL_NUMBERS:
            names += [(f"{column.field}_sealed", "text"), (f"{column.field}_index", "text")]
        else:
            names.append((column.field, SQL_TYPES.get(column.kind, "text")))
    return names


def kept(field_name: str, table_column: str, empty: str, on_file: str = "t") -> str:
    """An optional cell's effect: 清空 empties, empty keeps what is on file, else the cell (registers.md §2)."""
    return (
        f"CASE WHEN '{field_name}' = ANY(s.cleared) THEN {empty}"
        f" ELSE coalesce(s.{field_name}, {on_file}.{table_column}{'' if empty == 'NULL' else ', ' + empty}) END"
    )


def effective_sql(plan: Plan) -> str:
    """CREATE TABLE … AS of `effective`: one row per staged row, with `same` true when nothing would change."""
    selected = {link.into: f"{link.alias}.id" for link in plan.links}
    for column in plan.register.columns:
        target = plan.columns.get(column.field)
        if target is None:
            continue
        if column.required:
            selected[target] = f"s.{column.field}"
        else:
            selected[target] = kept(column.field, target, "NULL" if column.kind in SQL_TYPES else "''")
    selected |= plan.computed
    written = list(plan.table_columns())
    listed = ", ".join(f"{expression} AS {name}" for name, expression in selected.items())
    joins = " ".join(link.join for link in plan.links)
    same = (
        f"({', '.join(f'e.{name}' for name in written)}) IS NOT DISTINCT FROM"
        f" ({', '.join(f't.{name}' for name in written)})"
    )
    return (
        "CREATE TEMPORARY TABLE effective ON COMMIT DROP AS"
        f" SELECT e.*, e.id IS NOT NULL AND {same} AS same FROM (SELECT s.row_no, s.bad, t.id AS id, {listed}"
        f" FROM stage s {joins} LEFT JOIN {plan.table} t ON {plan.match}) e"
        f" LEFT JOIN {plan.table} t ON t.id = e.id"
    )
