"""The admin at 100 000 unions on one gunicorn worker: list, search and the union's page, medians over a real connection.

    python -m bench.web [--unions 100000] [--requests 40]

Baseline of the same run: a stock changelist's work on the same table: its two exact counts, its first page and an `icontains` search.
"""

import argparse
import http.client
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from typing import Any
from urllib.parse import quote

from bench import county
from bench.scratch import database, timed

MIDDLE = 50_000


@contextmanager
def worker(address: str) -> Iterator[int]:
    """One gunicorn worker on a free port of this machine."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "config.wsgi", "--workers", "1", "--bind", f"127.0.0.1:{port}"]
    process = subprocess.Popen(
        [*command, "--log-level", "error"],
        env=os.environ
        | {"DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "config.settings.dev", "SECOND_FACTOR": "0"},
    )
    try:
        for _ in range(200):
            with closing(socket.socket()) as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield port
    finally:
        process.terminate()
        process.wait()


def signed_in(username: str = "bench") -> str:
    """The session cookie of a member of the county's staff."""
    from django.conf import settings  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    from accounts.models import User  # noqa: PLC0415
    from unions.models import Appointment, Organisation  # noqa: PLC0415

    user = User.objects.create(username=username, name="测试")
    place = Organisation.objects.everywhere("bench").get(pk=1)
    Appointment.objects.create(user=user, role="organisation_staff", organisation=place, since=date(2000, 1, 1))
    browser = Client()
    browser.force_login(user, backend="accounts.backends.StandingBackend")
    return f"{settings.SESSION_COOKIE_NAME}={browser.cookies[settings.SESSION_COOKIE_NAME].value}"


def milliseconds(port: int, cookie: str, path: str, count: int) -> float:
    """The median of `count` requests over one connection, after three to warm up. Anything but 200 ends the bench."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    took = []
    for number in range(count + 3):
        started = time.perf_counter()
        connection.request("GET", path, headers={"Cookie": cookie})
        response = connection.getresponse()
        body = response.read()
        if response.status != 200:
            sys.exit(f"{path}: {response.status} {body[:300]!r}")
        if number >= 3:
            took.append((time.perf_counter() - started) * 1000)
    return statistics.median(took)


def stock(words: str) -> float:
    """Milliseconds of the queries that Django's own changelist makes for one search."""
    from unions.models import Organisation  # noqa: PLC0415

    def search() -> Any:
        rows = Organisation.objects.everywhere("bench").order_by("-pk")
        found = rows.filter(name__icontains=words)
        return rows.count(), found.count(), list(found[:100])

    return timed(search, 5)[0] * 1000


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--unions", type=int, default=100_000)
    options.add_argument("--requests", type=int, default=40)
    chosen = options.parse_args()
    os.environ.setdefault("SECRET_KEY", "only-for-the-bench")
    os.environ.setdefault("FIELD_KEYS", "t1:MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=")
    with database("web") as address:
        from django.conf import settings  # noqa: PLC0415
        from django.db import connection  # noqa: PLC0415

        settings.SECRET_KEY = os.environ["SECRET_KEY"]
        with connection.cursor() as cursor:
            county.make(cursor, chosen.unions)
        cookie = signed_in()
        pk = min(MIDDLE, chosen.unions)
        pages = {
            "list": "/admin/unions/organisation/",
            "list, last filter": "/admin/unions/organisation/?kind__exact=grassroots_single",
            "search by code": f"/admin/unions/organisation/?q={349999000000 + pk}",
            "search by name (4)": f"/admin/unions/organisation/?q={quote('茶业机械')}",
            "search by name (2)": f"/admin/unions/organisation/?q={quote('旅游')}",
            "search, nothing found": f"/admin/unions/organisation/?q={quote('没有这家')}",
            "the union's page": f"/admin/unions/organisation/{pk}/change/",
        }
        with worker(address) as port:
            took = {name: milliseconds(port, cookie, path, chosen.requests) for name, path in pages.items()}
        baseline = stock("茶业")
    print(f"{chosen.unions} unions, one worker, median of {chosen.requests} requests     (at most 50 ms)")
    for name, value in took.items():
        print(f"  {name:24} {value:7.1f} ms")
    print(f"  {'stock queries, one search':24} {baseline:7.1f} ms   (without the page around them)")


if __name__ == "__main__":
    main()
