"""申请表, 回执 and 发放表 printed at the desk."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from accounts.encryption import seal
from hardship.models import Instalment, Payment, PaymentBatch, ReliefApplication
from hardship.models.money import ACCOUNT
from tests.conftest import Mill
from tests.factories import id_number
from tests.hardship.families import make_budget, make_programme, make_source
from tests.hardship.notices import MONDAY, agreed, approved
from tests.members.printing import cells_of

PAPERS = "/admin/hardship/paperprint/"


@pytest.fixture
def sent(mill: Mill) -> ReliefApplication:
    return agreed(mill.union, make_programme())


@pytest.fixture
def batch(mill: Mill) -> PaymentBatch:
    """One payment of 1 000.50."""
    programme = make_programme()
    application = approved(mill.union, programme, sum="1000.50")
    part = Instalment.objects.create(
        application=application, number=1, budget=make_budget(programme, make_source()), amount=Decimal("1000.50")
    )
    made = PaymentBatch.objects.create(code="FF1", programme=programme, purpose="送温暖", made_on=MONDAY)
    Payment.objects.create(
        batch=made, instalment=part, application=application, serial=1, payee="李困难", bank="云岭农商银行", amount=part.amount,
        account_sealed=seal("6217000000000000011", ACCOUNT),
    )  # fmt: skip
    return made


def take(browser: Client, page: str, kind: str = "xlsx") -> Any:
    return browser.post(f"{PAPERS}{page}", {"kind": kind, "reason": "归档"})


def test_the_county_prints_an_application_and_its_receipt(signed_in: Any, sent: ReliefApplication) -> None:
    staff = signed_in("rights_staff")

    assert id_number(0) in cells_of(take(staff, f"application/{sent.pk}/").content)
    assert "困难职工帮扶申请表" in cells_of(take(staff, f"application/{sent.pk}/").content)
    assert "查询码" in cells_of(take(staff, f"receipt/{sent.pk}/").content)


def test_the_rows_pages_have_the_buttons(signed_in: Any, sent: ReliefApplication) -> None:
    staff = signed_in("rights_staff")

    page = staff.get(f"/admin/hardship/reliefapplication/{sent.pk}/change/").content.decode()
    assert f"{PAPERS}application/{sent.pk}/" in page
    assert f"{PAPERS}receipt/{sent.pk}/" in page


def test_finance_prints_the_list_of_a_batch_with_masked_accounts(signed_in: Any, batch: PaymentBatch) -> None:
    told = cells_of(take(signed_in("finance"), f"batch/{batch.pk}/").content)

    assert "****0011" in told
    assert "6217000000000000011" not in "".join(told)
    assert "1,000.50元（人民币壹仟元零伍角）" in told
    assert take(signed_in("finance"), f"batch/{batch.pk}/", "pdf").content.startswith(b"%PDF")


@pytest.mark.parametrize(
    "who", ["auditor", "approver", "finance", "body_officer", "organisation_staff", "system_admin"]
)
def test_nobody_else_prints_an_application(signed_in: Any, sent: ReliefApplication, who: str) -> None:
    assert take(signed_in(who), f"receipt/{sent.pk}/").status_code in (403, 404)
    assert take(signed_in(who), f"application/{sent.pk}/").status_code in (403, 404)


@pytest.mark.parametrize("who", ["auditor", "approver", "rights_staff", "body_officer"])
def test_nobody_but_finance_prints_a_batch(signed_in: Any, batch: PaymentBatch, who: str) -> None:
    assert take(signed_in(who), f"batch/{batch.pk}/").status_code == 403


def test_without_a_reason_there_is_no_file(signed_in: Any, sent: ReliefApplication) -> None:
    answer = signed_in("rights_staff").post(f"{PAPERS}application/{sent.pk}/", {"kind": "pdf", "reason": ""})

    assert "请用一句话写明用途" in answer.content.decode()
