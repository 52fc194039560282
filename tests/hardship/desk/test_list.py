"""The list of applications at the desk: who sees whom, in how few queries, and what the filters leave."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hardship.models import ReliefApplication, ReliefProgramme
from tests.conftest import CANARY, Mill
from tests.hardship.families import contents, judged, make_application, make_file, make_programme, move

LIST = "admin:hardship_reliefapplication_changelist"


@pytest.fixture
def programme(county: Any) -> ReliefProgramme:
    return make_programme()


def handed_in(mill: Mill, programme: ReliefProgramme, number: int, **given: Any) -> ReliefApplication:
    row = make_application(make_file(mill.union, said=contents(number)), programme)
    move(row, "submit", "submitted", **judged(row), **given)
    return row


def test_each_sees_the_applications_of_the_own_part(
    mill: Mill, quarry: Mill, programme: ReliefProgramme, signed_in: Any
) -> None:
    own = handed_in(mill, programme, 1)
    other = handed_in(quarry, programme, 2)

    def seen(who: str) -> set[int]:
        return {row.pk for row in signed_in(who).get(reverse(LIST)).context["cl"].result_list}

    assert seen("body_officer") == {own.pk}
    assert seen("stranger") == {other.pk}
    for who in ("rights_staff", "approver", "auditor"):
        assert seen(who) == {own.pk, other.pk}


def test_others_have_no_list(mill: Mill, programme: ReliefProgramme, signed_in: Any) -> None:
    handed_in(mill, programme, 1)

    for who in ("finance", "organisation_staff", "system_admin", "chair"):
        assert signed_in(who).get(reverse(LIST)).status_code == 403


def test_the_list_tells_no_cause_and_no_number(mill: Mill, programme: ReliefProgramme, signed_in: Any) -> None:
    row = handed_in(mill, programme, 1)

    page = signed_in("body_officer").get(reverse(LIST)).content.decode()

    facts = row.file.versions.everywhere("a test").get().facts
    assert row.name in page
    for secret in (facts.id_number, facts.mobile, facts.card, facts.main_cause, facts.address):
        assert secret not in page


def test_ten_cost_what_one_costs(mill: Mill, programme: ReliefProgramme, signed_in: Any) -> None:
    browser = signed_in("rights_staff")
    handed_in(mill, programme, 1)
    browser.get(reverse(LIST))
    with CaptureQueriesContext(connection) as one:
        browser.get(reverse(LIST))
    for number in range(2, 12):
        handed_in(mill, programme, number)
    with CaptureQueriesContext(connection) as ten:
        browser.get(reverse(LIST))

    assert len(ten) == len(one)


@pytest.mark.parametrize(
    ("asked", "left"),
    [
        ("late=yes", {"late"}),
        ("advice=borderline", {"borderline"}),
        ("advice=yes", {"late"}),
        ("national=深度困难", {"late"}),
        ("national=none", {"borderline"}),
        ("state=submitted", {"late", "borderline"}),
        ("state=approved", set()),
    ],
)
def test_the_filters_leave_what_they_say(
    mill: Mill, programme: ReliefProgramme, signed_in: Any, asked: str, left: set[str]
) -> None:
    rows = {
        "late": handed_in(mill, programme, 1, is_late=True, is_eligible=True, national="深度困难"),
        "borderline": handed_in(mill, programme, 2, borderline=["C1"], is_eligible=False),
    }

    found = signed_in("rights_staff").get(f"{reverse(LIST)}?{asked}").context["cl"].result_list

    assert {row.pk for row in found} == {rows[name].pk for name in left}


def test_a_body_outside_ones_part_leaves_nothing(
    mill: Mill, quarry: Mill, programme: ReliefProgramme, signed_in: Any
) -> None:
    handed_in(quarry, programme, 1)

    page = signed_in("body_officer").get(f"{reverse(LIST)}?body={quarry.union.parent_id}")

    assert list(page.context["cl"].result_list) == []
    assert CANARY not in page.content.decode()
