"""The bank's file of a batch: made once, kept as it is, taken under one's name (hardship.md §5; security.md 58)."""

import hashlib
from collections import defaultdict
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from accounts import book, jobs
from accounts.book import operation
from accounts.encryption import seal as sealed_text
from accounts.encryption import unseal
from accounts.models import BookEntry, Job, User
from accounts.refused import Refused
from hardship import bankfile
from hardship.bankfile import Line
from hardship.models import Budget, FundEntry, FundSource, Payment, PaymentBatch, ReliefApplication
from hardship.models.money import ACCOUNT, BANK_FILE
from hardship.money import yuan
from hardship.operations.apart import forbidden
from hardship.operations.approving import demand_sealed
from hardship.operations.batches import BATCH, locked
from hardship.sheets.bank import as_xlsx
from hardship.transitions import Group
from unions.operations.rows import amend

JOB = "bank_file"
State = PaymentBatch.State
TAMPERED = "银行文件与校验码不符，可能被改动过，不能下载。请联系系统管理员和安全审计员。"


@operation("batches.order_file")
def order_file(batch: PaymentBatch, *, by: User) -> PaymentBatch:
    """Queue the making of the file; asked twice it is one job. Raises Refused for what could not be sent anyway."""
    batch = locked(batch)
    if batch.state == State.SEALED:
        return batch
    _demand_draft(batch)
    payments = _payments(batch)
    if not payments:
        raise Refused("这个批次里没有一笔发放，请作废。")
    _demand_other_hands(payments, by)
    _demand_as_approved(payments)
    _demand_money(payments)
    jobs.enqueue(JOB, batch.pk, by=by)
    return batch


@operation("batches.seal")
def seal(batch: PaymentBatch, *, job: Job | None = None, on: date, at: datetime, by: User) -> PaymentBatch:
    """Make the file: from here on nothing in the batch changes, and its money has left the sources.

    All of it and the end of the job are one transaction: killed anywhere and run again, it is done once.
    """
    batch = locked(batch)
    if batch.state == State.DRAFT:
        _seal(batch, on=on, at=at, by=by)
    elif batch.state == State.VOID:
        raise Refused("这个批次已经作废，没有生成银行文件。")
    if job is not None:
        jobs.finish(job)
    return batch


def _seal(batch: PaymentBatch, *, on: date, at: datetime, by: User) -> None:
    payments = _payments(batch)
    _demand_other_hands(payments, by)
    _demand_as_approved(payments)
    _demand_money(payments)
    _renumber(payments)
    lines = lines_of(batch, payments)
    data = bankfile.as_csv(batch.code, lines)
    FundEntry.objects.bulk_create(
        FundEntry(
            source_id=one.instalment.budget.source_id,
            budget=one.instalment.budget,
            kind=FundEntry.Kind.PAYMENT,
            on=on,
            amount=-one.amount,
            payment=one,
            note=f"批次 {batch.code} 第 {one.serial} 号",
            at=at,
            by=by,
        )
        for one in payments
    )
    _rows(batch).filter(state=Payment.State.LISTED).update(state=Payment.State.SENT)
    amend(
        batch,
        {
            "state": State.SEALED,
            "sealed_at": at,
            "sealed_by": by,
            "count": len(lines),
            "total": bankfile.total(lines),
            "sha256": hashlib.sha256(data).hexdigest(),
            "file_sealed": sealed_text(data.decode(), BANK_FILE),
        },
    )


@operation("batches.mark_sent")
def mark_sent(batch: PaymentBatch, *, on: date, by: User) -> PaymentBatch:
    """The file was handed to the bank: the batch can't be given up any more."""
    batch = locked(batch)
    if batch.state not in {State.SEALED, State.SETTLED}:
        raise Refused("还没有生成银行文件，请先生成并下载。")
    if batch.sent_on is None:
        amend(batch, {"sent_on": on, "sent_by": by})
    return batch


@operation("batches.download")
def take_file(batch: PaymentBatch, *, kind: str, reason: str, by: User) -> bytes:
    """The file as it was made, always the same bytes, `csv` or `xlsx`; the book says who took it and how often before."""
    batch = locked(batch)
    if batch.state not in {State.SEALED, State.SETTLED} or batch.sealed_at is None:
        raise Refused("这个批次没有银行文件，或已经作废。")
    payments = list(_rows(batch).exclude(state=Payment.State.REMOVED).order_by("serial"))
    _demand_other_hands(payments, by)
    data = unseal(batch.file_sealed, BANK_FILE).encode()
    lines = lines_of(batch, payments)
    if hashlib.sha256(data).hexdigest() != batch.sha256 or bankfile.as_csv(batch.code, lines) != data:
        raise Refused(TAMPERED)
    before = BookEntry.objects.filter(act="batches.download", table_name=batch._meta.db_table, row_id=batch.pk).count()
    book.record(
        "batches.download",
        by=by,
        row=batch,
        reason=reason,
        format=kind,
        time=before + 1,
        rows=batch.count,
        sha256=batch.sha256,
    )
    return as_xlsx(batch.code, lines, made_at=batch.sealed_at) if kind == "xlsx" else data


def lines_of(batch: PaymentBatch, payments: list[Payment]) -> list[Line]:
    """The payments as the bank is told of them; accounts unsealed."""
    return [
        Line(one.serial, one.payee, unseal(one.account_sealed, ACCOUNT), one.bank, one.amount, batch.purpose)
        for one in payments
    ]


def _rows(batch: PaymentBatch) -> Any:
    return Payment.objects.everywhere(BATCH).filter(batch=batch)


def _payments(batch: PaymentBatch) -> list[Payment]:
    rows = Payment.objects.everywhere(BATCH).filter(batch=batch, state=Payment.State.LISTED)
    return list(rows.select_related("instalment__budget__source").order_by("serial"))


def _renumber(payments: list[Payment]) -> None:
    """1, 2, 3 … again, after some were taken out; downwards only, so that no two meet."""
    for serial, one in enumerate(payments, 1):
        amend(one, {"serial": serial})


def _demand_draft(batch: PaymentBatch) -> None:
    if batch.state != State.DRAFT:
        raise Refused(f"这个批次“{batch.get_state_display()}”，不能再生成银行文件。")


def _demand_other_hands(payments: list[Payment], by: User) -> None:
    """Who entered, reviewed or approved one of the applications neither makes nor takes the file."""
    handled = forbidden([one.application_id for one in payments], Group.PAY, by)
    if handled:
        what = "、".join(sorted(set(handled.values())))
        raise Refused(f"这个批次里有 {len(handled)} 笔申请您办理过（{what}），要由另一位财务人员发放。")


def _demand_as_approved(payments: list[Payment]) -> None:
    """What is paid is what was approved: the seal over each application agrees with what is stored now."""
    rows = ReliefApplication.objects.everywhere(BATCH).filter(pk__in=[one.application_id for one in payments])
    demand_sealed(rows.select_related("file", "version"))


def _demand_money(payments: list[Payment]) -> None:
    """Each source holds what is taken of it. Locks sources and budgets in the order of their keys."""
    wanted: dict[int, Decimal] = defaultdict(Decimal)
    for one in payments:
        wanted[one.instalment.budget.source_id] += one.amount
    for source in FundSource.objects.select_for_update().filter(pk__in=wanted).order_by("pk"):
        if wanted[source.pk] > source.balance:
            raise Refused(
                f"“{source.name}”的余额只有 {yuan(source.balance)}，这个批次要用 {yuan(wanted[source.pk])}，不够。"
                "请先登记收入，或移出一些再生成。"
            )
    budgets = {one.instalment.budget_id for one in payments}
    list(Budget.objects.select_for_update().filter(pk__in=budgets).order_by("pk"))
