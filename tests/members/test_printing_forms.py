"""Printing real-name forms at the desk: who may, what is asked, what the book says; row security is real."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from accounts.models import BookEntry
from members import printing
from members.models import Member, Membership
from members.operations import people, transfers
from tests.conftest import Mill
from tests.factories import MembershipFactory, OrganisationFactory, id_number
from tests.members.printing import cells_of, known, prints
from tests.members.roles import as_the_application

WANTED = {"kind": "xlsx", "reason": "报送五月登记表"}


def page(name: str, row: Any) -> str:
    return f"/admin/members/formprint/{name}/{row.pk}/"


@pytest.fixture
def person(mill: Mill) -> Membership:
    return known(mill)


def test_a_member_s_form_is_printed_for_a_reason_that_the_book_keeps(signed_in: Any, person: Membership) -> None:
    browser = signed_in("body_officer")
    with as_the_application():
        answer = browser.post(page("member", person.member), WANTED)

    assert answer.status_code == 200, answer.content.decode()
    assert id_number(7) in cells_of(answer.content)
    line = BookEntry.objects.get(act="forms.print", change="event")
    assert (line.details["count"], line.details["reason"]) == (1, "报送五月登记表")
    printed = prints().get()
    assert (printed.form, printed.row_id, printed.union_id) == ("member", person.member_id, person.union_id)
    assert "no-store" in answer["Cache-Control"]


def test_an_officer_s_and_a_transfer_s_form_are_printed_too(signed_in: Any, mill: Mill, person: Membership) -> None:
    there = OrganisationFactory(parent=mill.union.parent, name="河畔茶厂工会")
    row = transfers.apply(person.member, there, on=date(2012, 9, 3), by=None)
    browser = signed_in("body_officer")
    with as_the_application():
        for name, record in (("officer", mill.chair), ("transfer", row)):
            assert f"陈河（{mill.union.name}）" in browser.get(page(name, record)).content.decode()
            assert id_number(7) in cells_of(browser.post(page(name, record), WANTED).content)


def test_without_a_reason_nothing_is_printed(signed_in: Any, person: Membership) -> None:
    answer = signed_in("body_officer").post(page("member", person.member), {"kind": "pdf", "reason": " "})

    assert "请用一句话写明用途" in answer.content.decode()
    assert not prints().exists()
    assert not BookEntry.objects.filter(act="forms.print").exists()


def test_a_whole_union_is_printed_in_one_file(signed_in: Any, mill: Mill, person: Membership) -> None:
    MembershipFactory(union=mill.union, name="王某", id_number=id_number(71))
    wanted = {"what": ["organisation", "roster", "members", "officers"], **WANTED}
    with as_the_application():
        answer = signed_in("body_officer").post(page("organisation", mill.union), wanted)

    assert answer.status_code == 200, answer.content.decode()
    # The union, its roster, two members, its chair.
    assert prints().count() == 5
    assert BookEntry.objects.get(act="forms.print", change="event").details["count"] == 2 + 2 + 1


def test_printing_unchanged_content_again_gives_the_same_code(signed_in: Any, mill: Mill, person: Membership) -> None:
    browser, wanted = signed_in("body_officer"), {"what": ["roster", "members"], **WANTED}
    for _ in range(2):
        browser.post(page("organisation", mill.union), wanted)
    assert prints().count() == 2

    people.change_details(person.member, mobile="13900000008", on=date(2012, 10, 31), by=None)
    browser.post(page("organisation", mill.union), wanted)

    assert prints().count() == 4


def test_the_pdf_bears_the_code(signed_in: Any, person: Membership, tmp_path: Path) -> None:
    answer = signed_in("organisation_staff").post(page("member", person.member), {"kind": "pdf", "reason": "核对"})

    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert "filename*=UTF-8''" in answer["Content-Disposition"]


def test_a_rare_character_sends_one_to_the_workbook(signed_in: Any, mill: Mill) -> None:
    member = MembershipFactory(union=mill.union, name="王\U000304b3").member
    browser = signed_in("body_officer")

    refused = browser.post(page("member", member), {"kind": "pdf", "reason": "核对"})

    assert "请改用 Excel" in refused.content.decode()
    assert not prints().exists()
    assert browser.post(page("member", member), WANTED).status_code == 200


def test_too_many_sheets_at_once_are_refused_with_advice(
    signed_in: Any, mill: Mill, person: Membership, monkeypatch: Any
) -> None:
    monkeypatch.setattr(printing, "MOST_SHEETS", 0)

    answer = signed_in("body_officer").post(page("organisation", mill.union), {"what": ["members"], **WANTED})

    assert "请改打花名册" in answer.content.decode()
    assert not prints().exists()


def test_a_transfer_is_printed_by_the_side_that_keeps_the_person(
    signed_in: Any, mill: Mill, quarry: Mill, person: Membership
) -> None:
    row = transfers.apply(person.member, quarry.union, on=date(2012, 9, 3), by=None)
    with as_the_application():
        refused = signed_in("stranger").post(page("transfer", row), WANTED)
        assert refused.status_code == 403
        assert "由会员档案所在的一方打印" in refused.content.decode()
        assert "没有这项职责" not in refused.content.decode()
        assert signed_in("body_officer").post(page("transfer", row), WANTED).status_code == 200
    transfers.accept(row, on=date(2012, 9, 5), by=None)

    with as_the_application():
        assert signed_in("stranger").post(page("transfer", row), WANTED).status_code == 200
        assert signed_in("body_officer").post(page("transfer", row), WANTED).status_code == 403


@pytest.mark.parametrize("name", ["member", "officer", "organisation"])
def test_another_township_s_people_do_not_exist(signed_in: Any, mill: Mill, person: Membership, name: str) -> None:
    row = {"member": person.member, "officer": mill.chair, "organisation": mill.union}[name]
    with as_the_application():
        assert signed_in("stranger").post(page(name, row), WANTED).status_code == 404


@pytest.mark.parametrize("who", ["auditor", "approver"])
def test_who_only_reads_prints_no_numbers(signed_in: Any, mill: Mill, person: Membership, who: str) -> None:
    for name, row in (("member", person.member), ("officer", mill.chair), ("organisation", mill.union)):
        assert signed_in(who).post(page(name, row), WANTED).status_code == 403
    assert not prints().exists()


def test_a_merged_entry_has_no_form(signed_in: Any, mill: Mill, person: Membership) -> None:
    other = Member.objects.everywhere("a test").create(
        union=mill.union, name="陈河", id_number_sealed="x", id_number_index="y" * 64, merged_into=person.member
    )

    assert signed_in("body_officer").get(page("member", other)).status_code == 404


def test_the_buttons_stand_on_the_pages_of_the_records(signed_in: Any, mill: Mill, person: Membership) -> None:
    there = OrganisationFactory(parent=mill.union.parent, name="河畔茶厂工会")
    row = transfers.apply(person.member, there, on=date(2012, 9, 3), by=None)
    browser = signed_in("body_officer")

    for name, record in (("member", person.member), ("transfer", row)):
        assert page(name, record) in browser.get(f"/admin/members/{name}/{record.pk}/change/").content.decode()

    assert (
        page("organisation", mill.union)
        in browser.get(f"/admin/unions/organisation/{mill.union.pk}/change/").content.decode()
    )
    assert page("officer", mill.chair) in browser.get(f"/admin/unions/officer/{mill.chair.pk}/change/").content.decode()


def test_the_auditor_sees_no_button(signed_in: Any, mill: Mill) -> None:
    told = signed_in("auditor").get(f"/admin/unions/officer/{mill.chair.pk}/change/").content.decode()

    assert "打印登记表" not in told


def test_a_federation_has_no_roster(signed_in: Any, riverside: Any) -> None:
    told = signed_in("body_officer").get(page("organisation", riverside)).content.decode()

    assert "基层工会组织实名制登记表" in told
    assert "花名册" not in told
