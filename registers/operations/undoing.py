"""An import is taken back as one act."""

from typing import Any

from django.apps import apps
from django.db.models import Q
from django.utils import timezone

from accounts import book
from accounts.duties import Duty
from accounts.models import BookEntry, User
from accounts.models.book import Change
from accounts.refused import Refused
from registers import undo
from registers.models import ImportRun
from registers.registry import plan_of


@book.operation(undo.UNDO_IMPORT)
def undo_import(run: ImportRun, *, by: User | None) -> dict[str, int]:
    """Take back what an import wrote, as one act. Returns {"deleted": n, "restored": n}, in rows of the register.

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
    if by is not None:
        _demand_own_part(run, by)
    done = undo.take_back(run.act_id)
    if done["deleted"] < run.created or done["restored"] < run.changed:
        raise Refused("日志中没有找全这次导入的全部改动，不能撤销。请联系系统管理员。")
    if mend := plan_of(run.register).mend:
        mend(run.act_id)
    run.state, run.undone_at, run.undone_by = ImportRun.State.UNDONE, timezone.now(), by
    run.save(update_fields=["state", "undone_at", "undone_by"])
    # Which act was taken back: its lines stand in nobody's way from now on (registers/undo.py).
    book.record(undo.UNDO_IMPORT, by=by, row=run, file=run.file_name, act_id=run.act_id)
    # What closed the round is gone again.
    ImportRun.objects.filter(pk=run.opening.pk).update(closed_at=None)
    return {"deleted": run.created, "restored": run.changed} if plan_of(run.register).counts_rows else done


def _demand_own_part(run: ImportRun, by: User) -> None:
    """Every row the import wrote still stands where this user may write it: an officer may serve elsewhere by now."""
    plan = plan_of(run.register)
    # The register's own rows decide; behind a view, all that it writes.
    tables = (plan.table,) if plan.table in plan.written_tables else plan.written_tables
    for table in tables:
        _demand_within(run, table, by.paths_with(plan.duty))


def _demand_within(run: ImportRun, table: str, paths: list[str]) -> None:
    model: Any = next(model for model in apps.get_models() if model._meta.db_table == table)
    lines = BookEntry.objects.filter(act_id=run.act_id, table_name=table).exclude(change=Change.EVENT)
    rows = model.objects.everywhere("rows of the import, judged each").filter(pk__in=lines.values("row_id"))
    within = Q(pk__in=[])
    for path in paths:
        for lookup in rows.path_lookups:
            within |= Q(**{f"{lookup}__startswith": path})
    if rows.filter(within).count() != rows.count():
        raise Refused("这次导入的记录里有现在不归您管理的，请联系县总工会组宣部撤销。")
