"""审计材料: ordered with a reason, made in the background, taken under one's name, deleted after some days (hardship.md §8)."""

from datetime import date, datetime
from pathlib import Path

from django.db import transaction

from accounts import book, jobs
from accounts.book import operation
from accounts.duties import Duty
from accounts.models import Job, User
from accounts.refused import Refused
from hardship.models import AuditPackage
from hardship.models.audit import audit_files

JOB = "audit_package"
NOT_YOURS = "只有安全审计员可以索取审计材料。"


@operation("audits.order")
def order(first: date, last: date, *, with_documents: bool, reason: str, at: datetime, by: User) -> AuditPackage:
    """Queue the package of a span, both days inside. Raises Refused for whoever may not, or has one under way."""
    if not by.may(Duty.TAKE_AUDIT):
        raise Refused(NOT_YOURS)
    if last < first:
        raise Refused("截止日期不能早于起始日期。")
    if not reason.strip():
        raise Refused("请用一句话写明用途。")
    live = [Job.State.QUEUED, Job.State.RUNNING]
    if Job.objects.filter(kind=JOB, by=by, state__in=live).exists():
        raise Refused("您已有一份审计材料正在汇集，请等它完成后再索取。")
    package = AuditPackage.objects.create(
        by=by, at=at, first=first, last=last, with_documents=with_documents, reason=reason.strip()
    )
    jobs.enqueue(JOB, package.pk, by=by)
    return package


@operation("audits.make")
def keep(
    package: AuditPackage,
    job: Job,
    *,
    stored_as: str,
    sha256: str,
    size: int,
    payments: int,
    documents: int,
    at: datetime,
    until: datetime,
    by: User,
) -> None:
    """The file is whole: note it, record it, end the job; all or nothing."""
    values = {"stored_as": stored_as, "sha256": sha256, "bytes": size, "payments": payments, "documents": documents}
    for name, value in {**values, "made_at": at, "expires_at": until}.items():
        setattr(package, name, value)
    package.save(update_fields=[*values, "made_at", "expires_at"])
    jobs.finish(job)


@operation("audits.download")
def path_to_download(package: AuditPackage, *, by: User) -> Path:
    """Where it lies, once it is in the book who takes it, what for and how much. Raises Refused when it may not be taken."""
    if package.by_id != by.pk or not by.may(Duty.TAKE_AUDIT):
        raise Refused(NOT_YOURS)
    place = audit_files() / package.stored_as
    if not package.stored_as or not place.is_file():
        raise Refused("这份审计材料已到期删除，请重新索取。")
    book.record(
        "audits.download",
        by=by,
        row=package,
        reason=package.reason,
        first=package.first,
        last=package.last,
        payments=package.payments,
        documents=package.documents,
        sha256=package.sha256,
    )
    return place


@operation("audits.delete_old")
def delete_old(*, at: datetime, by: User | None) -> int:
    """Delete the files whose days are over; their rows stay, and say so. Returns how many."""
    old = list(AuditPackage.objects.select_for_update().filter(expires_at__lte=at).exclude(stored_as=""))
    names = [package.stored_as for package in old]
    for package in old:
        package.stored_as = ""
        package.save(update_fields=["stored_as"])

    def delete() -> None:
        for name in names:
            (audit_files() / name).unlink(missing_ok=True)

    transaction.on_commit(delete)
    return len(old)
