"""A register leaves as a workbook."""

from pathlib import Path
from typing import BinaryIO

from django.db import transaction

from accounts import book
from accounts.duties import Duty
from accounts.models import User
from accounts.refused import Refused
from registers import exporter
from registers.registry import plan_of


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
