"""The timetable's work that needs every floor: keeping a large county's figures ready."""

import logging
from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from config import ready
from config.dashboard import counts, standing
from config.quality.checks import CHECKS
from config.quality.page import count_of
from hardship.operations import documents
from unions.models import Kind, Organisation, Reminders
from unions.operations import photos

log = logging.getLogger(__name__)


@shared_task
def keep_figures_ready() -> int:
    """Count anew what has changed since it was last counted, in a large county only. Returns how many; safe to run twice."""
    now, today = ready.registers(), timezone.localdate()
    if not now.is_large:
        return 0
    counted = 0
    campaign, _ = standing.choose("", today)
    if campaign is not None and ready.is_due(standing.figures_key(campaign, today), now):
        standing.figures_of(campaign, today, now, anew=True)
        counted += 1
    county = Organisation.objects.everywhere("figures kept ready").filter(kind=Kind.COUNTY_FEDERATION).first()
    if county is not None:
        counted += _numbers(counts.WholeCounty(county.path), now)
    log.info("figures of a large county: %s counted", counted)
    return counted


@shared_task
def delete_orphan_photos() -> int:
    """Delete pictures' files that no row knows. Returns how many; safe to run twice."""
    before = timezone.now() - timedelta(days=1)
    gone = photos.delete_orphans(before=before) + documents.delete_orphans(before=before)
    log.info("pictures without a row: %s files deleted", gone)
    return gone


def _numbers(whole: counts.WholeCounty, now: ready.Registers) -> int:
    """The front page's numbers and those of data quality, for whoever sees the whole county."""
    today, days = timezone.localdate(), Reminders.objects.current()
    numbers = counts.Numbers(whole, today, now, anew=True)
    due = [key for key in counts.counts_for(days) if _due(key, whole, now)]
    for key in due:
        numbers.of(key)
    checks = [name for name in CHECKS if _due(f"quality-{name}", whole, now)]
    for name in checks:
        count_of(name, whole, today, days, now, anew=True)
    return len(due) + len(checks)


def _due(key: str, whole: counts.WholeCounty, now: ready.Registers) -> bool:
    return ready.is_due(counts.key_of(key, timezone.localdate(), [whole.path]), now)
