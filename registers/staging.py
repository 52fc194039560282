"""Rows into PostgreSQL by COPY, and what each would become: set-based, whatever the number of rows."""

import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from accounts.documents import index_text
from accounts.encryption import indexer, sealer
from registers.declare import PERSONAL_NUMBERS, Column
from registers.fields import CLEAR, Row
from registers.plan import Context, Finding, Plan, effective_sql, stage_columns
from registers.progress import Phase, Progress, silent, ticking

CHUNK = 5_000
_ESCAPED = re.compile(r"[\\\t\n\r]")


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


Writer = Callable[[Sequence[object]], list[str]]


class _Texts(dict[object, str]):
    """The COPY text of each different value of a column that has few of them."""

    def __missing__(self, value: object) -> str:
        text = self[value] = copy_text(value)
        return text


def _writer_of(column: Column, place: str) -> Writer:
    """The COPY texts of a column's cells, many at a time; a sealed number fills two staging columns."""
    others = _Texts()  # all but texts: dates, numbers, booleans, None

    def plain(values: Sequence[object]) -> list[str]:
        if _ESCAPED.search("".join([value for value in values if value.__class__ is str])):
            return list(map(copy_text, values))
        return [value if value.__class__ is str else others[value] for value in values]

    return _sealing(place) if column.kind in PERSONAL_NUMBERS else plain


def _sealing(place: str) -> Writer:
    seal, blind_index = sealer(place), indexer()

    def sealed(values: Sequence[object]) -> list[str]:
        return [
            f"{seal(value)}\t{blind_index(index_text(value))}" if isinstance(value, str) else "\\N\t\\N"
            for value in values
        ]

    return sealed


def stage(cursor: Any, plan: Plan, rows: Sequence[Row], bad: set[int], progress: Progress = silent) -> None:
    """Fill `stage`, `effective` and an empty `found`; all three vanish with the transaction."""
    columns = stage_columns(plan.register)
    listed = ", ".join(f"{name} {kind}" for name, kind in columns)
    # Compiling thirty expressions takes longer than they do, and the planner thinks otherwise from 10 000 rows on.
    cursor.execute("SET LOCAL jit = off")
    cursor.execute("DROP TABLE IF EXISTS stage, effective, found")
    cursor.execute(
        f"CREATE TEMPORARY TABLE stage (row_no integer, bad boolean, cleared text[], {listed}) ON COMMIT DROP"
    )
    cursor.execute(
        "CREATE TEMPORARY TABLE found (row_no integer, column_name text, code text, sentence text) ON COMMIT DROP"
    )
    writers = [_writer_of(column, plan.place_of(column)) for column in plan.register.columns]
    fields = [column.field for column in plan.register.columns]
    for number, text in enumerate(_copy_chunks(rows, bad, writers, fields), 1):
        cursor.copy_expert("COPY stage FROM STDIN", io.StringIO(text))
        progress(Phase.EXAMINE, min(number * CHUNK, len(rows)), len(rows))
    with ticking(progress, Phase.EXAMINE):
        cursor.execute("ANALYZE stage")
        cursor.execute(effective_sql(plan))
        cursor.execute("ANALYZE effective")


def _copy_chunks(rows: Sequence[Row], bad: set[int], writers: list[Writer], fields: list[str]) -> Iterator[str]:
    for start in range(0, len(rows), CHUNK):
        part = rows[start : start + CHUNK]
        columns = list(zip(*[row.values for row in part], strict=True))
        texts = [
            [str(row.row) for row in part],
            ["t" if row.row in bad else "f" for row in part],
            _cleared(columns, fields, len(part)),
            *[write(values) for write, values in zip(writers, columns, strict=True)],
        ]
        yield "\n".join(map("\t".join, zip(*texts, strict=True))) + "\n"


def _cleared(columns: Sequence[Sequence[object]], fields: list[str], rows: int) -> list[str]:
    """For each row the array of fields that said 清空."""
    names: list[list[str]] = [[] for _ in range(rows)]
    for name, values in zip(fields, columns, strict=True):
        if CLEAR in values:
            for place, value in enumerate(values):
                if value is CLEAR:
                    names[place].append(name)
    return ["{" + ",".join(said) + "}" for said in names]


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
    insert = (
        f"INSERT INTO {plan.table} ({targets}) SELECT {values} FROM effective e"
        " WHERE e.id IS NULL AND e.row_no BETWEEN %(first)s AND %(last)s ORDER BY e.row_no"
    )
    written = in_pieces(cursor, plan.written_tables, insert, context.parameters(), progress)
    with ticking(progress, Phase.WRITE):
        settled(cursor, plan.written_tables, written)


def in_pieces(
    cursor: Any, tables: Sequence[str], statement: str, parameters: dict[str, Any], progress: Progress = silent
) -> int:
    """Run an INSERT over the new rows of `effective` between %(first)s and %(last)s, piece by piece; how many rows.

    Row order keeps neighbours of the file together in the table and its indexes.
    """
    cursor.execute("CREATE INDEX ON effective (row_no)")
    cursor.execute("SELECT min(row_no), max(row_no), count(*) FROM effective WHERE id IS NULL")
    first, last, count = cursor.fetchone()
    written = 0
    for start in range(first, last + 1, CHUNK) if count else ():
        cursor.execute(statement, {**parameters, "first": start, "last": start + CHUNK - 1})
        written += cursor.rowcount
        if start == first and count > CHUNK:
            # Where an undo emptied the table, the statistics say so, and each foreign key would be looked up by
            # reading a whole index; what this transaction has written counts.
            _analyze(cursor, tables)
        progress(Phase.WRITE, written, count)
    return written


def _analyze(cursor: Any, tables: Iterable[str]) -> None:
    for table in tables:
        cursor.execute("SELECT analyze_table(%s)", [table])


def settled(cursor: Any, tables: Sequence[str], written: int) -> None:
    """Have the database look at foreign keys now: at the commit nobody sees it go on."""
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    if written > CHUNK:
        # The next check joins these tables, and may come before autovacuum has looked at them: after an undo the
        # planner believes them empty and would compare every row with every row.
        _analyze(cursor, tables)
    cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def update_changed(cursor: Any, plan: Plan) -> None:
    columns = list(plan.table_columns())
    sets = ", ".join(f"{column} = e.{column}" for column in columns)
    cursor.execute(f"UPDATE {plan.table} t SET {sets} FROM effective e WHERE t.id = e.id AND NOT e.same")
