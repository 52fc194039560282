"""Background work that survives a killed worker: claim the row, work, finish in the same transaction as the effect.

A handler takes the claimed Job. It must be safe to run again after dying anywhere: its effects and `finish(job)`
share one transaction, and `finish` refuses when another worker has taken the job over in the meantime.
"""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta

from django.conf import settings
from django.db import close_old_connections, connection, transaction
from django.db.models import F, Q
from django.utils import timezone

from accounts import wall
from accounts.models import Job, User
from accounts.refused import Refused

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=getattr(settings, "JOB_LEASE_SECONDS", 30))
MAX_ATTEMPTS = 3
HEARTBEAT_SECONDS = 0.3  # what a page shows once a second moves once a second

Handler = Callable[[Job], None]
_handlers: dict[str, Handler] = {}


class LeaseLost(RuntimeError):
    """Another worker took the job over: what this one did is rolled back."""


def handler(kind: str) -> Callable[[Handler], Handler]:
    """Register the function that does this kind of job."""

    def register(function: Handler) -> Handler:
        _handlers[kind] = function
        return function

    return register


def enqueue(kind: str, subject_id: int, *, by: User | None) -> Job:
    """The live job for this subject: made if there is none, its worker woken once the transaction commits."""
    live = [Job.State.QUEUED, Job.State.RUNNING]
    job, _ = Job.objects.get_or_create(kind=kind, subject_id=subject_id, state__in=live, defaults={"by": by})
    transaction.on_commit(lambda: wake(job.pk))
    return job


def wake(job_id: int) -> None:
    """Send the message; a queue that is down only delays the job, for the sweeper comes by every minute."""
    from accounts.tasks import run_job  # noqa: PLC0415 (tasks import this module)

    try:
        run_job.delay(job_id)
    except Exception:  # noqa: BLE001 (whatever the broker's client raises)
        log.warning("job %s waits: the queue did not take the message", job_id)


def claim(job_id: int) -> Job | None:
    """The job, now ours for the length of a lease; None when it is done or somebody else is at it.

    A job that has died under MAX_ATTEMPTS workers is given up, so that it cannot kill workers for ever.
    """
    now = timezone.now()
    free = Q(state=Job.State.QUEUED) | Q(state=Job.State.RUNNING, lease_until__lt=now)
    with transaction.atomic():
        job = Job.objects.select_for_update(skip_locked=True).filter(free, pk=job_id).first()
        if job is None:
            return None
        if job.attempts >= MAX_ATTEMPTS:
            _end(job, Job.State.FAILED, "多次中断，已停止重试。请查看运行日志后重新发起。")
            return None
        job.state, job.attempts, job.lease_until = Job.State.RUNNING, job.attempts + 1, now + LEASE
        job.save(update_fields=["state", "attempts", "lease_until"])
    return job


def run(job_id: int) -> None:
    """Claim and do the job. A refusal or a fault of ours ends it with a sentence; dying leaves it for the sweeper."""
    job = claim(job_id)
    if job is None:
        return
    try:
        with heartbeat(job), _rights_of(job.by):
            _handlers[job.kind](job)
    except LeaseLost:
        log.warning("job %s was taken over by another worker", job_id)
    except Refused as refusal:
        _end_if_ours(job, str(refusal))
    except Exception:
        log.exception("job %s failed", job_id)
        _end_if_ours(job, "系统出错，任务未完成，没有写入任何数据。请联系系统管理员查看运行日志。")


def _rights_of(user: User | None) -> AbstractContextManager[None]:
    """The personal rows of whoever ordered the job, as the rights are now; of the system's own jobs, all."""
    return wall.whole("the system's own job") if user is None else wall.parts(user.personal_paths, user.relief_paths)


def stop(kind: str, subject_id: int, message: str) -> bool:
    """End the live job of this subject; False when there is none, or it has just ended.

    Its worker notices at its next heartbeat (`job.lost`), and can't finish in any case: what it did is rolled back.
    """
    live = Q(state__in=[Job.State.QUEUED, Job.State.RUNNING])
    return bool(
        Job.objects.filter(live, kind=kind, subject_id=subject_id).update(
            state=Job.State.FAILED, message=message, ended_at=timezone.now(), lease_until=None
        )
    )


def finish(job: Job, message: str = "") -> None:
    """Mark the job done; call it inside the transaction that holds the effect. Raises LeaseLost when it is not ours."""
    ended = Job.objects.filter(pk=job.pk, state=Job.State.RUNNING, attempts=job.attempts).update(
        state=Job.State.DONE, message=message, ended_at=timezone.now(), done=F("total"), lease_until=None
    )
    if not ended:
        raise LeaseLost


def _end_if_ours(job: Job, message: str) -> None:
    close_old_connections()
    with transaction.atomic():
        current = Job.objects.select_for_update().get(pk=job.pk)
        if current.state == Job.State.RUNNING and current.attempts == job.attempts:
            _end(current, Job.State.FAILED, message)


def _end(job: Job, state: Job.State, message: str) -> None:
    job.state, job.message, job.ended_at, job.lease_until = state, message, timezone.now(), None
    job.save(update_fields=["state", "message", "ended_at", "lease_until"])


def sweep() -> int:
    """Wake every job that stands still: never taken up, or its worker died. Returns how many."""
    now = timezone.now()
    waiting = Job.objects.filter(
        Q(state=Job.State.QUEUED, created_at__lt=now - timedelta(seconds=20))
        | Q(state=Job.State.RUNNING, lease_until__lt=now)
    ).values_list("pk", flat=True)
    ids = list(waiting)
    for job_id in ids:
        wake(job_id)
    return len(ids)


@contextmanager
def heartbeat(job: Job) -> Iterator[None]:
    """Renew the lease and publish job.done / job.total once a second, on a connection of its own.

    The work itself usually sits in one long transaction, whose progress nobody could see.
    """
    if connection.in_atomic_block:  # a test's transaction: no other connection could see the row
        yield
        return
    stop = threading.Event()
    beat = threading.Thread(target=_beat, args=(job, stop), daemon=True)
    beat.start()
    try:
        yield
    finally:
        stop.set()
        beat.join()


def _beat(job: Job, stop: threading.Event) -> None:
    try:
        while not stop.wait(HEARTBEAT_SECONDS):
            ours = Job.objects.filter(pk=job.pk, state=Job.State.RUNNING, attempts=job.attempts).update(
                done=job.done, total=job.total, message=job.message, lease_until=timezone.now() + LEASE
            )
            job.lost = not ours
    except Exception:
        log.exception("heartbeat of job %s stopped", job.pk)
    finally:
        connection.close()
