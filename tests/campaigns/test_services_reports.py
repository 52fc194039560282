"""Workers killed at random while they make reports: in the end there is exactly one of each, whole and right.

Real PostgreSQL, real Redis, real workers. `kill -9` at seeded moments; every job is sent twice, so that two workers race.
"""

import hashlib
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import redis
from celery import Celery
from django.conf import settings
from django.db import connection
from django.utils import timezone

from accounts import jobs
from accounts.models import Job
from campaigns import coverage
from campaigns.models import Campaign, Report
from campaigns.operations import making, reports
from tests.campaigns.report_county import body, make_county, union
from unions.models import Kind

ROOT = Path(__file__).resolve().parents[2]
KILLS = 20
SEED = 20121031
BODIES, UNIONS = 6, 300  # enough that a month's jobs take long enough to be killed in
TODAY = date(2015, 2, 1)
LEASE = 3  # seconds; a killed worker's job is free after them
LIVE = (Job.State.QUEUED, Job.State.RUNNING)

pytestmark = [
    pytest.mark.services,
    pytest.mark.skipif(
        not (os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL")),
        reason="SKIPPED: killing workers needs real servers; set DATABASE_URL and REDIS_URL to run this.",
    ),
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def prefix() -> Iterator[str]:
    prefix = f"test-reports-{os.getpid()}:"
    yield prefix
    store = redis.Redis.from_url(os.environ["REDIS_URL"])
    for key in store.scan_iter(f"{prefix}*"):
        store.delete(key)


@pytest.fixture
def twice(prefix: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """This process sends to the workers of this test, each message twice."""
    sender = Celery(broker=os.environ["REDIS_URL"])
    sender.conf.broker_transport_options = {"global_keyprefix": prefix}

    def wake(job_id: int) -> None:
        for _ in range(2):
            sender.send_task("accounts.tasks.run_job", args=[job_id])

    monkeypatch.setattr(jobs, "wake", wake)


@pytest.fixture
def workers(prefix: str, tmp_path: Path) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Two workers on the test's own database; whatever still runs is killed in the end."""
    running = [start(prefix, tmp_path), start(prefix, tmp_path)]
    yield running
    for worker in running:
        worker.kill()
        worker.wait()


def start(prefix: str, logs: Path) -> subprocess.Popen[bytes]:
    here = connection.settings_dict
    user = f"{here['USER']}:{here['PASSWORD']}" if here["PASSWORD"] else here["USER"]
    address = f"{here['HOST']}:{here['PORT'] or 5432}/{here['NAME']}"
    if here["HOST"].startswith("/"):
        address = f"/{here['NAME']}?host={here['HOST']}&port={here['PORT'] or 5432}"
    env = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.campaigns.services_settings",
        "DATABASE_URL": f"postgres://{user}@{address}",
        "REDIS_PREFIX": prefix,
        "JOB_LEASE_SECONDS": str(LEASE),
        "TASKS_AT_ONCE": "0",
    }
    command = [sys.executable, "-m", "celery", "-A", "config", "worker", "--pool=solo", "--without-gossip"]
    command += ["--without-mingle", "--without-heartbeat", "--loglevel=WARNING"]
    with (logs / "workers.log").open("ab") as log:
        return subprocess.Popen(command, cwd=ROOT, env=env, stdout=log, stderr=log)


def until(done: Callable[[], bool], seconds: float) -> bool:
    """Poll, sweeping as the timetable does."""
    end = time.monotonic() + seconds
    swept = time.monotonic()
    while not done():
        if time.monotonic() > end:
            return False
        if time.monotonic() - swept > 1:
            swept = time.monotonic()
            jobs.sweep()
        time.sleep(0.01)
    return True


def every() -> Any:
    return Report.objects.everywhere("test")


def faults(campaign: Campaign, months: list[date]) -> list[str]:
    """What is wrong with the reports of these months; empty when each is there once, whole, and right."""
    found = []
    bodies = {row.body for row in coverage.figures(campaign, TODAY)}
    keys = list(every().values_list("body__code", "month", "version"))
    if sorted(keys) != sorted((body, month, 1) for body in bodies for month in months):
        found.append(f"{len(keys)} reports for {len(bodies)} bodies in {len(months)} months")
    for report in every().select_related("body", "county"):
        whole = report.county or report
        position = coverage.position(campaign, reports.last_day(report.month))
        rows = [making.stored(row) for row in position.rows]
        lacking = [making.missing(row) for row in position.uncovered]
        if report.county:
            rows = [row for row in rows if row["body"] == report.body.code]
            lacking = [row for row in lacking if row["body"] == report.body.code]
        checks = {
            "state": report.state == Report.State.DRAFT,
            "run": report.run is not None and report.run == whole.run,
            "hash": hashlib.sha256(report.workbook or b"").hexdigest() == report.sha256,
            "figures": report.figures == rows,
            "list": report.uncovered == lacking,
        }
        found += [f"{report}: {name}" for name, right in checks.items() if not right]
    return found


def stuck() -> list[Report]:
    """Reports that wait for nobody: their job was given up after too many deaths."""
    live = set(Job.objects.filter(state__in=LIVE).values_list("subject_id", flat=True))
    return [report for report in every().filter(state="pending").only("pk", "state", "county") if report.pk not in live]


def settled() -> bool:
    """Everything made; a report whose job was given up is remade, as its page's button would."""
    for report in stuck():
        reports.remake(report, by=None)
    return not Job.objects.filter(state__in=LIVE).exists() and not every().filter(state="pending").exists()


def test_killed_workers_leave_exactly_one_right_report_each(
    prefix: str, twice: None, workers: list[subprocess.Popen[bytes]], tmp_path: Path
) -> None:
    assert settings.CELERY_TASK_ALWAYS_EAGER is True  # in this process; the workers read services_settings
    county = make_county()
    kind = Kind.TOWNSHIP_UNION_FEDERATION
    towns = [body(county.county, f"34999902{number:02}", f"第{number}乡工会联合会", kind) for number in range(BODIES)]
    for number in range(UNIONS):
        union(towns[number % BODIES], f"3499993{number:05}", f"第{number}工会")
    months = reports.months_to_report(county.campaign, until=date(2014, 12, 1))[:KILLS]
    rng = random.Random(SEED)

    for month in months:
        reports.order_reports(county.campaign, month, on=TODAY, by=None)
        # Taken up since now: the job of a dead worker also counts as running until its lease ends.
        fresh = timezone.now() + timedelta(seconds=LEASE)
        at_work = Job.objects.filter(state=Job.State.RUNNING, lease_until__gte=fresh)
        assert until(at_work.exists, 60), log_of(tmp_path)
        time.sleep(rng.uniform(0, 0.25))
        # Mostly a power cut, sometimes one worker, while the other goes on.
        victims = range(len(workers)) if rng.random() < 0.7 else [rng.randrange(len(workers))]
        for victim in victims:
            workers[victim].kill()
        for victim in victims:
            workers[victim].wait()
            workers[victim] = start(prefix, tmp_path)

    assert until(settled, 120), f"{Job.objects.filter(state__in=LIVE).values()} {log_of(tmp_path)}"
    again = Job.objects.filter(attempts__gt=1).count()
    print(f"{KILLS} kills; {again} jobs died under a worker and were taken up again")  # noqa: T201
    assert again >= 5, "hardly a kill hit a job at work: the test proved nothing"
    assert faults(county.campaign, months) == []
    control(county.campaign, months)


def control(campaign: Campaign, months: list[date]) -> None:
    """The check itself turns red for a report too few, one remade alone, and a file that is not its own."""
    some = every().filter(county__isnull=False).first()
    every().filter(pk=some.pk).update(sha256="0" * 64, figures=[], run=None)
    assert {fault.split(": ")[1] for fault in faults(campaign, months)} == {"run", "hash", "figures"}
    every().filter(pk=some.pk).delete()
    assert len(faults(campaign, months)) == 1


def log_of(folder: Path) -> str:
    return (folder / "workers.log").read_text()[-3000:]
