"""The import as background work."""

from accounts import jobs
from accounts.models import Job
from registers import operations
from registers.models import ImportRun


@jobs.handler("import")
def bring_in(job: Job) -> None:
    run = ImportRun.objects.get(pk=job.subject_id)

    def progress(done: int, total: int) -> None:
        job.done, job.total = done, total

    operations.import_file(run, run.source_path, by=run.by, job=job, progress=progress)
