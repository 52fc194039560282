"""Approved applications to pay, by other hands than the cashier's; money and budget for them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from accounts.duties import Role
from accounts.models import User
from hardship import bankfile
from hardship.models import Budget, FundEntry, FundSource, Instalment, Payment, PaymentBatch, ReliefApplication, Step
from hardship.operations import bank_returns, batches, sealing
from hardship.operations.sealing import lines_of
from hardship.seals import seal_of
from tests.factories import UserFactory, make_colleague
from tests.hardship.families import (
    contents,
    judged,
    make_application,
    make_budget,
    make_file,
    make_programme,
    make_source,
    move,
)
from unions.models import Organisation

ON = date(2013, 1, 15)
AT = datetime(2013, 1, 15, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
WHEN: dict[str, Any] = {"on": ON, "at": AT}
SUM = Decimal("1000.00")


@dataclass
class World:
    union: Organisation
    programme: Any
    source: FundSource
    budget: Budget
    chair: User
    reviewer: User
    leader: User
    cashier: User
    applications: list[ReliefApplication] = field(default_factory=list)


def make_world(
    county: Organisation, union: Organisation, *, money: str = "100000.00", budget: str = "50000.00"
) -> World:
    # Parts of unequal sums are periods of their own.
    programme, source = make_programme("money-2012", instalments=3), make_source("ZJ01", money=money)
    chair = UserFactory(username="周申报", name="周申报")  # only who it was matters here
    roles = {"吴审核": Role.RIGHTS_STAFF, "郑批准": Role.APPROVER, "王财务": Role.FINANCE}
    people = [make_colleague(name, role, county) for name, role in roles.items()]
    return World(union, programme, source, make_budget(programme, source, budget), chair, *people)


def waiting_for_approval(
    world: World, number: int, *, proposed: Decimal, members: int = 3, **said: Any
) -> ReliefApplication:
    """An application that was entered, posted, reported and balanced."""
    given = {"name": f"困难{number}", "account_name": f"困难{number}", "card": f"6217000000000{number:06}", **said}
    file = make_file(world.union, f"DA{number:06}", said=contents(number, **given))
    application = make_application(file, world.programme)
    move(application, "submit", "submitted", by=world.chair, members=members, **judged(application))
    for act, new in (("agree", "agreed"), ("post", "posted")):
        move(application, act, new, by=world.chair)
    move(application, "notice_over", "notice_over")
    move(application, "report", "county_review", by=world.chair)
    move(application, "review", "balancing", by=world.reviewer)
    move(application, "balance", "approval", by=world.reviewer, proposed=proposed)
    return application


def approved(
    world: World, *amounts: Decimal, number: int | None = None, budgets: Sequence[Budget] = (), **said: Any
) -> ReliefApplication:
    """One application, approved in instalments of these amounts (one of SUM unless said), of the world's budget."""
    amounts = amounts or (SUM,)
    number = 100 + len(world.applications) if number is None else number
    application = waiting_for_approval(world, number, proposed=sum(amounts), **said)
    approve_parts(application, amounts, budgets or [world.budget] * len(amounts), world.leader)
    world.applications.append(application)
    return application


def approve_parts(
    application: ReliefApplication, amounts: Sequence[Decimal], budgets: Sequence[Budget], leader: User
) -> list[Instalment]:
    """Approved and sealed as operations/approving.py does it, in whatever parts the test wants."""
    parts = [
        Instalment.objects.create(application=application, number=number, budget=budget, amount=amount)
        for number, (amount, budget) in enumerate(zip(amounts, budgets, strict=True), 1)
    ]
    application.approved = sum(amounts, Decimal("0.00"))
    taken = Step.objects.everywhere("tests").filter(application=application).count()
    seal = seal_of(application, parts, Step(number=taken + 1, by=leader, at=AT))
    move(application, "approve", "approved", by=leader, at=AT, approved=application.approved, approval_seal=seal)
    return parts


def batch_of(world: World, count: int = 0) -> PaymentBatch:
    """A draft of everything that is approved, after `count` more applications were."""
    for _ in range(count):
        approved(world)
    return batches.make(world.programme, **WHEN, by=world.cashier)


def sealed_batch(world: World, count: int = 3) -> PaymentBatch:
    return sealing.seal(batch_of(world, count), **WHEN, by=world.cashier)


def payments(batch: PaymentBatch) -> list[Payment]:
    return list(Payment.objects.everywhere("tests").filter(batch=batch).order_by("serial"))


def answers(batch: PaymentBatch, *results: bool) -> list[bankfile.Returned]:
    """The bank's lines for the first payments of the batch: paid or failed."""
    rows = [one for one in payments(batch) if one.state != Payment.State.REMOVED]
    return [
        bankfile.Returned(row, line.serial, line.name, line.account, line.amount, paid, "" if paid else "账户已销户")
        for row, (line, paid) in enumerate(zip(lines_of(batch, rows), results, strict=False), 2)
    ]


def read(world: World, batch: PaymentBatch, *results: bool, by: User | None = None, **how: Any) -> Any:
    given = {"data": repr(results).encode(), "file_name": "回单.csv", **WHEN, "by": by or world.cashier, **how}
    return bank_returns.read_return(batch, answers(batch, *results), **given)


def fresh(row: Any) -> Any:
    rows = type(row).objects
    return (rows.everywhere("tests") if hasattr(rows, "everywhere") else rows).get(pk=row.pk)


def state(application: ReliefApplication) -> str:
    return str(fresh(application).state)


def ledger_sum(**given: Any) -> Decimal:
    return sum((one.amount for one in FundEntry.objects.filter(**given)), Decimal("0.00"))
