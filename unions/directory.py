"""Which unions the public directory lists, and finding one in it: by its own name, its units' names, pinyin, initials.

Written in SQL because it is asked at every stroke of a key: one statement an answer, no count, at 100 000 unions.
Listed is what is_published and exists on the day (unions/published.py says the same of one union's page).
"""

from dataclasses import dataclass
from datetime import date
from typing import Any
from weakref import WeakKeyDictionary

from django.db import connection

from unions.published import Number, numbers, without_numbers
from unions.spelling import letters_of, question

SHORTEST = 2  # letters or characters: one says nothing and finds half the county
MOST = 100  # unions found by one question; who wants more words is asked for them
PAGE, LISTED_A_PAGE = 10, 50
SUGGESTED = 8

_LISTED = (
    "o.is_published AND (o.established_on IS NULL OR o.established_on <= %(on)s)"
    " AND (o.dissolved_on IS NULL OR o.dissolved_on > %(on)s)"
)
_WITHIN = "o.path LIKE %(within)s"

# Words that every fourth name has are answered from the first names there are: their index would give thousands. Other
# words are looked up in the index, without a limit in sight of the planner: it would rather read the whole table, for
# it takes rare words for frequent ones.
_SOME, _ENOUGH = 400, MOST


def _keys(name: str, table: str, unit: str, joined: str) -> str:
    """CTEs that end in `name`: listed unions whose key (or whose unit's key) answers the question, ENOUGH at most."""
    listed = f"SELECT o.id, {unit} AS unit FROM %s k {joined} {_LISTED} AND {_WITHIN}"
    first = f"(SELECT {table}_id, keys FROM unions_{table}key ORDER BY 1 LIMIT {_SOME})"
    found = f"(SELECT {table}_id FROM unions_{table}key WHERE keys @@ %(asked)s::tsquery OFFSET 0)"
    few = f"(SELECT count(*) FROM first_{name}) < {_ENOUGH}"
    return f"""first_{name} AS MATERIALIZED (
    {listed.replace("%s", first, 1)} AND k.keys @@ %(asked)s::tsquery LIMIT {_ENOUGH}
), {name} AS (
    (SELECT * FROM first_{name} WHERE NOT {few}) UNION ALL
    ({listed.replace("%s", found, 1)} AND {few} LIMIT {_ENOUGH})
)"""


_OWN = _keys("own", "organisation", "NULL::text", "JOIN unions_organisation o ON o.id = k.organisation_id WHERE")
_UNITS = _keys(
    "units",
    "employer",
    "e.name",
    "JOIN unions_employer e ON e.id = k.employer_id JOIN unions_organisation o ON o.id = e.union_id"
    " WHERE (e.deregistered_on IS NULL OR e.deregistered_on > %(on)s) AND",
)
_FOUND = f"""
WITH {_OWN}, {_UNITS}, found AS (
    SELECT id, CASE WHEN bool_or(unit IS NULL) THEN '' ELSE min(unit) END AS unit
    FROM (SELECT * FROM own UNION ALL SELECT * FROM units) either GROUP BY id
), best AS (
    SELECT o.id, o.token, o.name, o.address, o.phone, o.path, f.unit,
           row_number() OVER (ORDER BY nullif(strpos(coalesce(nullif(f.unit, ''), o.name), %(plain)s), 0) NULLS LAST,
                                       length(o.name), o.name, o.id) AS place
    FROM found f JOIN unions_organisation o USING (id)
    ORDER BY place LIMIT %(take)s OFFSET %(skip)s
)
"""
_BODY = (
    "LEFT JOIN unions_organisation b ON b.id = nullif(split_part(best.path, '/', 3), '')::bigint AND b.id <> best.id"
)
_SUGGEST = (
    f"{_FOUND} SELECT best.token, best.name, best.unit, coalesce(b.name, '') FROM best {_BODY} ORDER BY best.place"
)
_SEARCH = f"""{_FOUND}
SELECT best.token, best.name, best.unit, coalesce(b.name, ''), best.address, best.phone, c.name, c.office_phone
FROM best {_BODY}
LEFT JOIN unions_officer c ON c.union_id = best.id AND c.post = 'chair' AND c.elected_on <= %(on)s
    AND (c.left_on IS NULL OR c.left_on > %(on)s)
ORDER BY best.place"""


@dataclass(frozen=True)
class Hit:
    """`unit` is the employer whose name was found, where the union's own was not."""

    token: str
    name: str
    unit: str
    body: str
    address: str = ""
    chair: str = ""
    office: tuple[Number, ...] = ()


@dataclass(frozen=True)
class Results:
    hits: tuple[Hit, ...]
    has_more: bool


def too_short(words: str) -> bool:
    return sum(map(len, letters_of(words))) < SHORTEST


def search(words: str, *, within: str = "/", page: int = 1, on: date) -> Results:
    """A page of the unions found by the words, the likeliest first; `within` is the path of a body. One query.

    No mobile number comes with a list, consent or not: that stands on the union's own page.
    """
    rows, has_more = _ask(_SEARCH, words, within, (page - 1) * PAGE, PAGE, on)
    return Results(tuple(_hit(row) for row in rows), has_more)


def _hit(row: Any) -> Hit:
    token, name, unit, body, address, phone, chair, office_phone = row
    office = numbers(office_phone or "") or numbers(phone)
    return Hit(token, name, unit, body, without_numbers(address), without_numbers(chair or ""), office)


def suggest(words: str, *, within: str = "/", on: date) -> tuple[Hit, ...]:
    """What is offered while typing: names and nothing else. One query."""
    return tuple(Hit(*row) for row in _ask(_SUGGEST, words, within, 0, SUGGESTED, on)[0])


def _ask(sql: str, words: str, within: str, skip: int, page: int, on: date) -> tuple[list[Any], bool]:
    asked = "" if too_short(words) else question(words, likely=True)
    if not asked or skip < 0 or skip >= MOST:
        return [], False
    values: dict[str, Any] = {
        "asked": asked,
        "plain": "".join(words.split()).replace("\x00", ""),
        "within": f"{within}%",
        "on": on,
        "take": page + 1,
        "skip": skip,
    }
    with connection.cursor() as cursor:
        name = _prepared(cursor, sql)
        given = ", ".join(f"%({value})s" for value in _TYPES)
        cursor.execute(f"{_AS_PLANNED}EXECUTE {name}({given})", values)
        rows = cursor.fetchall()
    return rows[:page], len(rows) > page and skip + page < MOST


# Planning takes longer than answering, so each connection plans once, for words nobody knows yet: the index then looks
# best, as it is for all words but those that _SOME answers. The settings hold in the one statement's own transaction.
_TYPES = {"asked": "text", "plain": "text", "within": "text", "on": "date", "take": "int", "skip": "int"}
_AS_PLANNED = "SET LOCAL plan_cache_mode = force_generic_plan; SET LOCAL random_page_cost = 1.1; SET LOCAL jit = off; "
_NAMES = {_SEARCH: "directory_search", _SUGGEST: "directory_suggest"}
_known: "WeakKeyDictionary[Any, set[str]]" = WeakKeyDictionary()


def _prepared(cursor: Any, sql: str) -> str:
    """The name of the prepared statement on this connection; prepared now where it is not yet."""
    names, name = _known.setdefault(cursor.connection, set()), _NAMES[sql]
    if name not in names:
        places = {value: f"${number}" for number, value in enumerate(_TYPES, 1)}
        cursor.execute(f"PREPARE {name} ({', '.join(_TYPES.values())}) AS {sql % places}")
        names.add(name)
    return name
