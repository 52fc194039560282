"""The monthly reports on their timetable: in the night of the 1st, and hourly whatever was missed."""

import logging
from datetime import date, datetime, timedelta

from celery import shared_task
from django.utils import timezone

from accounts.refused import Refused
from campaigns.models import Campaign
from campaigns.operations.reports import missed_months, order_reports

log = logging.getLogger(__name__)

# The night's imports and corrections of the last day are in by then.
FIRST_HOUR = 2


def last_month_due(now: datetime) -> date:
    """The first day of the newest month whose report is due at this local time: the one before, from 02:00 on the 1st.

    2012-11-01 01:59 gives 2012-09-01; 02:00 gives 2012-10-01.
    """
    over = (now - timedelta(hours=FIRST_HOUR)).date().replace(day=1) - timedelta(days=1)
    return over.replace(day=1)


@shared_task
def monthly_reports() -> int:
    """Order every month's report that is due and was never ordered. Returns how many; safe to run at any time."""
    now = timezone.localtime()
    ordered = 0
    for campaign in Campaign.objects.all():
        for month in missed_months(campaign, until=last_month_due(now)):
            try:
                order_reports(campaign, month, on=now.date(), by=None)
            except Refused as refusal:
                log.warning("monthly reports of %s: %s", campaign.slug, refusal)
                break
            ordered += 1
    log.info("monthly reports: %s ordered", ordered)
    return ordered
