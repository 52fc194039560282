"""The bank's file of a batch, and how its return file is held against it, line by line (hardship.md §5). Pure.

Rules P1 to P5 in docs/rules/hardship.md.
"""

import csv
import hashlib
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from hardship.money import exact, figures
from registers.cells import clean, packed, plain
from registers.faults import quoted

HEADER = ("序号", "户名", "账号", "开户行", "金额", "用途")
TOTAL = "合计"
CHECK = "校验"
BATCH = "批次"
FORMULA_STARTS = ("=", "+", "-", "@", "|", "＝", "＋", "－", "＠")


@dataclass(frozen=True)
class Line:
    """One payment as the bank is told of it. Name and account stay out of `repr`, which ends up in logs."""

    serial: int  # 1, 2, 3 … within the batch
    name: str = field(repr=False)
    account: str = field(repr=False)  # digits
    bank: str
    amount: Decimal
    purpose: str


@dataclass(frozen=True)
class Returned:
    """One line of a return file; `row` is the row as Excel shows it."""

    row: int
    serial: int
    name: str = field(repr=False)
    account: str = field(repr=False)
    amount: Decimal
    paid: bool
    reason: str = ""  # of a failure
    batch: str = ""  # the batch's code, where the bank gives it back


@dataclass(frozen=True)
class Mismatch:
    """Where a return file is not this batch's. The message is Chinese and hides accounts but for their last four."""

    row: int
    column: str
    code: str
    message: str


def total(lines: Iterable[Line]) -> Decimal:
    """The sum of the amounts, exact."""
    return exact(sum((line.amount for line in lines), Decimal(0)))


def table(batch: str, lines: Sequence[Line]) -> list[list[object]]:
    """The rows below the header: the payments, 合计 with their number and sum, 校验 with the batch and the checksum.

    Serials and amounts are numbers, all else is text that no spreadsheet takes for a formula (P2).
    Raises ValueError where the serials are not 1, 2, 3 …, or an amount is not above zero.
    """
    if [line.serial for line in lines] != list(range(1, len(lines) + 1)):
        raise ValueError("Serials run from 1 without a gap.")
    if any(line.amount <= 0 for line in lines):
        raise ValueError("Nobody is paid nothing.")
    rows: list[list[object]] = [
        [line.serial, safe(line.name), safe(line.account), safe(line.bank), exact(line.amount), safe(line.purpose)]
        for line in lines
    ]
    rows.append([TOTAL, f"{len(lines)}笔", "", "", total(lines), ""])
    rows.append([CHECK, f"{BATCH}{batch}", "SHA-256", checksum(batch, lines), "", ""])
    return rows


def as_csv(batch: str, lines: Sequence[Line]) -> bytes:
    """The file as CSV: UTF-8 with BOM, CRLF, amounts with two decimals and no thousands separator."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADER)
    for row in table(batch, lines):
        writer.writerow([f"{value:.2f}" if isinstance(value, Decimal) else value for value in row])
    return text.getvalue().encode("utf-8-sig")


def checksum(batch: str, lines: Sequence[Line]) -> str:
    """SHA-256, hexadecimal, over the batch's code, every line and the total, in UTF-8 (P3).

    Each is one text line ended by LF, its fields as they stand in the file, joined by TAB; neither sign can stand in a
    field, so no two different batches give the same text.
    """
    parts = [[batch]]
    parts += [[str(x.serial), x.name, x.account, x.bank, f"{x.amount:.2f}", x.purpose] for x in lines]
    parts.append([TOTAL, str(len(lines)), f"{total(lines):.2f}"])
    text = "".join("\t".join(map(safe, part)) + "\n" for part in parts)
    return hashlib.sha256(text.encode()).hexdigest()


def safe(text: str) -> str:
    """The text on one line, with an apostrophe before what a spreadsheet would take for a formula."""
    line = " ".join(clean(text).split())
    return f"'{line}" if line.startswith(FORMULA_STARTS) else line


def mismatches(batch: str, lines: Sequence[Line], returned: Sequence[Returned]) -> list[Mismatch]:
    """Everything in a return file that is not this batch's, by row; none where it may be read in (P4).

    Lines may come in any order, and lines may be missing: those stay open. The same line twice with the same result
    is one; with two results it is a mismatch.
    """
    known = {line.serial: line for line in lines}
    seen: dict[int, Returned] = {}
    found: list[Mismatch] = []
    for line in returned:
        if line.serial not in known:
            found.append(
                _says(line, "序号", "unknown_serial", f"本批次只有 1 至 {len(lines)} 号，没有 {line.serial} 号")
            )
            continue
        found += _against(batch, known[line.serial], line)
        first = seen.setdefault(line.serial, line)
        if first.paid != line.paid:
            found.append(
                _says(line, "结果", "two_results", f"与第 {first.row} 行是同一笔（{line.serial} 号），结果却不同")
            )
    return found


def _against(batch: str, sent: Line, line: Returned) -> Iterable[Mismatch]:
    if line.batch and plain(line.batch) != plain(batch):
        yield _says(line, BATCH, "other_batch", f"这是批次 {quoted(line.batch)} 的回单，不是本批次 {batch} 的")
    if digits(line.account) != digits(sent.account):
        tails = f"尾号应为 {digits(sent.account)[-4:]}，回单上是 {digits(line.account)[-4:]}"
        yield _says(line, "账号", "wrong_account", f"与送出的 {sent.serial} 号账号不符（{tails}）")
    if plain(safe(line.name)) != plain(safe(sent.name)):
        yield _says(line, "户名", "wrong_name", f"与送出的 {sent.serial} 号户名不符")
    if line.amount != sent.amount:
        amounts = f"送出 {figures(sent.amount)}元，回单上是 {figures(line.amount)}元"
        yield _says(line, "金额", "wrong_amount", f"与送出的 {sent.serial} 号金额不符，{amounts}")


def digits(account: str) -> str:
    """An account without the spaces and hyphens by which two spellings of it differ."""
    return packed(clean(account)).replace("-", "")


def _says(line: Returned, column: str, code: str, body: str) -> Mismatch:
    return Mismatch(
        line.row, column, code, f"第 {line.row} 行“{column}”：{body}，请核对是否选错了回单，或与银行核对后再上传。"
    )
