"""Changing the field keys: every sealed value under the first key, the blind indexes made with another.

No record changes by it: the book takes one event for each run, not a line for each row (accounts/triggers.py).
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

from accounts import book, wall
from accounts.encryption import index_key_id, key_ids, sealer, unseal
from accounts.models import RecoveryCode
from accounts.sealed import Hanging, Place, hanging, places

WHY = "the field keys are changed for the whole county"
RESEAL, REINDEX = "keys.reseal", "keys.reindex"
FACTORS = Place("accounts_secondfactor", "seed_sealed", "accounts_secondfactor.seed_sealed")
# Of the codes nothing but their index is kept: under another key they open nothing any more.
RECOVERY_CODES = Hanging(
    "作废的恢复码（请本人重新生成）", lambda: None, lambda _: RecoveryCode.objects.filter(used_at=None).delete()[0]
)
Say = Callable[[str], object]


@contextmanager
def _cursor() -> Iterator[Any]:
    with wall.whole(WHY), connection.cursor() as cursor:
        yield cursor


def held() -> dict[str, Counter[str]]:
    """How many values each key still has to open, by where they lie; places without any are left out."""
    found = {}
    with _cursor() as cursor:
        for label, table, value, where in _stores():
            cursor.execute(
                f"SELECT split_part({value}, ':', 1), count(*) FROM {table} WHERE {value} <> '' {where} GROUP BY 1"
            )
            if counts := Counter(dict(cursor.fetchall())):
                found[label] = counts
    return found


def _stores() -> Iterator[tuple[str, str, str, str]]:
    """(label, table, the sealed text in it, further condition): the columns, and what they were before a change."""
    for place in places:
        yield str(place), place.table, place.column, ""
        yield (
            f"accounts_personalpast（{place}）",
            "accounts_personalpast",
            f"(before ->> '{place.column}')",
            f"AND table_name = '{place.table}'",
        )


def reseal(*, size: int, say: Say) -> int:
    """Every sealed value under the first key, `size` at a time, each lot a transaction of its own.

    Killed at any point, it goes on where it was when it is called again. Returns how many it sealed. Raises KeyError
    for a key that is not configured, InvalidTag for one that is another than it was.
    """
    todo = sum(sum(counts.values()) - counts[key_ids()[0]] for counts in held().values())
    book.record(RESEAL, by=None, key=key_ids()[0], todo=todo)
    done = 0
    for place in places:
        for lot in (_seal_column, _seal_past):
            last = 0
            while (sealed := lot(place, last, size)) is not None:
                last, count = sealed
                done += count
                say(f"{place}：{done} / {todo}")
    book.record(RESEAL, by=None, key=key_ids()[0], done=done, left=_left())
    return done


def _left() -> dict[str, int]:
    """What other keys than the first still have to open."""
    left: Counter[str] = Counter()
    for counts in held().values():
        left.update(counts)
    left.pop(key_ids()[0], None)
    return dict(left)


def _seal_column(place: Place, after: int, size: int) -> tuple[int, int] | None:
    """One lot of a column: (its last row, how many); None when there was nothing left to do."""
    return _seal_lot(
        f"SELECT id, {place.column} FROM {place.table} WHERE id > %s AND {place.column} <> ''"
        f" AND split_part({place.column}, ':', 1) <> %s ORDER BY id LIMIT %s FOR UPDATE",
        f"UPDATE {place.table} t SET {place.column} = v.sealed FROM unnest(%s::bigint[], %s::text[]) v(id, sealed) WHERE t.id = v.id",
        place, after, size,
    )  # fmt: skip


def _seal_past(place: Place, after: int, size: int) -> tuple[int, int] | None:
    """The same of what the column was before changes (accounts.PersonalPast), which undo reads."""
    value = f"(before ->> '{place.column}')"
    return _seal_lot(
        f"SELECT id, {value} FROM accounts_personalpast WHERE id > %s AND table_name = '{place.table}' AND {value} <> ''"
        f" AND split_part({value}, ':', 1) <> %s ORDER BY id LIMIT %s FOR UPDATE",
        f"UPDATE accounts_personalpast t SET before = before || jsonb_build_object('{place.column}', v.sealed)"
        " FROM unnest(%s::bigint[], %s::text[]) v(id, sealed) WHERE t.id = v.id",
        place, after, size,
    )  # fmt: skip


def _seal_lot(select: str, update: str, place: Place, after: int, size: int) -> tuple[int, int] | None:
    with book.act(RESEAL, by=None), _cursor() as cursor:
        cursor.execute(select, [after, key_ids()[0], size])
        rows = cursor.fetchall()
        if not rows:
            return None
        seal = sealer(place.bound)
        sealed = [seal(unseal(text, place.bound)) for _, text in rows]
        cursor.execute(update, [[pk for pk, _ in rows], sealed])
        return rows[-1][0], len(rows)


def reindex(*, size: int, say: Say) -> dict[str, int]:
    """Every blind index anew under the key that FIELD_INDEX_KEY names, all in one transaction.

    The application must not run meanwhile: it would look for, and write, indexes of the former key. Returns how many,
    by where they lie.
    """
    done: dict[str, int] = {}
    with book.act(REINDEX, by=None), wall.whole(WHY):
        found = [each.before() for each in hanging]
        for place in places:
            if place.index:
                done[f"{place.table}.{place.index}"] = _index_column(place, size, say)
                _index_past(place, size)
        for each, state in zip(hanging, found, strict=True):
            done[each.label] = each.after(state)
        book.record(REINDEX, by=None, key=index_key_id(), done=done)
    return done


def _index_column(place: Place, size: int, say: Say) -> int:
    last, done = 0, 0
    with _cursor() as cursor:
        cursor.execute(f"LOCK TABLE {place.table} IN SHARE ROW EXCLUSIVE MODE")
        while True:
            cursor.execute(
                f"SELECT id, {place.column}, {place.index} FROM {place.table} WHERE id > %s AND {place.column} <> ''"
                " ORDER BY id LIMIT %s",
                [last, size],
            )
            rows = cursor.fetchall()
            if not rows:
                return done
            last = rows[-1][0]
            wanted = [(pk, _index_of(place, sealed), index) for pk, sealed, index in rows]
            changed = [(pk, new) for pk, new, index in wanted if new != index]
            cursor.execute(
                f"UPDATE {place.table} t SET {place.index} = v.new FROM unnest(%s::bigint[], %s::text[]) v(id, new)"
                " WHERE t.id = v.id",
                [[pk for pk, _ in changed], [new for _, new in changed]],
            )
            done += len(changed)
            say(f"{place.table}.{place.index}：{done}")


def _index_past(place: Place, size: int) -> None:
    last, value = 0, f"(before ->> '{place.column}')"
    with _cursor() as cursor:
        while True:
            cursor.execute(
                f"SELECT id, {value} FROM accounts_personalpast WHERE id > %s AND table_name = %s AND {value} <> ''"
                " ORDER BY id LIMIT %s",
                [last, place.table, size],
            )
            rows = cursor.fetchall()
            if not rows:
                return
            last = rows[-1][0]
            cursor.execute(
                f"UPDATE accounts_personalpast t SET before = before || jsonb_build_object('{place.index}', v.new)"
                " FROM unnest(%s::bigint[], %s::text[]) v(id, new) WHERE t.id = v.id",
                [[pk for pk, _ in rows], [_index_of(place, sealed) for _, sealed in rows]],
            )


def _index_of(place: Place, sealed: str) -> str:
    return place.index_of(unseal(sealed, place.bound))
