"""A bank's return file, from CSV or workbook to typed lines (hardship.md §5). Whose lines they are, bankfile judges."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hardship.bankfile import BATCH, CHECK, Returned
from registers import fields, reader
from registers.cells import is_empty, plain, shown
from registers.declare import Column, Register
from registers.faults import Fault, Unreadable

RESULTS = {"成功": "paid", "失败": "failed"}
ALIASES = {
    label: result
    for result, labels in {
        "paid": ("付款成功", "交易成功", "支付成功", "代发成功", "已付", "已付款", "已入账", "转账成功"),
        "failed": ("付款失败", "交易失败", "支付失败", "代发失败", "未付", "转账失败", "退票", "退回"),
    }.items()
    for label in labels
}
LAYOUT = Register(
    "bank_return",
    "银行回单",
    (
        Column("序号", "serial", "integer", required=True),
        Column("户名", "name", "text", required=True, max_length=120),
        Column("账号", "account", "identifier", required=True, max_length=64),
        Column("金额", "amount", "money", required=True),
        Column("结果", "result", "choice", required=True, choices=RESULTS, aliases=ALIASES),
        Column("失败原因", "reason", "text", max_length=200),
        Column(BATCH, "batch", "text", max_length=64),
    ),
)
NO_REASON = "银行未说明原因"
NO_LINES = "这份回单里没有一笔付款结果，请核对是否选错了文件，或请银行重新导出。"


@dataclass
class BankReturn:
    """What a return file says. With faults, nothing of it may be read in."""

    lines: list[Returned] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)  # columns that were ignored


def read_return(path: Path, name: str = "") -> BankReturn:
    """The lines of a return file, in its own order. Raises Unreadable, with the sentence for the sender.

    合计 is passed over; the 校验 line that the bank may give back with our own file tells the batch of all lines.
    """
    reading = reader.read(path, LAYOUT, name)
    marks: list[str] = []
    reading.rows = _without_marks(reading.rows, marks)
    rows, faults = fields.normalise(reading, LAYOUT)
    if not rows and not faults:
        raise Unreadable(NO_LINES)
    mark = next(iter(marks), "")
    return BankReturn([] if faults else [_line(row, mark) for row in rows], faults, reading.unknown)


def _without_marks(rows: Iterator[reader.Numbered], marks: list[str]) -> Iterator[reader.Numbered]:
    """The rows without our own 校验 line, whose batch is kept in `marks`."""
    for number, cells in rows:
        filled = [shown(cell) for cell in cells if not is_empty(cell)]
        if filled and plain(filled[0]) == CHECK:
            marks += [text.removeprefix(BATCH) for text in filled[1:2]]
            continue
        yield number, cells


def _line(row: fields.Row, mark: str) -> Returned:
    serial, name, account, amount, result, reason, batch = map(_said, row.values)
    paid = result == "paid"
    return Returned(row.row, serial, name, account, amount, paid, "" if paid else reason or NO_REASON, batch or mark)


def _said(value: Any) -> Any:
    return "" if value is None or value is fields.CLEAR else value
