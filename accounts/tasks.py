from celery import shared_task

from accounts import jobs


@shared_task
def run_job(job_id: int) -> None:
    jobs.run(job_id)


@shared_task
def sweep_jobs() -> int:
    return jobs.sweep()
