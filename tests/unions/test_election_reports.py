"""换届上报 at the desk: the queue, the preview, the confirmation, the way back."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from tests.conftest import CANARY, Mill
from tests.unions.pressing import look_and_press
from unions.models import ElectionReport, Officer
from unions.operations import elections

LIST = "/admin/unions/electionreport/"
ON = date(2012, 10, 31)


@pytest.fixture
def report(mill: Mill, cast: dict[str, User]) -> ElectionReport:
    return elections.report(
        mill.union,
        post="chair",
        name="罗新",
        elected_on=ON,
        leaving=mill.chair,
        left_on=ON,
        mobile="13900000009",
        at=timezone.now(),
        by=cast["chair"],
    )


def state_of(report: ElectionReport) -> str:
    return str(ElectionReport.objects.everywhere("a test").get(pk=report.pk).state)


def test_the_front_page_counts_and_leads_to_the_queue(signed_in: Any, report: ElectionReport) -> None:
    page = signed_in("body_officer").get("/admin/").content.decode()

    assert "份主席上报的换届待确认" in page
    assert f"{LIST}?state__exact=waiting" in page
    assert "罗新" in signed_in("body_officer").get(f"{LIST}?state__exact=waiting").content.decode()


def test_body_officer_sees_what_changes_and_then_confirms(
    signed_in: Any, report: ElectionReport, mill: Mill, cast: dict[str, User]
) -> None:
    browser = signed_in("body_officer")

    preview = browser.post(f"{LIST}{report.pk}/confirm/", {})
    assert "陈河（主席" in preview.content.decode()
    assert state_of(report) == "waiting"
    done = look_and_press(browser, f"{LIST}{report.pk}/confirm/", {})

    sits = Officer.objects.everywhere("a test").filter(union=mill.union).sitting_on(ON)
    assert [one.name for one in sits] == ["罗新"]
    assert state_of(report) == "confirmed"
    assert "撤销" in done.content.decode()
    assert "给新主席发登录单" in done.content.decode()
    assert not User.objects.get(pk=cast["chair"].pk).standing


def test_a_confirmation_is_taken_back_whole(signed_in: Any, report: ElectionReport, mill: Mill) -> None:
    browser = signed_in("body_officer")
    look_and_press(browser, f"{LIST}{report.pk}/confirm/", {})
    url = f"/admin/unions/organisation/{mill.union.pk}/take-back/"
    act = browser.get(url).context["form"].initial["act_id"]

    browser.post(url, {"act_id": act})

    sits = Officer.objects.everywhere("a test").filter(union=mill.union).sitting_on(ON)
    assert [one.name for one in sits] == ["陈河"]
    assert state_of(report) == "waiting"


def test_body_officer_sends_back_with_a_reason(signed_in: Any, report: ElectionReport) -> None:
    browser = signed_in("body_officer")

    empty = browser.post(f"{LIST}{report.pk}/send-back/", {"why": " "})
    browser.post(f"{LIST}{report.pk}/send-back/", {"why": "当选日期与会议记录不符"})

    assert "请写明退回的原因" in empty.content.decode()
    assert state_of(report) == "sent_back"


def test_the_mobile_is_masked_at_the_desk(signed_in: Any, report: ElectionReport) -> None:
    page = signed_in("body_officer").get(f"{LIST}{report.pk}/change/").content.decode()

    assert "139****0009" in page
    assert "13900000009" not in page


def test_stranger_gets_404_and_sees_none(signed_in: Any, report: ElectionReport) -> None:
    browser = signed_in("stranger")

    assert browser.get(f"{LIST}{report.pk}/change/").status_code == 404
    assert browser.post(f"{LIST}{report.pk}/confirm/", {}).status_code == 404
    assert "罗新" not in browser.get(LIST).content.decode()
    assert state_of(report) == "waiting"


@pytest.mark.parametrize("who", ["auditor", "approver"])
def test_who_may_only_look_gets_403(signed_in: Any, report: ElectionReport, who: str) -> None:
    assert signed_in(who).get(f"{LIST}{report.pk}/change/").status_code == 200
    assert signed_in(who).post(f"{LIST}{report.pk}/confirm/", {}).status_code == 403
    assert state_of(report) == "waiting"


def test_chair_and_anonymous_do_not_come_in(signed_in: Any, report: ElectionReport) -> None:
    assert signed_in("chair").get(LIST).status_code == 403
    assert Client().get(LIST).status_code == 302


def test_ten_reports_cost_what_one_costs(signed_in: Any, report: ElectionReport, mill: Mill) -> None:
    browser = signed_in("body_officer")
    browser.get(LIST)
    with CaptureQueriesContext(connection) as one:
        browser.get(LIST)
    for number in range(9):
        elections.report(mill.union, post="vice_chair", name=f"副{number}", elected_on=ON, at=timezone.now(), by=None)

    with CaptureQueriesContext(connection) as ten:
        browser.get(LIST)

    assert len(ten) == len(one)


def test_nothing_of_another_township_is_shown(signed_in: Any, report: ElectionReport, quarry: Mill) -> None:
    elections.report(quarry.union, post="vice_chair", name=f"副{CANARY}", elected_on=ON, at=timezone.now(), by=None)

    assert CANARY not in signed_in("body_officer").get(LIST).content.decode()
