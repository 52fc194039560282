"""A worker killed while it writes an import: in the end the rows are there exactly once, as they were shown.

Real PostgreSQL, real Redis, real workers, as in tests/campaigns/test_services_reports.py.
"""

import os
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import redis
from celery import Celery

from accounts import jobs
from accounts.models import BookEntry, Job
from registers import operations
from registers.models import ImportFault, ImportRun
from tests.campaigns.test_services_reports import start, until
from tests.registers.sheets import COUNTY, ORGANISATIONS, TEA, load, sheet
from tests.registers.test_import_scope import officer_of
from unions.models import Honour

ROWS = 30_000  # enough that a worker can be killed while it writes
GAP = 1.0  # seconds between two movements of the progress, at most

pytestmark = [
    pytest.mark.services,
    pytest.mark.skipif(
        not (os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL")),
        reason="SKIPPED: killing workers needs real servers; set DATABASE_URL and REDIS_URL to run this.",
    ),
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def prefix(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Keys of our own in the shared Redis; this process sends to the workers of this test."""
    prefix = f"test-imports-{os.getpid()}:"
    sender = Celery(broker=os.environ["REDIS_URL"])
    sender.conf.broker_transport_options = {"global_keyprefix": prefix}
    monkeypatch.setattr(jobs, "wake", lambda job_id: sender.send_task("accounts.tasks.run_job", args=[job_id]))
    yield prefix
    store = redis.Redis.from_url(os.environ["REDIS_URL"])
    for key in store.scan_iter(f"{prefix}*"):
        store.delete(key)


@pytest.fixture
def worker(prefix: str, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """`worker()` starts one on the test's own database and files; whatever still runs is killed in the end."""
    settings.MEDIA_ROOT = tmp_path / "data" / "files"
    monkeypatch.setenv("SHUANGLIANG_DATA", str(tmp_path / "data"))
    running: list[subprocess.Popen[bytes]] = []

    def begin() -> subprocess.Popen[bytes]:
        running.append(start(prefix, tmp_path))
        return running[-1]

    yield begin
    for one in running:
        one.kill()
        one.wait()


def sent(folder: Path, *, bad: int = 0) -> tuple[ImportRun, Any]:
    load(folder, "organisations", ORGANISATIONS)
    by = officer_of(COUNTY, "organisation_staff")  # type: ignore[arg-type]
    rows = [
        {"工会编码": TEA, "荣誉名称": f"荣誉{n}", "级别": "县级" if n >= bad else "乡级", "授予日期": "2012-05-04"}
        for n in range(ROWS)
    ]
    with sheet(folder, "honours", rows).open("rb") as file:
        return operations.receive_file("", file, file_name="a.xlsx", check_only=True, partial=True, by=by), by


def job_of(run: ImportRun) -> Job:
    return Job.objects.filter(kind="import", subject_id=run.pk).latest("pk")


def ended(run: ImportRun) -> Callable[[], bool]:
    return lambda: job_of(run).state in {"done", "failed"}


def written() -> int:
    return Honour.objects.everywhere("test").count()


def test_a_worker_killed_while_it_writes_leaves_every_row_exactly_once(worker: Any, tmp_path: Path) -> None:
    first = worker()
    run, by = sent(tmp_path)
    assert until(ended(run), 90)
    run.refresh_from_db()
    assert (run.state, run.register, run.created) == ("checked", "honours", ROWS)

    operations.write_checked(run, mark=run.mark, by=by)
    assert until(lambda: job_of(run).message == "写入", 60), "the write was never seen at work"
    first.kill()
    first.wait()
    assert written() == 0
    worker()
    assert until(ended(run), 120)

    run.refresh_from_db()
    assert (job_of(run).attempts, run.state, run.created, written()) == (2, "written", ROWS, ROWS)
    assert BookEntry.objects.filter(act_id=run.act_id, table_name="unions_honour").count() == ROWS


def test_a_stopped_check_leaves_nothing(worker: Any, tmp_path: Path) -> None:
    worker()
    run, by = sent(tmp_path, bad=ROWS)
    assert until(lambda: job_of(run).message != "", 60), "the check was never seen at work"

    operations.stop(run, by=by)
    time.sleep(6)  # the worker would have come to an end by then

    run.refresh_from_db()
    assert (run.state, run.fault_count, job_of(run).state) == ("given_up", 0, "failed")
    assert not ImportFault.objects.exists()
    assert not list((tmp_path / "data" / "files" / "imports").glob("*.xlsx"))


def test_progress_moves_at_least_once_a_second(worker: Any, tmp_path: Path) -> None:
    """30 000 rows here, so that it takes seconds; bench/import_progress.py has the figures for 100 000."""
    worker()
    run, _ = sent(tmp_path, bad=ROWS // 10)
    assert until(lambda: job_of(run).message != "", 60)
    moved, before, largest = time.monotonic(), (), 0.0
    while not ended(run)():
        now = Job.objects.values_list("message", "done", "total").get(pk=job_of(run).pk)
        if now != before:
            largest, moved, before = max(largest, time.monotonic() - moved), time.monotonic(), now
        time.sleep(0.02)

    assert largest < GAP, f"{largest:.2f} s without a movement"


def test_two_people_who_write_the_same_rows_at_once_write_them_once(worker: Any, tmp_path: Path) -> None:
    """The second write finds the registers changed under its preview, says so, and writes nothing."""
    worker()
    worker()
    one, first = sent(tmp_path)
    second = officer_of(TEA[:10])  # the township's own officer
    with one.source_path.open("rb") as file:
        two = operations.receive_file("honours", file, file_name="b.xlsx", check_only=True, partial=True, by=second)
    assert until(lambda: ended(one)() and ended(two)(), 120)
    for run, by in ((one, first), (two, second)):
        run.refresh_from_db()
        operations.write_checked(run, mark=run.mark, by=by)

    assert until(lambda: ended(one)() and ended(two)(), 120)

    one.refresh_from_db()
    two.refresh_from_db()
    assert sorted([one.state, two.state]) == ["checked", "written"]
    assert written() == ROWS
