"""办理入会 at the desk, from the list and from a union's page."""

from datetime import date
from typing import Any

import pytest

from accounts.models import BookEntry
from members.models import Member, Membership
from members.operations import belonging
from tests.conftest import CANARY, Mill
from tests.factories import id_number
from tests.members.desk.conftest import LI, WANG, Two, memberships_of, person
from tests.members.roles import as_the_application

ADD = "/admin/members/member/add/"


def filled(mill: Mill, **values: Any) -> dict[str, Any]:
    return {
        "union": mill.union.pk,
        "employer": mill.employer.pk,
        "since": "2012-10-31",
        "name": "周新",
        "id_kind": "resident",
        "id_number": id_number(30),
        "mobile": "13900000030",
        "is_migrant": "true",
        "is_dispatched": "unknown",
        **values,
    }


@pytest.mark.parametrize("who", ["organisation_staff", "body_officer"])
def test_staff_take_a_person_in(signed_in: Any, mill: Mill, who: str) -> None:
    browser = signed_in(who)
    with as_the_application():
        answer = browser.post(f"{ADD}?union={mill.union.pk}", filled(mill))

    joined = Membership.objects.everywhere("a test").get()
    assert answer.url == f"/admin/members/member/{joined.member_id}/change/"
    assert (joined.union, joined.employer, joined.since) == (mill.union, mill.employer, date(2012, 10, 31))
    assert (person(joined).name, person(joined).sex, person(joined).is_migrant) == ("周新", "male", True)
    assert BookEntry.objects.filter(act="members.join").exists()


def take_back(browser: Any, row: Membership) -> Any:
    return browser.post(f"/admin/members/member/{row.member_id}/take-back-join/", {}, follow=True)


def test_whoever_entered_a_person_by_mistake_takes_the_entry_back(signed_in: Any, mill: Mill) -> None:
    browser = signed_in("body_officer")
    with as_the_application():
        page = browser.post(f"{ADD}?union={mill.union.pk}", filled(mill), follow=True).content.decode()
        joined = Membership.objects.everywhere("a test").get()
        assert page.count(f"/admin/members/member/{joined.member_id}/take-back-join/") == 2  # the sentence, the button

        answer = take_back(browser, joined)

    assert "周新 的入会登记已撤回" in answer.content.decode()
    assert not Member.objects.everywhere("a test").exists()


def test_who_did_not_enter_the_person_is_offered_nothing_and_refused(signed_in: Any, mill: Mill) -> None:
    signed_in("body_officer").post(f"{ADD}?union={mill.union.pk}", filled(mill))
    joined = Membership.objects.everywhere("a test").get()
    browser = signed_in("organisation_staff")

    assert "take-back-join" not in browser.get(f"/admin/members/member/{joined.member_id}/change/").content.decode()
    assert "只有登记的人可以撤回" in take_back(browser, joined).content.decode()
    assert Member.objects.everywhere("a test").exists()


def test_somebody_who_joined_again_keeps_the_old_membership(signed_in: Any, mill: Mill) -> None:
    browser = signed_in("body_officer")
    browser.post(f"{ADD}?union={mill.union.pk}", filled(mill))
    old = Membership.objects.everywhere("a test").get()
    belonging.withdraw(old, on=date(2012, 11, 5), reason="个人要求退会", by=None)
    browser.post(
        f"/admin/members/member/{old.member_id}/rejoin/", {"union": mill.union.pk, "since": "2012-11-20"}, follow=True
    )

    assert take_back(browser, old).redirect_chain[-1][0] == f"/admin/members/member/{old.member_id}/change/"

    assert [row.pk for row in memberships_of(old.member)] == [old.pk]


def test_the_form_says_what_it_collects_for_on_what_ground_and_how_long(signed_in: Any, mill: Mill) -> None:
    page = signed_in("body_officer").get(f"{ADD}?union={mill.union.pk}").content.decode()

    for words in ("用途：", "个人信息保护法", "单独同意", "会籍终止满 5 年", ">办理入会</button>"):
        assert words in page
    assert mill.employer.name in page


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"id_number": "349999199001010011"}, "校验"),
        ({"id_number": ""}, "请填写证件号码"),
        ({"name": "周1"}, "不像是人的姓名"),
        ({"mobile": "12345"}, "不是手机号码"),
        ({"since": "2099-01-01"}, "还没有到"),
        ({"since": "2009-12-31"}, "建会日期"),
        ({"sex": "female"}, "性别与证件号码不符"),
        ({"union": ""}, "请选择工会"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_written(
    signed_in: Any, mill: Mill, wrong: dict[str, str], sentence: str
) -> None:
    page = signed_in("body_officer").post(ADD, filled(mill, **wrong)).content.decode()

    assert sentence in page
    assert not Member.objects.everywhere("a test").exists()


def test_a_person_who_belongs_elsewhere_gets_the_neutral_sentence_and_the_way_to_a_transfer(
    signed_in: Any, two: Two, mill: Mill
) -> None:
    browser = signed_in("body_officer")
    with as_the_application():
        page = browser.post(f"{ADD}?union={mill.union.pk}", filled(mill, id_number=WANG)).content.decode()

    assert belonging.ELSEWHERE.format(name="周新") in page
    assert f"/admin/members/transfer/add/?union={mill.union.pk}" in page
    assert CANARY not in page


def test_no_transfer_is_offered_for_any_other_refusal(signed_in: Any, mill: Mill) -> None:
    page = signed_in("body_officer").post(ADD, filled(mill, since="2099-01-01")).content.decode()

    assert "/admin/members/transfer/add/?union" not in page


def test_joining_twice_is_once(signed_in: Any, mill: Mill) -> None:
    browser = signed_in("body_officer")
    browser.post(ADD, filled(mill))
    browser.post(ADD, filled(mill))

    assert Membership.objects.everywhere("a test").count() == 1


def test_a_former_member_joins_again_and_keeps_the_old_time(signed_in: Any, two: Two) -> None:
    belonging.withdraw(two.li, on=date(2012, 3, 1), reason="个人要求退会", by=None)
    browser = signed_in("body_officer")
    address = f"/admin/members/member/{two.li.member_id}/rejoin/"
    with as_the_application():
        browser.post(address, {"union": two.li.union_id, "since": "2012-09-01"})

    days = [(each.since, each.until) for each in memberships_of(two.li.member)]
    assert days == [(date(2011, 5, 1), date(2012, 3, 1)), (date(2012, 9, 1), None)]


@pytest.mark.parametrize("who", ["auditor", "approver", "system_admin", "rights_staff", "finance"])
def test_colleagues_without_the_duty_take_nobody_in(signed_in: Any, mill: Mill, who: str) -> None:
    assert signed_in(who).post(ADD, filled(mill)).status_code == 403
    assert not Member.objects.everywhere("a test").exists()


def test_a_stranger_takes_nobody_into_anothers_union(signed_in: Any, mill: Mill) -> None:
    answer = signed_in("stranger").post(ADD, filled(mill))

    assert answer.status_code in (200, 403)
    assert not Member.objects.everywhere("a test").exists()


def test_the_number_stays_in_no_address_and_in_no_line_of_the_book(signed_in: Any, mill: Mill) -> None:
    answer = signed_in("body_officer").post(ADD, filled(mill, id_number=LI))

    assert LI not in answer.url
    assert not any(LI in f"{line.after}{line.details}" for line in BookEntry.objects.all())


def test_a_unions_page_counts_its_members_and_leads_to_joining(signed_in: Any, two: Two, mill: Mill) -> None:
    page = signed_in("body_officer").get(f"/admin/unions/organisation/{mill.union.pk}/change/").content.decode()

    assert "在册会员 <strong>1</strong> 人" in page
    assert f"{ADD}?union={mill.union.pk}" in page
    assert f"/admin/members/member/?standing=current&amp;union={mill.union.pk}" in page


def test_who_sees_no_members_sees_no_count(signed_in: Any, two: Two, mill: Mill) -> None:
    page = signed_in("finance").get(f"/admin/unions/organisation/{mill.union.pk}/change/").content.decode()

    assert "在册会员" not in page


def test_who_is_on_the_roster_already_is_said_to_be_and_nothing_is_dropped_silently(
    signed_in: Any, two: Two, mill: Mill
) -> None:
    browser = signed_in("body_officer")
    page = browser.post(ADD, filled(mill, name="李河", id_number=LI), follow=True).content.decode()

    assert "已经在本工会的花名册上，没有重复登记" in page
    assert "已登记为会员" not in page
    assert f'<a href="/admin/members/member/{two.li.member_id}/change/">李河</a>' in page


def test_another_name_under_a_number_of_the_roster_is_refused(signed_in: Any, two: Two, mill: Mill) -> None:
    page = signed_in("body_officer").post(ADD, filled(mill, name="李三", id_number=LI)).content.decode()

    assert "登记的是另一个姓名，没有改动" in page
    assert person(two.li).name == "李河"
