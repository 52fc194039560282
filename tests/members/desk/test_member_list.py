"""The list of members: what it shows, finds, narrows to and costs, and to whom."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import BookEntry, ListExport
from members.models import Member
from members.operations import belonging
from tests.conftest import CANARY, Mill
from tests.factories import EmployerFactory, MembershipFactory, OrganisationFactory, id_number
from tests.members.desk.conftest import LI, WANG, Two
from tests.members.roles import as_the_application
from unions.models import Kind

LIST = "/admin/members/member/"


def rows(page: Any) -> str:
    return str(page.content.decode().partition('id="result_list"')[2].partition("</table")[0])


def test_staff_see_the_members_masked(signed_in: Any, two: Two) -> None:
    page = signed_in("organisation_staff").get(LIST)

    assert "李河" in rows(page)
    assert "349*************" in rows(page)
    assert "139****0007" in rows(page)
    assert LI not in page.content.decode()
    assert "13900000007" not in page.content.decode()


def test_a_township_sees_its_own_members_only(signed_in: Any, two: Two) -> None:
    page = rows(signed_in("body_officer").get(LIST))

    assert "李河" in page
    assert "王山" not in page


def test_as_the_application_a_township_sees_its_own_members_only(signed_in: Any, two: Two) -> None:
    browser = signed_in("body_officer")
    with as_the_application():
        page = rows(browser.get(LIST))

    assert "李河" in page
    assert "王山" not in page


@pytest.mark.parametrize("who", ["system_admin", "rights_staff", "finance", "chair"])
def test_who_has_no_business_with_members_sees_no_list(signed_in: Any, two: Two, who: str) -> None:
    assert signed_in(who).get(LIST).status_code == 403


@pytest.mark.parametrize("words", ["李河", "lihe", "lh", "349999000101", "河畔纸厂工会"])
def test_a_member_is_found_by_name_pinyin_initials_and_union(signed_in: Any, two: Two, words: str) -> None:
    browser = signed_in("organisation_staff")
    with as_the_application():
        page = rows(browser.get(LIST, {"q": words}))

    assert "李河" in page
    assert "王山" not in page


@pytest.mark.parametrize("spelling", [LI, f" {LI[:6]} {LI[6:14]} {LI[14:]}", "".join(chr(ord(c) + 0xFEE0) for c in LI)])
def test_a_number_in_any_spelling_leads_to_its_person(signed_in: Any, two: Two, spelling: str) -> None:
    browser = signed_in("body_officer")
    with as_the_application():
        answer = browser.post(f"{LIST}number/", {"number": spelling})

    assert answer.url == f"{LIST}{two.li.member_id}/change/"
    assert LI not in answer.url


@pytest.mark.parametrize("number", [WANG, id_number(99), "x", "\x00"])
def test_a_number_elsewhere_a_strange_one_and_none_are_answered_alike(signed_in: Any, two: Two, number: str) -> None:
    browser = signed_in("body_officer")
    answer = browser.post(f"{LIST}number/", {"number": number}, follow=True)

    assert "您的范围内没有这个证件号码的会员" in answer.content.decode()
    assert CANARY not in answer.content.decode()


def test_with_no_number_typed_one_is_asked(signed_in: Any, two: Two) -> None:
    answer = signed_in("body_officer").post(f"{LIST}number/", {"number": " "}, follow=True)

    assert "请填写完整的证件号码" in answer.content.decode()
    assert "没有这个证件号码" not in answer.content.decode()


def test_a_number_stands_in_no_line_of_the_book(signed_in: Any, two: Two) -> None:
    signed_in("organisation_staff").post(f"{LIST}number/", {"number": LI})

    assert not any(LI in str(line.details) for line in BookEntry.objects.all())


def test_the_list_narrows_to_what_staff_ask(signed_in: Any, two: Two, mill: Mill) -> None:
    MembershipFactory(
        union=mill.union, name="张农", is_migrant=True, sex="female", employment="on_post",
        id_number=id_number(20, female=True), since=date(2012, 3, 1),
    )  # fmt: skip
    gone = MembershipFactory(union=mill.union, name="赵退", since=date(2012, 3, 1))
    belonging.withdraw(gone, on=date(2012, 6, 1), reason="个人要求退会", by=None)
    browser = signed_in("organisation_staff")

    def names(query: str) -> set[str]:
        page = rows(browser.get(f"{LIST}?{query}"))
        return {name for name in ("李河", "王山", "张农", "赵退") if name in page}

    assert names("") == {"李河", "王山", "张农", "赵退"}
    assert names("standing=current") == {"李河", "王山", "张农"}
    assert names("standing=withdrawn") == {"赵退"}
    assert names("is_migrant__exact=1") == {"张农"}
    assert names("sex__exact=female") == {"张农"}
    assert names("employment__exact=on_post") == {"张农"}
    assert names("joined=2012-03-01_2012-03-31") == {"张农", "赵退"}
    assert names("joined=2011-05-01_2011-05-01") == {"李河", "王山"}
    assert names("joined=nonsense") == set()
    assert names(f"union={mill.union.pk}") == {"李河", "张农", "赵退"}
    assert names(f"body={two.wang.union.parent_id}") == {"王山"}


@pytest.mark.parametrize("body", ["{0}", "x"])
def test_a_body_outside_ones_part_shows_nobody_and_says_so(signed_in: Any, two: Two, body: str) -> None:
    page = signed_in("body_officer").get(f"{LIST}?body={body.format(two.wang.union.parent_id)}")

    assert "李河" not in rows(page)
    assert "已经变更或不在您的范围内" in page.content.decode()
    assert CANARY not in page.content.decode()


@pytest.mark.parametrize("page", ["member/?standing=zz", "transfer/?side=zz"])
def test_a_choice_that_is_none_is_said(signed_in: Any, two: Two, page: str) -> None:
    answer = signed_in("body_officer").get(f"/admin/members/{page}").content.decode()

    assert "已经变更或不在您的范围内" in answer


def test_merged_and_erased_entries_are_not_in_the_list(signed_in: Any, two: Two) -> None:
    belonging.withdraw(two.li, on=date(2012, 6, 1), reason="个人要求退会", by=None)
    Member.objects.everywhere("arrange").filter(pk=two.li.member_id).update(merged_into=two.wang.member_id)

    assert "李河" not in rows(signed_in("organisation_staff").get(LIST))


def test_ten_members_cost_what_one_costs(signed_in: Any, two: Two, mill: Mill) -> None:
    browser = signed_in("organisation_staff")

    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert browser.get(LIST).status_code == 200
        return len(caught)

    joint = OrganisationFactory(parent=mill.union.parent, kind=Kind.GRASSROOTS_JOINT)
    queries()
    one = queries()
    for _ in range(9):
        MembershipFactory(union=joint, employer=EmployerFactory(body=joint.parent, union=joint))

    assert queries() == one


@pytest.mark.parametrize(("which", "register"), [("member", "members"), ("transfer", "transfers")])
def test_the_list_leads_to_its_register_whoever_may(signed_in: Any, two: Two, which: str, register: str) -> None:
    def links(who: str) -> tuple[bool, bool]:
        page = signed_in(who).get(f"/admin/members/{which}/").content.decode()
        export = f'href="/admin/registers/importrun/export/{register}/"'
        return 'href="/admin/registers/importrun/add/">导入<' in page, export in page

    assert links("body_officer") == (True, True)
    assert links("auditor") == (False, True)


def test_a_unit_whose_union_bears_its_name_is_not_said_twice(signed_in: Any, two: Two, mill: Mill) -> None:
    joint = OrganisationFactory(parent=mill.union.parent, kind=Kind.GRASSROOTS_JOINT, name="河畔联合工会")
    MembershipFactory(union=joint, employer=EmployerFactory(body=joint.parent, union=joint, name="河畔面坊"))
    MembershipFactory(union=mill.union, employer=mill.employer)
    page = rows(signed_in("organisation_staff").get(LIST))

    assert "河畔面坊" in page
    assert f">{mill.employer.name}<" not in page


def test_an_empty_list_says_what_next(signed_in: Any, mill: Mill) -> None:
    assert "办理入会" in signed_in("organisation_staff").get(f"{LIST}?q=没有这个人").content.decode()


def test_a_list_taken_away_asks_the_reason_and_holds_no_whole_number(
    signed_in: Any, two: Two, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    browser = signed_in("body_officer")
    assert "用途" in browser.get(f"{LIST}export/").content.decode()
    assert not ListExport.objects.exists()

    browser.post(f"{LIST}export/", {"reason": "核对名册"})

    assert ListExport.objects.get().list_key == "members.member"


def test_the_number_typed_into_the_big_box_finds_nobody(signed_in: Any, two: Two) -> None:
    page = signed_in("organisation_staff").get("/admin/search/", {"q": LI}).content.decode()

    assert "李河" not in page


def test_the_big_box_finds_members_of_ones_own_part(signed_in: Any, two: Two) -> None:
    assert "李河" in signed_in("body_officer").get("/admin/search/", {"q": "李河"}).content.decode()
    assert CANARY not in signed_in("body_officer").get("/admin/search/", {"q": "ws"}).content.decode()
