"""Who does the background work of this app."""

from accounts import jobs
from accounts.models import Job
from unions import printing
from unions.models import PrintOrder
from unions.operations.prints import JOB


@jobs.handler(JOB)
def make_print_kit(job: Job) -> None:
    """Make the kit's file; one that is made already is left alone."""
    order = PrintOrder.objects.everywhere("the job's own order").select_related("organisation").get(pk=job.subject_id)
    if order.made_at:
        jobs.finish(job)
        return
    printing.make(order, job)
