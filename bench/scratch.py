"""A database of the bench's own, made and dropped again on the server of DATABASE_URL (or the embedded one)."""

import os
import resource
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
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


def busy(pid: int) -> float:
    """Milliseconds a process of this machine has had the processor: what other work there is does not count."""
    try:
        return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e6
    except OSError:
        return 0.0


def spent(work: Callable[[], Any]) -> tuple[float, float, Any]:
    """(seconds by the clock, seconds of processor of this process, its children and the database's servers, result)."""
    ended, servers = threading.Event(), _Servers()
    watching = threading.Thread(target=servers.watch, args=(ended,), daemon=True)
    before = _own_seconds()
    watching.start()
    try:
        seconds, result = timed(work)
    finally:
        ended.set()
        watching.join()
    return seconds, _own_seconds() - before + servers.seconds, result


def _own_seconds() -> float:
    own, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


class _Servers:
    """What the database's processes for this database have had of the processor; looked at ten times a second."""

    def __init__(self) -> None:
        self.connection = psycopg2.connect(os.environ["DATABASE_URL"])
        self.connection.autocommit = True
        self.first: dict[int, float] = {}
        self.last: dict[int, float] = {}

    def watch(self, ended: threading.Event) -> None:
        self._look()
        while not ended.wait(0.1):
            self._look()
        self._look()
        self.connection.close()

    def _look(self) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute(
                "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            for (pid,) in cursor.fetchall():
                now = busy(pid)
                # One that was not there at the beginning has had nothing before.
                self.first.setdefault(pid, now if not self.last else 0.0)
                self.last[pid] = max(now, self.last.get(pid, 0.0))

    @property
    def seconds(self) -> float:
        return sum(self.last[pid] - self.first[pid] for pid in self.last) / 1000
