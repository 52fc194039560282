"""What a person decides about a file that was received: which register, write, check again, stop, give up."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts import book, jobs
from accounts.models import Job, User
from accounts.refused import Refused
from registers.models import ImportRun
from registers.registry import plan_of

LIVE = (Job.State.QUEUED, Job.State.RUNNING)
FIELDS = ["register", "state", "check_only", "partial", "message"]


def _locked(run: ImportRun, by: User | None) -> Any:
    """The run as it stands now. Raises Refused when it is somebody else's."""
    locked = ImportRun.objects.select_for_update(of=("self",)).select_related("by").get(pk=run.pk)
    if by is not None and locked.by_id != by.pk:
        who = locked.by.name if locked.by else "命令行"
        raise Refused(f"这个文件由{who}上传，只有上传的人能决定写入还是放弃。您可以自己上传一份。")
    return locked


def _at_work(run: ImportRun) -> bool:
    return Job.objects.filter(kind="import", subject_id=run.pk, state__in=LIVE).exists()


@book.operation("registers.say_register")
def say_register(run: ImportRun, register: str, *, by: User | None) -> ImportRun:
    """Say which register a file holds, and have it checked as that one."""
    plan = plan_of(register)
    if by is not None and not by.may(plan.duty):
        raise Refused(f"您的角色不能导入{plan.register.title}，请联系县总工会组宣部。")
    run = _locked(run, by)
    if run.state != ImportRun.State.UNKNOWN and not run.is_looked_at:
        raise Refused("这个文件已经处理过，不能再改登记表。请重新上传。")
    run.register = register
    return _check(run, "registers.say_register", by)


@book.operation("registers.check_again")
def check_again(run: ImportRun, *, by: User | None) -> ImportRun:
    """Check the kept file once more, against what the registers hold now. Does nothing while it is being checked."""
    run = _locked(run, by)
    if _at_work(run):
        return run
    if not (run.is_looked_at or (run.state == ImportRun.State.WAITING and run.stored_as)):
        raise Refused("这个文件已经处理过，不能再检查。请重新上传。")
    return _check(run, "registers.check_again", by)


def _check(run: ImportRun, act: str, by: User | None) -> ImportRun:
    run.state, run.check_only, run.partial, run.message = ImportRun.State.WAITING, True, True, ""
    run.save(update_fields=FIELDS)
    book.record(act, by=by, row=run, file=run.file_name)
    jobs.enqueue("import", run.pk, by=by)
    return run


@book.operation("registers.write_checked")
def write_checked(run: ImportRun, *, mark: str, again: bool = False, by: User | None) -> ImportRun:
    """Have the good rows of a checked file written, exactly as its preview showed them (`mark`).

    Asked twice, writes once. Raises Refused when the preview is another one by now, when nothing would change, or when
    the very same file was written before and `again` does not say to go on.
    """
    run = _locked(run, by)
    if run.has_written or (_at_work(run) and not run.check_only):
        return run
    if _at_work(run) or not run.is_looked_at:
        raise Refused("这个文件现在不能写入，请先看它的状态。")
    if run.mark != mark:
        raise Refused("预览已经更新，请再看一遍，确认后再写入。")
    if not run.created + run.changed:
        raise Refused("没有可以写入的改动：各行与现有记录相同，或都有错误。")
    visible = ImportRun.objects.visible_to(by) if by is not None else ImportRun.objects.all()
    if not again and visible.same_file(run).exists():
        raise Refused("这个文件以前导入过，请先勾选“仍要写入”。")
    run.check_only, run.partial, run.message = False, run.fault_count > 0, ""
    run.save(update_fields=FIELDS)
    book.record("registers.write_checked", by=by, row=run, file=run.file_name)
    jobs.enqueue("import", run.pk, by=by)
    return run


@book.operation("registers.stop")
def stop(run: ImportRun, *, by: User | None) -> ImportRun:
    """Stop the check or the write that is going on; nothing of it stays. A check that is stopped is given up.

    Raises Refused when it has ended in the meantime.
    """
    run = _locked(run, by)
    if not jobs.stop("import", run.pk, "已停止。"):
        raise Refused("来不及停止：刚才已经结束，请看结果。")
    if run.check_only:
        return _give_up(run, "registers.stop", by)
    run.check_only, run.message = True, "写入已停止，没有写入任何数据。"
    run.save(update_fields=FIELDS)
    book.record("registers.stop", by=by, row=run, file=run.file_name)
    return run


@book.operation("registers.give_up")
def give_up(run: ImportRun, *, by: User | None) -> ImportRun:
    """Put a received file aside for good: it is deleted, its record stays. Does nothing the second time."""
    run = _locked(run, by)
    if run.state == ImportRun.State.GIVEN_UP:
        return run
    if run.has_written or run.state == ImportRun.State.UNDONE:
        raise Refused("这个文件已经写入，不能放弃；要取消，请撤销这次导入。")
    jobs.stop("import", run.pk, "已放弃。")
    return _give_up(run, "registers.give_up", by)


def _give_up(run: ImportRun, act: str, by: User | None) -> ImportRun:
    paths = [path for name, path in ((run.stored_as, run.source_path), (run.fault_file, run.fault_path)) if name]
    run.state, run.stored_as, run.fault_file = ImportRun.State.GIVEN_UP, "", ""
    run.message = f"{timezone.localtime():%Y-%m-%d %H:%M} 放弃，没有写入任何数据，上传的文件已删除。"
    run.save(update_fields=[*FIELDS, "stored_as", "fault_file"])
    book.record(act, by=by, row=run, file=run.file_name)

    def delete() -> None:
        for path in paths:
            path.unlink(missing_ok=True)

    transaction.on_commit(delete)
    return run
