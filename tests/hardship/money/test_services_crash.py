"""The database itself dies while a bank file is made: after its restart nothing of it is there, and then all of it, once.

A PostgreSQL of this test's own, in its own folder; nobody else's is touched.
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg2
import pytest

from config.postgres import Server

ROOT = Path(__file__).resolve().parents[3]
WAITING = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = 'crash' AND wait_event_type = 'Lock' AND query LIKE '%UPDATE "hardship_payment"%'
"""

pytestmark = [
    pytest.mark.services,
    pytest.mark.skipif(
        not os.environ.get("DATABASE_URL"), reason="SKIPPED: slow; runs with the tests on real servers (DATABASE_URL)."
    ),
]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    own = Server(tmp_path)
    own.start()
    session = connect(own, "postgres")
    session.autocommit = True
    session.cursor().execute("CREATE DATABASE crash")
    session.close()
    yield own
    own.stop()


def connect(server: Server, name: str = "crash") -> Any:
    return psycopg2.connect(host=str(server.socket_dir()), port=5432, user="shuangliang", dbname=name)


def begin(server: Server, what: str, **more: str) -> subprocess.Popen[str]:
    address = f"postgres://shuangliang@/crash?host={server.socket_dir()}&port=5432"
    env = os.environ | {"DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "config.settings.test", **more}
    command = [sys.executable, "-m", "tests.hardship.money.crashed", what]
    return subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def run(server: Server, what: str) -> str:
    process = begin(server, what)
    told, wrong = process.communicate(timeout=900)
    assert process.returncode == 0, wrong[-3000:]
    return told


def faults(server: Server, *, is_done: bool) -> list[str]:
    found: list[str] = json.loads(run(server, "faults-after" if is_done else "faults-before"))
    return found


def crash_midway(server: Server, **more: str) -> None:
    """The ledger is written and the last payment is waited for: then every process of the database is gone."""
    held, looks = connect(server), connect(server)
    looks.autocommit = True
    cursor = held.cursor()
    cursor.execute("SELECT set_config('shuangliang.relief', '*', false)")
    cursor.execute("SELECT id FROM hardship_payment ORDER BY serial DESC LIMIT 1 FOR NO KEY UPDATE")
    process = begin(server, "seal", **more)
    assert seen_waiting(looks, process), "the sealing was never seen at work"
    time.sleep(1)  # what was committed is on the disk by now
    postmaster = int((server.data / "postmaster.pid").read_text().splitlines()[0])
    os.kill(postmaster, signal.SIGKILL)
    process.communicate(timeout=60)
    assert process.returncode != 0, "whoever was at work is told"
    server.start()


def seen_waiting(looks: Any, process: subprocess.Popen[str]) -> bool:
    end = time.monotonic() + 300
    while time.monotonic() < end and process.poll() is None:
        with looks.cursor() as cursor:
            cursor.execute(WAITING)
            if cursor.fetchone()[0]:
                return True
        time.sleep(0.1)
    return False


def test_a_database_that_dies_midway_has_nothing_and_then_all_of_it_once(server: Server) -> None:
    run(server, "prepare")
    crash_midway(server)
    assert faults(server, is_done=False) == []

    for _ in range(2):
        run(server, "seal")

    assert faults(server, is_done=True) == []


def test_the_check_sees_a_ledger_kept_before_the_rest(server: Server) -> None:
    """The control."""
    run(server, "prepare")

    crash_midway(server, UNGUARDED="yes")

    assert set(faults(server, is_done=False)) >= {"ledger", "lines", "balance", "budget"}
