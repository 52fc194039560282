"""The hunt for entries that may be one person. It finds; people settle (members/operations/settling.py)."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import combinations, groupby
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count

from accounts import wall
from accounts.book import operation
from accounts.encryption import unseal
from accounts.models import User
from members.identity import RESIDENT, index_text
from members.models import Duplicate, Member
from members.nearness import body, near_pairs
from members.operations.people import ID_NUMBER_PLACE

HUNT = "duplicates are hunted across the whole county"
BATCH = 1_000
# More entries with one name, birth date and mobile are no doubt over a person but a mistake of a file.
MOST_ALIKE = 20
Found = tuple[int, int, str]


@operation("members.find_duplicates")
def find_duplicates(*, on: date, by: User | None) -> int:
    """Note every pair that is not noted yet; returns how many. A pair settled before stays settled.

    The blind index cannot tell near numbers, so those of people with the same name are unsealed, name after name: the
    memory holds the people of one name and all permits. The time grows with the number of members.
    """
    with wall.whole(HUNT):
        rows = Duplicate.objects.everywhere(HUNT)
        before = rows.count()
        for batch in _batches(_found()):
            made = [Duplicate(first_id=one, second_id=two, why=why, found_on=on) for one, two, why in batch]
            rows.bulk_create(made, ignore_conflicts=True)
        return rows.count() - before


def _found() -> Iterator[Found]:
    yield from _same_number()
    yield from _same_person()
    yield from _near_number()


def _persons() -> Any:
    return Member.objects.everywhere(HUNT).persons().order_by()


def _same_person() -> Iterator[Found]:
    """Name, birth date and mobile are the same."""
    rows = _persons().filter(born_on__isnull=False).exclude(mobile="").values("name", "born_on", "mobile")
    alike = rows.annotate(ids=ArrayAgg("pk", order_by="pk"), count=Count("pk")).filter(count__gt=1)
    for row in alike.values_list("ids", flat=True).iterator(chunk_size=BATCH):
        for one, two in combinations(row[:MOST_ALIKE], 2):
            yield one, two, Duplicate.Why.SAME_PERSON


def _near_number() -> Iterator[Found]:
    """The same name, and numbers that differ in one place or two neighbours swapped (members/nearness.py)."""
    names = _persons().values("name").annotate(count=Count("pk")).filter(count__gt=1).values("name")
    rows = _persons().filter(name__in=names).order_by("name", "pk")
    listed = rows.values_list("name", "pk", "id_number_sealed").iterator(chunk_size=BATCH)
    for _, group in groupby(listed, key=lambda row: row[0]):
        bodies = [(pk, body(unseal(sealed, ID_NUMBER_PLACE))) for _, pk, sealed in group]
        for one, two in near_pairs(bodies):
            yield one, two, Duplicate.Why.NEAR_NUMBER


def _same_number() -> Iterator[Found]:
    """One permit in two spellings: kept before the rule that makes one of them, or brought in by SQL.

    Residents' numbers have one spelling only. Permits are few: their texts are held in memory.
    """
    holders: dict[str, list[int]] = {}
    rows = _persons().exclude(id_kind=RESIDENT).order_by("pk").values_list("pk", "id_number_sealed")
    for pk, sealed in rows.iterator(chunk_size=BATCH):
        holders.setdefault(index_text(unseal(sealed, ID_NUMBER_PLACE)), []).append(pk)
    for keys in holders.values():
        for one, two in combinations(keys, 2):
            yield one, two, Duplicate.Why.SAME_NUMBER


def _batches(found: Iterable[Found]) -> Iterator[list[Found]]:
    batch: list[Found] = []
    for pair in found:
        batch.append(pair)
        if len(batch) == BATCH:
            yield batch
            batch = []
    yield batch
