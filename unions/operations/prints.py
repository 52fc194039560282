"""What happens to a print kit: ordered, made by a job, taken, deleted when its days are over."""

from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from accounts import book, jobs
from accounts.book import operation
from accounts.duties import Duty
from accounts.models import Job, User
from accounts.refused import Refused
from unions.models import Organisation, Piece, PrintOrder
from unions.models.print_order import print_files

JOB = "print_kit"
AT_ONCE = 3  # kits of one person that may wait or run


@operation("prints.order")
def order(
    organisation: Organisation, *, pieces: list[str], options: dict[str, Any], reason: str, by: User
) -> PrintOrder:
    """Queue the pieces for the union, or for all below the body. Raises Refused for whoever may not, or has three
    under way, and when nothing was chosen."""
    if not by.may(Duty.MAKE_PRINTS, organisation):
        raise Refused("您的角色不能制作打印材料，请联系县总工会组宣部。")
    known = [str(piece) for piece in Piece if piece in pieces]
    if not known:
        raise Refused("请至少选择一种打印材料。")
    live = [Job.State.QUEUED, Job.State.RUNNING]
    if Job.objects.filter(kind=JOB, by=by, state__in=live).count() >= AT_ONCE:
        raise Refused(f"您已有 {AT_ONCE} 份打印材料正在制作，请等其中一份完成后再制作。")
    made = PrintOrder.objects.create(organisation=organisation, pieces=known, options=options, reason=reason, by=by)
    jobs.enqueue(JOB, made.pk, by=by)
    return made


@operation("prints.stop")
def stop(print_order: PrintOrder, *, by: User) -> None:
    """Not wanted any more. Raises Refused when it is made already, or is somebody else's."""
    _refuse_others(print_order, by)
    if not jobs.stop(JOB, print_order.pk, "已由制作人停止，没有生成文件。"):
        raise Refused("这份材料已经制作完毕或已停止，请刷新后核对。")
    book.record("prints.stop", by=by, row=print_order)


def keep(
    print_order: PrintOrder,
    job: Job,
    *,
    stored_as: str,
    sha256: str,
    pages: int,
    unions: int,
    missing: list[str],
    at: datetime,
    until: datetime,
    by: User,
) -> None:
    """The file is whole: note it, record it in the book, end the job; all or nothing."""
    with book.act("prints.make", by=by):
        print_order.stored_as, print_order.sha256, print_order.pages = stored_as, sha256, pages
        print_order.unions, print_order.missing = unions, missing
        print_order.made_at, print_order.expires_at = at, until
        print_order.save(update_fields=["stored_as", "sha256", "pages", "unions", "missing", "made_at", "expires_at"])
        jobs.finish(job)


def path_to_download(print_order: PrintOrder, *, by: User) -> Path:
    """Where the file lies, once it is in the book that it is taken. Raises Refused when it may not be."""
    _refuse_others(print_order, by)
    path = print_files() / print_order.stored_as
    if not print_order.stored_as or not path.exists():
        raise Refused("这份打印材料的文件已到期删除，请重新制作。")
    if not by.may(Duty.MAKE_PRINTS, print_order.organisation):
        raise Refused("您的职责范围已经变化，不能再下载这份打印材料。")
    book.record("prints.download", by=by, row=print_order, reason=print_order.reason, count=print_order.pages)
    return path


@operation("prints.delete_old")
def delete_old(*, at: datetime, by: User | None) -> int:
    """Delete the files whose days are over; their rows stay, and say so. Returns how many."""
    rows = PrintOrder.objects.everywhere("files whose days are over").select_for_update()
    old = list(rows.filter(expires_at__lte=at).exclude(stored_as=""))
    names = [one.stored_as for one in old]
    for one in old:
        one.stored_as = ""
        one.save(update_fields=["stored_as"])

    def delete() -> None:
        for name in names:
            (print_files() / name).unlink(missing_ok=True)

    transaction.on_commit(delete)
    return len(old)


def _refuse_others(print_order: PrintOrder, by: User) -> None:
    if print_order.by_id != by.pk:
        raise Refused("这是别人制作的打印材料，请自己制作一份。")
