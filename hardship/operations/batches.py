"""发放批次: made of what is approved, looked over, given up (hardship.md §5 发放). The bank's file: sealing.py."""

from collections import Counter
from datetime import date, datetime
from decimal import Decimal

from django.db import connection

from accounts.book import operation
from accounts.encryption import sealer
from accounts.models import User
from accounts.refused import Refused
from hardship.models import FundEntry, FundSource, Payment, PaymentBatch, ReliefApplication, ReliefProgramme
from hardship.models.money import ACCOUNT
from hardship.operations.moving import move_many
from hardship.operations.payees import LIVING, Due, due, payable
from hardship.transitions import State
from unions.operations.rows import amend

BATCH = "payments of one batch"
GONE_SERIAL = 1_000_000  # removed lines keep a number of their own above it
MOST = 5_000  # lines of one file


@operation("batches.make")
def make(
    programme: ReliefProgramme,
    *,
    purpose: str = "",
    source: FundSource | None = None,
    on: date,
    at: datetime,
    by: User,
) -> PaymentBatch:
    """A batch of every instalment that may be paid now, of one source or all. Two at once: the second finds nothing.

    Raises Refused when there is none, with the reasons of those that cannot be paid.
    """
    programme = held(programme)
    found = due(payable(programme, source), by=by)
    ready = [one for one in found if one.payee is not None][:MOST]
    if not ready:
        raise Refused(_nothing(found))
    batch = PaymentBatch.objects.create(
        code=_next_code(on), programme=programme, purpose=purpose.strip() or programme.name[:40], made_on=on, made_by=by
    )
    _list(batch, ready)
    rows = ReliefApplication.objects.everywhere(BATCH).filter(
        pk__in=[one.instalment.application_id for one in ready], state=State.APPROVED
    )
    move_many(list(rows.values_list("pk", flat=True)), "pay", State.PAYING, on=on, at=at, by=by)
    _count(batch)
    return batch


@operation("batches.remove")
def remove(payment: Payment, *, reason: str, on: date, at: datetime, by: User) -> Payment:
    """One line out of a batch whose file is not made yet; the instalment may be paid by a later batch."""
    batch = locked(PaymentBatch(pk=payment.batch_id))
    payment = Payment.objects.lock(payment)
    if payment.state == Payment.State.REMOVED:
        return payment
    if batch.state != PaymentBatch.State.DRAFT:
        raise Refused("银行文件已经生成，不能再移出一笔；整批没有交银行的，可以作废后另编。")
    _demand_reason(reason, "移出")
    amend(payment, {"state": Payment.State.REMOVED, "failure": reason, "serial": GONE_SERIAL + payment.pk})
    _back_to_approved([payment.application_id], on=on, at=at, opinion=reason, by=by)
    _count(batch)
    return payment


@operation("batches.void")
def void(batch: PaymentBatch, *, reason: str, on: date, at: datetime, by: User) -> PaymentBatch:
    """The batch is given up before it went to the bank; what it held may be paid by another. The same void twice is one."""
    batch = locked(batch)
    if batch.state == PaymentBatch.State.VOID:
        return batch
    _demand_reason(reason, "作废")
    if batch.state == PaymentBatch.State.SETTLED or batch.sent_on is not None:
        raise Refused("这个批次已经交银行，不能作废。没有付成的，等银行回单读入后再列入新的批次。")
    rows = Payment.objects.everywhere(BATCH).filter(batch=batch)
    living = list(rows.filter(state__in=LIVING).select_related("instalment__budget").order_by("serial"))
    returned(living, on=on, at=at, note=f"批次作废：{reason}", by=by)
    rows.filter(pk__in=[one.pk for one in living]).update(state=Payment.State.REMOVED, failure=reason)
    _back_to_approved([one.application_id for one in living], on=on, at=at, opinion=reason, by=by)
    amend(batch, {"state": PaymentBatch.State.VOID, "void_reason": reason})
    return batch


@operation("batches.release")
def release(application: ReliefApplication, *, reason: str, on: date, at: datetime, by: User) -> ReliefApplication:
    """A failed payment is not tried again for now: the application waits as approved, and its approval may be revoked."""
    application = ReliefApplication.objects.lock(application)
    if application.state == State.APPROVED:
        return application
    _demand_reason(reason, "移出")
    if not _back_to_approved([application.pk], on=on, at=at, opinion=reason, by=by):
        raise Refused("这份申请有正在发放或已经到账的期次，不能移出。")
    application.refresh_from_db()
    return application


def held(programme: ReliefProgramme) -> ReliefProgramme:
    """The programme, locked: whoever makes another batch of it waits, and finds what is left."""
    return ReliefProgramme.objects.select_for_update(no_key=True).get(pk=programme.pk)


def locked(batch: PaymentBatch) -> PaymentBatch:
    """The batch as it is now; every act on it waits here for the one before."""
    found = PaymentBatch.objects.select_for_update().filter(pk=batch.pk).first()
    if found is None:
        raise Refused("没有这个批次，请返回列表，刷新后再看。")
    return found


@operation("batches.return_money")
def returned(payments: list[Payment], *, on: date, at: datetime, note: str, by: User | None) -> None:
    """Money that had gone to the bank came back: one ledger line each. Payments that never went have none."""
    gone = set(
        FundEntry.objects.filter(payment__in=payments, kind=FundEntry.Kind.PAYMENT).values_list("payment_id", flat=True)
    )
    FundEntry.objects.bulk_create(
        FundEntry(
            source_id=one.instalment.budget.source_id,
            budget=one.instalment.budget,
            kind=FundEntry.Kind.RETURNED,
            on=on,
            amount=one.amount,
            payment=one,
            note=note[:200],
            at=at,
            by=by,
        )
        for one in payments
        if one.pk in gone
    )


def _list(batch: PaymentBatch, ready: list[Due]) -> None:
    seal = sealer(ACCOUNT)
    Payment.objects.bulk_create(
        Payment(
            batch=batch,
            instalment=one.instalment,
            application_id=one.instalment.application_id,
            serial=serial,
            payee=one.payee.name,
            account_sealed=seal(one.payee.account),
            bank=one.payee.bank,
            amount=one.instalment.amount,
        )
        for serial, one in enumerate(ready, 1)
        if one.payee is not None
    )


def _count(batch: PaymentBatch) -> None:
    """Number and sum of a draft as they are now, so that lists can say them."""
    amounts = list(
        Payment.objects.everywhere(BATCH).filter(batch=batch, state__in=LIVING).values_list("amount", flat=True)
    )
    amend(batch, {"count": len(amounts), "total": sum(amounts, Decimal("0.00"))})


def _back_to_approved(applications: list[int], *, on: date, at: datetime, opinion: str, by: User) -> list[int]:
    """Those of the applications that are in no batch any more and were paid nothing are 待发放 again."""
    held = Payment.objects.everywhere(BATCH).filter(application__in=applications, state__in=LIVING)
    busy = set(held.values_list("application_id", flat=True))
    rows = ReliefApplication.objects.everywhere(BATCH).filter(pk__in=applications, state=State.PAYING)
    free = [pk for pk in rows.values_list("pk", flat=True) if pk not in busy]
    move_many(free, "unpay", State.APPROVED, on=on, at=at, opinion=opinion, by=by)
    return free


def _next_code(on: date) -> str:
    """FF20121203-01, the next of its day. The lock lasts to the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('hardship_paymentbatch.code'))")
    day = f"FF{on:%Y%m%d}-"
    taken = PaymentBatch.objects.filter(code__startswith=day).values_list("code", flat=True)
    return f"{day}{max((int(code.removeprefix(day)) for code in taken), default=0) + 1:02}"


def _nothing(found: list[Due]) -> str:
    if not found:
        return "这个项目现在没有可以发放的：都已列入批次、已经到账，或还没有审批。"
    reasons = Counter(one.why_not for one in found)
    return "没有一笔可以列入：" + "；".join(f"{number} 笔{why.rstrip('。')}" for why, number in reasons.items()) + "。"


def _demand_reason(reason: str, verb: str) -> None:
    if not reason.strip():
        raise Refused(f"请写明{verb}的原因，审计时要看。")
