"""Rows into PostgreSQL by COPY, and what each would become: set-based, whatever the number of rows."""

import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from accounts.encryption import blind_index, seal
from registers.declare import Column
from registers.fields import CLEAR, Row
from registers.plan import Context, Finding, Plan, effective_sql, stage_columns
from registers.progress import Phase, Progress, silent, ticking

CHUNK = 5_000


def copy_text(value: object) -> str:
    """One value as COPY's text format has it."""
    if value is None or value is CLEAR:
        return r"\N"
    if isinstance(value, str):
        if "\\" in value or "\t" in value or "\n" in value or "\r" in value:
            value = value.replace("\\", "\\\\").replace("\t", r"\t").replace("\n", r"\n").replace("\r", r"\r")
        return value
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def _writer_of(column: Column, table: str) -> Callable[[object], str]:
    """The COPY text of a column's cells; a sealed number fills two staging columns."""
    if column.kind != "id_number":
        return copy_text

    def sealed(value: object) -> str:
        if value is None or value is CLEAR:
            return "\\N\t\\N"
        return f"{seal(str(value), f'{table}.{column.field}')}\t{blind_index(str(value))}"

    return sealed


def stage(cursor: Any, plan: Plan, rows: Sequence[Row], bad: set[int], progress: Progress = silent) -> None:
    """Fill `stage`, `effective` and an empty `found`; all three vanish with the transaction."""
    columns = stage_columns(plan.register)
    listed = ", ".join(f"{name} {kind}" for name, kind in columns)
    cursor.execute("DROP TABLE IF EXISTS stage, effective, found")
    cursor.execute(
        f"CREATE TEMPORARY TABLE stage (row_no integer, bad boolean, cleared text[], {listed}) ON COMMIT DROP"
    )
    cursor.execute(
        "CREATE TEMPORARY TABLE found (row_no integer, column_name text, code text, sentence text) ON COMMIT DROP"
    )
    writers = [_writer_of(column, plan.table) for column in plan.register.columns]
    fields = [column.field for column in plan.register.columns]
    for number, text in enumerate(_copy_chunks(rows, bad, writers, fields), 1):
        cursor.copy_expert("COPY stage FROM STDIN", io.StringIO(text))
        progress(Phase.EXAMINE, min(number * CHUNK, len(rows)), len(rows))
    with ticking(progress, Phase.EXAMINE):
        cursor.execute("ANALYZE stage")
        cursor.execute(effective_sql(plan))
        cursor.execute("ANALYZE effective")


def _copy_chunks(
    rows: Sequence[Row], bad: set[int], writers: list[Callable[[object], str]], fields: list[str]
) -> Iterator[str]:
    pairs = list(zip(writers, fields, strict=True))
    for start in range(0, len(rows), CHUNK):
        lines = []
        for row in rows[start : start + CHUNK]:
            values = row.values
            cleared = "{}"
            if CLEAR in values:
                cleared = "{" + ",".join(f for (_, f), v in zip(pairs, values, strict=True) if v is CLEAR) + "}"
            cells = [write(value) for (write, _), value in zip(pairs, values, strict=True)]
            lines.append(f"{row.row}\t{'t' if row.row in bad else 'f'}\t{cleared}\t" + "\t".join(cells))
        yield "\n".join(lines) + "\n"


def examine(cursor: Any, plan: Plan, context: Context, progress: Progress = silent) -> None:
    """Fill `found` with every fault that needs the database: scope first, whose rows show no other fault."""
    with ticking(progress, Phase.EXAMINE):
        _examine(cursor, plan, context)


def _examine(cursor: Any, plan: Plan, context: Context) -> None:
    parameters = context.parameters()
    if context.paths is not None:
        cursor.execute(
            f"WITH gone AS (DELETE FROM effective e WHERE {plan.outside} RETURNING row_no)"
            " INSERT INTO found SELECT row_no, %(column)s, 'out_of_scope',"
            " '这一行不属于您负责的范围，不能导入。请删除这一行，或交由县总工会导入' FROM gone",
            {**parameters, "column": plan.scope_column},
        )
    for link in (link for link in plan.links if link.code):
        cursor.execute(
            f"INSERT INTO found SELECT e.row_no, %(column)s, %(code)s, replace(%(message)s, '{{}}', s.{link.field})"
            f" FROM effective e JOIN stage s USING (row_no) WHERE s.{link.field} IS NOT NULL AND e.{link.into} IS NULL",
            {"column": link.column, "code": link.code, "message": link.message},
        )
    for check in plan.checks:
        cursor.execute(
            "INSERT INTO found SELECT DISTINCT ON (x.row_no, x.column_name) x.row_no, x.column_name, %(code)s,"
            f" x.sentence FROM ({check.sql}) x (row_no, column_name, sentence)",
            {**parameters, "code": check.code},
        )
    if plan.examine is not None:
        _note(cursor, plan.examine(cursor, context))
    cursor.execute(
        "DELETE FROM found f USING found o"
        " WHERE o.row_no = f.row_no AND o.code = 'out_of_scope' AND f.code <> 'out_of_scope'"
    )


def examine_without_the_bad(cursor: Any, plan: Plan, context: Context, progress: Progress = silent) -> None:
    """Look again at the good rows as they would stand without the bad ones, until nothing more is found.

    A good row may have leaned on a bad one: a successor whose predecessor's end date is in the faulty row.
    """
    while True:
        cursor.execute("SELECT count(*) FROM effective")
        before = cursor.fetchone()[0]
        drop_bad_rows(cursor)
        cursor.execute("SELECT count(*) FROM effective")
        if cursor.fetchone()[0] in (before, 0):
            return
        examine(cursor, plan, context, progress)


def _note(cursor: Any, findings: Iterable[Finding]) -> None:
    text = "".join(
        "\t".join(copy_text(part) for part in (f.row, f.column, f.code, f.sentence)) + "\n" for f in findings
    )
    if text:
        cursor.copy_expert("COPY found FROM STDIN", io.StringIO(text))


def findings(cursor: Any) -> list[Finding]:
    """The faults found, by row."""
    cursor.execute(
        "SELECT DISTINCT ON (row_no, column_name, code) row_no, column_name, code, sentence FROM found ORDER BY row_no"
    )
    return [Finding(*row) for row in cursor.fetchall()]


def drop_bad_rows(cursor: Any) -> None:
    """After this, `effective` holds the good rows only."""
    cursor.execute("DELETE FROM effective e WHERE e.bad OR e.row_no IN (SELECT row_no FROM found)")


def counts(cursor: Any) -> tuple[int, int, int]:
    """(created, changed, unchanged) of the rows in `effective`."""
    cursor.execute(
        "SELECT count(*) FILTER (WHERE id IS NULL), count(*) FILTER (WHERE id IS NOT NULL AND NOT same),"
        " count(*) FILTER (WHERE same) FROM effective"
    )
    created, changed, unchanged = cursor.fetchone()
    return created, changed, unchanged


def write_rows(cursor: Any, plan: Plan, context: Context, progress: Progress = silent) -> None:
    """The good rows into the table: one UPDATE, because two rows may swap what must be unique; INSERTs in pieces."""
    with ticking(progress, Phase.WRITE):
        if plan.write is not None:
            plan.write(cursor, plan, context)
            return
        update_changed(cursor, plan)
    columns = list(plan.table_columns())
    targets = ", ".join([*columns, *plan.on_insert])
    values = ", ".join([*(f"e.{column}" for column in columns), *plan.on_insert.values()])
    cursor.execute("CREATE INDEX ON effective (row_no)")
    cursor.execute("SELECT min(row_no), max(row_no), count(*) FROM effective WHERE id IS NULL")
    first, last, count = cursor.fetchone()
    written = 0
    for start in range(first, last + 1, CHUNK) if count else ():
        # Row order keeps neighbours of the file together in the table and its indexes.
        cursor.execute(
            f"INSERT INTO {plan.table} ({targets}) SELECT {values} FROM effective e"
            " WHERE e.id IS NULL AND e.row_no BETWEEN %(first)s AND %(last)s ORDER BY e.row_no",
            {**context.parameters(), "first": start, "last": start + CHUNK - 1},
        )
        written += cursor.rowcount
        progress(Phase.WRITE, written, count)
    with ticking(progress, Phase.WRITE):
        # Foreign keys are looked up at the commit otherwise, where nobody sees it go on.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        if written > CHUNK:
            # The next check joins this table, and may come before autovacuum has looked at it: after an undo the
            # planner believes it empty and would compare every row with every row.
            cursor.execute(f"ANALYZE {plan.table}")
    cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def update_changed(cursor: Any, plan: Plan) -> None:
    columns = list(plan.table_columns())
    sets = ", ".join(f"{column} = e.{column}" for column in columns)
    cursor.execute(f"UPDATE {plan.table} t SET {sets} FROM effective e WHERE t.id = e.id AND NOT e.same")
