"""Fifty press 审批同意 at the same moment, each on a connection of its own: exactly one wins, the others are told."""

import threading
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection

from accounts import wall
from accounts.refused import Refused
from hardship.models import Budget, Instalment, ReliefApplication, Step
from hardship.operations import approving, steps
from hardship.operations.approving import Share
from tests.hardship.families import contents, judged, make_application, make_budget, make_file, make_source, move
from tests.hardship.flow.hands import AT, submitted, to_approval

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 50


@pytest.fixture
def budget(programme):
    """For one household."""
    return make_budget(programme, make_source(), "1000.00")


def at_once(acts: list[Callable[[], Any]]) -> list[Any]:
    """What each returned, or the error it met."""
    gate, found = threading.Barrier(len(acts)), [None] * len(acts)

    def press(place: int, act: Callable[[], Any]) -> None:
        with wall.whole("a test's own hands"):
            try:
                connection.ensure_connection()
                gate.wait()
                found[place] = act()
            except (Refused, IntegrityError) as error:
                found[place] = error  # type: ignore[call-overload]
            finally:
                connection.close()

    threads = [threading.Thread(target=press, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    return found


def press(row: ReliefApplication, budget: Budget, by: Any) -> Callable[[], Any]:
    return lambda: approving.approve(row, [Share(budget, Decimal(1000))], at=AT, by=by)


def kinds(found: list[Any]) -> dict[str, int]:
    names = [type(one).__name__ for one in found]
    return {name: names.count(name) for name in set(names)}


def approvals(row):
    return Step.objects.everywhere("tests").filter(application=row, act="approve").count()


def test_of_fifty_approvals_of_one_application_one_wins(file, programme, budget, people):
    row = to_approval(submitted(file, programme, people["chair"]), people)

    found = at_once([press(row, budget, people[("leader", "second_leader")[n % 2]]) for n in range(MANY)])

    budget.refresh_from_db()
    assert kinds(found) == {"ReliefApplication": 1, "Refused": MANY - 1}
    assert {"“审批同意”" in str(one) for one in found if isinstance(one, Refused)} == {True}
    assert (approvals(row), budget.reserved) == (1, 1000)
    assert Instalment.objects.everywhere("tests").count() == 1


def test_without_the_locks_the_database_alone_stands_in_the_way(file, programme, budget, people, monkeypatch):
    """The control: they do meet. Unlocked, all pass every check of ours, and the database stops all but one."""
    row, many = to_approval(submitted(file, programme, people["chair"]), people), 10
    plenty = make_budget(programme, make_source("ZY02"), "100000.00")
    gate, mine = threading.Barrier(many), threading.local()

    def unlocked(application: Any, *rest: Any) -> Any:
        found = ReliefApplication.objects.everywhere("tests").get(pk=application.pk)
        taken = steps.steps_of(found)
        if not hasattr(mine, "has_met"):
            mine.has_met = gate.wait(timeout=60)
        return found, taken

    monkeypatch.setattr(steps, "_held", unlocked)
    monkeypatch.setattr(approving, "hold_households", lambda rows: None)

    found = at_once([press(row, plenty, people["leader"]) for _ in range(many)])

    assert kinds(found) == {"ReliefApplication": 1, "IntegrityError": many - 1}
    assert approvals(row) == 1


def test_of_fifty_applications_a_budget_for_one_approves_one(mill, programme, budget, people):
    rows = [ready(mill, programme, people, number) for number in range(MANY)]

    found = at_once([press(row, budget, people["leader"]) for row in rows])

    budget.refresh_from_db()
    assert kinds(found) == {"ReliefApplication": 1, "Refused": MANY - 1}
    assert {"只剩 0.00元" in str(one) for one in found if isinstance(one, Refused)} == {True}
    assert budget.reserved == 1000
    assert ReliefApplication.objects.everywhere("tests").filter(state="approved").count() == 1


def ready(mill: Any, programme: Any, people: Any, number: int) -> ReliefApplication:
    """An application that waits for the leader, written as the operations would."""
    row = make_application(make_file(mill.union, said=contents(number)), programme)
    chair, reviewer = people["chair"], people["reviewer"]
    move(row, "submit", "submitted", by=chair, members=3, is_eligible=True, **judged(row))
    move(row, "agree", "agreed", by=chair)
    move(row, "post", "posted", by=chair)
    move(row, "notice_over", "notice_over")
    move(row, "report", "county_review", by=chair)
    move(row, "review", "balancing", by=reviewer)
    move(row, "balance", "approval", by=reviewer, proposed=Decimal(1000))
    return row
