"""Uploaded files hold persons' numbers whole: they are kept for their days only."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from accounts.book import operation
from accounts.models import Job, User
from registers.models import ImportRun
from registers.operations.steps import LIVE


@operation("registers.delete_old_files")
def delete_old_files(*, at: datetime, by: User | None) -> int:
    """Delete uploads and fault workbooks whose days are over; the runs stay, and say so. Returns how many runs.

    What they wrote can still be taken back. A file at work is left for the next night.
    """
    at_work = Job.objects.filter(kind="import", state__in=LIVE).values("subject_id")
    old = ImportRun.objects.filter(at__lte=at - timedelta(days=settings.REGISTER_KEEP_DAYS)).exclude(pk__in=at_work)
    runs = list(old.exclude(Q(stored_as="") & Q(fault_file="")).select_for_update())
    paths = []
    for run in runs:
        paths += [path for name, path in ((run.stored_as, run.source_path), (run.fault_file, run.fault_path)) if name]
        run.stored_as = run.fault_file = ""
        run.files_deleted_at = at
    ImportRun.objects.bulk_update(runs, ["stored_as", "fault_file", "files_deleted_at"])

    def delete() -> None:
        for path in paths:
            path.unlink(missing_ok=True)

    transaction.on_commit(delete)
    return len(runs)
