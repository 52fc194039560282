import logging

from celery import shared_task
from django.utils import timezone

from registers import operations

log = logging.getLogger(__name__)


@shared_task
def delete_old_files() -> int:
    """Delete uploaded files whose days are over. Safe to run twice."""
    gone = operations.delete_old_files(at=timezone.now(), by=None)
    log.info("old imports: files of %s deleted", gone)
    return gone
