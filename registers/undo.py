"""Taking back what one act wrote, from the lines it left in the book (registers.md §2)."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import IntegrityError, InternalError, connection, models, transaction

from accounts import book, wall
from accounts.constraints import sentence_of
from accounts.encryption import key_ids
from accounts.refused import Refused
from registers.registry import names, plan_of

SHOWN = 20  # of what stands in the way
UNDO_IMPORT = "registers.undo_import"
# Acts whose event in the book names the act they took back, as details.act_id.
TAKING_BACK = (UNDO_IMPORT, "acts.take_back")


@dataclass(frozen=True)
class Obstacle:
    """Why an act can't be taken back: the sentence, and the first SHOWN things that stand in the way.

    `lines` are the book's later lines on the act's rows; `rows` are (table, id) of rows built upon them.
    """

    sentence: str
    lines: list[int] = field(default_factory=list)
    rows: list[tuple[str, int]] = field(default_factory=list)


@dataclass(frozen=True)
class Foreseen:
    """What taking back would do, and what prevents it."""

    deleted: int
    restored: int
    obstacles: list[Obstacle]


@wall.whole("an act is taken back whole, or not at all")
def foresee(act_id: UUID) -> Foreseen:
    """Look, and change nothing."""
    with connection.cursor() as cursor:
        touched = _touched(cursor, act_id, ())
        cursor.execute(
            "SELECT count(DISTINCT (table_name, row_id)) FILTER (WHERE change = 'insert'),"
            " count(DISTINCT (table_name, row_id)) FILTER (WHERE change = 'update')"
            " FROM accounts_bookentry WHERE act_id = %s AND table_name = ANY(%s)",
            [act_id, touched],
        )
        deleted, restored = cursor.fetchone()
        return Foreseen(deleted, restored, _obstacles(cursor, act_id, touched, "导入"))


@wall.whole("an act is taken back whole, or not at all")
def take_back(act_id: UUID, *, also: tuple[str, ...] = (), what: str = "导入") -> dict[str, int]:
    """Delete what the act made, restore what it changed. Returns {"deleted": n, "restored": n}.

    Tables of registers only, and those named in `also`; `what` is the act in the sentences of refusal. Raises Refused,
    with what stands in the way, when anything later touched those rows or was built upon them.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('registers'))")
        touched = _touched(cursor, act_id, also)
        for table in touched:
            _lock_rows(cursor, act_id, table)
        for obstacle in _obstacles(cursor, act_id, touched, what):
            raise Refused(obstacle.sentence)
        try:
            with transaction.atomic():
                deleted = sum(_delete_made(cursor, act_id, table) for table in touched)
                restored = _restore(cursor, act_id, touched) if touched else 0
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        except (IntegrityError, InternalError) as error:
            reason = sentence_of(error) or f"其后有数据以这次{what}的内容为基础。"
            raise Refused(f"不能撤销：{reason}") from error
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    return {"deleted": deleted, "restored": restored}


def _touched(cursor: Any, act_id: UUID, also: tuple[str, ...]) -> list[str]:
    tables = {table for name in names() for table in plan_of(name).written_tables} | set(also)
    cursor.execute("SELECT DISTINCT table_name FROM accounts_bookentry WHERE act_id = %s", [act_id])
    return sorted(name for (name,) in cursor.fetchall() if name in tables)


def _lock_rows(cursor: Any, act_id: UUID, table: str) -> None:
    """Whoever is changing one of them finishes first, and is then seen to have touched it later."""
    cursor.execute(
        f"SELECT t.id FROM {table} t WHERE t.id IN (SELECT b.row_id FROM accounts_bookentry b"
        " WHERE b.act_id = %s AND b.table_name = %s) ORDER BY t.id FOR UPDATE",
        [act_id, table],
    )


def _obstacles(cursor: Any, act_id: UUID, touched: list[str], what: str) -> list[Obstacle]:
    return [
        *_touched_later(cursor, act_id, touched, what),
        *_built_upon(cursor, act_id, touched, what),
        *_closed_for_good(cursor, act_id, touched, what),
    ]


def _closed_for_good(cursor: Any, act_id: UUID, touched: list[str], what: str) -> list[Obstacle]:
    """A sealed number that stands in the book was sealed with a key of its day, which may have been changed since."""
    cursor.execute(
        "SELECT DISTINCT split_part(before ->> 'id_number_sealed', ':', 1), EXISTS (SELECT FROM accounts_bookentry k"
        " WHERE k.act = 'keys.reindex' AND k.id > b.id) FROM accounts_bookentry b WHERE b.act_id = %s"
        " AND b.table_name = ANY(%s) AND b.change = 'update' AND b.before ->> 'id_number_sealed' <> ''"
        " AND (b.after ->> 'id_number_index' IS DISTINCT FROM b.before ->> 'id_number_index'"
        " OR EXISTS (SELECT FROM accounts_bookentry k WHERE k.act = 'keys.reindex' AND k.id > b.id))",
        [act_id, touched],
    )
    if all(key in key_ids() and not reindexed for key, reindexed in cursor.fetchall()):
        return []
    return [Obstacle(f"不能撤销：这次{what}之后更换过密钥，其中的身份证号码已不能照原样恢复，请逐条改回。")]


def _touched_later(cursor: Any, act_id: UUID, touched: list[str], what: str) -> list[Obstacle]:
    later = (
        " FROM accounts_bookentry b"
        " JOIN accounts_bookentry later ON later.table_name = b.table_name AND later.row_id = b.row_id"
        " AND later.id > b.id AND later.act_id IS DISTINCT FROM b.act_id AND later.change <> 'event'"
        " AND (later.act_id IS NULL OR later.act_id <> ALL(%s::uuid[]))"
        " WHERE b.act_id = %s AND b.table_name = ANY(%s) AND b.change <> 'event'"
    )
    given = [_taken_back(cursor), act_id, touched]
    cursor.execute(f"SELECT count(DISTINCT (b.table_name, b.row_id)), min(later.at){later}", given)
    count, since = cursor.fetchone()
    if not count:
        return []
    cursor.execute(f"SELECT DISTINCT later.id{later} ORDER BY 1 LIMIT {SHOWN}", given)
    lines = [line for (line,) in cursor.fetchall()]
    sentence = (
        f"不能撤销：这次{what}的记录中有 {count} 条后来又被修改过（最早在 {since:%Y-%m-%d}），"
        f"请先撤销之后的{what}，或逐条改回。"
    )
    return [Obstacle(sentence, lines=lines)]


def _taken_back(cursor: Any) -> list[str]:
    """Acts that were taken back, and those that did it: together they left every row as it was."""
    cursor.execute(
        "SELECT act_id::text, details ->> 'act_id' FROM accounts_bookentry"
        " WHERE act = ANY(%s) AND change = 'event' AND details ? 'act_id'",
        [list(TAKING_BACK)],
    )
    return [number for pair in cursor.fetchall() for number in pair if number]


def _built_upon(cursor: Any, act_id: UUID, touched: list[str], what: str) -> list[Obstacle]:
    """Rows that point at what the act made, and were neither made nor pointed there by it."""
    found = []
    for model in apps.get_models():
        if model._meta.db_table not in touched:
            continue
        for relation in model._meta.related_objects:
            pointing: Any = relation.field
            other: type[models.Model] = pointing.model
            cursor.execute(
                f"SELECT o.id, count(*) OVER () FROM {other._meta.db_table} o"
                " JOIN accounts_bookentry b ON b.act_id = %s AND b.table_name = %s AND b.change = 'insert'"
                f" AND b.row_id = o.{pointing.column} WHERE NOT {_goes_along(other)}"
                " AND NOT EXISTS (SELECT FROM accounts_bookentry own"
                " WHERE own.act_id = %s AND own.table_name = %s AND own.row_id = o.id AND own.change <> 'event')"
                f" ORDER BY o.id LIMIT {SHOWN}",
                [act_id, model._meta.db_table, act_id, other._meta.db_table],
            )
            rows = cursor.fetchall()
            if rows:
                sentence = (
                    f"不能撤销：已有 {rows[0][1]} 条“{other._meta.verbose_name}”记录建立在这次{what}的"
                    f"“{model._meta.verbose_name}”上，请先撤销之后的{what}，或删去这些记录。"
                )
                found.append(Obstacle(sentence, rows=[(other._meta.db_table, row) for row, _ in rows]))
    return found


def _goes_along(model: type[models.Model]) -> str:
    """Which of the table's rows are nothing without the row they point at, as SQL: `goes_along_if` of the model."""
    return f"({getattr(model, 'goes_along_if', 'false')})"


def _delete_going_along(cursor: Any, act_id: UUID, table: str) -> None:
    for model in apps.get_models():
        for relation in model._meta.related_objects if model._meta.db_table == table else ():
            pointing: Any = relation.field
            if hasattr(pointing.model, "goes_along_if"):
                cursor.execute(
                    f"DELETE FROM {pointing.model._meta.db_table} o USING accounts_bookentry b"
                    f" WHERE b.act_id = %s AND b.table_name = %s AND b.change = 'insert'"
                    f" AND b.row_id = o.{pointing.column} AND {_goes_along(pointing.model)}",
                    [act_id, table],
                )


def _delete_made(cursor: Any, act_id: UUID, table: str) -> int:
    _delete_going_along(cursor, act_id, table)
    cursor.execute(
        f"DELETE FROM {table} t USING accounts_bookentry b"
        " WHERE b.act_id = %s AND b.table_name = %s AND b.change = 'insert' AND t.id = b.row_id",
        [act_id, table],
    )
    deleted = int(cursor.rowcount)
    # Of persons who were never to be there nothing is kept: nobody could ask for it to be erased any more.
    cursor.execute(
        "DELETE FROM accounts_personalpast WHERE act_id = %s AND table_name = %s", [book.current_act(), table]
    )
    return deleted


def _restore(cursor: Any, act_id: UUID, touched: list[str]) -> int:
    """Table after table; all in one statement where a guard lets neither go first: it then looks once both are back."""
    try:
        with transaction.atomic():
            return sum(_restored(cursor, act_id, [table]) for table in touched)
    except (IntegrityError, InternalError):
        return _restored(cursor, act_id, touched)


def _restored(cursor: Any, act_id: UUID, tables: list[str]) -> int:
    parts = [f"r{place} AS ({_restoring(table)} RETURNING 1)" for place, table in enumerate(tables)]
    counted = " + ".join(f"(SELECT count(*) FROM r{place})" for place in range(len(tables)))
    given = [value for table in tables for value in (act_id, table)]
    cursor.execute(f"WITH {', '.join(parts)} SELECT {counted}", given)
    return int(cursor.fetchone()[0])


def _restoring(table: str) -> str:
    """SQL that puts back what an act changed in a table; asks for the act and the table."""
    model = next(model for model in apps.get_models() if model._meta.db_table == table)
    columns = [f'"{field.column}"' for field in model._meta.concrete_fields if not field.primary_key]
    listed = ", ".join(columns)
    values = ", ".join(f"was.{column}" for column in columns)
    return (
        f"UPDATE {table} t SET ({listed}) = ROW({values}) FROM ("
        # The first line of a row is the oldest state; columns younger than the line stay as they are.
        # Personal columns are kept apart from the book (accounts.PersonalPast), all of them as they first were.
        " SELECT DISTINCT ON (b.row_id) (jsonb_populate_record(now, b.before || coalesce((SELECT p.before"
        " FROM accounts_personalpast p WHERE p.act_id = b.act_id AND p.table_name = b.table_name AND p.row_id = b.row_id"
        " ORDER BY p.id LIMIT 1), '{}')"
        # The same number as now stays as it is sealed now: the key may have been changed since (accounts/operations/keys.py).
        " || CASE WHEN b.before ->> 'id_number_index' = to_jsonb(now) ->> 'id_number_index'"
        " THEN jsonb_build_object('id_number_sealed', to_jsonb(now) -> 'id_number_sealed') ELSE '{}' END"
        ")).* FROM accounts_bookentry b"
        f" JOIN {table} now ON now.id = b.row_id"
        " WHERE b.act_id = %s AND b.table_name = %s AND b.change = 'update' ORDER BY b.row_id, b.id) was"
        " WHERE t.id = was.id"
    )
