"""The timetable's work on members."""

import logging

from celery import shared_task
from django.utils import timezone

from members.operations import hunting

log = logging.getLogger(__name__)


@shared_task
def find_duplicates() -> int:
    """Note entries that may be one person. Returns how many pairs are new; safe to run twice and to die in the middle."""
    found = hunting.find_duplicates(on=timezone.localdate(), by=None)
    log.info("hunt for duplicates: %s new pairs", found)
    return found
