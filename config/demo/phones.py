"""What chairs handed in this month with their phones: facts that wait to be verified, with pictures drawn by us."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from zlib import crc32

from accounts.duties import Role
from accounts.models import User
from accounts.operations import open_account
from accounts.refused import Refused
from config.demo import CHAIRS_UNION, PASSWORD
from config.demo import pictures as drawn
from config.demo.accounts import MADE_UP
from unions.models import Display, Item, Officer, Organisation, Way
from unions.models.display import WAYS_OF
from unions.models.organisation import GRASSROOTS_KINDS
from unions.operations import displays, photos
from unions.operations.appointments import appoint
from unions.verifier import waiting_for

PLACE, VERIFIER = "天河镇工会联合会", "tianhe"
OLD_ONES = 3  # of the facts that waited before, so many have got a picture
CHAIRS = 4
BLURRED = "照片看不清，请正对着、近一些重拍。"


@dataclass(frozen=True)
class Handed:
    """One thing a chair reports; `picture` is drawn of it unless another is given, or none."""

    item: Item
    words: str = ""
    has_picture: bool = True
    copies: bool = False  # the first chair's plaque, passed on by a messenger


# What each of the chairs hands in, in turn: all well, a wrong name, somebody else's picture, one without a picture.
STORIES = (
    (Handed(Item.SIGN), Handed(Item.OFFICE)),
    (Handed(Item.SIGN, words="云岭县企业工会"), Handed(Item.IDENTITY)),
    (Handed(Item.SIGN, copies=True), Handed(Item.CONTACT)),
    (Handed(Item.IDENTITY, has_picture=False), Handed(Item.OFFICE)),
)


def hand_in(today: date) -> tuple[int, int]:
    """Facts of this month only, so that no report made before moves. Returns how many facts, how many pictures."""
    desk = User.objects.get(username=VERIFIER)
    old = list(waiting_for(desk, today).select_related("union", "officer").order_by("pk")[:OLD_ONES])
    hung = sum(_hang(row, picture_of(row), None) for row in old)
    facts, first = 0, b""
    for chair, story in zip(_chairs(today, {row.union_id for row in old}), STORIES, strict=False):
        by = _account(chair, today)
        for handed in story:
            row = _report(chair, handed, today, by)
            facts += 1
            picture = picture_of(row)
            first = first or picture
            if handed.has_picture:
                hung += _hang(row, drawn.copied(first) if handed.copies else picture, by)
    more = _of_the_model_union(today)
    return facts + len(more), hung + sum(_hang_before(row, today) for row in more)


def picture_of(row: Display) -> bytes:
    """The fact as it might look, the same each time."""
    seed = crc32(f"{row.union.code} {row.item} {row.way}".encode())
    if row.item == Item.SIGN:
        return drawn.plaque(row.content or row.union.name, seed)
    if row.item == Item.OFFICE:
        return drawn.board("工会办公地点", [row.union.name, row.content or row.union.address], seed)
    assert row.officer is not None
    if row.item == Item.IDENTITY:
        return drawn.card(row.union.name, row.officer.get_post_display(), row.officer.name, seed)
    rows = [f"{row.officer.get_post_display()} {row.officer.name}", row.content or row.officer.mobile, "服务热线 12351"]
    return drawn.board("工会联系方式", rows, seed)


def _chairs(today: date, besides: set[int]) -> Iterator[Officer]:
    """The first chairs of the place that were elected before this month."""
    rows = Officer.objects.everywhere(MADE_UP).chairs().sitting_on(today).filter(union__parent__name=PLACE)
    rows = rows.filter(union__kind__in=GRASSROOTS_KINDS)
    rows = rows.filter(union__dissolved_on=None, elected_on__lt=today.replace(day=1)).exclude(union__in=besides)
    yield from rows.exclude(union__name=CHAIRS_UNION).select_related("union").order_by("union__code")[:CHAIRS]


def _account(chair: Officer, today: date) -> User:
    by = open_account(chair.mobile, name=chair.name, password=PASSWORD, phone=chair.mobile, by=None)
    since = max(today - timedelta(days=400), chair.elected_on)
    appoint(by, Role.CHAIR, chair.union, since=since, officer=chair, by=None)
    return by


def _report(chair: Officer, handed: Handed, today: date, by: User) -> Display:
    """In a way that the union has not reported yet, this week but not before the month."""
    officer = chair if handed.item in (Item.IDENTITY, Item.CONTACT) else None
    words = {
        Item.SIGN: chair.union.name,
        Item.OFFICE: chair.union.address,
        Item.IDENTITY: f"工会主席 {chair.name}",
        Item.CONTACT: chair.mobile,
    }
    return displays.report_display(
        chair.union,
        item=handed.item,
        way=_other_way(chair.union, handed.item),
        starts_on=max(today.replace(day=1), today - timedelta(days=3)),
        officer=officer,
        content=handed.words or words[handed.item],
        by=by,
    )


def _other_way(union: Organisation, item: Item) -> Way:
    known = set(Display.objects.everywhere(MADE_UP).filter(union=union, item=item).values_list("way", flat=True))
    return next((way for way in WAYS_OF[item] if way not in known), WAYS_OF[item][0])


def _of_the_model_union(today: date) -> list[Display]:
    """What the chair whose account is printed handed in: one verified, one sent back, one waiting."""
    chair = Officer.objects.everywhere(MADE_UP).chairs().sitting_on(today).get(union__name=CHAIRS_UNION)
    by = User.objects.get(username="zhuxi")
    return [_report(chair, Handed(item), today, by) for item in (Item.SIGN, Item.OFFICE, Item.IDENTITY)]


def _hang_before(row: Display, today: date) -> int:
    """The picture first: a verified fact takes none."""
    hung = _hang(row, picture_of(row), row.entered_by)
    staff: Any = User.objects.get(username="zuxuan")
    if row.item == Item.SIGN:
        displays.verify(row, on=today, by=staff)
    elif row.item == Item.OFFICE:
        displays.send_back(row, on=today, why=BLURRED, by=staff)
    return hung


def _hang(row: Display, picture: bytes, by: User | None) -> int:
    """1 when it hangs; a demonstration on a full disk goes without pictures."""
    try:
        photos.attach(row, io.BytesIO(picture), by=by)
    except Refused:
        return 0
    return 1
