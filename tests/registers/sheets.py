"""Small workbooks for tests, and the way in."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl

from accounts.models import User
from registers import operations
from registers.importer import Outcome
from registers.models import ImportRun
from registers.registry import plan_of

COUNTY = "3499990000"
HILL = "3499990101"
RIVER = "3499990102"
TEA = "349999010101"
SILK = "349999010102"
BOAT = "349999010201"

ORGANISATIONS = [
    {"工会编码": COUNTY, "工会名称": "云岭县总工会", "组织类型": "县总工会", "建会日期": "1985-05-01"},
    {"工会编码": HILL, "工会名称": "山上乡工会联合会", "组织类型": "乡镇工会联合会", "上级工会编码": COUNTY, "建会日期": "2001-01-01"},
    {"工会编码": RIVER, "工会名称": "河边镇总工会", "组织类型": "乡镇（街道）总工会", "上级工会编码": COUNTY, "建会日期": "2001-01-01"},
    {"工会编码": TEA, "工会名称": "茶业公司工会", "组织类型": "独立基层工会", "上级工会编码": HILL, "建会日期": "2008-05-04",
     "届期年数": 3},
    {"工会编码": SILK, "工会名称": "丝绸厂工会", "组织类型": "独立基层工会", "上级工会编码": HILL, "建会日期": "2009-11-08", "届期年数": 5},
    {"工会编码": BOAT, "工会名称": "船厂工会", "组织类型": "独立基层工会", "上级工会编码": RIVER, "建会日期": "2009-11-08"},
]  # fmt: skip
CHAIR = {"工会编码": TEA, "姓名": "陈一", "职务": "主席", "当选日期": "2010-03-01", "手机号码": "13900000001"}
VICE = {"工会编码": TEA, "姓名": "钱二", "职务": "副主席", "当选日期": "2010-03-01"}


def sheet(folder: Path, register: str, rows: Sequence[dict[str, Any]], name: str = "register.xlsx") -> Path:
    """A workbook with every column of the register and these rows; the first row of data is row 2."""
    columns = [column.name for column in plan_of(register).register.columns]
    book = openpyxl.Workbook()
    page = book.active
    page.title = plan_of(register).register.title
    page.append(columns)
    for row in rows:
        assert set(row) <= set(columns), set(row) - set(columns)
        page.append([row.get(column) for column in columns])
    path = folder / name
    book.save(path)
    return path


def bring(
    path: Path, register: str, *, by: User | None = None, check: bool = False, partial: bool = False
) -> tuple[ImportRun, Outcome]:
    """Import the file as the command does; the test fails where it can't be read."""
    run = ImportRun(register=register, by=by, file_name=path.name, check_only=check, partial=partial)
    outcome = operations.import_file(run, path, by=by)
    assert outcome is not None, run.message
    return run, outcome


def load(folder: Path, register: str, rows: Sequence[dict[str, Any]], **how: Any) -> Outcome:
    """Import rows of one's own making."""
    return bring(sheet(folder, register, rows), register, **how)[1]


def found(outcome: Outcome) -> list[tuple[int, str, str]]:
    return [(fault.row, fault.column, str(fault.code)) for fault in outcome.faults]
