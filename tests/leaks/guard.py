"""Notices writes: which tables a request changed that it must not, by checksums over everything that may not change."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db import connection

from tests.leaks.builders import DERIVED
from tests.leaks.oracle import ONES_OWN, may_change, part_of
from tests.leaks.world import World

# A session is renewed and a sign-in counted by every request; the book's events are the record of looking.
OF_THE_REQUEST = (
    "django_session",
    "axes_accessattempt",
    "axes_accesslog",
    "axes_accessfailurelog",
    "axes_accessattemptexpiration",
)
BOOK, SESSION_LINE = "accounts_bookentry", "accounts_signedin"
NOT_COMPARED = {*OF_THE_REQUEST, *(label.lower().replace(".", "_") for label in DERIVED)}
WRITING = re.compile(r"\s*(?:WITH\b.*?\b)?(INSERT|UPDATE|DELETE|MERGE)\b", re.IGNORECASE | re.DOTALL)
INTO = re.compile(r'(?:INTO|UPDATE|FROM)\s+"?(\w+)', re.IGNORECASE)


class Guard:
    def __init__(self, world: World, who: str) -> None:
        self.world, self.who = world, who
        self._all = self._checksums(self._everything())
        self._foreign_rows = self._of_others()
        self._foreign = self._checksums(self._foreign_rows)

    @contextmanager
    def watching(self) -> Iterator[list[str]]:
        """Yields the list that fills with the tables written to; "" where a statement does not say which."""
        wrote: list[str] = []

        def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            if WRITING.match(sql):
                into = INTO.search(sql)
                if into is None or into[1] not in (*OF_THE_REQUEST, BOOK):
                    wrote.append(into[1] if into else "")
            return execute(sql, params, many, context)

        with connection.execute_wrapper(watch):
            yield wrote

    def changed(self, wrote: list[str], *, may_write: bool) -> list[str]:
        """Tables that are not as they were: all of them, or with `may_write` what is not this person's to change.

        Half of all requests write but the line that the session is in use, which has no trigger that could write
        elsewhere (test_world.py): then it and the book are looked at and not the other hundred.
        """
        rows, before = (self._foreign_rows, self._foreign) if may_write else (self._everything(), self._all)
        if set(wrote) == {SESSION_LINE}:
            rows = {table: rows[table] for table in (SESSION_LINE, BOOK)}
        after = self._checksums(rows)
        return [table for table in after if after[table] != before[table]]

    def _of_others(self) -> dict[str, str]:
        """Of each table the rows this person must leave alone, as an SQL condition."""
        allowed, others = may_change(self.who), {}
        user = self.world.people.get(self.who)
        inside = part_of(self.who)
        for model in apps.get_models():
            label, table = model._meta.label, model._meta.db_table
            if label in ONES_OWN and label not in allowed and user is not None:
                others[table] = f"{ONES_OWN[label]} IS DISTINCT FROM {user.pk}"
            elif label not in allowed:
                others[table] = "true"
            else:
                theirs = [str(row.pk) for place, row in self.world.of(label) if place not in inside]
                others[table] = f"id IN ({', '.join(theirs) or 'NULL'}) {self._or_new_there(model)}"
        return others

    def _or_new_there(self, model: Any) -> str:
        """Rows that are new and stand in a place outside the part."""
        outside = [str(row.pk) for place, row in self.world.of("unions.Organisation") if place not in part_of(self.who)]
        known = ", ".join(str(row.pk) for _, row in self.world.of(model._meta.label)) or "NULL"
        links = [
            column.column
            for column in model._meta.concrete_fields
            if column.is_relation and column.related_model._meta.label == "unions.Organisation"
        ]
        if not outside or not links:
            return ""
        there = " OR ".join(f'"{link}" IN ({", ".join(outside)})' for link in links)
        return f"OR (id NOT IN ({known}) AND ({there}))"

    def _checksums(self, rows: dict[str, str]) -> dict[str, str]:
        tables = [table for table in rows if table not in NOT_COMPARED]
        parts = []
        for table in tables:
            condition = rows[table]
            if table == BOOK:
                condition = f"({condition}) AND change <> 'event'" if condition != "true" else "false"
            parts.append(
                f"(SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM \"{table}\" t WHERE {condition})"
            )
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {', '.join(parts)}")
            return dict(zip(tables, cursor.fetchone(), strict=True))

    def _everything(self) -> dict[str, str]:
        """All rows of all tables, but for what every request notes: that one's own session is in use."""
        found = {model._meta.db_table: "true" for model in apps.get_models()}
        user = self.world.people.get(self.who)
        others = f"user_id <> {user.pk}" if user else "true"
        return {**found, "accounts_bookentry": "true AND true", "accounts_signedin": others}
