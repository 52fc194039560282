"""Verifying at the desk what one has just looked at: what has changed since is not decided, but shown again."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date

from accounts.book import operation
from accounts.models import User
from unions.models import Display, Photo
from unions.operations import displays
from unions.operations.displays import Done

CHANGED = "上报人刚刚改过这条记录，请再看一遍。"


@operation("displays.verify_many")
def verify_seen(rows: Iterable[Display], *, seen: Mapping[int, str], on: date, by: User) -> Done:
    """Verify those of the facts that are as they were seen (`seen` has their marks); the others come with the reason."""
    same, changed = _as_seen(rows, seen)
    done = displays.verify_many(same, on=on, by=by)
    return Done(done.rows, done.before, [*done.refused, *changed])


@operation("displays.send_back_many")
def send_back_seen(rows: Iterable[Display], *, seen: Mapping[int, str], on: date, why: str, by: User) -> Done:
    """The same of sending back."""
    same, changed = _as_seen(rows, seen)
    done = displays.send_back_many(same, on=on, why=why, by=by)
    return Done(done.rows, done.before, [*done.refused, *changed])


def marks(rows: Iterable[Display], photos: Iterable[Photo]) -> dict[int, str]:
    """What a fact says and shows, as a short mark; verifying or sending back leaves it as it is."""
    found = {row.pk: [row.way, row.starts_on, row.ends_on, row.officer_id, row.content] for row in rows}
    for photo in photos:
        found[photo.display_id].append(photo.sha256)
    return {key: hashlib.sha256(repr(list(map(str, said))).encode()).hexdigest()[:16] for key, said in found.items()}


def _as_seen(rows: Iterable[Display], seen: Mapping[int, str]) -> tuple[list[Display], list[tuple[Display, str]]]:
    """Locked, in the order of their keys, as every act on many facts locks them."""
    why = "rows the caller was shown"
    chosen = Display.objects.everywhere(why).filter(pk__in=[row.pk for row in rows]).select_related("union")
    locked = list(chosen.select_for_update(of=("self",)).order_by("pk"))
    now = marks(locked, Photo.objects.everywhere(why).filter(display__in=locked).order_by("pk"))
    same = [row for row in locked if seen.get(row.pk) == now[row.pk]]
    return same, [(row, CHANGED) for row in locked if row not in same]
