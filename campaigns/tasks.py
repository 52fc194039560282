"""The monthly reports on their timetable: in the night of the 1st, and hourly whatever was missed."""

import logging

from celery import shared_task
from django.utils import timezone

from accounts.refused import Refused
from campaigns.models import Campaign
from campaigns.operations.reports import last_month_due, missed_months, order_reports

log = logging.getLogger(__name__)


@shared_task
def monthly_reports() -> int:
    """Order every report that is due and was never ordered, of the campaigns that run. Returns how many; safe to run twice.

    A campaign runs until the month after its last one: a campaign of years ago does not fill the queue by itself.
    """
    now = timezone.localtime()
    ordered = 0
    for campaign in Campaign.objects.running_in(last_month_due(now)):
        for month in missed_months(campaign, until=last_month_due(now)):
            try:
                order_reports(campaign, month, on=now.date(), by=None)
            except Refused as refusal:
                log.warning("monthly reports of %s: %s", campaign.slug, refusal)
                break
            ordered += 1
    log.info("monthly reports: %s ordered", ordered)
    return ordered
