"""A list of the desk as a workbook (accounts.ListExport): rights read anew, memory flat, however many rows."""

import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts import jobs
from accounts.admin.takeaway import as_asked, column_of, desk_of
from accounts.duties import Duty
from accounts.models import Job, ListExport, User
from accounts.models.list_export import workbooks
from accounts.operations import lists
from accounts.refused import Refused
from registers.declare import Column, Register
from registers.importer import sha256_of
from registers.writer import watermark, write_table

BATCH = 2_000


def write_list(export: ListExport, job: Job) -> None:
    """Write the list as its owner may take it away now; file, row, book and the job's end together.

    Raises Refused when the owner no longer may, the filter is stale or there are too many rows; no file is left then.
    """
    by = User.objects.get(pk=export.by_id)
    desk, request = desk_of(export.list_key), as_asked(None, export.query, by=by)
    if desk is None or not by.is_active or not desk.has_export_permission(request):
        raise Refused("您的职责已经变化，不能再导出这个列表。")
    rows = desk.rows_to_take(request)
    job.total = rows.order_by().count()
    if job.total > settings.EXPORT_MAX_ROWS:
        raise Refused(f"名单有 {job.total} 行，一次最多导出 {settings.EXPORT_MAX_ROWS} 行，请先筛选。")
    columns = list(desk.sheet_columns(request))
    register = Register(
        "list", "名单", tuple(Column(heading, f"c{n}", "code") for n, (heading, _) in enumerate(columns))
    )
    name = f"{uuid.uuid4().hex}.xlsx"
    path, now = workbooks() / name, timezone.now()
    try:
        with transaction.atomic():  # one cursor of the server's, one view of the rows
            cells = _cells(rows, [source for _, source in columns], job)
            count = write_table(path, register, cells, _mark(export, now) if desk.export_persons else "")
            lists.keep_workbook(
                export,
                job,
                stored_as=name,
                sha256=sha256_of(path),
                rows=count,
                places=by.paths_with(Duty.EXPORT_REGISTERS),
                at=now,
                until=now + timedelta(days=settings.EXPORT_KEEP_DAYS),
                by=by,
            )
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def _mark(export: ListExport, at: datetime) -> str:
    by: User = export.by
    return watermark(f"{by.name}（{by.username}）", at, export.reason)


def _cells(rows: Any, sources: list[Any], job: Job) -> Iterator[list[str]]:
    columns = [column_of(source) for source in sources]
    for job.done, row in enumerate(rows.iterator(chunk_size=BATCH), 1):
        if job.lost:  # given up by its owner, or taken over
            raise jobs.LeaseLost
        yield [column(row) for column in columns]
