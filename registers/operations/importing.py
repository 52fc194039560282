"""A file is checked, and what may be written is written; the run's row says how it went."""

import io
import logging
import uuid
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from django.db import IntegrityError, InternalError, OperationalError, connection, transaction
from django.utils import timezone

from accounts import book, jobs
from accounts.constraints import sentence_of
from accounts.duties import Duty
from accounts.models import User
from registers import container, fault_workbook, importer
from registers.declare import Column, Register
from registers.faults import Fault, Unreadable
from registers.importer import Outcome
from registers.masking import masked
from registers.models import ImportFault, ImportRun, uploads
from registers.plan import Context, Plan
from registers.progress import Phase, Progress, silent
from registers.recognise import recognise
from registers.registry import plan_of
from registers.staging import CHUNK, copy_text

log = logging.getLogger(__name__)

MOVED_ON = (
    "检查之后，登记表里的数据又有变动，与预览不再一致，所以没有写入任何数据。下面是重新检查的结果，请再看一遍后写入。"
)
CHANGED_FILE = "保存的文件与检查时的不一致，没有写入任何数据。请重新上传。"
NO_FILE = "上传的文件已经不在，请重新上传。"


def context_of(plan: Plan, by: User | None) -> Context:
    """Where this user may write this register; the operator at the command line may write everywhere."""
    if by is None:
        return Context(None, None, None)
    paths = by.paths_with(plan.duty) if by.may(Duty.IMPORT_REGISTERS) else []
    return Context(by.pk, paths, by.paths_with(Duty.VERIFY_DISPLAYS))


def import_file(
    run: ImportRun, path: Path, *, by: User | None, job: Any = None, progress: Progress = silent
) -> Outcome | None:
    """Check the file and write what may be written; the run's row says how it went, also when it went wrong.

    A run that was checked before (it has a mark) is written only when it would do exactly what was shown then. Returns
    None when the file can't be read at all (the run's message says why), or when nobody knows which register it
    holds. With a job, its end is marked in the same transaction as the rows.
    """
    try:
        with _nothing_left_behind(run), book.act("registers.import", by=by) as act_id:
            run.act_id = act_id
            return _import(run, path, by=by, job=job, progress=progress)
    except Unreadable as unreadable:
        _end(run, str(unreadable), job)
    except (IntegrityError, InternalError, OperationalError) as error:
        if isinstance(error, OperationalError) and not book.is_deadlock(error):
            raise
        # Someone changed the same rows between the check and the write; the constraint says what clashes.
        log.warning("import %s refused by the database: %s", run.pk, type(error).__name__)
        _clash(run, sentence_of(error) or "导入期间有人修改了同样的记录，没有写入任何数据，请重新导入。", job)
    return None


@contextmanager
def _nothing_left_behind(run: ImportRun) -> Iterator[None]:
    """What the database forgets, the disk forgets as well: a fault workbook of a check that came to nothing."""
    before = run.fault_file
    try:
        yield
    except BaseException:
        if run.fault_file not in {"", before}:
            run.fault_path.unlink(missing_ok=True)
        raise


def _import(run: ImportRun, path: Path, *, by: User | None, job: Any, progress: Progress) -> Outcome | None:
    _same_file(run, path)
    if not run.register and not _recognised(run, path, by, job):
        return None
    plan = plan_of(run.register)
    outcome = importer.bring_in(
        path,
        plan,
        context_of(plan, by),
        write=not run.check_only,
        partial=run.partial,
        expected="" if run.check_only else run.mark,
        progress=progress,
    )
    _note(run, outcome)
    _place_in_round(run, path)
    run.save()
    _keep_faults(run, path, outcome, progress)
    run.save()
    _note_people_elsewhere(run, plan, outcome, by)
    _close_round(run, outcome)
    if job is not None:
        jobs.finish(job)
    return outcome


def _note_people_elsewhere(run: ImportRun, plan: Plan, outcome: Outcome, by: User | None) -> None:
    """Whoever tries numbers out by a file is seen to (security.md 24): how many, never whose."""
    count = sum(plan.elsewhere in fault.message for fault in outcome.faults) if plan.elsewhere else 0
    if count:
        book.record("registers.people_elsewhere", by=by, row=run, register=plan.register.title, count=count)


def _same_file(run: ImportRun, path: Path) -> None:
    """What is written is what was shown: the kept file by its SHA-256."""
    if not path.is_file():
        raise Unreadable(NO_FILE)
    sha256 = importer.sha256_of(path)
    if run.sha256 and run.stored_as and run.sha256 != sha256:
        raise Unreadable(CHANGED_FILE)
    run.sha256, run.size = sha256, path.stat().st_size


def _recognised(run: ImportRun, path: Path, by: User | None, job: Any) -> bool:
    """Whether the file itself tells which register it holds; if not, the run waits until somebody says it."""
    found = [name for name in recognise(path, run.file_name) if by is None or by.may(plan_of(name).duty)]
    if len(found) == 1:
        run.register = found[0]
        return True
    titles = "、".join(plan_of(name).register.title for name in found)
    run.message = (
        f"这个文件里有{titles}，一次导入一张：请选一张先导入，另一张再上传一次这个文件。"
        if found
        else "认不出这是哪张登记表：工作表的名称和表头都对不上。请在下面选定，或核对表头后重新上传。"
    )
    run.state, run.act_id = ImportRun.State.UNKNOWN, None
    _save(run, job)
    return False


def _note(run: ImportRun, outcome: Outcome) -> None:
    run.rows, run.created, run.changed, run.unchanged = (
        outcome.rows,
        outcome.created,
        outcome.changed,
        outcome.unchanged,
    )
    run.fault_count = len(outcome.faults)
    run.bad_rows = outcome.bad_rows
    run.fault_kinds = kinds(outcome.faults)
    run.warnings = outcome.warnings
    run.message = MOVED_ON if outcome.moved_on else ""
    if outcome.written:
        run.state = ImportRun.State.PARTLY if outcome.faults else ImportRun.State.WRITTEN
        run.written_at = timezone.now()
        return
    run.check_only = run.check_only or outcome.moved_on
    run.preview, run.mark = outcome.preview, outcome.mark
    run.state = ImportRun.State.FAULTY if outcome.faults else ImportRun.State.CHECKED


def kinds(faults: Sequence[Fault]) -> list[dict[str, Any]]:
    """The faults counted by kind, the most frequent first, each with the columns it stands in."""
    counted: dict[str, Counter[str]] = {}
    for fault in faults:
        counted.setdefault(str(fault.code), Counter())[fault.column] += 1
    found = [
        {"code": code, "count": columns.total(), "columns": columns.most_common()} for code, columns in counted.items()
    ]
    return sorted(found, key=lambda kind: -kind["count"])


def _keep_faults(run: ImportRun, path: Path, outcome: Outcome, progress: Progress) -> None:
    """Every fault as a row of its own, and the workbook that shows them; what an earlier check kept goes."""
    former = run.fault_path if run.fault_file else None
    ImportFault.objects.filter(run=run).delete()
    run.fault_file = ""
    if outcome.faults:
        _list_faults(run, outcome.faults, progress)
        run.fault_file = _fault_workbook(run, path, outcome, progress)
    if former is not None:
        transaction.on_commit(lambda: former.unlink(missing_ok=True))


def _list_faults(run: ImportRun, faults: Sequence[Fault], progress: Progress) -> None:
    sheets = plan_of(run.register).register.sheets
    with connection.cursor() as cursor:
        for start in range(0, len(faults), CHUNK):
            progress(Phase.LIST, start, len(faults))
            lines = []
            for fault in faults[start : start + CHUNK]:
                value, message = masked(fault, _column_of(fault, sheets))
                sheet = fault.sheet if len(sheets) > 1 else ""
                cells = (run.pk, sheet, fault.row, fault.column[:64], str(fault.code), value, message)
                lines.append("\t".join(map(copy_text, cells)) + "\n")
            cursor.copy_expert(
                'COPY registers_importfault (run_id, sheet, "row", "column", code, value, message) FROM STDIN',
                io.StringIO("".join(lines)),
            )


def _column_of(fault: Fault, sheets: Sequence[Register]) -> Column | None:
    """The column the fault stands in. The first sheet may be called otherwise in the sender's workbook."""
    for sheet in reversed(sheets):
        if fault.sheet == sheet.sheet_title or sheet is sheets[0]:
            return next((column for column in sheet.columns if column.name == fault.column), None)
    return None


def _fault_workbook(run: ImportRun, path: Path, outcome: Outcome, progress: Progress) -> str:
    name = f"{uuid.uuid4().hex}.xlsx"
    make = partial(fault_workbook.bad_rows, keep=outcome.kept_out) if outcome.written else fault_workbook.annotate
    try:
        make(path, uploads() / name, outcome.reading, outcome.faults, sender=str(run.pk), progress=progress)
    except jobs.LeaseLost:
        (uploads() / name).unlink(missing_ok=True)
        raise
    except Exception:
        # The faults themselves are in the run; a workbook that can't be drawn must not lose them.
        log.exception("fault workbook of import %s", run.pk)
        return ""
    return name


def _place_in_round(run: ImportRun, path: Path) -> None:
    """A fault workbook of ours, mended and sent again, says itself which run it mends."""
    if run.mends_id is not None or path.suffix.lower() != ".xlsx":
        return
    number = container.property_of(path, fault_workbook.PROPERTY)
    if not (number.isascii() and number.isdigit() and len(number) <= 18) or int(number) == run.pk:
        return
    mends = ImportRun.objects.filter(pk=int(number), register=run.register, by=run.by, fault_count__gt=0).first()
    if mends is not None and (run.pk is None or mends.pk < run.pk):
        run.mends, run.first = mends, mends.opening
        run.round = ImportRun.objects.round_of(mends).count() + 1


def _close_round(run: ImportRun, outcome: Outcome) -> None:
    """The round is closed when no fault is left and all is written, or was there already."""
    if outcome.faults or not (outcome.written or (run.mends_id and not outcome.created + outcome.changed)):
        return
    ImportRun.objects.filter(pk=run.opening.pk).update(closed_at=timezone.now())


def _end(run: ImportRun, message: str, job: Any) -> None:
    run.state, run.message, run.act_id = ImportRun.State.UNREADABLE, message, None
    _save(run, job)


def _clash(run: ImportRun, message: str, job: Any) -> None:
    """The database refused the write: a run that was checked stands as it stood, and can be checked again."""
    before = ImportRun.objects.filter(pk=run.pk).exclude(mark="").first() if run.pk else None
    if before is None:
        _end(run, message, job)
        return
    before.check_only, before.message = True, message
    run.__dict__.update(before.__dict__)
    _save(run, job)


def _save(run: ImportRun, job: Any) -> None:
    with transaction.atomic():
        run.save()
        if job is not None:
            jobs.finish(job)
