"""The figures of relief against a plain reading of the tables, row by row in Python."""

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from hardship.models import HardshipFile, Instalment, NoHardship, Payment, ReliefApplication
from hardship.reports import files, paid, returns, standing
from hardship.reports.asked import Asked
from members.models import Membership
from tests.factories import EmployerFactory, OrganisationFactory
from tests.hardship.families import make_budget, make_programme
from tests.hardship.reports.conftest import Winter
from tests.hardship.reports.world import WAY, application, family, pay
from unions.models import Employer, Organisation

STATES = ["draft", *(new for _, new, _ in WAY)]


@pytest.fixture
def busy(winter: Winter, county: Organisation, riverside: Organisation, hilltop: Organisation) -> Winter:
    """Three programmes, seven unions, three dozen families at every step, some paid once, twice, in vain."""
    programmes = [winter.programme, make_programme("study", kind="study"), make_programme("old", kind="send_warmth")]
    budgets = [winter.budget, *(make_budget(one, winter.budget.source, "20000.00") for one in programmes[1:])]
    unions = [winter.mill, winter.quarry]
    for place, parent in enumerate((riverside, riverside, hilltop, county)):
        unions.append(OrganisationFactory(parent=parent))
        EmployerFactory(body=parent if parent != county else riverside, union=unions[-1])
        if place == 1:
            NoHardship.objects.create(union=unions[-1], programme=programmes[0], declared_on=date(2012, 12, 5))
    for number in range(33):
        file = family(unions[number * 7 % 5], on=timezone.localdate() - timedelta(days=number * 31))
        for place in range(1 + number % 2):
            which = (number + place + 2) % 3
            row = application(
                file,
                programmes[which],
                STATES[::-1][number % 13 % len(STATES)],
                winter.cast,
                days=number,
                is_late=number % 4 == 0,
            )
            if row.state == "approved":
                on = date(2013 - number // 10 % 2, 1 + number % 12, 8)
                pay(row, budgets[which], f"{number * 37 + 100}.5{place}", on, paid=number % 5 != 1)
        if number % 6 == 0:
            files_there = HardshipFile.objects.everywhere("tests").filter(pk=file.pk)
            files_there.update(state="out", ended_on=file.opened_on + timedelta(days=9))
    return winter


def body_of(union: Organisation) -> Organisation:
    parent = union.parent
    assert parent is not None
    return parent


def every(model: Any) -> list[Any]:
    return list(model.objects.everywhere("tests"))


def test_steps_and_bodies(busy: Winter) -> None:
    today = timezone.localdate()
    asked = Asked(busy.cast["rights_staff"], today, 2013, busy.programme)

    steps, bodies = standing.standing(asked)

    rows = [row for row in every(ReliefApplication) if row.programme_id == busy.programme.pk]
    for line in steps:
        own = [row for row in rows if row.state == line.key]
        days = [(today - timezone.localdate(row.moved_at)).days for row in own]
        ages = [sum(low < day <= high for day in days) for low, high in ((-1, 3), (3, 7), (7, 15), (15, 9999))]
        assert (line.count, line.ages, line.oldest(today)) == (len(own), ages, max(days, default=None))
        assert line.late == sum(row.is_late for row in own)
    codes = defaultdict(int)
    for row in rows:
        codes[body_of(row.union).code] += 1
    assert {line.key: line.count for line in bodies} == dict(codes)


def test_money(busy: Winter) -> None:
    found = paid.paid(Asked(busy.cast["finance"], timezone.localdate(), 2013))

    rows = [row for row in every(Payment) if row.state == "paid"]
    for lines, key_of, own in (
        (
            found.kinds,
            lambda row: row.application.programme.kind,
            [row for row in rows if row.answered_on.year == 2013],
        ),
        (
            found.bodies,
            lambda row: body_of(row.application.union).code,
            [row for row in rows if row.answered_on.year == 2013],
        ),
        (found.years, lambda row: str(row.answered_on.year), rows),
    ):
        for line in lines:
            here = [row for row in own if not line.key or key_of(row) == line.key]
            families = {row.application.file_id for row in here}
            amount = sum((row.amount for row in here), Decimal(0))
            assert (line.amount, line.payments, line.families) == (amount, len(here), len(families))
            assert line.persons == 3 * len(families)
            cents = (amount * 200 // len(families) + 1) // 2  # half up
            assert line.per_family == cents / 100
    assert [len(lines) > 2 for lines in (found.kinds, found.bodies, found.years)] == [True] * 3


def test_programmes(busy: Winter) -> None:
    found = {plan.programme.pk: plan for plan in paid.plans(Asked(busy.cast["finance"], timezone.localdate(), 2013))}

    payments = every(Payment)
    for pk, plan in found.items():
        parts = [one for one in every(Instalment) if one.application.programme_id == pk]
        assert plan.approved == sum(one.amount for one in parts)
        arrived = [one for one in payments if one.state == "paid" and one.application.programme_id == pk]
        assert plan.paid == sum(one.amount for one in arrived)
        living = {one.instalment_id for one in payments if one.state != "failed"}
        assert plan.failed == sum(one.pk not in living for one in parts)


def test_returns(busy: Winter) -> None:
    lines = returns.returns(Asked(busy.cast["rights_staff"], timezone.localdate(), 2013, busy.programme))

    rows = [row for row in every(ReliefApplication) if row.programme_id == busy.programme.pk]
    said = {row.union_id for row in every(NoHardship) if row.programme_id == busy.programme.pk}
    staffed = {row.union_id for row in every(Employer)} | {row.union_id for row in every(Membership)}
    unit = {"draft", "submitted", "agreed", "posted", "notice_over"}
    expected: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for union in every(Organisation):
        if not union.is_grassroots or union.pk not in staffed:
            continue
        states = {row.state for row in rows if row.union_id == union.pk}
        done = "handed" if states - unit else "at_work" if states else "none" if union.pk in said else "missing"
        expected[body_of(union).code][done] += 1
    assert {line.code: {key: n for key, n in line.counts.items() if n} for line in lines} == expected
    assert sum(line.missing for line in lines) > 0


def test_files(busy: Winter) -> None:
    today = timezone.localdate()
    year = today.year - 1
    lines = files.files(Asked(busy.cast["rights_staff"], today, year))

    rows = every(HardshipFile)
    for line in lines:
        own = [row for row in rows if body_of(row.union).code == line.code]
        on_file = [row for row in own if row.state == "on_file"]
        assert line.counts["on_file"] == len(on_file)
        assert line.counts["unreviewed"] == sum((today - row.reviewed_on).days >= 365 for row in on_file)
        assert line.counts["out"] == sum(row.state == "out" and row.ended_on.year == year for row in own)
        assert line.counts["opened"] == sum(row.opened_on.year == year for row in own)
    assert sum(line.counts["on_file"] for line in lines) == len([row for row in rows if row.state == "on_file"])
