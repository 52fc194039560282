"""Lists at the desk: taken away as a workbook, narrowed to and kept under a name."""

from datetime import datetime
from pathlib import Path

from django.db import transaction

from accounts import book, jobs
from accounts.book import operation
from accounts.duties import Duty
from accounts.models import Job, ListExport, SavedFilter, User
from accounts.models.list_export import workbooks
from accounts.refused import Refused

AT_ONCE = 3  # exports of one person that may wait or run


@operation("lists.order_export")
def order_export(list_key: str, *, title: str, query: str, words: str, reason: str, by: User) -> ListExport:
    """Queue a list as it is filtered. Raises Refused for whoever may not, or has three under way."""
    if not by.may(Duty.EXPORT_REGISTERS):
        raise Refused("您的角色不能导出名单，请联系县总工会组宣部。")
    live = [Job.State.QUEUED, Job.State.RUNNING]
    if Job.objects.filter(kind="list_export", by=by, state__in=live).count() >= AT_ONCE:
        raise Refused(f"您已有 {AT_ONCE} 个导出正在进行，请等其中一个完成后再导出。")
    export = ListExport.objects.create(
        list_key=list_key, title=title, query=query, words=words[:400], reason=reason, by=by
    )
    jobs.enqueue("list_export", export.pk, by=by)
    return export


def keep_workbook(
    export: ListExport,
    job: Job,
    *,
    stored_as: str,
    sha256: str,
    rows: int,
    places: list[str],
    at: datetime,
    until: datetime,
    by: User,
) -> None:
    """The workbook is whole: note it, record it in the book, end the job; all or nothing."""
    with book.act("lists.make_export", by=by):
        export.stored_as, export.sha256, export.rows, export.places = stored_as, sha256, rows, places
        export.made_at, export.expires_at = at, until
        export.save(update_fields=["stored_as", "sha256", "rows", "places", "made_at", "expires_at"])
        book.record(
            "registers.export",
            by=by,
            register=export.title,
            rows=rows,
            filters=export.words,
            reason=export.reason,
        )
        jobs.finish(job)


def path_to_download(export: ListExport, *, by: User) -> Path:
    """Where the file lies, once it is in the book that its owner takes it. Raises Refused when it may not be taken."""
    if not export.stored_as or not export.file_path.exists():
        raise Refused("这份名单的文件已到期删除，请重新导出。")
    held = by.paths_with(Duty.EXPORT_REGISTERS)
    if not held or not all(any(place.startswith(path) for path in held) for place in export.places):
        raise Refused("您的职责范围已经变化，不能再下载这份名单，请重新导出。")
    book.record("lists.download_export", by=by, row=export)
    return export.file_path


@operation("lists.delete_old_exports")
def delete_old_exports(*, at: datetime, by: User | None) -> int:
    """Delete the files whose days are over; their rows stay, and say so. Returns how many."""
    old = list(ListExport.objects.select_for_update().filter(expires_at__lte=at).exclude(stored_as=""))
    names = [export.stored_as for export in old]
    for export in old:
        export.stored_as = ""
    ListExport.objects.bulk_update(old, ["stored_as"])

    def delete() -> None:
        for name in names:
            (workbooks() / name).unlink(missing_ok=True)

    transaction.on_commit(delete)
    return len(old)


@operation("lists.save_filter")
def save_filter(list_key: str, *, name: str, query: str, shared: bool, is_default: bool, by: User) -> SavedFilter:
    """Keep the list's query under a name. Raises Refused for an empty one, or one shared without the duty."""
    if not query:
        raise Refused("列表现在没有筛选条件，请先筛选或搜索，再保存。")
    _refuse_sharing(shared, by)
    _clear_default(list_key, is_default, by)
    return SavedFilter.objects.create(
        user=by, list_key=list_key, name=name, query=query, shared=shared, is_default=is_default
    )


@operation("lists.change_filter")
def change_filter(row: SavedFilter, *, name: str, shared: bool, is_default: bool, by: User) -> SavedFilter:
    """Rename it, share it, make it the list's default; only its owner may."""
    row = SavedFilter.objects.select_for_update().get(pk=row.pk)
    _refuse_others(row, by)
    _refuse_sharing(shared and not row.shared, by)
    _clear_default(row.list_key, is_default and not row.is_default, by)
    row.name, row.shared, row.is_default = name, shared, is_default
    row.save(update_fields=["name", "shared", "is_default"])
    return row


@operation("lists.remove_filter")
def remove_filter(row: SavedFilter, *, by: User) -> None:
    _refuse_others(row, by)
    row.delete()


def _clear_default(list_key: str, is_default: bool, by: User) -> None:
    if is_default:
        SavedFilter.objects.filter(user=by, list_key=list_key, is_default=True).update(is_default=False)


def _refuse_sharing(shared: bool, by: User) -> None:
    if shared and not by.may(Duty.SHARE_FILTERS):
        raise Refused("只有县总工会组宣部可以把筛选设为县里共用。")


def _refuse_others(row: SavedFilter, by: User) -> None:
    if row.user_id != by.pk:
        raise Refused("这是别人保存的筛选，只有保存人可以修改或删除。")
