import logging

from celery import shared_task
from django.utils import timezone

from accounts import jobs, once
from accounts.operations import lists

log = logging.getLogger(__name__)


@shared_task
def run_job(job_id: int) -> None:
    jobs.run(job_id)


@shared_task
def sweep_jobs() -> int:
    return jobs.sweep()


@shared_task
def delete_old_exports() -> int:
    """Delete the workbooks whose days are over. Safe to run twice."""
    gone = lists.delete_old_exports(at=timezone.now(), by=None)
    log.info("old exports: %s deleted", gone)
    return gone


@shared_task
def forget_sent_forms() -> int:
    """Delete the keys of forms that no phone repeats any more. Safe to run twice."""
    gone = once.forget_old(at=timezone.now())
    log.info("keys of sent forms: %s deleted", gone)
    return gone
