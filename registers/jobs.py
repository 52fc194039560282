"""The import as background work."""

from accounts import jobs
from accounts.models import Job, ListExport
from registers import operations
from registers.listing import write_list
from registers.models import ImportRun
from registers.progress import Phase
from registers.registry import names

ENDED = {ImportRun.State.GIVEN_UP, ImportRun.State.UNDONE, ImportRun.State.WRITTEN, ImportRun.State.PARTLY}


@jobs.handler("import")
def bring_in(job: Job) -> None:
    """Check or write the run's file. A run that ended in the meantime is left alone."""
    run = ImportRun.objects.get(pk=job.subject_id)
    if run.state in ENDED:
        jobs.finish(job)
        return

    def progress(phase: Phase, done: int, total: int) -> None:
        if job.lost:
            raise jobs.LeaseLost
        job.message, job.done, job.total = str(phase), done, total

    outcome = operations.import_file(run, run.source_path, by=run.by, job=job, progress=progress)
    if outcome is not None and outcome.written:
        _check_the_others(run)


def _check_the_others(run: ImportRun) -> None:
    """Files sent together often lean on each other: officers on organisations that were written only now."""
    if run.batch is None:
        return
    later = names()[names().index(run.register) + 1 :]
    waiting = ImportRun.objects.filter(
        batch=run.batch, by=run.by, state=ImportRun.State.FAULTY, register__in=later
    ).exclude(stored_as="")
    for other in waiting:
        operations.check_again(other, by=run.by)


@jobs.handler("list_export")
def take_away(job: Job) -> None:
    write_list(ListExport.objects.get(pk=job.subject_id), job)
