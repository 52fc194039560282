"""The same picture used twice: pictures of other unions that look like these (docs/decisions/0012)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection

from unions.models import Organisation, Photo

NEAR = 8  # bits of 64 in which a copy may differ: compressed, scaled, brightened; other pictures differ in 12 and more
FLAT = "0" * 16  # a picture of one colour is like no other
SHOWN = 200

# The index of bands finds the few that may be near, bit by bit says which are: some 8 ms a picture among 100,000.
NEAR_ONES = """
    SELECT mine.id, theirs.union_id, bool_or(photo.sha256 = mine.sha256), min(photo.id)
    FROM (SELECT *, photo_bands(looks) AS bands FROM
          unnest(%s::bigint[], %s::text[], %s::text[], %s::bigint[]) AS given(id, looks, sha256, union_id) OFFSET 0) mine
    CROSS JOIN LATERAL (
        SELECT id, display_id, sha256 FROM unions_photo
        WHERE photo_bands(looks) && mine.bands AND looks <> %s
          AND bit_count(('x' || looks)::bit(64) # ('x' || mine.looks)::bit(64)) <= %s OFFSET 0) photo
    JOIN unions_display theirs ON theirs.id = photo.display_id AND theirs.union_id <> mine.union_id
    GROUP BY mine.id, theirs.union_id ORDER BY mine.id, theirs.union_id LIMIT %s
"""


@dataclass(frozen=True)
class Twin:
    """Another union that handed in the same picture, the key of it to look at; both None where the reader may not see."""

    union: Organisation | None
    is_same_file: bool
    photo: int | None = None


def twins(photos: Iterable[Photo], user: Any) -> dict[int, list[Twin]]:
    """By picture, the unions elsewhere that used it; those outside the user's own part without their names, as one.

    `photos` come with their display. Two queries, none without pictures.
    """
    mine = [photo for photo in photos if photo.looks != FLAT]
    found = _near(mine) if mine else []
    visible = Organisation.objects.visible_to(user).in_bulk({union for _, union, _, _ in found}) if found else {}
    answer: dict[int, list[Twin]] = {}
    for photo, union, same, other in found:
        twin = Twin(visible.get(union), same, other if union in visible else None)
        there = answer.setdefault(photo, [])
        if twin.union is not None or all(one.union is not None for one in there):
            there.append(twin)
    return answer


def _near(photos: list[Photo]) -> list[tuple[int, int, bool, int]]:
    columns = zip(*((one.pk, one.looks, one.sha256, one.display.union_id) for one in photos), strict=True)
    with connection.cursor() as cursor:
        cursor.execute(NEAR_ONES, [*(list(column) for column in columns), FLAT, NEAR, SHOWN])
        return list(cursor.fetchall())
