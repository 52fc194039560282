"""发放登录单 at the desk happens once: loading the page anew voids nothing, issuing again is said; a lost phone is signed out."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import BookEntry, User
from accounts.once import KEPT, forget_old
from tests.conftest import Mill
from tests.unions.slips import (
    GIVEN,
    ISSUE,
    PHONE,
    another_chair,
    first_sign_in,
    form_of,
    invitations_of_all,
    issue,
    press,
    slips_of,
)
from unions.models import Invitation, Organisation

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("later", [timedelta(0), timedelta(minutes=5), timedelta(days=40)])
def test_loading_printed_slips_anew_voids_none_of_them(signed_in: Any, mill: Mill, later: timedelta) -> None:
    browser = signed_in("body_officer")
    given = form_of(browser.get(ISSUE, {"officer": mill.chair.pk}))
    ((printed, *_),) = slips_of(browser.post(ISSUE, given))
    Invitation.objects.everywhere("a test").update(issued_at=timezone.now() - later)
    if later > KEPT:
        forget_old(at=timezone.now() + later)

    again = browser.post(ISSUE, given)

    page, issued_at = again.content.decode(), timezone.localtime(timezone.now() - later)
    assert f"已在{issued_at:%-m月%-d日 %H:%M}发放" in page
    assert "只显示那一次" in page
    assert "已打印的作废" in page
    assert printed.code not in page
    assert invitations_of_all().count() == 1
    assert first_sign_in(printed).status_code == 302


def test_after_a_reload_slips_are_issued_again_on_purpose_only(signed_in: Any, mill: Mill) -> None:
    browser = signed_in("body_officer")
    given = form_of(browser.get(ISSUE, {"officer": mill.chair.pk}))
    ((printed, *_),) = slips_of(browser.post(ISSUE, given))
    asked_anew = form_of(browser.post(ISSUE, given))

    ((fresh, *_),) = slips_of(browser.post(ISSUE, asked_anew))
    reloaded = browser.post(ISSUE, asked_anew)

    assert "已打印的作废" in reloaded.content.decode()
    assert invitations_of_all().count() == 2
    assert first_sign_in(printed).status_code == 404
    assert first_sign_in(fresh).status_code == 302


def test_one_form_issues_once_even_when_its_numbers_are_spoilt(signed_in: Any, mill: Mill) -> None:
    """The key alone holds too: a copy sent at the same moment does not see the first one's slips yet."""
    browser = signed_in("body_officer")
    given = form_of(browser.get(ISSUE, {"officer": mill.chair.pk}))
    browser.post(ISSUE, given)

    browser.post(ISSUE, {**given, "newest": "9" * 18})

    assert invitations_of_all().count() == 1


@pytest.mark.parametrize("key", ["", "x", "\x00"])
def test_a_form_without_a_key_issues_nothing_and_asks_again(signed_in: Any, mill: Mill, key: str) -> None:
    answer = press(signed_in("body_officer"), mill.chair, once=key)

    assert "发放登录单并打印" in answer.content.decode()
    assert not invitations_of_all().exists()


def test_slips_of_a_colleague_are_not_voided_by_a_page_opened_before(
    cast: dict[str, User], signed_in: Any, mill: Mill
) -> None:
    mine, hers = signed_in("body_officer"), signed_in("organisation_staff")
    given = form_of(mine.get(ISSUE, {"officer": mill.chair.pk}))
    ((printed, *_),) = slips_of(press(hers, mill.chair))

    page = mine.post(ISSUE, given).content.decode()

    assert cast["organisation_staff"].name in page
    assert first_sign_in(printed).status_code == 302


def test_slips_used_since_are_not_offered_again(signed_in: Any, mill: Mill, riverside: Organisation) -> None:
    waits, browser = another_chair(riverside), signed_in("body_officer")
    given = form_of(browser.get(ISSUE, {"officer": [mill.chair.pk, waits.pk]}))
    for slip, *_ in slips_of(browser.post(ISSUE, given)):
        if slip.officer.pk != waits.pk:
            first_sign_in(slip)

    again = browser.post(ISSUE, given)

    assert form_of(again)["officer"] == [waits.pk]
    invitations_of_all().filter(used_at=None).update(withdrawn_at=timezone.now())
    assert "没有要重新发放的" in browser.post(ISSUE, given).content.decode()


def test_a_further_slip_leaves_the_chair_at_work_until_it_is_used(signed_in: Any, mill: Mill) -> None:
    at_work = Client()
    first_sign_in(issue(mill), at_work)

    answer = press(signed_in("body_officer"), mill.chair)

    assert "已全部退出" not in answer.content.decode()
    assert at_work.get("/portal/account/").status_code == 200
    first_sign_in(slips_of(answer)[0][0])
    assert at_work.get("/portal/account/").status_code == 302


def test_where_the_phone_is_lost_its_sessions_end_at_once(signed_in: Any, mill: Mill, riverside: Organisation) -> None:
    lost, other, chair = Client(), Client(), another_chair(riverside)
    first_sign_in(issue(mill), lost)
    other.post(f"/portal/welcome/{issue(chair).link}/", {**GIVEN, "phone": "13900000066"})
    browser = signed_in("body_officer")

    asked = browser.get(ISSUE, {"officer": [mill.chair.pk, chair.pk]}).content.decode()
    answer = press(browser, mill.chair, chair, lost=[mill.chair.pk])

    assert asked.count("手机遗失，立即退出已登录的手机") == 2
    assert "陈河 已登录的手机已全部退出（1 处）" in answer.content.decode()
    again = press(browser, mill.chair, lost=[mill.chair.pk])
    assert "陈河 没有登录着的手机" in again.content.decode()
    assert lost.get("/portal/account/")["Location"] == "/portal/login/?ended=1"
    assert other.get("/portal/account/").status_code == 200
    line = BookEntry.objects.get(act="accounts.end_sessions", by__username="body_officer", change="event")
    assert line.row_id == User.objects.get(username=PHONE).pk


def test_who_has_no_account_has_no_phone_to_lose(signed_in: Any, riverside: Organisation) -> None:
    chair = another_chair(riverside)
    browser = signed_in("body_officer")

    assert "手机遗失" not in browser.get(ISSUE, {"officer": chair.pk}).content.decode()
    assert len(slips_of(press(browser, chair, lost=[chair.pk, "x", "-1"]))) == 1
