"""A file arrives: kept as it is, under a name of ours, and queued to be looked at."""

import hashlib
import unicodedata
import uuid
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from accounts import book, jobs
from accounts.models import User
from accounts.refused import Refused
from registers.models import ImportRun, uploads
from registers.registry import plan_of

PIECE = 1024 * 1024
NAME_LENGTH = 255


@book.operation("registers.receive_file")
def receive_file(
    register: str,
    file: BinaryIO,
    *,
    file_name: str,
    check_only: bool,
    partial: bool,
    mends: ImportRun | None = None,
    batch: uuid.UUID | None = None,
    by: User | None,
) -> ImportRun:
    """Keep an uploaded file under a name of ours and queue its import; the run's row tells how it went.

    An empty `register` is recognised by the job. `mends` is the run whose faults this file mends. The same file sent
    again in one batch (a button pressed twice) gives the run that is already there. Raises Refused for a register
    that is not this user's to import.
    """
    if register and by is not None and not by.may(plan_of(register).duty):
        raise Refused(f"您的角色不能导入{plan_of(register).register.title}，请联系县总工会组宣部。")
    name = safe_name(file_name)
    stored_as = f"{uuid.uuid4().hex}{Path(name).suffix.lower()[:8]}"
    sha256, size = _keep(file, uploads() / stored_as)
    key = f"{batch}:{register}:{sha256}" if batch else ""
    there = ImportRun.objects.filter(upload_key=key, by=by).first() if key else None
    if there is not None:
        (uploads() / stored_as).unlink()
        return there
    run = ImportRun.objects.create(
        register=register,
        by=by,
        file_name=name,
        stored_as=stored_as,
        sha256=sha256,
        size=size,
        check_only=check_only,
        partial=partial,
        batch=batch,
        upload_key=key,
        **_place(mends),
    )
    book.record("registers.receive_file", by=by, row=run, file=name, sha256=sha256)
    jobs.enqueue("import", run.pk, by=by)
    return run


def _keep(file: BinaryIO, target: Path) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    with target.open("wb") as kept:
        while piece := file.read(PIECE):
            digest.update(piece)
            kept.write(piece)
            size += len(piece)
    return digest.hexdigest(), size


def _place(mends: ImportRun | None) -> dict[str, object]:
    if mends is None:
        return {}
    return {"mends": mends, "first": mends.opening, "round": ImportRun.objects.round_of(mends).count() + 1}


def safe_name(name: str) -> str:
    """A sender's file name as it is kept and shown: no folders, no control characters, 255 characters at most."""
    last = PurePosixPath(name.replace("\\", "/")).name
    plain = "".join(letter for letter in last if unicodedata.category(letter)[0] != "C").strip() or "未命名"
    ending = PurePosixPath(plain).suffix[:16]
    return plain if len(plain) <= NAME_LENGTH else plain[: NAME_LENGTH - len(ending)] + ending
