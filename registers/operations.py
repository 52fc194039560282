"""What changes: a file is brought in, an import is undone, a register leaves as a workbook."""

import logging
import shutil
import uuid
from pathlib import Path
from typing import Any, BinaryIO

from django.db import IntegrityError, InternalError, transaction
from django.utils import timezone

from accounts import book, jobs
from accounts.constraints import sentence_of
from accounts.duties import Duty
from accounts.models import User
from accounts.refused import Refused
from registers import exporter, fault_workbook, importer, undo
from registers.faults import Fault, Unreadable
from registers.importer import Outcome, Progress, silent
from registers.models import FAULTS_KEPT, ImportRun, uploads
from registers.plan import Context, Plan
from registers.registry import plan_of

log = logging.getLogger(__name__)


def context_of(plan: Plan, by: User | None) -> Context:
    """Where this user may write this register; the operator at the command line may write everywhere."""
    if by is None:
        return Context(None, None, None)
    paths = by.paths_with(plan.duty) if by.may(Duty.IMPORT_REGISTERS) else []
    return Context(by.pk, paths, by.paths_with(Duty.VERIFY_DISPLAYS))


@book.operation("registers.receive_file")
def receive_file(
    register: str, file: BinaryIO, *, file_name: str, check_only: bool, partial: bool, by: User | None
) -> ImportRun:
    """Keep an uploaded file under a name of ours and queue its import; the run's row tells how it went."""
    plan_of(register)
    stored_as = f"{uuid.uuid4().hex}{Path(file_name).suffix.lower()[:8]}"
    with (uploads() / stored_as).open("wb") as target:
        shutil.copyfileobj(file, target)
    run = ImportRun.objects.create(
        register=register,
        by=by,
        file_name=Path(file_name).name[:255],
        stored_as=stored_as,
        check_only=check_only,
        partial=partial,
    )
    jobs.enqueue("import", run.pk, by=by)
    return run


def import_file(
    run: ImportRun, path: Path, *, by: User | None, job: Any = None, progress: Progress = silent
) -> Outcome | None:
    """Check the file and write what may be written; the run's row says how it went, also when it went wrong.

    Returns None when the file can't be read at all (the run's message says why). With a job, its end is marked in the
    same transaction as the rows.
    """
    plan = plan_of(run.register)
    run.sha256 = importer.sha256_of(path)
    outcome = None
    try:
        with book.act("registers.import", by=by) as act_id:
            run.act_id = act_id
            outcome = importer.bring_in(
                path, plan, context_of(plan, by), write=not run.check_only, partial=run.partial, progress=progress
            )
            _note(run, outcome)
            if outcome.faults:
                run.fault_file = _fault_workbook(run, path, outcome)
            run.save()
            if job is not None:
                jobs.finish(job)
    except Unreadable as unreadable:
        _end(run, str(unreadable), job)
    except (IntegrityError, InternalError) as error:
        # Someone changed the same rows between the check and the write; the constraint says what clashes.
        log.warning("import %s refused by the database: %s", run.pk, type(error).__name__)
        _end(run, sentence_of(error) or "导入期间有人修改了同样的记录，没有写入任何数据，请重新导入。", job)
        outcome = None
    return outcome


def _note(run: ImportRun, outcome: Outcome) -> None:
    run.rows, run.created, run.changed, run.unchanged = (
        outcome.rows,
        outcome.created,
        outcome.changed,
        outcome.unchanged,
    )
    run.fault_count = len(outcome.faults)
    run.faults = [_masked(run, fault) for fault in outcome.faults[:FAULTS_KEPT]]
    run.warnings = outcome.warnings
    if outcome.written:
        run.state = ImportRun.State.PARTLY if outcome.faults else ImportRun.State.WRITTEN
    else:
        run.state = ImportRun.State.FAULTY if outcome.faults else ImportRun.State.CHECKED


def _masked(run: ImportRun, fault: Fault) -> dict[str, object]:
    """A fault as it is kept: the full number stays in the sender's own file."""
    kinds = {column.name: column.kind for column in plan_of(run.register).register.columns}
    shown = fault.as_json()
    if kinds.get(fault.column) == "id_number" and fault.value:
        shown["value"] = "*" * len(fault.value)
        shown["message"] = str(shown["message"]).replace(fault.value, "（号码已隐藏）")
    return shown


def _fault_workbook(run: ImportRun, path: Path, outcome: Outcome) -> str:
    name = f"{uuid.uuid4().hex}.xlsx"
    make = fault_workbook.bad_rows if outcome.written else fault_workbook.annotate
    try:
        make(path, uploads() / name, outcome.reading, outcome.faults)
    except Exception:
        # The faults themselves are in the run; a workbook that can't be drawn must not lose them.
        log.exception("fault workbook of import %s", run.pk)
        return ""
    return name


def _end(run: ImportRun, message: str, job: Any) -> None:
    run.state, run.message, run.act_id = ImportRun.State.UNREADABLE, message, None
    with transaction.atomic():
        run.save()
        if job is not None:
            jobs.finish(job)


@book.operation("registers.undo_import")
def undo_import(run: ImportRun, *, by: User | None) -> dict[str, int]:
    """Take back what an import wrote, as one act. Returns {"deleted": n, "restored": n}.

    Raises Refused when nothing was written, when it was undone already, or when something later touched or built
    upon its rows; then nothing changes.
    """
    if by is not None and not by.may(Duty.IMPORT_REGISTERS):
        raise Refused("您的角色不能撤销导入，请联系县总工会组宣部。")
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    if run.state == ImportRun.State.UNDONE:
        raise Refused("这次导入已经撤销过了。")
    if not run.has_written or run.act_id is None or not run.created + run.changed:
        raise Refused("这次导入没有改变任何记录，无需撤销。")
    done = undo.take_back(run.act_id)
    if done["deleted"] < run.created or done["restored"] < run.changed:
        raise Refused("日志中没有找全这次导入的全部改动，不能撤销。请联系系统管理员。")
    run.state, run.undone_at, run.undone_by = ImportRun.State.UNDONE, timezone.now(), by
    run.save(update_fields=["state", "undone_at", "undone_by"])
    return done


def export_register(register: str, target: Path | BinaryIO, *, reason: str = "", by: User | None) -> int:
    """Write the register's rows of the user's own part as a workbook that import reads. Returns the number of rows.

    Every export is in the book: who, which register, how many rows.
    """
    plan = plan_of(register)
    paths = None
    if by is not None:
        if not by.may(Duty.EXPORT_REGISTERS):
            raise Refused("您的角色不能导出登记表，请联系县总工会组宣部。")
        paths = by.paths_with(Duty.EXPORT_REGISTERS)
    with transaction.atomic():
        rows = exporter.write(plan, target, paths)
        book.record("registers.export", by=by, register=register, rows=rows, **({"reason": reason} if reason else {}))
    return rows
