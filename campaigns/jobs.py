"""Who does the background work of this app (accounts/jobs.py)."""

from django.utils import timezone

from accounts import jobs
from accounts.models import Job
from campaigns.operations import making


@jobs.handler("county_report")
def county_report(job: Job) -> None:
    making.make_county(job, at=timezone.now())


@jobs.handler("body_report")
def body_report(job: Job) -> None:
    making.make_body(job)
