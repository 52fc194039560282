"""An import is taken back as one act."""

from django.utils import timezone

from accounts import book
from accounts.duties import Duty
from accounts.models import User
from accounts.refused import Refused
from registers import undo
from registers.models import ImportRun


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
    # What closed the round is gone again.
    ImportRun.objects.filter(pk=run.opening.pk).update(closed_at=None)
    return done
