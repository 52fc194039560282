"""公示 at the county's desk: what hangs where, publishing for everybody, and papers held against the record."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hardship.models import Objection, PaperPrint, PublicNotice, ReliefProgramme
from hardship.operations import objections
from tests.conftest import CANARY, Mill
from tests.hardship.families import make_programme
from tests.hardship.notices import MONDAY, agreed, approved, at, on_day, post, reread
from unions.models import Organisation

LIST = "/admin/hardship/publicnotice/"
PUBLISH = f"{LIST}publish/"
CHECK = "/admin/hardship/paperprint/check/"


@pytest.fixture
def programme(db: None) -> ReliefProgramme:
    return make_programme()


@pytest.fixture
def notice(mill: Mill, programme: ReliefProgramme) -> PublicNotice:
    return post(agreed(mill.union, programme))


@pytest.fixture
def staff(signed_in: Any) -> Client:
    browser: Client = signed_in("rights_staff")
    return browser


def page(notice: PublicNotice, act: str = "change") -> str:
    return f"{LIST}{notice.pk}/{act}/"


def text(answer: Any) -> str:
    return str(answer.content.decode())


def test_the_county_sees_every_notice_and_who_objected(staff: Client, notice: PublicNotice) -> None:
    objections.receive(notice, received_on=MONDAY, text="家里有汽车", contact="13900009999", at=at(MONDAY), by=None)

    assert "1 件" in text(staff.get(LIST))
    shown = text(staff.get(page(notice)))
    assert "家里有汽车" in shown
    assert "139****9999" in shown
    assert "13900009999" not in shown


def test_a_township_sees_its_own_notices_and_no_objection(
    signed_in: Any, notice: PublicNotice, quarry: Mill, programme: ReliefProgramme
) -> None:
    objections.receive(notice, received_on=MONDAY, text="有病不报", at=at(MONDAY), by=None)
    foreign = post(agreed(quarry.union, programme, 1))
    browser = signed_in("body_officer")

    assert CANARY not in text(browser.get(LIST))
    assert browser.get(page(foreign)).status_code == 404
    assert "李困难" in text(browser.get(page(notice)))
    assert "有病不报" not in text(browser.get(page(notice)))


def test_an_objection_that_came_to_the_county_stops_the_clock(staff: Client, notice: PublicNotice) -> None:
    with on_day(MONDAY):
        told = {"application": "", "received_on": "2012-12-03", "text": "不符合条件", "said_by": "", "contact": ""}
        answer = staff.post(page(notice, "object"), told, follow=True)

    assert "公示期停在这里" in text(answer)
    assert Objection.objects.everywhere("a test").get().text == "不符合条件"


def test_what_everybody_will_read_is_shown_before_it_is_published(
    staff: Client, mill: Mill, quarry: Mill, programme: ReliefProgramme
) -> None:
    approved(mill.union, programme, 0, consents=True, name="欧阳困难")
    approved(quarry.union, programme, 1, sum="2000.50", name="王困难")
    assert "审批同意 2 户" in text(staff.get(PUBLISH))
    shown = text(staff.get(f"{PUBLISH}?programme={programme.pk}"))

    for words in ("欧阳**", "2,000.50", "认不出是谁"):
        assert words in shown
    for secret in ("欧阳困难", "王困难", "王**"):
        assert secret not in shown
    assert not PublicNotice.objects.everywhere("a test").filter(kind="online").exists()


def test_publishing_and_taking_down(staff: Client, mill: Mill, programme: ReliefProgramme) -> None:
    approved(mill.union, programme, 0)
    with on_day(MONDAY):
        staff.post(PUBLISH, {"programme": programme.pk})
        made = PublicNotice.objects.everywhere("a test").get(kind="online")
        assert Client().get(f"/relief/{made.token}/").status_code == 200
        staff.post(page(made, "take-down"), {"reason": "数字有误"})

    assert reread(made).why_down == "数字有误"
    assert Client().get(f"/relief/{made.token}/").status_code == 410


def test_without_anybody_approved_nothing_is_published(staff: Client, programme: ReliefProgramme) -> None:
    assert "没有可以公开的内容" in text(staff.post(PUBLISH, {"programme": programme.pk}))
    assert not PublicNotice.objects.everywhere("a test").exists()


@pytest.mark.parametrize("asked", ["x", "999999", "1" * 30])
def test_odd_programmes_are_no_errors(staff: Client, asked: str) -> None:
    assert staff.get(f"{PUBLISH}?programme={asked}").status_code == 200
    assert staff.post(PUBLISH, {"programme": asked}).status_code == 200


@pytest.mark.parametrize("who", ["auditor", "approver", "finance", "body_officer", "organisation_staff", "chair"])
def test_nobody_else_publishes(signed_in: Any, mill: Mill, programme: ReliefProgramme, who: str) -> None:
    approved(mill.union, programme, 0)

    assert signed_in(who).post(PUBLISH, {"programme": programme.pk}).status_code == 403
    assert not PublicNotice.objects.everywhere("a test").filter(kind="online").exists()


def test_a_paper_is_held_against_the_record(staff: Client, notice: PublicNotice, county: Organisation) -> None:
    staff.post(page(notice, "sheet"), {"kind": "xlsx", "reason": "核对"})
    code = PaperPrint.objects.everywhere("a test").get().code
    assert "纸质件与现在的登记一致" in text(staff.get(CHECK, {"code": code.lower()}))

    notice.lines.everywhere("a test").update(unit="改了部门")
    assert "不一致" in text(staff.get(CHECK, {"code": code}))


def test_a_foreign_code_is_as_unknown_as_no_code(
    signed_in: Any, staff: Client, quarry: Mill, programme: ReliefProgramme
) -> None:
    foreign = post(agreed(quarry.union, programme, 1))
    staff.post(page(foreign, "sheet"), {"kind": "xlsx", "reason": "核对"})
    code = PaperPrint.objects.everywhere("a test").get().code
    browser = signed_in("body_officer")

    for asked in (code, "AAAA-BBBB-CCCC"):
        assert "没有这个版本码" in text(browser.get(CHECK, {"code": asked}))


def test_ten_notices_cost_what_one_costs(
    staff: Client, mill: Mill, notice: PublicNotice, programme: ReliefProgramme
) -> None:
    staff.get(LIST)
    with CaptureQueriesContext(connection) as one:
        staff.get(LIST)
    for number in range(1, 10):
        post(agreed(mill.union, programme, number))
    with CaptureQueriesContext(connection) as ten:
        staff.get(LIST)

    assert len(ten) == len(one)


def test_an_empty_list_says_why(staff: Client) -> None:
    assert "没有符合条件的公示" in text(staff.get(LIST))
