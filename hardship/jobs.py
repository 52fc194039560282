"""Who does the background work of this app (accounts/jobs.py)."""

from django.utils import timezone

from accounts import jobs
from accounts.models import Job
from accounts.refused import Refused
from hardship import audit_job
from hardship.models import PaymentBatch
from hardship.operations import audits, sealing


@jobs.handler(sealing.JOB)
def bank_file(job: Job) -> None:
    """Make the bank's file of a batch, in the name of whoever ordered it."""
    batch = PaymentBatch.objects.filter(pk=job.subject_id).first()
    if batch is None or job.by is None:
        raise Refused("没有这个批次，没有生成银行文件。")
    now = timezone.localtime()
    job.message = "正在生成银行文件"
    sealing.seal(batch, job=job, on=now.date(), at=now, by=job.by)


@jobs.handler(audits.JOB)
def audit_package(job: Job) -> None:
    """Gather the auditor's package, with the rights that its owner has now."""
    audit_job.make(job)
