"""A worker killed while it makes the bank's file: in the end the file is there once, and the money left once.

Real PostgreSQL, real Redis, real workers, as in tests/campaigns/test_services_reports.py. A payment's row is held by the
test, so that the worker stands still after it has written the ledger and before it has ended; then it is killed.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg2
import pytest
import redis
from celery import Celery
from django.db import connection

from accounts import jobs
from accounts.models import Job
from hardship.models import PaymentBatch
from hardship.operations import sealing
from tests.campaigns.test_services_reports import LEASE, ROOT, until
from tests.hardship.money.crashed import PAYMENTS, faults
from tests.hardship.money.world import World, batch_of, fresh

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
    """Keys of our own in the shared Redis; this process sends each message twice, so that two workers race."""
    prefix = f"test-payments-{os.getpid()}:"
    sender = Celery(broker=os.environ["REDIS_URL"])
    sender.conf.broker_transport_options = {"global_keyprefix": prefix}

    def wake(job_id: int) -> None:
        for _ in range(2):
            sender.send_task("accounts.tasks.run_job", args=[job_id])

    monkeypatch.setattr(jobs, "wake", wake)
    yield prefix
    store = redis.Redis.from_url(os.environ["REDIS_URL"])
    for key in store.scan_iter(f"{prefix}*"):
        store.delete(key)


@pytest.fixture
def worker(prefix: str, tmp_path: Path) -> Iterator[Any]:
    """`worker()` starts one on the test's own database; whatever still runs is killed in the end."""
    running: list[subprocess.Popen[bytes]] = []

    def begin(**more: str) -> subprocess.Popen[bytes]:
        running.append(start(prefix, tmp_path, more))
        return running[-1]

    yield begin
    for one in running:
        one.kill()
        one.wait()


def address() -> str:
    here = connection.settings_dict
    user = f"{here['USER']}:{here['PASSWORD']}" if here["PASSWORD"] else here["USER"]
    if here["HOST"].startswith("/"):
        return f"postgres://{user}@/{here['NAME']}?host={here['HOST']}&port={here['PORT'] or 5432}"
    return f"postgres://{user}@{here['HOST']}:{here['PORT'] or 5432}/{here['NAME']}"


def start(prefix: str, logs: Path, more: dict[str, str]) -> subprocess.Popen[bytes]:
    env = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.hardship.money.services_settings",
        "DATABASE_URL": address(),
        "REDIS_PREFIX": prefix,
        "JOB_LEASE_SECONDS": str(LEASE),
        "TASKS_AT_ONCE": "0",
        **more,
    }
    command = [sys.executable, "-m", "celery", "-A", "config", "worker", "--pool=solo", "--without-gossip"]
    command += ["--without-mingle", "--without-heartbeat", "--loglevel=WARNING"]
    with (logs / "workers.log").open("ab") as log:
        return subprocess.Popen(command, cwd=ROOT, env=env, stdout=log, stderr=log)


@contextmanager
def last_payment_held(batch: PaymentBatch) -> Iterator[None]:
    """Whoever updates the batch's payments waits at the last one, as long as this lasts."""
    here = connection.settings_dict
    held = psycopg2.connect(
        host=here["HOST"], port=here["PORT"] or 5432, user=here["USER"], password=here["PASSWORD"], dbname=here["NAME"]
    )
    try:
        with held.cursor() as cursor:
            cursor.execute("SELECT set_config('shuangliang.relief', '*', false)")
            cursor.execute(
                "SELECT id FROM hardship_payment WHERE batch_id = %s ORDER BY serial DESC LIMIT 1 FOR NO KEY UPDATE",
                [batch.pk],
            )
            assert cursor.fetchone() is not None
        yield
    finally:
        held.close()


def somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
            " AND query LIKE '%%UPDATE \"hardship_payment\"%%'"
        )
        return bool(cursor.fetchone()[0])


def killed_midway(batch: PaymentBatch, world: World, one: subprocess.Popen[bytes]) -> None:
    """Order the file; kill the worker once it has written the ledger and waits for the last payment."""
    with last_payment_held(batch):
        sealing.order_file(batch, by=world.cashier)
        assert until(somebody_waits, 240), f"the sealing was never seen at work: {Job.objects.values().last()}"
        one.kill()
        one.wait()
        time.sleep(0.5)  # its connection is given up


def ended(batch: PaymentBatch) -> bool:
    return Job.objects.filter(kind=sealing.JOB, subject_id=batch.pk).latest("pk").state in {"done", "failed"}


def test_a_worker_killed_midway_has_done_nothing_and_the_next_does_all(
    world: World, worker: Any, tmp_path: Path
) -> None:
    batch = batch_of(world, PAYMENTS)
    killed_midway(batch, world, worker())
    assert faults(batch, is_done=False) == []

    worker()
    worker()
    assert until(lambda: ended(batch), 240), (tmp_path / "workers.log").read_text()[-3000:]

    assert faults(batch, is_done=True) == []
    assert Job.objects.get(kind=sealing.JOB).attempts == 2
    assert fresh(batch).sealed_by == world.cashier


def test_the_check_sees_a_sealing_without_its_transaction(world: World, worker: Any) -> None:
    """The control: had the ledger been kept before the rest, the same check would say so."""
    batch = batch_of(world, PAYMENTS)

    killed_midway(batch, world, worker(UNGUARDED="yes"))

    assert set(faults(batch, is_done=False)) >= {"ledger", "lines", "balance", "budget"}


def test_two_workers_and_two_messages_make_one_file(world: World, worker: Any) -> None:
    worker()
    worker()
    batch = batch_of(world, PAYMENTS)

    sealing.order_file(batch, by=world.cashier)
    assert until(lambda: ended(batch), 240)

    assert faults(batch, is_done=True) == []
