"""The auditor's package made: a workbook of tables, the papers, the bank's files, all in one zip (hardship.md §8)."""

import base64
import hashlib
import io
import shutil
import uuid
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, cast
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts import jobs
from accounts.duties import Duty
from accounts.encryption import unseal
from accounts.models import Job, User
from accounts.refused import Refused
from hardship import papers
from hardship.audit_tables import Evidence, Paper, Table, evidence
from hardship.models import AuditPackage
from hardship.models.audit import audit_files
from hardship.models.money import BANK_FILE, RETURN_FILE
from hardship.operations import audits
from registers.declare import Column, Register
from registers.writer import watermark, write_tables
from unions.photos import NO_ROOM

README = """帮扶资金审计材料

{mark}

范围：{first} 至 {last}，两头的日子都算在内。
帮扶资金.xlsx：{titles}。各表用“发放”“批次”“申请编号”“公示”互相对应。账号只留后四位。
银行文件/：各批次交银行的文件和银行回单的原件，含完整账号。
材料/：各申请的材料，按申请编号分文件夹，文件名前的号码同“材料”表。
慰问签领表/：各组签字的签领表。
{missing}"""


def make(job: Job) -> None:
    """Raises Refused when its owner no longer may, or the disk is nearly full; no file is left then."""
    package = AuditPackage.objects.filter(pk=job.subject_id).select_related("by").get()
    by: User = package.by
    if not by.is_active or not by.may(Duty.TAKE_AUDIT):
        raise Refused("您的职责已经变化，不能再索取审计材料。")
    job.message = "正在汇集账目"
    found = evidence(package.first, package.last)
    name, now = f"{uuid.uuid4().hex}.zip", timezone.now()
    place = audit_files() / name
    try:
        documents = _write(place, package, found, job, now)
        with transaction.atomic():
            audits.keep(
                package,
                job,
                stored_as=name,
                sha256=_sha256(place),
                size=place.stat().st_size,
                payments=found.payments,
                documents=documents,
                at=now,
                until=now + timedelta(days=settings.EXPORT_KEEP_DAYS),
                by=by,
            )
    except BaseException:
        place.unlink(missing_ok=True)
        raise


def _write(place: Path, package: AuditPackage, found: Evidence, job: Job, now: datetime) -> int:
    """The zip; returns how many papers are in it. What is not there any more, 说明.txt names."""
    by: User = package.by
    mark = watermark(f"{by.name}（{by.username}）", now, package.reason)
    wanted = found.papers if package.with_documents else []
    job.total = len(wanted)
    _demand_room(wanted)
    with ZipFile(place, "x", ZIP_DEFLATED) as book:
        book.writestr("帮扶资金.xlsx", _workbook(found.tables, mark))
        if package.with_documents:
            _add_bank_files(book, found)
        missing = _add_papers(book, wanted, job)
        told = "\n".join(["\n下列文件已不在服务器上：", *missing]) if missing else ""
        if not package.with_documents:
            told = "\n这一份没有附银行文件、材料和签领表。"
        said = {
            "mark": mark,
            "first": package.first,
            "last": package.last,
            "titles": "、".join(table.title for table in found.tables),
        }
        book.writestr("说明.txt", README.format(**said, missing=told).encode("utf-8-sig"))
    place.chmod(0o600)
    return len(wanted) - len(missing)


def _add_bank_files(book: ZipFile, found: Evidence) -> None:
    """As they went to the bank, and as the bank answered."""
    for batch in found.batches:
        if batch.file_sealed:
            book.writestr(f"银行文件/{batch.code}.csv", unseal(batch.file_sealed, BANK_FILE).encode())
    for number, one in enumerate(found.returns, 1):
        if one.file_sealed:
            data = base64.b64decode(unseal(one.file_sealed, RETURN_FILE))
            book.writestr(f"银行文件/{one.batch.code}-回单{number}{Path(one.file_name).suffix[:5]}", data)


def _add_papers(book: ZipFile, wanted: list[Paper], job: Job) -> list[str]:
    """Those that are not there any more."""
    missing = []
    for job.done, paper in enumerate(wanted, 1):
        if job.lost:  # taken over by another worker
            raise jobs.LeaseLost
        if papers.is_there(paper.stored_as):
            book.write(papers.folder() / paper.stored_as, paper.name, ZIP_STORED)
        else:
            missing.append(paper.name)
    return missing


def _workbook(tables: list[Table], mark: str) -> bytes:
    target = io.BytesIO()
    write_tables(target, [(_register(table), table.rows) for table in tables], mark)
    return target.getvalue()


def _register(table: Table) -> Register:
    columns = tuple(Column(name, f"c{number}", cast(Any, kind)) for number, (name, kind) in enumerate(table.heads))
    return Register("audit", table.title, columns)


def _demand_room(wanted: list[Paper]) -> None:
    needed = sum((papers.folder() / one.stored_as).stat().st_size for one in wanted if papers.is_there(one.stored_as))
    if shutil.disk_usage(audit_files()).free - needed < settings.PHOTO_KEEP_FREE:
        raise Refused(NO_ROOM)


def _sha256(place: Path) -> str:
    with place.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
