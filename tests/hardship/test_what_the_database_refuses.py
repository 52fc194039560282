"""What no operation, no mistake and no SQL can do to relief: the database says no."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import InternalError
from django.utils import timezone

from hardship.models import FundEntry, FundSource, Instalment, Payment, PaymentBatch, ReliefApplication, Step
from tests.factories import make_colleague
from tests.hardship.families import (
    ON,
    judged,
    make_application,
    make_budget,
    make_file,
    make_programme,
    make_source,
    move,
)

pytestmark = pytest.mark.django_db
TESTS = "tests"


@pytest.fixture
def programme(db):
    return make_programme()


@pytest.fixture
def application(mill, programme):
    return make_application(make_file(mill.union), programme)


@pytest.fixture
def reviewer(county):
    return make_colleague("reviewer", "rights_staff", county)


@pytest.fixture
def leader(county):
    return make_colleague("leader", "approver", county)


@pytest.fixture
def cashier(county):
    return make_colleague("cashier", "finance", county)


def refused(act: Any) -> str:
    with pytest.raises((IntegrityError, InternalError)) as caught, transaction.atomic():
        act()
    return str(caught.value)


def to_approval(application, cast, reviewer):
    move(application, "submit", "submitted", by=cast["chair"], **judged(application))
    move(application, "agree", "agreed", by=cast["chair"])
    move(application, "post", "posted", by=cast["chair"])
    move(application, "notice_over", "notice_over")
    move(application, "report", "county_review", by=cast["chair"])
    move(application, "review", "balancing", by=reviewer)
    move(application, "balance", "approval", by=reviewer, proposed=Decimal(1000))


def approve(application, leader, budget, *amounts):
    move(application, "approve", "approved", by=leader, approved=sum(amounts), approval_seal="5" * 64)
    return [
        Instalment.objects.create(application=application, number=number, budget=budget, amount=amount)
        for number, amount in enumerate(amounts, 1)
    ]


def test_an_application_does_not_start_in_the_middle(mill, programme):
    file = make_file(mill.union)

    assert "草稿" in refused(
        lambda: make_application(file, programme, state="approval", **judged_like(file, programme))
    )


def judged_like(file, programme):
    return {"version": file.versions.everywhere(TESTS).get(), "criteria": programme.criteria_versions.get(),
            "submitted_at": timezone.now()}  # fmt: skip


def test_no_step_is_skipped(application, cast):
    assert "不在这一步" in refused(lambda: move(application, "review", "balancing", by=cast["chair"]))


def test_a_state_does_not_move_without_its_step(application):
    rows = ReliefApplication.objects.everywhere(TESTS).filter(pk=application.pk)

    assert "办理记录" in refused(lambda: rows.update(state="withdrawn"))


def test_a_step_is_never_rewritten(application, cast):
    step = move(application, "submit", "submitted", by=cast["chair"], **judged(application))

    assert "只能追加" in refused(lambda: Step.objects.everywhere(TESTS).filter(pk=step.pk).update(opinion="改"))
    assert "只能追加" in refused(lambda: Step.objects.everywhere(TESTS).filter(pk=step.pk).delete())


def test_the_reviewer_does_not_approve(application, cast, reviewer):
    to_approval(application, cast, reviewer)

    assert "不同的人" in refused(
        lambda: move(application, "approve", "approved", by=reviewer, approved=1, approval_seal="5")
    )


def test_the_reviewer_does_not_approve_with_a_second_account_either(application, cast, reviewer, county):
    to_approval(application, cast, reviewer)
    second = make_colleague("second", "approver", county)
    second.name = reviewer.name
    second.save()

    assert "不同的人" in refused(
        lambda: move(application, "approve", "approved", by=second, approved=1, approval_seal="5")
    )


def test_a_namesake_with_another_telephone_is_another_person(application, cast, reviewer, leader):
    to_approval(application, cast, reviewer)
    for person, phone in ((reviewer, "0551-1"), (leader, "0551-2")):
        person.name, person.phone = "张伟", phone
        person.save()

    move(application, "approve", "approved", by=leader, approved=1, approval_seal="5")

    application.refresh_from_db()
    assert application.state == "approved"


def test_the_snapshot_stays_once_it_was_reviewed(application, cast, reviewer):
    to_approval(application, cast, reviewer)
    rows = ReliefApplication.objects.everywhere(TESTS).filter(pk=application.pk)

    assert "快照" in refused(lambda: rows.update(version=None))


def test_what_was_approved_stays(application, cast, reviewer, leader):
    to_approval(application, cast, reviewer)
    move(application, "approve", "approved", by=leader, approved=1000, approval_seal="5")
    rows = ReliefApplication.objects.everywhere(TESTS).filter(pk=application.pk)

    assert "已批准的金额" in refused(lambda: rows.update(approved=2000))


def test_a_file_version_is_never_changed(application):
    version = application.file.versions.everywhere(TESTS).get()

    assert "只能追加" in refused(
        lambda: type(version).objects.everywhere(TESTS).filter(pk=version.pk).update(since="2011-01-01")
    )


def test_one_worker_has_one_open_file(mill, quarry):
    make_file(mill.union)

    assert "hardshipfile_one_open" in refused(lambda: make_file(quarry.union))


def test_approvals_stay_within_the_budget(application, cast, reviewer, leader, programme):
    to_approval(application, cast, reviewer)
    budget = make_budget(programme, make_source(), "1500.00")

    assert "budget_never_below_zero" in refused(
        lambda: approve(application, leader, budget, Decimal(1000), Decimal("500.01"))
    )


def test_a_source_never_falls_below_zero(db):
    source = make_source(money="100.00")
    given = {"source": source, "kind": "correction", "on": ON, "at": timezone.now()}

    assert "fundsource_never_below_zero" in refused(
        lambda: FundEntry.objects.create(amount=Decimal("-100.01"), **given)
    )
    FundEntry.objects.create(amount=Decimal("-100.00"), **given)
    source.refresh_from_db()
    assert source.balance == 0


def test_a_balance_is_not_written_by_hand(db):
    source = make_source()

    assert "不能直接改" in refused(lambda: FundSource.objects.filter(pk=source.pk).update(balance=5))


def test_a_ledger_line_is_never_changed(db):
    make_source()

    assert "只能追加" in refused(lambda: FundEntry.objects.update(amount=1))
    assert "只能追加" in refused(lambda: FundEntry.objects.all().delete())


@pytest.fixture
def listed(application, cast, reviewer, leader, programme):
    to_approval(application, cast, reviewer)
    budget = make_budget(programme, make_source())
    part = approve(application, leader, budget, Decimal(1000))[0]
    batch = PaymentBatch.objects.create(code="P1", programme=programme, purpose="送温暖", made_on=ON)
    return list_payment(batch, part)


def list_payment(batch, part, **given):
    given = {"serial": 1, "payee": "李困难", "account_sealed": "k:x", "bank": "银行", "amount": part.amount, **given}
    return Payment.objects.create(batch=batch, instalment=part, application=part.application, **given)


def test_an_instalment_is_not_listed_twice(listed, programme):
    other = PaymentBatch.objects.create(code="P2", programme=programme, purpose="送温暖", made_on=ON)

    assert "payment_one_living" in refused(lambda: list_payment(other, listed.instalment))


def test_a_payment_is_of_what_was_approved(listed, programme):
    Payment.objects.everywhere(TESTS).update(state="removed")
    other = PaymentBatch.objects.create(code="P2", programme=programme, purpose="送温暖", made_on=ON)

    assert "批准的金额" in refused(lambda: list_payment(other, listed.instalment, amount=Decimal("1000.01")))


def test_a_sealed_batch_stays_as_it_is(listed):
    batch = PaymentBatch.objects.filter(pk=listed.batch_id)
    sealed = {"state": "sealed", "sha256": "5" * 64, "file_sealed": "k:x", "sealed_at": timezone.now(), "count": 1}

    assert "不一致" in refused(lambda: batch.update(total=Decimal("999.99"), **sealed))
    batch.update(total=Decimal(1000), **sealed)
    payments = Payment.objects.everywhere(TESTS)
    assert "不能改动" in refused(lambda: payments.update(payee="别人"))
    assert "不能改动" in refused(lambda: batch.update(total=Decimal(1)))
    assert "不能改动" in refused(lambda: payments.update(state="paid"))  # not sent yet


def test_a_listed_instalment_is_not_revoked(listed):
    parts = Instalment.objects.everywhere(TESTS)

    assert "不能撤销" in refused(lambda: parts.update(revoked_at=timezone.now()))
    Payment.objects.everywhere(TESTS).update(state="removed")
    parts.update(revoked_at=timezone.now())
    budget = listed.instalment.budget
    budget.refresh_from_db()
    assert budget.reserved == 0


def test_the_ledger_keeps_balance_and_budget(listed):
    budget = listed.instalment.budget
    FundEntry.objects.create(
        source=budget.source, budget=budget, kind="payment", on=ON, amount=Decimal(-1000), payment=listed,
        at=timezone.now(),
    )  # fmt: skip

    budget.refresh_from_db()
    budget.source.refresh_from_db()
    assert (budget.reserved, budget.spent, budget.source.balance) == (1000, 1000, 99000)


def test_a_payment_leaves_a_source_once(listed):
    budget = listed.instalment.budget
    given = {"source": budget.source, "budget": budget, "kind": "payment", "on": ON, "amount": Decimal(-500),
             "payment": listed, "at": timezone.now()}  # fmt: skip
    FundEntry.objects.create(**given)

    assert "fundentry_payment_once" in refused(lambda: FundEntry.objects.create(**given))


def test_the_walls_are_up(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relname LIKE 'hardship\\_%' AND relforcerowsecurity")
        walled = {row[0] for row in cursor.fetchall()}

    assert {"hardship_hardshipfile", "hardship_fileversion", "hardship_householdperson", "hardship_payment"} <= walled
