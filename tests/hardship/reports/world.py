"""A winter in two townships: applications at several steps, money that arrived, files old and new."""

import hashlib
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from accounts.encryption import seal
from accounts.models import User
from hardship.models import Budget, HardshipFile, Instalment, Payment, PaymentBatch, ReliefApplication, ReliefProgramme
from hardship.models.money import ACCOUNT, BANK_FILE
from tests.hardship.families import contents, judged, make_application, make_file, move
from unions.models import Organisation

SHANGHAI = ZoneInfo("Asia/Shanghai")
WAY = (
    ("submit", "submitted", "chair"),
    ("agree", "agreed", "chair"),
    ("post", "posted", "chair"),
    ("notice_over", "notice_over", None),
    ("report", "opinion", "chair"),
    ("opine", "county_review", "body_officer"),
    ("review", "balancing", "rights_staff"),
    ("balance", "approval", "rights_staff"),
    ("approve", "approved", "approver"),
)
_numbers = count(700)


def family(union: Organisation, name: str = "", *, on: date = date(2012, 12, 3)) -> HardshipFile:
    number = next(_numbers)
    return make_file(union, f"DA{number:06d}", said=contents(number, name=name or f"困难{number}"), on=on)


def application(
    file: HardshipFile, programme: ReliefProgramme, state: str, cast: dict[str, User], *, days: int = 0, **given: Any
) -> ReliefApplication:
    """An application that has come as far as `state`, and has stood there for so many days."""
    row = make_application(file, programme)
    moved_at = timezone.now() - timedelta(days=days)
    for act, new, who in WAY:
        if row.state == state:
            break
        values: dict[str, Any] = {"moved_at": moved_at}
        if act == "submit":
            values |= {"members": 3, **judged(row)}
        if act == "approve":
            values |= {"approved": Decimal("1000.00"), "approval_seal": "5" * 64}
        move(row, act, new, by=cast[who] if who else None, **values, **(given if new == state else {}))
    if row.state == "draft":
        ReliefApplication.objects.everywhere("tests").filter(pk=row.pk).update(moved_at=moved_at, **given)
    row.refresh_from_db(from_queryset=ReliefApplication.objects.everywhere("tests"))
    return row


def instalment(row: ReliefApplication, budget: Budget, amount: str, number: int = 1) -> Instalment:
    return Instalment.objects.create(application=row, number=number, budget=budget, amount=Decimal(amount))


def listed(*parts: Instalment, code: str = "") -> PaymentBatch:
    """A batch that is being made up, with one payment for each."""
    programme = parts[0].application.programme
    batch = PaymentBatch.objects.create(
        code=code or f"FF{next(_numbers)}", programme=programme, purpose="困难职工帮扶", made_on=date(2013, 1, 8)
    )
    for serial, part in enumerate(parts, 1):
        Payment.objects.create(
            batch=batch,
            instalment=part,
            application=part.application,
            serial=serial,
            payee=part.application.name,
            account_sealed=seal("6217000000000000011", ACCOUNT),
            bank="云岭农商银行天河支行",
            amount=part.amount,
        )
    return batch


def answered(batch: PaymentBatch, on: date, *, paid: bool = True) -> None:
    """The batch has gone to the bank, which has answered every line on the day."""
    rows = list(Payment.objects.everywhere("tests").filter(batch=batch))
    batch.state, batch.count, batch.total = PaymentBatch.State.SEALED, len(rows), sum(row.amount for row in rows)
    batch.sealed_at = datetime(on.year, on.month, on.day, 9, tzinfo=SHANGHAI)
    batch.sha256, batch.file_sealed = hashlib.sha256(b"file").hexdigest(), seal("file", BANK_FILE)
    batch.save()
    for row in rows:
        row.state = Payment.State.SENT
        row.save()
        row.state, row.answered_on = (Payment.State.PAID if paid else Payment.State.FAILED), on
        row.failure = "" if paid else "账户已销户"
        row.save()


def pay(row: ReliefApplication, budget: Budget, amount: str, on: date, *, paid: bool = True, number: int = 1) -> None:
    """One instalment of this sum, and the bank's answer to it."""
    answered(listed(instalment(row, budget, amount, number)), on, paid=paid)
