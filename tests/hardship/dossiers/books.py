"""Workbooks of 困难职工档案表 for tests: honest rows, and the way to change one cell."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl

from hardship.models import FileVersion, HardshipFile
from hardship.registers.columns import DOSSIERS, HOUSEHOLD
from tests.factories import id_number

MILL, QUARRY = "349999000101", "349999000201"
LI = {
    "档案编号": "DA-1",
    "姓名": "李困难",
    "身份证号": id_number(1),
    "婚姻状况": "已婚",
    "用工形式": "正式职工",
    "身份": "在岗",
    "健康状况": "良好",
    "工会编码": MILL,
    "手机号码": "13900000001",
    "家庭住址": "河畔镇 1 号",
    "主要致困原因": "子女上学",
    "次要致困原因": "残疾、收入低无法维持基本生活",
    "政府救助后仍困难": "是",
    "本年自负医药费": "1234.50",
    "住房套数": 1,
    "开户银行": "云岭农商银行",
    "银行卡号": "6217000000000000011",
    "户名": "李困难",
    "建档日期": "2012-05-03",
}
LI_SELF = {
    "档案编号": "DA-1",
    "姓名": "李困难",
    "关系": "本人",
    "婚姻状况": "已婚",
    "健康状况": "良好",
    "年收入": "24000",
}
LI_WIFE = {
    "档案编号": "DA-1", "姓名": "王配偶", "关系": "配偶", "身份证号": id_number(2), "婚姻状况": "已婚",
    "健康状况": "糖尿病", "年收入": 0,
}  # fmt: skip
LI_SON = {
    "档案编号": "DA-1", "姓名": "李小孩", "关系": "子女", "出生日期": "2003-09-01", "婚姻状况": "未婚", "健康状况": "良好",
    "年收入": 0, "身份": "小学", "单位或学校": "河畔小学",
}  # fmt: skip
FAMILY = [LI_SELF, LI_WIFE, LI_SON]
WU = {
    **LI,
    "档案编号": "DA-2",
    "姓名": "吴困难",
    "身份证号": id_number(3),
    "婚姻状况": "未婚",
    "户名": "吴困难",
    "工会编码": QUARRY,
}
WU_SELF = {**LI_SELF, "档案编号": "DA-2", "姓名": "吴困难", "婚姻状况": "未婚"}


def dossiers(
    folder: Path, files: Sequence[dict[str, Any]], household: Sequence[dict[str, Any]], name: str = "dossiers.xlsx"
) -> Path:
    """A workbook with every column of both sheets; the first row of data is row 2."""
    book = openpyxl.Workbook()
    for register, rows in ((DOSSIERS, files), (HOUSEHOLD, household)):
        columns = [column.name for column in register.columns]
        page: Any = book.create_sheet(register.sheet_title)
        page.append(columns)
        for row in rows:
            assert set(row) <= set(columns), set(row) - set(columns)
            page.append([row.get(column) for column in columns])
    del book["Sheet"]
    path = folder / name
    book.save(path)
    return path


def file_of(code: str = "DA-1") -> HardshipFile:
    return HardshipFile.objects.everywhere("tests").get(code=code)


def newest(code: str = "DA-1") -> FileVersion:
    return FileVersion.objects.everywhere("tests").newest().get(file__code=code)


def of_sheets(outcome: Any) -> list[tuple[str, int, str, str]]:
    return [(fault.sheet, fault.row, fault.column, str(fault.code)) for fault in outcome.faults]


OPENED = date(2012, 5, 3)
