import logging

from celery import shared_task
from django.utils import timezone

from unions.operations import prints

log = logging.getLogger(__name__)


@shared_task
def delete_old_prints() -> int:
    """Delete the print kits whose days are over. Safe to run twice."""
    gone = prints.delete_old(at=timezone.now(), by=None)
    log.info("old print kits: %s deleted", gone)
    return gone
