"""Scans of a plaque's code are counted by day; nothing is kept of who scanned, machines do not count."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.utils import timezone

from accounts.models import BookEntry
from tests.conftest import Mill
from unions import scans
from unions.models import ScanCount

PHONE = "Mozilla/5.0 (Linux; Android 10) AppleWebKit/537.36 Chrome/110 Mobile Safari/537.36 MicroMessenger/8.0.42"


@pytest.fixture(autouse=True)
def nobody_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scans, "visitors", scans.Visitors())


def scan(mill: Mill, address: str = "192.0.2.1", agent: str = PHONE, slash: str = "", method: str = "get") -> int:
    asked = getattr(Client(), method)(
        f"/u/{mill.union.token}{slash}", REMOTE_ADDR=address, headers={"user-agent": agent}
    )
    return int(asked.status_code)


def counted(mill: Mill) -> list[int]:
    return list(ScanCount.objects.everywhere("a test").filter(organisation=mill.union).values_list("count", flat=True))


def test_a_scan_counts_one(mill: Mill) -> None:
    assert scan(mill) == 200
    assert counted(mill) == [1]
    scan(mill, "192.0.2.2")
    assert counted(mill) == [2]


def test_the_same_phone_counts_once_a_minute(mill: Mill) -> None:
    for _ in range(5):
        scan(mill)

    assert counted(mill) == [1]


def test_after_a_minute_the_same_address_may_be_somebody_else() -> None:
    visitors = scans.Visitors()

    assert [visitors.is_new("a", 1, now) for now in (1000.0, 1030.0, 1061.0)] == [True, False, True]


@pytest.mark.parametrize("how", [{"slash": "/"}, {"method": "head"}])
def test_browsing_and_looking_at_the_head_count_nothing(mill: Mill, how: dict[str, str]) -> None:
    scan(mill, **how)

    assert counted(mill) == []


@pytest.mark.parametrize(
    "agent", ["", "Googlebot/2.1", "Baiduspider", "python-requests/2.31", "curl/8.0", "facebookexternalhit preview"]
)
def test_machines_count_nothing(mill: Mill, agent: str) -> None:
    assert scan(mill, agent=agent) == 200
    assert counted(mill) == []


def test_a_day_holds_so_many_and_no_more(mill: Mill) -> None:
    scans.count(mill.union.pk, timezone.localdate())
    ScanCount.objects.everywhere("a test").update(count=scans.MOST_A_DAY)

    scans.count(mill.union.pk, timezone.localdate())

    assert counted(mill) == [scans.MOST_A_DAY]


def test_nothing_is_kept_of_who_scanned(mill: Mill) -> None:
    scan(mill, "203.0.113.77", agent=f"{PHONE} canaryagent")

    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(f"SELECT count(*) FROM \"{table}\" t WHERE t::text ~ '203\\.0\\.113\\.77|canaryagent'")
            assert cursor.fetchone()[0] == 0, table


def test_a_scan_leaves_no_line_in_the_book(mill: Mill) -> None:
    before = BookEntry.objects.count()
    scan(mill)

    assert BookEntry.objects.count() == before


def test_the_page_comes_also_when_it_cannot_be_counted(mill: Mill, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(union: int, on: Any) -> None:
        raise DatabaseError("read only")

    monkeypatch.setattr(scans, "count", refused)

    assert scan(mill) == 200


def test_a_union_without_a_page_is_not_counted(mill: Mill) -> None:
    assert Client().get("/u/nobodystoken", headers={"user-agent": PHONE}).status_code == 404
    assert ScanCount.objects.everywhere("a test").count() == 0


def test_the_desk_shows_thirty_days_and_all(mill: Mill, signed_in: Any) -> None:
    today = timezone.localdate()
    for days, number in ((0, 2), (29, 3), (30, 5)):
        ScanCount.objects.create(organisation=mill.union, day=today - timedelta(days=days), count=number)

    found = scans.scans_of(mill.union, today)
    text = signed_in("body_officer").get(f"/admin/unions/organisation/{mill.union.pk}/change/").content.decode()

    assert (found.recent, found.total) == (5, 10)
    assert found.days == ((today, 2), (today - timedelta(days=29), 3))
    assert "近 30 天被扫 <strong>5</strong> 次，累计 10 次" in text
