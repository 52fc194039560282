"""A database of the bench's own, made and dropped again on the server of DATABASE_URL (or the embedded one)."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg2


@contextmanager
def database(name: str) -> Iterator[str]:
    """Django set up on a fresh, migrated database `bench_<name>`; yields its address and drops it afterwards."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
    server = os.environ.get("DATABASE_URL") or _embedded()
    parts = urlsplit(server)
    scratch = f"bench_{name}_{os.getpid()}"
    admin = psycopg2.connect(server)
    admin.autocommit = True
    admin.cursor().execute(f'CREATE DATABASE "{scratch}"')
    address = urlunsplit(parts._replace(path=f"/{scratch}"))
    os.environ["DATABASE_URL"] = address
    try:
        import django  # noqa: PLC0415 (settings must be named first)
        from django.core.management import call_command  # noqa: PLC0415
        from django.db import connection  # noqa: PLC0415

        django.setup()
        call_command("migrate", verbosity=0)
        yield address
        connection.close()
    finally:
        os.environ["DATABASE_URL"] = server
        admin.cursor().execute(f'DROP DATABASE IF EXISTS "{scratch}" WITH (FORCE)')
        admin.close()


def _embedded() -> str:
    from pathlib import Path  # noqa: PLC0415

    from config.embedded import database_url  # noqa: PLC0415

    return str(database_url(Path(__file__).resolve().parent.parent / ".local"))


def timed(work: Callable[[], Any], runs: int = 1) -> tuple[float, Any]:
    """The median seconds of `runs` calls, and the last call's result."""
    seconds, result = [], None
    for _ in range(runs):
        started = time.perf_counter()
        result = work()
        seconds.append(time.perf_counter() - started)
    return sorted(seconds)[len(seconds) // 2], result
