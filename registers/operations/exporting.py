"""A register leaves as a workbook."""

import hashlib
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from django.db import transaction
from django.utils import timezone

from accounts import book
from accounts.models import User
from accounts.refused import Refused
from registers import exporter
from registers.models import NumberRelease
from registers.operations.releasing import demand_open, export_paths, may_export, may_take_whole, needs_release
from registers.plan import Plan
from registers.registry import plan_of
from registers.writer import watermark


def export_register(
    register: str,
    target: Path | BinaryIO,
    *,
    reason: str = "",
    whole: bool = True,
    at: datetime | None = None,
    release: NumberRelease | None = None,
    at_the_server: bool = False,
    by: User | None,
) -> int:
    """Write the register's rows of the user's own part as a workbook that import reads. Returns the number of rows.

    Persons' document and mobile numbers leave masked unless `whole`, which is for those who keep the register and for
    the auditor; such a sheet says who took it, when (`at`). More persons than one may take alone leave with a second
    person's `release`; the operator at the server is a second person. Every export is in the book: who, which, how many
    rows, and the file's SHA-256.
    """
    plan = plan_of(register)
    paths = None
    if by is not None:
        if not may_export(plan, by):
            raise Refused("您的角色不能导出这张登记表，请联系县总工会组宣部。")
        if whole and not may_take_whole(plan, by):
            raise Refused("您的角色只能导出隐去部分数字的证件号码，请去掉“导出完整的证件号码”再试。")
        if whole and not at_the_server and needs_release(plan, by):
            demand_open(release, plan, at or timezone.now(), by)
        paths = export_paths(plan, by)
    said = {"reason": reason} if reason else {}
    if plan.holds_numbers:
        said["numbers"] = "完整" if whole else "隐去部分"
    with transaction.atomic():
        rows = exporter.write(plan, target, paths, whole=whole, watermark=_watermark(plan, by, at))
        if release is not None:
            said["release"] = str(release.pk)
        book.record("registers.export", by=by, register=register, rows=rows, sha256=_sha256(target), **said)
    return rows


def _sha256(file: Any) -> str:
    if isinstance(file, Path):
        with file.open("rb") as read:
            return hashlib.file_digest(read, "sha256").hexdigest()
    file.seek(0)
    return hashlib.file_digest(file, "sha256").hexdigest()


def _watermark(plan: Plan, by: User | None, at: datetime | None) -> str:
    if not plan.holds_numbers or by is None or at is None:
        return ""
    return watermark(f"{by.name}（{by.username}）", at)
