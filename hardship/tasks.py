"""The timetable's work on relief."""

import logging

from celery import shared_task
from django.utils import timezone

from hardship.operations import audits, notices, online, opinions, what_ifs
from unions.models import Organisation

log = logging.getLogger(__name__)


@shared_task
def pass_on_opinions() -> int:
    """Pass on what the townships were silent about for all their days. Returns how many; safe to run twice."""
    done = opinions.pass_on_due(at=timezone.now())
    log.info("opinions not given in time: %s passed on", done)
    return done


@shared_task
def end_notices() -> int:
    """End the notices whose days have passed, and tidy the internet's. Returns how many; safe to run twice."""
    ended = notices.end_due(at=timezone.now())
    tidied = online.end_past(on=timezone.localdate(), by=None)
    log.info("notices: %s ended, %s of the internet tidied", ended, tidied)
    return ended + tidied


@shared_task
def publish_outcomes() -> int:
    """Publish what was approved since each programme's last page. Returns how many; safe to run twice."""
    county = Organisation.objects.everywhere("whose page it is").filter(parent__isnull=True).first()
    made = online.publish_due(county, at=timezone.now()) if county is not None else 0
    log.info("outcomes: %s published", made)
    return made


@shared_task
def delete_old_audits() -> int:
    """Delete the auditor's packages whose days are over. Returns how many; safe to run twice."""
    gone = audits.delete_old(at=timezone.now(), by=None)
    log.info("audit packages deleted: %s", gone)
    return gone


@shared_task
def forget_what_ifs() -> int:
    """Delete the answers of 调整试算 whose day is over. Safe to run twice."""
    gone = what_ifs.forget_old(at=timezone.now(), by=None)
    log.info("what-ifs: %s forgotten", gone)
    return gone
