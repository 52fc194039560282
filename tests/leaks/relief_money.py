"""A batch of the hunt with a payment of each union, its return file, and the auditor's package (relief_rows.py)."""

from decimal import Decimal
from typing import Any

from django.utils import timezone

from accounts.encryption import seal
from hardship.models import AuditPackage, BankReturn, Payment, PaymentBatch, WhatIf
from hardship.models.money import ACCOUNT
from tests.hardship.families import ON

Rows = list[Any]
UNIONS = ("mill", "bakery", "quarry")
YUAN = Decimal(1000)


def batches(world: Any) -> Rows:
    programme = world.rows("hardship.ReliefProgramme", "county")[2]
    return [PaymentBatch.objects.create(code="PC001", programme=programme, purpose="送温暖", made_on=ON)]


def payments(world: Any, place: str) -> Rows:
    part, batch = world.one("hardship.Instalment", place), world.one("hardship.PaymentBatch", "county")
    given: dict[str, Any] = {
        "payee": "李困难",
        "account_sealed": seal("6217000000000000011", ACCOUNT),
        "bank": "银行",
        "amount": YUAN,
    }
    serial = UNIONS.index(place) + 1
    row = Payment.objects.create(batch=batch, instalment=part, application=part.application, serial=serial, **given)
    return [row]


def packages(world: Any) -> Rows:
    given: dict[str, Any] = {"first": ON, "last": ON, "reason": "审计", "at": timezone.now()}
    return [AuditPackage.objects.create(by=world.people["auditor"], **given)]


def what_ifs(world: Any) -> Rows:
    given: dict[str, Any] = {
        "programme": world.one("hardship.ReliefProgramme", "county"),
        "query": "",
        "at": timezone.now(),
    }
    return [WhatIf.objects.create(by=world.people["rights_staff"], **given)]


def returns(world: Any) -> Rows:
    batch = world.one("hardship.PaymentBatch", "county")
    given: dict[str, Any] = {"sha256": "5" * 64, "file_name": "回盘.csv", "at": timezone.now(), "paid": 0, "failed": 0}
    return [BankReturn.objects.create(batch=batch, **given)]
