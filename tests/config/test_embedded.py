"""The embedded PostgreSQL: started once for all, stopped by the last, not fooled by what a killed server left."""

import os
import shutil
import signal
import stat
import subprocess
import sys
from base64 import b64decode
from pathlib import Path

import pytest

from config import embedded

ROOT = Path(__file__).resolve().parent.parent.parent
ASK = "import sys, pathlib; from config import embedded; print(embedded.database_url(pathlib.Path(sys.argv[1])), flush=True)"
STAY = "; sys.stdin.readline()"


def ask(folder: Path, then: str = "") -> subprocess.Popen[str]:
    pipe = subprocess.PIPE
    return subprocess.Popen(
        [sys.executable, "-c", ASK + then, str(folder)], cwd=ROOT, stdin=pipe, stdout=pipe, stderr=pipe, text=True
    )


def postmaster(folder: Path) -> int | None:
    """The server's process id, None when it is gone or a zombie."""
    try:
        pid = int((folder / "pg/data/postmaster.pid").read_text().splitlines()[0])
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return None
    return None if state == "Z" else pid


def finish(process: subprocess.Popen[str]) -> str:
    out, err = process.communicate("\n", timeout=60)
    assert process.returncode == 0, err
    return out.strip()


pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks at processes through /proc")


@pytest.fixture
def folder(tmp_path):
    yield tmp_path
    # As root the data may lie under /var/lib, and pytest keeps its folders: 40 MB each.
    if (tmp_path / "pg").exists():
        shutil.rmtree((tmp_path / "pg").resolve())


def test_several_start_it_once_and_the_last_stops_it(folder):
    first, second = ask(folder, STAY), ask(folder, STAY)
    addresses = {first.stdout.readline(), second.stdout.readline()}
    pid = postmaster(folder)

    finish(first)
    still = postmaster(folder)
    finish(second)

    assert len(addresses) == 1
    assert pid is not None
    assert still == pid
    assert postmaster(folder) is None


def test_killed_server_is_started_again(folder):
    user = ask(folder, STAY)
    user.stdout.readline()
    os.kill(postmaster(folder), signal.SIGKILL)

    address = finish(ask(folder))
    finish(user)

    assert address.startswith("postgres://shuangliang@/shuangliang?host=/tmp/")


def test_pid_of_another_process_does_not_count_as_the_server(folder):
    finish(ask(folder))
    trace = folder / "pg/data/postmaster.pid"
    trace.write_text(f"{os.getpid()}\n{folder}/pg/data\n1\n5432\n/tmp\n\n  1  1\nready   \n")

    address = finish(ask(folder))

    assert address.startswith("postgres://")


def test_chinese_has_trigrams_and_order_does_not_depend_on_a_library(folder):
    script = (
        "; import psycopg2; url = embedded.database_url(pathlib.Path(sys.argv[1]))"
        "; import environ; at = environ.Env.db_url_config(url)"
        "; db = psycopg2.connect(dbname=at['NAME'], user=at['USER'], **at['OPTIONS']).cursor()"
        "; db.execute('CREATE EXTENSION pg_trgm'); db.execute('SELECT cardinality(show_trgm(%s))', ['总工会'])"
        "; print(db.fetchone()[0])"
        "; db.execute('SELECT datcollate FROM pg_database WHERE datname = current_database()'); print(db.fetchone()[0])"
    )

    lines = finish(ask(folder, script)).splitlines()

    assert int(lines[1]) >= 4
    assert lines[2] == "C.UTF-8"


def test_asking_again_is_cheap(folder):
    user = ask(folder, STAY)
    user.stdout.readline()
    timed = "; import time; embedded.database_url.cache_clear(); at = time.perf_counter()"
    timed += "; embedded.database_url(pathlib.Path(sys.argv[1])); print(time.perf_counter() - at)"

    seconds = float(finish(ask(folder, timed)).splitlines()[1])
    finish(user)

    assert seconds < 0.5  # 0.01 on an idle machine


def test_kept_secret_is_made_once_for_its_owner_alone(tmp_path):
    path = tmp_path / "new" / "secret"

    first = embedded.kept_secret(path)

    assert embedded.kept_secret(path) == first
    assert len(first) >= 50
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [file.name for file in path.parent.iterdir()] == ["secret"]


def test_kept_field_keys_hold_32_bytes(tmp_path):
    key_id, _, encoded = embedded.kept_field_keys(tmp_path / "keys").partition(":")

    assert key_id == "k1"
    assert len(b64decode(encoded)) == 32


def test_of_two_who_make_a_secret_both_get_the_same(tmp_path, monkeypatch):
    path = tmp_path / "secret"
    real = os.link

    def late(draft, target):
        target.write_text("the quicker one's\n")
        return real(draft, target)

    monkeypatch.setattr(os, "link", late)

    assert embedded.kept_secret(path) == "the quicker one's"
