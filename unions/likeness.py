"""The same picture used twice: by another union, or by the same one for another fact (docs/decisions/0011)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db import connection

from unions.models import Item, Organisation, Photo, Way

NEAR = 8  # bits of 64 in which a copy may differ: compressed, scaled, brightened; other pictures differ in 12 and more
FLAT = "0" * 16  # a picture of one colour is like no other
SHOWN = 200

# The index of bands finds the few that may be near, bit by bit says which are: some 8 ms a picture among 100,000.
# Other unions as one row each and first, for these are what matters; the union's own other facts one by one.
NEAR_ONES = """
    SELECT mine.id, theirs.union_id, bool_or(photo.sha256 = mine.sha256), min(photo.id),
        own.id, coalesce(own.item, ''), coalesce(own.way, ''), own.starts_on, officer.name
    FROM (SELECT *, photo_bands(looks) AS bands FROM
          unnest(%s::bigint[], %s::text[], %s::text[], %s::bigint[], %s::bigint[])
          AS given(id, looks, sha256, display_id, union_id) OFFSET 0) mine
    CROSS JOIN LATERAL (
        SELECT id, display_id, sha256 FROM unions_photo
        WHERE photo_bands(looks) && mine.bands AND looks <> %s AND display_id <> mine.display_id
          AND bit_count(('x' || looks)::bit(64) # ('x' || mine.looks)::bit(64)) <= %s OFFSET 0) photo
    JOIN unions_display theirs ON theirs.id = photo.display_id
    LEFT JOIN unions_display own ON own.id = theirs.id AND theirs.union_id = mine.union_id
    LEFT JOIN unions_officer officer ON officer.id = own.officer_id
    GROUP BY mine.id, theirs.union_id, own.id, officer.name
    ORDER BY own.id NULLS FIRST, mine.id, theirs.union_id LIMIT %s
"""


@dataclass(frozen=True)
class Twin:
    """Another union that handed in the same picture, the key of it to look at; both None where the reader may not see.

    With `fact` it is another fact of the same union, as `words` say it, and `union` is None.
    """

    union: Organisation | None
    is_same_file: bool
    photo: int | None = None
    fact: int | None = None
    words: str = ""


def twins(photos: Iterable[Photo], user: Any) -> dict[int, list[Twin]]:
    """By picture, who else used it, and for what else its own union did; unions outside the user's own part as one, nameless.

    `photos` come with their display. Two queries, none without pictures.
    """
    mine = [photo for photo in photos if photo.looks != FLAT]
    found = _near(mine) if mine else []
    others = {one.union for one in found if one.fact is None}
    visible = Organisation.objects.visible_to(user).in_bulk(others) if others else {}
    answer: dict[int, list[Twin]] = {}
    for one in found:
        there = answer.setdefault(one.mine, [])
        if one.fact is not None:
            there.append(Twin(None, one.is_same_file, one.other, one.fact, one.words))
        elif one.union in visible:
            there.append(Twin(visible[one.union], one.is_same_file, one.other))
        elif all(other.union is not None for other in there):
            there.append(Twin(None, one.is_same_file))
    return answer


class _Near(NamedTuple):
    mine: int
    union: int
    is_same_file: bool
    other: int
    fact: int | None
    item: str
    way: str
    starts_on: date | None
    officer: str | None

    @property
    def words(self) -> str:
        if self.fact is None:
            return ""
        whose = f"{self.officer}的" if self.officer else ""
        return f"{whose}{Item(self.item).label}（{Way(self.way).label}，{self.starts_on} 起）"


def _near(photos: list[Photo]) -> list[_Near]:
    rows = ((one.pk, one.looks, one.sha256, one.display_id, one.display.union_id) for one in photos)
    columns = [list(column) for column in zip(*rows, strict=True)]
    with connection.cursor() as cursor:
        cursor.execute(NEAR_ONES, [*columns, FLAT, NEAR, SHOWN])
        return [_Near(*row) for row in cursor.fetchall()]
