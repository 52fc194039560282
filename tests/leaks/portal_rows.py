"""Rows of what chairs and the public bring in: builders as in builders.py."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from accounts.models import SentOnce, Throttle
from unions.models import (
    Confirmation,
    ElectionReport,
    ErrorReport,
    Invitation,
    MobileConsent,
    Photo,
    PrintOrder,
    ScanCount,
)
from unions.models.photo import photos as folder
from unions.models.print_order import print_files
from unions.photos import small_of

Rows = list[Any]
UNIONS = ("mill", "bakery", "quarry")
BODIES = ("riverside", "hilltop")
DAY = date(2012, 10, 1)


def invitations(world: Any, place: str) -> Rows:
    """A slip of the chair's that waits."""
    if place not in UNIONS:
        return []
    now, officer = timezone.now(), world.one("unions.Officer", place)
    marks: dict[str, Any] = {"token_index": f"token {place}", "code_index": f"code {place}", "issued_by": None}
    return [Invitation.objects.create(officer=officer, issued_at=now, expires_at=now + timedelta(days=14), **marks)]


def consents(world: Any, place: str) -> Rows:
    """The vice-chair's, taken back: no mobile number is public in this world."""
    if place not in UNIONS:
        return []
    vice = world.rows("unions.Officer", place)[1]
    return [MobileConsent.objects.create(officer=vice, since=DAY, until=DAY, how="on_paper")]


def photos(world: Any, place: str) -> Rows:
    """Of every union one, all alike; each file holds its own canary."""
    if place not in UNIONS:
        return []
    display = world.one("unions.Display", place)
    given: dict[str, Any] = {"looks": "0123456789abcdef", "width": 16, "height": 16, "bytes": 100, "sha256": "5" * 64}
    row = Photo.objects.create(display=display, stored_as=f"00/{place}.jpg", at=timezone.now(), **given)
    (folder() / "00").mkdir(exist_ok=True)
    for name in (row.stored_as, small_of(row.stored_as)):
        (folder() / name).write_bytes(b"\xff\xd8\xff" + world.word(row, place, "stored_as").encode())
    return [row]


def confirmations(world: Any, place: str) -> Rows:
    if place not in UNIONS:
        return []
    return [Confirmation.objects.create(union=world.one("unions.Organisation", place), on=DAY)]


def election_reports(world: Any, place: str) -> Rows:
    if place not in UNIONS:
        return []
    union, now = world.one("unions.Organisation", place), timezone.now()
    given: dict[str, Any] = {"post": "vice_chair", "name": "新人", "elected_on": DAY, "mobile": "13900000009"}
    return [ElectionReport.objects.create(union=union, reported_at=now, note="换届", office_phone="1", **given)]


def error_reports(world: Any, place: str) -> Rows:
    if place not in UNIONS:
        return []
    union, now = world.one("unions.Organisation", place), timezone.now()
    new = ErrorReport.objects.create(organisation=union, at=now, what="phone", words="打不通")
    given: dict[str, Any] = {"state": "fixed", "answered_at": now, "answer": "已改"}
    return [new, ErrorReport.objects.create(organisation=union, at=now, what="office", words="搬走了", **given)]


def scans(world: Any, place: str) -> Rows:
    if place not in UNIONS:
        return []
    return [ScanCount.objects.create(organisation=world.one("unions.Organisation", place), day=DAY, count=3)]


def print_orders(world: Any, place: str) -> Rows:
    """One that is made, its file there for whoever ordered it."""
    if place not in BODIES:
        return []
    body, by, now = world.one("unions.Organisation", place), world.rows("accounts.User", place)[0], timezone.now()
    given: dict[str, Any] = {"pieces": ["chest_card"], "missing": ["缺字"], "reason": "制作", "pages": 1, "unions": 1}
    made = {"made_at": now, "expires_at": now + timedelta(days=1), "stored_as": f"{place}.pdf"}
    row = PrintOrder.objects.create(organisation=body, by=by, **given, **made)
    (print_files() / row.stored_as).write_text(world.word(row, place, "stored_as"))
    return [row]


def sent(world: Any, place: str) -> Rows:
    people = world.rows("accounts.User", place)[:1]
    return [SentOnce.objects.create(user=one, key=uuid4(), at=timezone.now(), answer="/x/") for one in people]


def throttles(world: Any, place: str) -> Rows:
    if place != "county":
        return []
    return [Throttle.objects.create(kind="k", key_index="i", window_starts_at=timezone.now(), count=1)]


PORTAL: dict[str, Callable[[Any, str], Rows]] = {
    "unions.Invitation": invitations,
    "unions.MobileConsent": consents,
    "unions.Photo": photos,
    "unions.Confirmation": confirmations,
    "unions.ElectionReport": election_reports,
    "unions.ErrorReport": error_reports,
    "unions.ScanCount": scans,
    "unions.PrintOrder": print_orders,
    "accounts.SentOnce": sent,
    "accounts.Throttle": throttles,
}
