"""What the demonstration must hold of relief once it is loaded (test_demo_county.py)."""

from collections import Counter
from datetime import date
from decimal import Decimal

from accounts.models import User
from hardship.due import tasks
from hardship.models import (
    Budget,
    FundEntry,
    FundSource,
    HardshipFile,
    NoHardship,
    Objection,
    Payment,
    PaymentBatch,
    PublicNotice,
    ReliefApplication,
    ReliefProgramme,
    VisitPlan,
    VisitStop,
)
from hardship.seals import broken
from hardship.transitions import LABELS


def the_relief_is_there(today: date) -> None:
    applications = ReliefApplication.objects.everywhere("test")
    running = applications.filter(programme__slug="winter-relief")

    assert HardshipFile.objects.everywhere("test").count() >= 300
    assert {"on_file", "out", "closed"} == set(HardshipFile.objects.everywhere("test").values_list("state", flat=True))
    assert HardshipFile.objects.everywhere("test").filter(previous__isnull=False).exists()
    assert set(running.values_list("state", flat=True)) == set(map(str, LABELS))
    assert ReliefProgramme.objects.filter(kind="send_warmth").count() == 3
    assert ReliefProgramme.objects.filter(kind="study").count() == 1
    notices_run_and_are_over(today)
    the_money_ties()
    everybody_has_something_to_do(today)
    assert NoHardship.objects.everywhere("test").count() > 100
    assert Counter(VisitPlan.objects.everywhere("test").values_list("state", flat=True)) == {"settled": 1, "list": 1}
    assert VisitStop.objects.everywhere("test").filter(cash_given__gt=0).count() > 10


def notices_run_and_are_over(today: date) -> None:
    notices = PublicNotice.objects.everywhere("test")
    assert {("unit", "running"), ("unit", "over"), ("online", "running"), ("online", "over")} == set(
        notices.values_list("kind", "state")
    )
    objections = Objection.objects.everywhere("test")
    assert objections.filter(answered_on=None).exists()
    assert objections.exclude(answered_on=None).exists()


def the_money_ties() -> None:
    for source in FundSource.objects.all():
        lines = FundEntry.objects.filter(source=source).values_list("amount", flat=True)
        assert source.balance == sum(lines, Decimal(0)) > 0
    paid = Payment.objects.everywhere("test").filter(state="paid").values_list("instalment__budget", "amount")
    sent = Payment.objects.everywhere("test").filter(state="sent").values_list("instalment__budget", "amount")
    gone: Counter[int] = Counter()
    for budget, amount in [*paid, *sent]:
        gone[budget] += amount  # type: ignore[assignment]
    visits = FundEntry.objects.filter(kind="visit")
    for budget in Budget.objects.all():
        handed_over = -sum(visits.filter(budget=budget).values_list("amount", flat=True), Decimal(0))
        assert budget.spent == gone[budget.pk] + handed_over
    failed = Payment.objects.everywhere("test").filter(state="failed")
    again = Payment.objects.everywhere("test").filter(state="paid", instalment__in=failed.values("instalment"))
    assert 0 < again.count() < failed.count()
    assert set(PaymentBatch.objects.values_list("state", flat=True)) >= {"settled", "sealed"}
    approved = ReliefApplication.objects.everywhere("test").filter(state__in=["approved", "paying", "closed"])
    assert not broken(approved)


def everybody_has_something_to_do(today: date) -> None:
    for username in ("quanyi", "lingdao", "caiwu", "tianhe"):
        assert tasks(User.objects.get(username=username), today), username
    chair = User.objects.get(username="zhuxi")
    own = ReliefApplication.objects.visible_to(chair).filter(programme__slug="winter-relief")
    assert {"draft", "notice_over", "posted"} <= set(own.values_list("state", flat=True))
