"""What stands on the four real-name forms (domain.md B3-B5), compared with texts that were checked by hand."""

import os
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from members.models import Member, Transfer
from members.operations import belonging, people, transfers
from members.sheets.content import LETTERS, Sheet, code_of, code_typed
from members.sheets.fill import member_sheets, officer_sheets, organisation_sheet, roster_sheet, transfer_sheet
from tests.conftest import Mill
from tests.factories import EmployerFactory, MembershipFactory, OrganisationFactory, id_number
from tests.members.printing import DAY, boxes, known
from unions.models import Kind, Officer
from unions.operations import officers

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "forms"


def as_text(sheet: Sheet) -> str:
    lines = [sheet.title, f"单位：{sheet.union}"]
    for group in sheet.groups:
        lines.append(f"[{group.title}]")
        for row in group.rows:
            for box in row:
                choices = " ".join(f"{'☑' if option == box.value else '□'}{option}" for option in box.options)
                lines.append(f"{box.label}：{choices or box.value}")
    if sheet.table is not None:
        lines += [sheet.table.title, *(" | ".join(row) for row in (sheet.table.heads, *sheet.table.rows))]
    return "\n".join(lines) + "\n"


def approve(name: str, sheet: Sheet) -> None:
    path, told = GOLDEN / f"{name}.txt", as_text(sheet)
    if os.environ.get("GOLDEN"):
        path.write_text(told)
    assert told == path.read_text(), f"GOLDEN=1 writes {path.name} anew"


def test_the_union_s_form_says_what_is_on_file(mill: Mill) -> None:
    known(mill)
    rows = type(mill.employer).objects.everywhere("a test").filter(pk=mill.employer.pk)
    rows.update(credit_code="913499990000000079")  # not the factory's next: tests run in any order
    mill.union.refresh_from_db(from_queryset=type(mill.union).objects.everywhere("a test"))

    approve("organisation", organisation_sheet(mill.union, on=DAY))


def test_a_union_of_several_employers_lists_them(riverside: Any) -> None:
    union = OrganisationFactory(parent=riverside, code="349999000150", name="河畔联合工会", kind=Kind.GRASSROOTS_JOINT)
    for number, name in enumerate(("河畔面馆", "河畔鞋铺")):
        EmployerFactory(
            body=riverside, union=union, name=name, staff=5 + number, credit_code=f"9134999900000{number}000X"
        )

    approve("organisation-joint", organisation_sheet(union, on=DAY))


def test_the_member_s_form_says_what_is_on_file(mill: Mill) -> None:
    approve("member", member_sheets([known(mill).member])[0])


def test_what_is_not_on_file_stays_blank(mill: Mill) -> None:
    told = boxes(member_sheets([MembershipFactory(union=mill.union).member])[0])

    assert {label for label, value in told.items() if not value} == {
        "民族", "籍贯", "移动电话", "就业状况", "学历", "技术等级", "政治面貌", "户籍类型", "户籍所在地", "是否农民工会员", "会籍变化原因",
    }  # fmt: skip


def test_the_officers_form_takes_nothing_from_a_register_that_the_printer_may_not_see(mill: Mill, quarry: Mill) -> None:
    officers.change_details(mill.chair, id_number=id_number(1), by=None)
    MembershipFactory(
        union=quarry.union, name=mill.chair.name, id_number=id_number(1), native_place="云外县某村", ethnicity="02"
    )

    said = officer_sheets([Officer.objects.everywhere("a test").get(pk=mill.chair.pk)])[0].canonical()

    assert "云外县某村" not in said
    assert "蒙古族" not in said


def test_the_officer_s_form_takes_the_rest_from_the_members_register(mill: Mill) -> None:
    known(mill)
    mill.chair.refresh_from_db(from_queryset=type(mill.chair).objects.everywhere("a test"))

    approve("officer", officer_sheets([mill.chair])[0])


def test_the_transfer_s_form_has_both_unions_and_room_for_three_opinions(mill: Mill, quarry: Mill) -> None:
    row = transfers.apply(
        known(mill).member, quarry.union, on=date(2012, 9, 3), reason="调到本单位工作", opinion="同意转出", by=None
    )

    approve("transfer", transfer_sheet(row))


def test_the_transfer_s_form_does_not_tell_where_somebody_was_who_came_another_way(mill: Mill, quarry: Mill) -> None:
    li = known(mill).member
    asked = transfers.apply(li, quarry.union, on=date(2012, 9, 3), by=None)
    transfers.cancel(asked, on=date(2012, 9, 4), by=None)
    way = transfers.apply(li, quarry.union, on=date(2012, 9, 5), by=None)
    transfers.accept(way, on=date(2012, 9, 5), by=None)
    asked, way = Transfer.objects.everywhere("a test").order_by("pk")

    assert (boxes(transfer_sheet(asked))["转出工会"], boxes(transfer_sheet(asked))["入会日期"]) == ("", "")
    assert boxes(transfer_sheet(way))["转出工会"] == mill.union.name


def test_the_roster_has_everybody_who_is_a_member_by_name(mill: Mill) -> None:
    known(mill)
    left = MembershipFactory(union=mill.union, name="安某", id_number=id_number(70))
    belonging.withdraw(left, on=date(2012, 3, 1), reason="个人要求退会", by=None)
    MembershipFactory(union=mill.union, name="王某", id_number=id_number(71))

    approve("roster", roster_sheet(mill.union))


@pytest.mark.parametrize(
    ("end", "said"),
    [
        ("retain", ("保留", "2012-04-02", "失业")),
        ("withdraw", ("退会", "2012-04-02", "失业")),
        ("expel", ("除名", "2012-04-02", "失业")),
    ],
)
def test_the_last_change_is_said_in_the_form_s_words(mill: Mill, end: str, said: tuple[str, str, str]) -> None:
    membership = MembershipFactory(union=mill.union)
    getattr(belonging, end)(membership, on=date(2012, 4, 2), reason="失业", by=None)

    told = boxes(member_sheets([membership.member])[0])

    assert (told["会籍变化类型"], told["会籍变化日期"], told["会籍变化原因"]) == said


def test_who_came_from_another_union_was_moved_in(mill: Mill, quarry: Mill) -> None:
    member = MembershipFactory(union=quarry.union).member
    row = transfers.apply(member, mill.union, on=date(2012, 5, 7), reason="调动", by=None)
    transfers.accept(row, on=date(2012, 5, 9), by=None)
    member = Member.objects.everywhere("a test").get(pk=member.pk)

    told = boxes(member_sheets([member])[0])

    assert (told["会籍变化类型"], told["会籍变化日期"], told["所在工会"]) == ("转入", "2012-05-09", mill.union.name)


def test_the_forms_of_thirty_cost_what_one_costs(mill: Mill, django_assert_num_queries: Any) -> None:
    rows = [MembershipFactory(union=mill.union, id_number=id_number(n)).member for n in range(100, 130)]
    with django_assert_num_queries(3):
        member_sheets(rows[:1])

    with django_assert_num_queries(3):
        member_sheets(rows)


def test_unchanged_content_has_the_same_code_and_a_change_another(mill: Mill) -> None:
    member = known(mill).member
    before = member_sheets([member])[0]
    again = member_sheets([Member.objects.everywhere("a test").get(pk=member.pk)])[0]
    people.change_details(member, mobile="13900000009", on=DAY, by=None)
    after = member_sheets([Member.objects.everywhere("a test").get(pk=member.pk)])[0]

    assert code_of(mill.union.pk, before) == code_of(mill.union.pk, again)
    assert code_of(mill.union.pk, before) != code_of(mill.union.pk, after)


def test_the_digest_tells_a_thief_nothing_of_the_number(mill: Mill) -> None:
    """Sequence numbers can be tried through; so the digest stands on the keyed index, which the number alone does not give."""
    sheet = member_sheets([known(mill).member])[0]

    assert id_number(7) not in sheet.canonical()
    assert id_number(7) in "".join(sheet.words())
    assert id_number(7) not in roster_sheet(mill.union).canonical()


def test_two_records_with_the_same_words_have_two_codes(mill: Mill) -> None:
    sheet = organisation_sheet(mill.union, on=DAY)

    assert code_of(1, sheet) != code_of(2, sheet)
    assert code_of(1, sheet) != code_of(1, replace(sheet, row_id=99))


def test_a_code_is_read_however_it_is_typed(mill: Mill) -> None:
    code = code_of(1, organisation_sheet(mill.union, on=DAY))

    assert set(code) <= set(LETTERS) | {"-"}
    assert code_typed(f" {code.lower().replace('-', ' ')} ") == code
    assert code_typed(code[:-1]) == ""
    assert code_typed(code[:-1] + "O") == ""
