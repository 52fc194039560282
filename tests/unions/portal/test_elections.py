"""换届上报: a chair reports, the body confirms or sends back; or it takes effect at once where the county has it so."""

from datetime import date, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.refused import Refused
from tests.conftest import Mill
from tests.factories import DisplayFactory, OfficerFactory
from unions.forms.fields import NO_NAME
from unions.models import ElectionReport, Officer, Organisation, Post
from unions.operations import elections, officers, reminders

ON = date(2012, 10, 31)


def reports(union: Organisation) -> list[ElectionReport]:
    return list(ElectionReport.objects.everywhere("a test").filter(union=union).order_by("pk"))


def sitting(union: Organisation, on: date = ON) -> list[tuple[str, str]]:
    rows = Officer.objects.everywhere("a test").filter(union=union).sitting_on(on).order_by("post", "pk")
    return [(one.post, one.name) for one in rows]


def form(mill: Mill, **values: Any) -> dict[str, Any]:
    return {"seat": mill.chair.pk, "name": "罗新", "elected_on": "2012-10-31", "mobile": "13900000009", **values}


@pytest.fixture
def at_once(db: None) -> None:
    reminders.change_portal_settings(elections_wait=False, by=None)


def given(mill: Mill, **values: Any) -> dict[str, Any]:
    return {"post": "chair", "name": "罗新", "elected_on": ON, "leaving": mill.chair, "left_on": ON, **values}


def test_chair_reports_a_successor_and_it_waits(chair: Client, mill: Mill, cast: dict[str, User]) -> None:
    answer = chair.post(f"/portal/{mill.union.pk}/elections/report/", form(mill))

    [report] = reports(mill.union)
    assert answer["Location"] == f"/portal/elections/{report.pk}/"
    assert (report.state, report.name, report.leaving, report.left_on) == ("waiting", "罗新", mill.chair, ON)
    assert report.reported_by == cast["chair"]
    assert sitting(mill.union) == [("chair", "陈河")]
    assert "139****0009" in chair.get(answer["Location"]).content.decode()


def test_the_form_says_beforehand_that_the_account_ends(chair: Client, mill: Mill) -> None:
    page = chair.get(f"/portal/{mill.union.pk}/elections/report/").content.decode()

    assert "您的账号随即停用" in page
    assert "主席 陈河" in page


@pytest.mark.parametrize("name", ["1e9", "12345", "陈河2"])
def test_nobody_is_called_by_a_number(chair: Client, mill: Mill, name: str) -> None:
    page = chair.post(f"/portal/{mill.union.pk}/elections/report/", form(mill, name=name)).content.decode()

    assert NO_NAME in page
    assert "请填写当选人的姓名" not in page
    assert not reports(mill.union)


def test_a_number_that_was_sent_back_is_no_name_the_second_time_either(
    chair: Client, mill: Mill, cast: dict[str, User], now: datetime
) -> None:
    report = elections.report(mill.union, at=now, by=cast["chair"], **given(mill, name="1e9"))
    elections.send_back(report, at=now, why="姓名不对", by=cast["body_officer"])

    again = f"/portal/{mill.union.pk}/elections/report/?again={report.pk}"
    assert NO_NAME in chair.post(again, form(mill, name="1e9")).content.decode()


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"name": ""}, "请填写当选人的姓名"),
        ({"seat": "999999"}, "已不在任"),
        ({"seat": ""}, "请选择换的是哪个职务"),
        ({"elected_on": "2012-06-31"}, "没有这一天"),
        ({"elected_on": "2999-01-01"}, "不能晚于今天"),
        ({"elected_on": "2009-12-31"}, "早于"),
        ({"left_on": "2010-01-01"}, "当选日期"),
        ({"left_on": "2013-01-01"}, "同一天只能有一位主席"),
        ({"mobile": "12345"}, "不是手机号码"),
        ({"name": "甲" * 65}, "64"),
        ({"is_reelected": "on", "name": "别人"}, "换了人的"),
        ({"is_reelected": "on", "seat": "vice_chair"}, "谈不上连任"),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_is_reported(
    chair: Client, mill: Mill, values: dict[str, Any], said: str
) -> None:
    answer = chair.post(f"/portal/{mill.union.pk}/elections/report/", form(mill, **values))

    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert reports(mill.union) == []


def test_the_same_form_twice_and_the_same_report_twice_are_one(chair: Client, mill: Mill) -> None:
    url, values = f"/portal/{mill.union.pk}/elections/report/", form(mill, once=str(uuid4()))
    chair.post(url, values)
    chair.post(url, values)
    chair.post(url, form(mill))

    other = chair.post(url, form(mill, elected_on="2012-10-30"))

    assert len(reports(mill.union)) == 1
    assert "请先撤回那一份" in other.content.decode()


def test_a_further_vice_chair_needs_nobody_to_leave(chair: Client, mill: Mill) -> None:
    chair.post(f"/portal/{mill.union.pk}/elections/report/", form(mill, seat="vice_chair"))

    [report] = reports(mill.union)
    assert (report.post, report.leaving, report.left_on) == ("vice_chair", None, None)


def test_reported_at_once_the_account_ends_with_a_farewell(chair: Client, mill: Mill, at_once: None) -> None:
    DisplayFactory(union=mill.union, item="identity", way="chest_card", officer=mill.chair)

    answer = chair.post(f"/portal/{mill.union.pk}/elections/report/", form(mill), follow=True)

    [report] = reports(mill.union)
    assert (report.state, report.decided_by) == ("confirmed", None)
    assert sitting(mill.union) == [("chair", "罗新")]
    assert "换届已登记" in answer.content.decode()
    assert chair.get("/portal/").status_code == 302


def test_reelected_at_once_the_account_goes_on(chair: Client, mill: Mill, at_once: None) -> None:
    officers.change_details(mill.chair, education="大专", by=None)

    answer = chair.post(
        f"/portal/{mill.union.pk}/elections/report/", form(mill, name="", mobile="", is_reelected="on"), follow=True
    )

    new = Officer.objects.everywhere("a test").get(union=mill.union, left_on=None)
    assert answer.status_code == 200
    assert (new.name, new.elected_on, new.mobile, new.education) == ("陈河", ON, "13900000001", "大专")
    assert chair.get("/portal/").status_code == 200


def test_chair_takes_a_report_back_and_twice_is_once(chair: Client, mill: Mill, now: datetime) -> None:
    report = elections.report(mill.union, at=now, by=None, **given(mill))
    url = f"/portal/elections/{report.pk}/"

    first = chair.post(url)
    again = chair.post(url)

    assert (first.status_code, again.status_code) == (302, 302)
    assert reports(mill.union)[0].state == "withdrawn"


def test_a_foreign_report_is_404(chair: Client, quarry: Mill, now: datetime) -> None:
    report = elections.report(quarry.union, at=now, by=None, **given(quarry))

    for url in (f"/portal/elections/{report.pk}/", f"/portal/{quarry.union.pk}/elections/"):
        assert chair.get(url).status_code == 404
        assert chair.post(url).status_code in (404, 405)
    assert chair.post(f"/portal/{quarry.union.pk}/elections/report/", form(quarry)).status_code == 404
    assert reports(quarry.union)[0].state == "waiting"


def test_a_seat_of_another_union_is_no_choice(chair: Client, mill: Mill, quarry: Mill) -> None:
    answer = chair.post(f"/portal/{mill.union.pk}/elections/report/", form(mill, seat=quarry.chair.pk))

    assert "已不在任" in answer.content.decode()
    assert reports(mill.union) == []


def test_what_was_sent_back_is_shown_and_prefilled(
    chair: Client, mill: Mill, cast: dict[str, User], now: datetime
) -> None:
    report = elections.report(mill.union, at=now, by=cast["chair"], **given(mill))
    elections.send_back(report, why="当选日期与会议记录不符", at=now, by=cast["body_officer"])

    page = chair.get("/portal/").content.decode()
    again = chair.get(f"/portal/{mill.union.pk}/elections/report/?again={report.pk}").content.decode()

    assert "当选日期与会议记录不符" in page
    assert 'value="罗新"' in again
    assert 'value="2012-10-31"' in again


def test_nobody_confirms_own_report_or_own_union(mill: Mill, cast: dict[str, User], now: datetime) -> None:
    own = elections.report(mill.union, at=now, by=cast["body_officer"], **given(mill))
    with pytest.raises(Refused, match="您本人上报"):
        elections.confirm(own, at=now, by=cast["body_officer"])
    with pytest.raises(Refused, match="您是该工会的主席"):
        elections.confirm(own, at=now, by=cast["chair"])

    assert elections.confirm(own, at=now, by=cast["organisation_staff"]).state == "confirmed"
    assert elections.confirm(own, at=now, by=cast["organisation_staff"]).state == "confirmed"


def test_a_stale_report_is_refused_with_what_to_do(mill: Mill, cast: dict[str, User], now: datetime) -> None:
    report = elections.report(mill.union, at=now, by=cast["chair"], **given(mill))
    officers.leave(mill.chair, on=date(2012, 9, 1), by=None)
    OfficerFactory(union=mill.union, name="余某", elected_on=date(2012, 9, 1))

    with pytest.raises(Refused, match="席位在上报后有变动"):
        elections.confirm(report, at=now, by=cast["body_officer"])

    assert reports(mill.union)[0].state == "waiting"
    assert sitting(mill.union) == [("chair", "余某")]


def test_a_vacant_seat_filled_meanwhile_is_refused(mill: Mill, cast: dict[str, User], now: datetime) -> None:
    officers.leave(mill.chair, on=date(2012, 9, 1), by=None)
    report = elections.report(mill.union, at=now, by=None, **given(mill, leaving=None, left_on=None))
    OfficerFactory(union=mill.union, name="余某", elected_on=date(2012, 9, 1))

    with pytest.raises(Refused, match="席位已不空缺"):
        elections.confirm(report, at=now, by=cast["body_officer"])


def test_only_what_waits_is_decided(mill: Mill, cast: dict[str, User]) -> None:
    now, by = timezone.now(), cast["body_officer"]
    report = elections.report(mill.union, at=now, by=None, **given(mill, post=Post.CHAIR))
    elections.withdraw(report, at=now, by=None)

    for act in (elections.confirm, lambda row, **values: elections.send_back(row, why="误", **values)):
        with pytest.raises(Refused, match="已撤回"):
            act(report, at=now, by=by)
    with pytest.raises(Refused, match="不能撤回"):
        elections.withdraw(elections.confirm(_fresh(mill, cast), at=now, by=by), at=now, by=None)


def _fresh(mill: Mill, cast: dict[str, User]) -> ElectionReport:
    return elections.report(mill.union, at=timezone.now(), by=cast["chair"], **given(mill, name="罗二"))
