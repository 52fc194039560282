"""One stop of the verifier's queue: a union, what it reports, and what helps to judge it. Reads only."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, Q, Sum

from accounts.duties import Duty
from accounts.masks import masked_text
from unions.likeness import Twin, twins
from unions.models import Display, Item, Organisation, Photo
from unions.operations.verifying import marks
from unions.verifier import waiting_for
from unions.wording import Part, compared, is_same

EARLIER_SHOWN = 4
# What the words are held against, and what that is called.
REGISTERED = {
    Item.SIGN: ("登记的工会名称", lambda row: row.union.name),
    Item.OFFICE: ("登记的办公地址", lambda row: row.union.address),
}


@dataclass(frozen=True)
class Picture:
    """A photo beside its claim, and the other unions that handed in the same one."""

    photo: Photo
    twins: list[Twin]


@dataclass(frozen=True)
class Check:
    """The words held against the register: `parts` where letters are compared, a `note` in any case."""

    note: str
    is_good: bool
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True)
class Claim:
    """One reported fact with everything a verifier looks at. `mark` says which state of it was shown."""

    display: Display
    pictures: list[Picture]
    checks: list[Check]
    earlier: list[Display]
    mark: str


@dataclass(frozen=True)
class Stop:
    """`key` is its place in the queue, oldest report first; the stop after it has a larger one."""

    union: Organisation
    key: int
    claims: list[Claim]
    own: int  # waiting facts of the same union that this person may not decide


@dataclass(frozen=True)
class Standing:
    """How many unions wait in all, how many of them from here on, and how many facts."""

    unions: int
    ahead: int
    facts: int

    @property
    def skipped(self) -> int:
        return self.unions - self.ahead


class Queue:
    """What waits for one person today; with `only_photos` just the unions that handed in a picture."""

    def __init__(self, user: Any, on: date, *, only_photos: bool = False) -> None:
        self.user, self.on = user, on
        self.rows = waiting_for(user, on)
        chosen = self.rows
        if only_photos:
            pictures = Photo.objects.everywhere("a subquery of rows already in scope").filter(display=OuterRef("pk"))
            chosen = chosen.filter(Exists(pictures))
        self._unions = chosen.order_by().values("union").annotate(first=Min("pk"), facts=Count("pk"))

    def standing(self, after: int) -> Standing:
        ahead = Q(first__gt=after)
        found = self._unions.aggregate(
            unions=Count("union"), ahead=Count("union", filter=ahead), all_facts=Sum("facts", filter=ahead)
        )
        return Standing(found["unions"], found["ahead"], found["all_facts"] or 0)

    def stop(self, *, after: int = 0, union: int | None = None) -> Stop | None:
        """The union named, as long as something of it waits; otherwise the oldest behind `after`."""
        found = self._unions.filter(union=union).order_by("first").first() if union is not None else None
        found = found or self._unions.filter(first__gt=after).order_by("first").first()
        return self._stop(found["union"], found["first"]) if found else None

    def _stop(self, union: int, key: int) -> Stop:
        rows = list(
            self.rows.filter(union=union).select_related("union__parent", "officer", "entered_by").order_by("pk")
        )
        waiting = Display.objects.visible_to(self.user).waiting().holding_on(self.on).filter(union=union).count()
        return Stop(rows[0].union, key, claims_of(rows, self.user), waiting - len(rows))


def pictures_of(row: Display, user: Any) -> list[Picture]:
    """One fact's photos; who verifies also learns who else handed in the same."""
    photos = list(Photo.objects.visible_to(user).filter(display=row).select_related("display").order_by("pk"))
    found = twins(photos, user) if user.may(Duty.VERIFY_DISPLAYS, row.union) else {}
    return [Picture(photo, found.get(photo.pk, [])) for photo in photos]


def claims_of(rows: list[Display], user: Any) -> list[Claim]:
    """The facts of one union; a fixed number of queries."""
    photos = list(Photo.objects.visible_to(user).filter(display__in=rows).select_related("display").order_by("pk"))
    found, marked, earlier = twins(photos, user), marks(rows, photos), _earlier(rows, user)
    hanging = defaultdict(list)
    for photo in photos:
        hanging[photo.display_id].append(Picture(photo, found.get(photo.pk, [])))
    return [Claim(row, hanging[row.pk], checks_of(row), earlier[row.pk], marked[row.pk]) for row in rows]


def checks_of(row: Display) -> list[Check]:
    """What the words say beside what is registered; nothing where there is nothing to compare."""
    words = masked_text(row.content)
    if row.item in REGISTERED:
        called, registered = REGISTERED[Item(row.item)]
        return [_beside(words, masked_text(registered(row)), called)] if words and registered(row) else []
    if row.officer is None or not words:
        return []
    if row.item == Item.IDENTITY:
        named = row.officer.name in words
        return [Check(f"写有姓名“{row.officer.name}”" if named else f"没有写姓名“{row.officer.name}”", named)]
    return _numbers(row)


def _beside(words: str, registered: str, called: str) -> Check:
    parts = compared(words, registered)
    if is_same(parts):
        return Check(f"与{called}一致", True)
    return Check(f"与{called}“{registered}”不同", False, tuple(parts))


def _numbers(row: Display) -> list[Check]:
    """Whether the published number is a registered one; the numbers themselves stay masked."""
    assert row.officer is not None
    written = re.sub(r"\D", "", row.content)
    known = {"手机号码": row.officer.mobile, "办公电话": row.officer.office_phone, "工会电话": row.union.phone}
    numbers = {name: re.sub(r"\D", "", number) for name, number in known.items() if number}
    if not numbers:
        return []
    named = [name for name, number in numbers.items() if number and number in written]
    return [Check(f"与登记的{'、'.join(named)}一致" if named else "与登记的手机号码、办公电话都不一致", bool(named))]


def _earlier(rows: Iterable[Display], user: Any) -> dict[int, list[Display]]:
    """For each fact, those before it of the same item (and officer), newest first."""
    rows = list(rows)
    others = Display.objects.visible_to(user).filter(union=rows[0].union_id).exclude(pk__in=[row.pk for row in rows])
    known = list(others.select_related("officer").order_by("-starts_on", "-pk"))
    return {
        row.pk: [one for one in known if (one.item, one.officer_id) == (row.item, row.officer_id)][:EARLIER_SHOWN]
        for row in rows
    }
