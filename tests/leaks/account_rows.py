"""Builders of the tables of accounts for the leak hunt."""

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from axes.models import AccessAttempt
from django.utils import timezone
from xlsxwriter import Workbook

from accounts.models import Job, ListExport, RecoveryCode, SavedFilter, SecondFactor, SignedIn
from accounts.models.list_export import workbooks
from registers.models import NumberRelease

Rows = list[Any]
BODIES = ("riverside", "hilltop")


def sheet(*cells: str) -> bytes:
    """A workbook with these words in it."""
    target = io.BytesIO()
    with Workbook(target, {"in_memory": True}) as book:
        book.add_worksheet().write_row(0, 0, cells)
    return target.getvalue()


def jobs(world: Any, place: str) -> Rows:
    if place not in ("county", *BODIES):
        return []
    run, by = world.one("registers.ImportRun", place), world.rows("accounts.User", place)[0]
    return [Job.objects.create(kind="import", subject_id=run.pk, by=by, message="已完成", state="done")]


def second_factors(world: Any, place: str) -> Rows:
    now = timezone.now()
    return [SecondFactor.objects.create(user=one, seed_sealed="s", enrolled_at=now) for one in _persons(world, place)]


def recovery_codes(world: Any, place: str) -> Rows:
    return [RecoveryCode.objects.create(user=one, code_index=one.username) for one in _persons(world, place)]


def signed_in(world: Any, place: str) -> Rows:
    """A browser elsewhere of everybody."""
    now = timezone.now()
    given: dict[str, Any] = {"device": "手机", "address": "192.0.2.8", "since": now, "last_seen": now}
    return [SignedIn.objects.create(user=one, **given) for one in _persons(world, place)]


def list_exports(world: Any, place: str) -> Rows:
    """A list somebody took away, its workbook ready."""
    rows, now = [], timezone.now()
    for one in _persons(world, place)[:1]:
        made = {"made_at": now, "expires_at": now + timedelta(days=1), "stored_as": f"{place}.xlsx", "rows": 1}
        paths = [world.one("unions.Organisation", place).path]
        row = ListExport.objects.create(by=one, list_key="unions.officer", title="工会干部", places=paths, **made)
        (workbooks() / row.stored_as).write_bytes(sheet(world.word(row, place, "stored_as")))
        rows.append(row)
    return rows


def number_releases(world: Any, place: str) -> Rows:
    """Somebody asked to take whole numbers, and waits for a second person's word."""
    given = {"register": "members", "at": timezone.now(), "reason": "上报", "rows": 2_000}
    paths = [world.one("unions.Organisation", place).path]
    return [NumberRelease.objects.create(by=one, paths=paths, **given) for one in _persons(world, place)[:1]]


def saved_filters(world: Any, place: str) -> Rows:
    given = {"list_key": "unions.officer", "name": "常用", "query": "q=x"}
    return [SavedFilter.objects.create(user=one, **given) for one in _persons(world, place)[:1]]


def _persons(world: Any, place: str) -> Rows:
    return list(world.rows("accounts.User", place))


def attempts(world: Any, place: str) -> Rows:
    if place != "hilltop":
        return []
    given: dict[str, Any] = {"username": "a", "ip_address": "192.0.2.7", "user_agent": "u", "path_info": "/login/"}
    return [AccessAttempt.objects.create(get_data="", post_data="", failures_since_start=5, **given)]


ACCOUNTS: dict[str, Callable[[Any, str], Rows]] = {
    "accounts.Job": jobs,
    "accounts.SecondFactor": second_factors,
    "accounts.RecoveryCode": recovery_codes,
    "accounts.SignedIn": signed_in,
    "accounts.ListExport": list_exports,
    "accounts.SavedFilter": saved_filters,
    "registers.NumberRelease": number_releases,
}
