"""主席登录 at the desk: who can sign in, and handing out slips: one, a whole body, never out of one's own part."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import BookEntry, User
from accounts.refused import Refused
from tests.conftest import CANARY, Mill
from tests.factories import OfficerFactory, OrganisationFactory
from tests.unions.slips import (
    GIVEN,
    ISSUE,
    another_chair,
    first_sign_in,
    form_of,
    issue,
    names_on,
    press,
    slips_of,
)
from unions.models import Invitation, Organisation
from unions.operations import officers

LIST, WITHDRAW = "/admin/unions/officer/chairs/", "withdraw/"
pytestmark = pytest.mark.django_db


def test_a_slip_is_issued_printed_and_opens_the_door(signed_in: Any, mill: Mill, riverside: Organisation) -> None:
    riverside.phone = "0556-1234567"
    riverside.save()
    browser = signed_in("body_officer")
    answer = press(browser, mill.chair)

    ((slip, picture, code, body),) = slips_of(answer)
    page = answer.content.decode()
    for words in (
        "河畔纸厂工会",
        "陈河",
        code,
        "0556-1234567",
        "12351",
        "河畔镇工会联合会",
        "http://testserver/portal/code/",
    ):
        assert words in page
    assert picture.startswith("data:image/svg+xml")
    assert len(code) == 14
    assert "no-store" in answer["Cache-Control"]
    assert body.name == "河畔镇工会联合会"
    assert Client().post(f"/portal/welcome/{slip.link}/", GIVEN).status_code == 302
    line = BookEntry.objects.get(act="invitations.issue", change="event")
    assert (line.by, line.row_id) == (User.objects.get(username="body_officer"), mill.chair.pk)


def test_the_qr_code_holds_the_whole_address_of_this_site(signed_in: Any, mill: Mill, settings: Any) -> None:
    settings.PUBLIC_BASE_URL = "https://sl.example.gov.cn"
    answer = press(signed_in("body_officer"), mill.chair)

    assert "https://sl.example.gov.cn/portal/code/" in answer.content.decode()


def test_looking_at_the_confirmation_issues_nothing(signed_in: Any, riverside: Organisation) -> None:
    another_chair(riverside)

    page = signed_in("body_officer").get(ISSUE).content.decode()

    assert "只显示这一次" in page
    assert not Invitation.objects.everywhere("a test").exists()


def test_a_whole_body_gets_its_slips_at_once_but_for_those_who_can_sign_in(
    signed_in: Any, riverside: Organisation, mill: Mill
) -> None:
    in_hand, lacking = another_chair(riverside, "有单"), another_chair(riverside, "缺单")
    issue(in_hand)
    browser = signed_in("body_officer")  # of the cast, where the mill's chair has an account

    answer = browser.post(ISSUE, form_of(browser.get(ISSUE)))

    assert [slip.officer.name for slip, *_ in slips_of(answer)] == [lacking.name]


def test_many_slips_stand_four_to_a_page(signed_in: Any, riverside: Organisation) -> None:
    chairs = [another_chair(riverside, f"主席{number}") for number in range(9)]

    answer = press(signed_in("body_officer"), *chairs)

    assert [len(page) for page in answer.context["pages"]] == [4, 4, 1]
    assert len({code for _, _, code, _ in slips_of(answer)}) == 9


def test_the_list_says_how_it_stands_with_each(signed_in: Any, riverside: Organisation, mill: Mill) -> None:
    names = {"none": "缺单", "out": "有单", "expired": "过期"}
    chairs = {state: another_chair(riverside, name) for state, name in names.items()}
    issue(chairs["out"])
    slip = issue(chairs["expired"]).invitation
    slip.issued_at -= timedelta(days=20)
    slip.expires_at -= timedelta(days=20)
    slip.save()
    browser = signed_in("body_officer")

    states = {row.name: state for row, state in browser.get(LIST).context["rows"]}

    assert states == {"缺单": "none", "有单": "out", "过期": "expired", "陈河": "account"}
    for state, name in {**names, "account": "陈河"}.items():
        assert names_on(browser.get(f"{LIST}?state={state}")) == [name]
    assert browser.get(LIST).context["lacking"] == 2


def test_a_chair_is_found_by_name_pinyin_union_and_code(signed_in: Any, riverside: Organisation, mill: Mill) -> None:
    another_chair(riverside, "李新")
    browser = signed_in("body_officer")

    for words in ("陈河", "chenhe", "纸厂", "349999000101"):
        assert names_on(browser.get(LIST, {"q": words})) == ["陈河"], words


def test_the_county_narrows_to_one_body(signed_in: Any, mill: Mill, quarry: Mill, hilltop: Organisation) -> None:
    browser = signed_in("organisation_staff")

    assert len(names_on(browser.get(LIST))) == 2
    assert names_on(browser.get(f"{LIST}?body={hilltop.pk}")) == [quarry.chair.name]
    assert names_on(browser.get(f"{LIST}?body=99999")) == []


def test_new_chairs_are_told_from_those_who_were_always_there(signed_in: Any, riverside: Organisation) -> None:
    union = OrganisationFactory(parent=riverside)
    old = OfficerFactory(union=union, name="老主席", elected_on=date(2010, 1, 1))
    officers.leave(old, on=timezone.localdate(), by=None)
    OfficerFactory(union=union, name="新主席", elected_on=timezone.localdate())

    assert names_on(signed_in("body_officer").get(f"{LIST}?new=yes")) == ["新主席"]


def test_another_part_does_not_exist(signed_in: Any, mill: Mill, quarry: Mill) -> None:
    slip = issue(quarry)
    browser = signed_in("body_officer")

    assert CANARY not in browser.get(LIST).content.decode()
    assert browser.get(f"{ISSUE}?officer={quarry.chair.pk}").status_code == 404
    assert browser.post(ISSUE, {"officer": [mill.chair.pk, quarry.chair.pk]}).status_code == 404
    assert browser.post(LIST + WITHDRAW, {"slip": slip.invitation.pk}).status_code == 404
    assert first_sign_in(slip).status_code == 302


@pytest.mark.parametrize("who", ["system_admin", "auditor", "rights_staff", "approver", "finance", "chair"])
def test_whoever_hands_out_no_slips_gets_403(signed_in: Any, mill: Mill, who: str) -> None:
    browser = signed_in(who)

    statuses = [browser.get(LIST), browser.post(ISSUE, {"officer": mill.chair.pk}), browser.post(LIST + WITHDRAW)]

    assert [each.status_code for each in statuses] == [403] * 3
    assert not Invitation.objects.everywhere("a test").exists()


def test_the_operation_asks_the_duty_itself(cast: dict[str, User], quarry: Mill) -> None:
    for who in ("body_officer", "auditor", "chair"):
        with pytest.raises(Refused, match="责任工会"):
            issue(quarry, by=cast[who])


def test_a_withdrawn_slip_is_dead(signed_in: Any, mill: Mill) -> None:
    slip = issue(mill)

    answer = signed_in("body_officer").post(LIST + WITHDRAW, {"slip": slip.invitation.pk, "back": "state=out"})

    assert answer["Location"] == f"{LIST}?state=out"
    assert first_sign_in(slip).status_code == 404


def test_a_used_slip_is_not_withdrawn(signed_in: Any, quarry: Mill) -> None:
    slip = issue(quarry)
    first_sign_in(slip)

    page = signed_in("stranger").post(LIST + WITHDRAW, {"slip": slip.invitation.pk}, follow=True).content.decode()

    assert "已经用过，不能作废" in page


@pytest.mark.parametrize("odd", ["slip=", "slip=x", "slip=99999999999999999999", "slip=1"])
def test_an_odd_slip_is_none(signed_in: Any, mill: Mill, odd: str) -> None:
    name, value = odd.split("=")

    assert signed_in("body_officer").post(LIST + WITHDRAW, {name: value}).status_code == 404


@pytest.mark.parametrize("odd", ["officer=x", "officer=-1", "officer=99999999999999999999", "officer="])
def test_odd_questions_find_nobody(signed_in: Any, mill: Mill, odd: str) -> None:
    assert signed_in("body_officer").get(f"{ISSUE}?{odd}").status_code == 404
    assert signed_in("body_officer").get(f"{LIST}?{odd}&q={'x' * 5000}&page=x").status_code == 200


def test_where_nobody_lacks_a_slip_one_is_told_so(signed_in: Any, mill: Mill) -> None:
    assert "不需要再发" in signed_in("body_officer").get(ISSUE, follow=True).content.decode()


def test_who_left_meanwhile_gets_none(signed_in: Any, mill: Mill) -> None:
    officers.leave(mill.chair, on=timezone.localdate(), by=None)

    assert signed_in("body_officer").post(ISSUE, {"officer": mill.chair.pk}).status_code == 404


@pytest.mark.second_step
def test_issuing_asks_the_second_step_anew(cast: dict[str, User], mill: Mill, settings: Any) -> None:
    browser = Client()
    browser.force_login(cast["organisation_staff"], backend="accounts.backends.StandingBackend")

    assert browser.post(ISSUE, {"officer": mill.chair.pk}).status_code == 302
    assert not Invitation.objects.everywhere("a test").exists()


def test_ten_chairs_cost_what_one_costs(signed_in: Any, riverside: Organisation) -> None:
    browser = signed_in("body_officer")

    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            browser.get(LIST)
        return len(caught)

    browser.get(LIST)
    one = queries()
    for number in range(9):
        another_chair(riverside, f"主席{number}")
    assert queries() == one
