"""核对版本码: whether paper and record agree, since when not; the paper's arrival is a tick."""

from datetime import date
from typing import Any

import pytest

from accounts.models import BookEntry
from members.models import FormPrint, Membership
from members.operations import belonging, people
from members.operations.forms import note_printed, receive, take_back_receipt
from members.sheets.fill import member_sheets, officer_sheets, organisation_sheet, roster_sheet
from members.sheets.standing import standing
from tests.conftest import Mill
from tests.factories import MembershipFactory, id_number
from tests.members.printing import DAY, known, prints
from tests.members.roles import as_the_application
from unions.models import Officer
from unions.operations import officers, organisations

CHECK = "/admin/members/formprint/check/"


@pytest.fixture
def person(mill: Mill) -> Membership:
    return known(mill)


def printed(cast: Any, mill: Mill, *sheets: Any) -> list[FormPrint]:
    codes = note_printed(list(sheets), mill.union, as_file="pdf", reason="核对", on=DAY, by=cast["body_officer"])
    return [prints().get(code=code) for code in codes]


def test_paper_and_record_agree_until_the_record_changes(cast: Any, mill: Mill, person: Membership) -> None:
    [row] = printed(cast, mill, *member_sheets([person.member]))
    assert standing(row, on=DAY).agrees

    people.change_details(person.member, mobile="13900000008", on=DAY, by=None)

    now = standing(row, on=DAY)
    line = BookEntry.objects.filter(table_name="members_member", row_id=person.member_id, change="update").latest("pk")
    assert (now.agrees, now.is_gone, now.changed_at) == (False, False, line.at)


def test_what_is_changed_back_agrees_again(cast: Any, mill: Mill, person: Membership) -> None:
    [row] = printed(cast, mill, *member_sheets([person.member]))
    people.change_details(person.member, mobile="13900000008", on=DAY, by=None)
    people.change_details(person.member, mobile="13900000001", on=DAY, by=None)

    assert standing(row, on=DAY).agrees


def test_another_number_is_noticed_although_the_digest_does_not_hold_it(
    cast: Any, mill: Mill, person: Membership
) -> None:
    [row] = printed(cast, mill, *member_sheets([person.member]))

    people.change_details(person.member, id_number=id_number(7 + 500 * 365), sex="", born_on=None, on=DAY, by=None)

    assert not standing(row, on=DAY).agrees


@pytest.mark.parametrize("form", ["organisation", "roster"])
def test_a_new_member_makes_the_union_s_papers_old(cast: Any, mill: Mill, person: Membership, form: str) -> None:
    sheet = organisation_sheet(mill.union, on=DAY) if form == "organisation" else roster_sheet(mill.union)
    [row] = printed(cast, mill, sheet)

    new = MembershipFactory(union=mill.union, id_number=id_number(90))

    now = standing(row, on=DAY)
    line = BookEntry.objects.get(table_name="members_membership", row_id=new.pk, change="insert")
    assert (now.agrees, now.changed_at) == (False, line.at if form == "organisation" else now.changed_at)
    assert now.changed_at is not None


def test_an_officer_s_paper_follows_the_tenure(cast: Any, mill: Mill, person: Membership) -> None:
    officer = Officer.objects.everywhere("a test").get(pk=mill.chair.pk)
    [row] = printed(cast, mill, *officer_sheets([officer]))

    officers.change_details(officer, mobile="13900000007", by=None)

    assert not standing(row, on=DAY).agrees


def test_who_has_left_is_on_another_paper(cast: Any, mill: Mill, person: Membership) -> None:
    [row] = printed(cast, mill, *member_sheets([person.member]))

    belonging.withdraw(person, on=date(2012, 10, 1), reason="个人要求退会", by=None)

    assert not standing(row, on=DAY).agrees


def test_the_desk_checks_a_code_however_it_is_typed(signed_in: Any, cast: Any, mill: Mill, person: Membership) -> None:
    [row] = printed(cast, mill, *member_sheets([person.member]))
    browser = signed_in("body_officer")
    with as_the_application():
        agrees = browser.get(CHECK, {"code": row.code.lower().replace("-", " ")}).content.decode()
    people.change_details(person.member, native_place="外县", on=DAY, by=None)
    with as_the_application():
        differs = browser.get(CHECK, {"code": row.code}).content.decode()

    assert "纸质件与现在的登记一致" in agrees
    assert "打印之后登记有改动" in differs
    assert person.member.name not in agrees + differs


def test_an_unknown_code_says_what_to_do(signed_in: Any, mill: Mill) -> None:
    told = signed_in("body_officer").get(CHECK, {"code": "AAAA-BBBB-CCCC"}).content.decode()

    assert "没有这个版本码" in told


def test_another_township_s_code_does_not_exist(signed_in: Any, cast: Any, mill: Mill, person: Membership) -> None:
    [row] = printed(cast, mill, *member_sheets([person.member]))

    assert "没有这个版本码" in signed_in("stranger").get(CHECK, {"code": row.code}).content.decode()
    assert "纸质件与现在的登记一致" in signed_in("auditor").get(CHECK, {"code": row.code}).content.decode()


def test_the_paper_s_arrival_is_ticked_once_and_taken_back(
    signed_in: Any, cast: Any, mill: Mill, person: Membership
) -> None:
    [row] = printed(cast, mill, *member_sheets([person.member]))
    browser = signed_in("body_officer")

    browser.post(f"/admin/members/formprint/{row.pk}/receive/")
    row.refresh_from_db(from_queryset=prints())
    assert row.received_on is not None
    assert row.received_by == cast["body_officer"]
    first = receive(row, on=date(2030, 1, 1), by=cast["organisation_staff"])
    assert first.received_on == row.received_on

    take_back_receipt(row, by=cast["body_officer"])
    row.refresh_from_db(from_queryset=prints())
    assert (row.received_on, row.received_by) == (None, None)


def test_the_list_tells_what_has_not_come_in(signed_in: Any, cast: Any, mill: Mill, person: Membership) -> None:
    first, second = printed(cast, mill, organisation_sheet(mill.union, on=DAY), *member_sheets([person.member]))
    receive(first, on=DAY, by=cast["body_officer"])

    told = signed_in("body_officer").get("/admin/members/formprint/?received=no").content.decode()

    assert second.code in told
    assert first.code not in told


def test_a_union_renamed_makes_its_papers_old(cast: Any, mill: Mill, person: Membership) -> None:
    [row] = printed(cast, mill, *member_sheets([person.member]))

    organisations.change_details(mill.union, name="河畔新纸厂工会", by=None)

    assert not standing(row, on=DAY).agrees


def test_the_list_of_prints_costs_the_same_for_one_and_for_ten(
    signed_in: Any, cast: Any, mill: Mill, django_assert_max_num_queries: Any
) -> None:
    browser = signed_in("body_officer")
    rows = [MembershipFactory(union=mill.union, id_number=id_number(n)).member for n in range(300, 310)]
    printed(cast, mill, *member_sheets(rows))

    with django_assert_max_num_queries(16):
        assert browser.get("/admin/members/formprint/").status_code == 200
