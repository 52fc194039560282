"""Uploaded files hold persons' numbers whole, what was seen in them names and telephones: kept for their days only."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from accounts.book import operation
from accounts.models import Job, User
from registers.models import ImportFault, ImportRun
from registers.operations.steps import LIVE


@operation("registers.delete_old_files")
def delete_old_files(*, at: datetime, by: User | None) -> int:
    """Delete uploads and fault workbooks whose days are over, with what was read out of them: the preview and the faults
    row by row. The runs with their counts stay, and say so. Returns how many runs.

    What they wrote can still be taken back. A file at work is left for the next night.
    """
    at_work = Job.objects.filter(kind="import", state__in=LIVE).values("subject_id")
    old = ImportRun.objects.filter(at__lte=at - timedelta(days=settings.REGISTER_KEEP_DAYS)).exclude(pk__in=at_work)
    read = ~Q(preview={}) | Exists(ImportFault.objects.filter(run=OuterRef("pk")))
    runs = list(old.filter(~Q(stored_as="") | ~Q(fault_file="") | read).select_for_update())
    paths = []
    for run in runs:
        paths += [path for name, path in ((run.stored_as, run.source_path), (run.fault_file, run.fault_path)) if name]
        run.stored_as = run.fault_file = ""
        run.files_deleted_at, run.preview = at, {}
    ImportRun.objects.bulk_update(runs, ["stored_as", "fault_file", "files_deleted_at", "preview"])
    ImportFault.objects.filter(run__in=runs).delete()

    def delete() -> None:
        for path in paths:
            path.unlink(missing_ok=True)

    transaction.on_commit(delete)
    return len(runs)
