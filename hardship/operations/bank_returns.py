"""The bank's answer, read back whole or not at all; the same answer twice is one (hardship.md §5; security.md 59)."""

import base64
import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Exists, OuterRef

from accounts import book
from accounts.book import operation
from accounts.encryption import seal, unseal
from accounts.models import User
from accounts.refused import Refused
from hardship.bankfile import Mismatch, Returned, mismatches
from hardship.models import BankReturn, Instalment, Payment, PaymentBatch, ReliefApplication
from hardship.models.money import RETURN_FILE
from hardship.money import yuan
from hardship.operations.apart import forbidden
from hardship.operations.batches import BATCH, locked, returned
from hardship.operations.moving import move_many
from hardship.operations.sealing import lines_of
from hardship.transitions import Group, State
from unions.operations.rows import amend

SHOWN = 5  # mismatches that one sentence names
Paid = Payment.State


@dataclass(frozen=True)
class Outcome:
    """What reading a return file would do, or why it may not be read. Lists are of payments, by serial."""

    paid: list[Payment]
    failed: list[tuple[Payment, str]]  # with the bank's reason
    known: int  # lines whose result was read before
    open: int  # payments of the batch that no line answers
    wrong: list[Mismatch]

    @property
    def paid_sum(self) -> Decimal:
        return sum((one.amount for one in self.paid), Decimal("0.00"))

    @property
    def failed_sum(self) -> Decimal:
        return sum((one.amount for one, _ in self.failed), Decimal("0.00"))


def outcome(batch: PaymentBatch, lines: Sequence[Returned]) -> Outcome:
    """Reads, and changes nothing."""
    if batch.state not in {PaymentBatch.State.SEALED, PaymentBatch.State.SETTLED}:
        raise Refused("这个批次还没有生成银行文件，或已经作废，没有回单可读。")
    rows = Payment.objects.everywhere(BATCH).filter(batch=batch).exclude(state=Paid.REMOVED)
    payments = list(rows.select_related("instalment__budget").order_by("serial"))
    wrong = mismatches(batch.code, lines_of(batch, payments), lines)
    wrong += [] if wrong else _against_earlier({one.serial: one for one in payments}, lines)
    if wrong:
        return Outcome([], [], 0, 0, wrong)
    said = {line.serial: line for line in lines}
    waiting = [one for one in payments if one.state == Paid.SENT]
    answered = [one for one in waiting if one.serial in said]
    return Outcome(
        [one for one in answered if said[one.serial].paid],
        [(one, said[one.serial].reason) for one in answered if not said[one.serial].paid],
        len(said) - len(answered),
        len(waiting) - len(answered),
        [],
    )


@operation("batches.read_return")
def read_return(
    batch: PaymentBatch,
    lines: Sequence[Returned],
    *,
    data: bytes,
    file_name: str,
    on: date,
    at: datetime,
    by: User,
) -> BankReturn:
    """Every line of the file or none. Raises Refused with the lines that are not this batch's."""
    batch = locked(batch)
    sha256 = hashlib.sha256(data).hexdigest()
    before = BankReturn.objects.filter(batch=batch, sha256=sha256).first()
    if before is not None:
        return before
    found = outcome(batch, lines)
    if found.wrong:
        raise Refused(_sentence(found.wrong))
    touched = [*found.paid, *(one for one, _ in found.failed)]
    _demand_other_hands(touched, by)
    _answer(found, on=on)
    returned([one for one, _ in found.failed], on=on, at=at, note=f"批次 {batch.code} 银行退回", by=by)
    _close_paid([one.application_id for one in found.paid], on=on, at=at, by=by)
    if batch.sent_on is None:
        amend(batch, {"sent_on": on, "sent_by": by})  # an answer proves that it was sent
    if batch.state == PaymentBatch.State.SEALED and not found.open:
        amend(batch, {"state": PaymentBatch.State.SETTLED})
    return BankReturn.objects.create(
        batch=batch,
        sha256=sha256,
        file_name=file_name[:120],
        at=at,
        by=by,
        paid=len(found.paid),
        failed=len(found.failed),
        file_sealed=seal(base64.b64encode(data).decode(), RETURN_FILE),
    )


@operation("batches.take_return")
def take_return(answer: BankReturn, *, reason: str, by: User) -> bytes:
    """The bank's file as it was read; the book says who took it and what for."""
    if not answer.file_sealed:
        raise Refused("这份回单的原文件没有保存。")
    book.record("batches.take_return", by=by, row=answer, reason=reason, sha256=answer.sha256)
    return base64.b64decode(unseal(answer.file_sealed, RETURN_FILE))


def _answer(found: Outcome, *, on: date) -> None:
    rows = Payment.objects.everywhere(BATCH)
    rows.filter(pk__in=[one.pk for one in found.paid]).update(state=Paid.PAID, answered_on=on)
    by_reason: dict[str, list[int]] = defaultdict(list)
    for payment, reason in found.failed:
        by_reason[reason].append(payment.pk)
    for reason, keys in by_reason.items():
        rows.filter(pk__in=keys).update(state=Paid.FAILED, answered_on=on, failure=reason[:200])


def _close_paid(applications: list[int], *, on: date, at: datetime, by: User) -> None:
    """Applications whose every instalment is paid are done; the worker reads the result."""
    paid = Payment.objects.everywhere(BATCH).filter(instalment=OuterRef("pk"), state=Paid.PAID)
    parts = Instalment.objects.everywhere(BATCH).filter(application__in=applications, revoked_at=None)
    unpaid = set(parts.filter(~Exists(paid)).values_list("application_id", flat=True))
    done = [pk for pk in dict.fromkeys(applications) if pk not in unpaid]
    sums: dict[int, Decimal] = defaultdict(Decimal)
    for pk, amount in parts.values_list("application_id", "amount"):
        sums[pk] += amount
    move_many(done, "close", State.CLOSED, on=on, at=at, by=by)
    for row in ReliefApplication.objects.everywhere(BATCH).filter(pk__in=done).order_by("pk"):
        amend(row, {"result": f"已发放 {yuan(sums[row.pk])}"})


def _against_earlier(payments: dict[int, Payment], lines: Sequence[Returned]) -> list[Mismatch]:
    """Lines that say otherwise than an earlier return file did."""
    found = []
    for line in lines:
        payment = payments[line.serial]
        if payment.state in {Paid.PAID, Paid.FAILED} and (payment.state == Paid.PAID) != line.paid:
            message = (
                f"第 {line.row} 行“结果”：{line.serial} 号在 {payment.answered_on} 的回单里已记为"
                f"“{payment.get_state_display()}”，这份回单却不同，请与银行核对。"
            )
            found.append(Mismatch(line.row, "结果", "answered_before", message))
    return found


def _demand_other_hands(payments: list[Payment], by: User) -> None:
    handled = forbidden([one.application_id for one in payments], Group.PAY, by)
    if handled:
        what = "、".join(sorted(set(handled.values())))
        raise Refused(f"这份回单里有 {len(handled)} 笔申请您办理过（{what}），要由另一位财务人员读入。")


def _sentence(wrong: Sequence[Mismatch]) -> str:
    more = f"……共 {len(wrong)} 处" if len(wrong) > SHOWN else ""
    return "这份回单与本批次不符，没有读入。" + "".join(one.message for one in wrong[:SHOWN]) + more
