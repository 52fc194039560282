"""A register of persons leaves: the own part only, numbers masked unless whole ones are asked for, and by whom."""

from datetime import date

import openpyxl
import pytest

from accounts import wall
from accounts.models import BookEntry
from accounts.refused import Refused
from members.models import Member
from members.operations import arrivals, belonging, transfers
from registers import operations
from tests.factories import MembershipFactory, id_number
from tests.members.roles import as_the_application
from tests.registers.sheets import bring, found

pytestmark = pytest.mark.django_db
EXPORT = "/admin/registers/importrun/export/members/"


@pytest.fixture
def members(cast, mill, quarry):
    return (
        MembershipFactory(union=mill.union, id_number=id_number(1), name="李河", mobile="13900000001"),
        MembershipFactory(union=quarry.union, id_number=id_number(2), name="王山"),
    )


def rows_of(file):
    page = openpyxl.load_workbook(file).active
    return [list(row) for row in page.iter_rows(values_only=True)]


def content(answer, tmp_path):
    path = tmp_path / "taken.xlsx"
    path.write_bytes(b"".join(answer.streaming_content))
    return path


@pytest.mark.parametrize("register", ["members", "transfers"])
def test_an_export_reads_back_unchanged(tmp_path, cast, members, quarry, register):
    transfers.apply(members[0].member, quarry.union, on=date(2012, 6, 1), reason="调动", by=None)
    left = MembershipFactory(union=quarry.union, id_number=id_number(3))
    belonging.withdraw(left, on=date(2012, 1, 1), reason="离职", by=None)
    belonging.retain(members[1], on=date(2012, 1, 1), reason="服役", by=None)
    path = tmp_path / "out.xlsx"

    rows = operations.export_register(register, path, by=None)
    _, outcome = bring(path, register)

    assert rows == (3 if register == "members" else 1)
    assert (outcome.unchanged, outcome.changed, outcome.created, found(outcome)) == (rows, 0, 0, [])


def test_a_member_who_moved_stands_once_where_he_is(tmp_path, members, quarry):
    transfer = transfers.apply(members[0].member, quarry.union, on=date(2012, 6, 1), by=None)
    transfers.accept(transfer, on=date(2012, 6, 2), by=None)

    operations.export_register("members", tmp_path / "out.xlsx", by=None)

    rows = [row for row in rows_of(tmp_path / "out.xlsx")[1:] if row[0] == id_number(1)]
    assert [(row[6], f"{row[8]:%Y-%m-%d}") for row in rows] == [(quarry.union.code, "2012-06-02")]


def test_merged_and_erased_persons_are_left_out(tmp_path, members):
    one, other = (membership.member for membership in members)
    belonging.withdraw(members[0], on=date(2012, 1, 1), reason="重复", by=None)
    Member.objects.everywhere("test").filter(pk=one.pk).update(merged_into=other)

    assert operations.export_register("members", tmp_path / "out.xlsx", by=None) == 1


def test_a_township_takes_its_own_members_masked_with_its_name_on_the_sheet(tmp_path, signed_in, members):
    answer = signed_in("body_officer").post(EXPORT, {"reason": "核对花名册"})

    rows = rows_of(content(answer, tmp_path))
    assert "导出" in rows[0][0]
    assert "body_officer" in rows[0][0]
    assert [(row[0], row[10]) for row in rows[2:]] == [(f"349{'*' * 13}{id_number(1)[-2:]}", "139****0001")]
    assert BookEntry.objects.get(act="registers.export").details["numbers"] == "隐去部分"


def test_whole_numbers_leave_by_a_tick_and_the_book_says_so(tmp_path, signed_in, members):
    browser = signed_in("body_officer")
    assert "导出完整的证件号码" in browser.get(EXPORT).content.decode()

    answer = browser.post(EXPORT, {"reason": "上报市总", "whole": "on"})

    assert [row[0] for row in rows_of(content(answer, tmp_path))[2:]] == [id_number(1)]
    details = BookEntry.objects.get(act="registers.export").details
    assert (details["numbers"], details["reason"]) == ("完整", "上报市总")


def test_a_sheet_with_a_watermark_reads_back(tmp_path, signed_in, members, mill):
    answer = signed_in("organisation_staff").post(EXPORT, {"reason": "备份", "whole": "on"})

    _, outcome = bring(content(answer, tmp_path), "members")

    assert (outcome.unchanged, found(outcome)) == (2, [])


def test_a_masked_sheet_is_refused_when_it_comes_back(tmp_path, signed_in, members):
    answer = signed_in("organisation_staff").post(EXPORT, {"reason": "核对"})

    _, outcome = bring(content(answer, tmp_path), "members")

    assert {code for _, _, code in found(outcome)} == {"bad_id_number", "bad_phone"}
    assert outcome.created == 0


def test_no_reason_no_export(signed_in, members):
    answer = signed_in("body_officer").post(EXPORT, {"whole": "on"})

    assert answer.status_code == 200
    assert "请写明导出的用途" in answer.content.decode()
    assert not BookEntry.objects.filter(act="registers.export").exists()


@pytest.mark.parametrize(("who", "whole"), [("finance", False), ("approver", True), ("rights_staff", False)])
def test_whoever_keeps_no_members_takes_none(tmp_path, cast, members, who, whole):
    with pytest.raises(Refused):
        operations.export_register("members", tmp_path / "out.xlsx", whole=whole, by=cast[who])


def test_the_wall_holds_for_an_export_too(tmp_path, cast, members):
    with as_the_application(), wall.parts(cast["stranger"].personal_paths):
        rows = operations.export_register("members", tmp_path / "out.xlsx", by=cast["stranger"])

    assert rows == 1


def test_the_other_side_of_a_transfer_takes_the_number_masked_whatever_was_ticked(tmp_path, cast, members, quarry):
    transfers.apply(members[0].member, quarry.union, on=date(2012, 6, 1), opinion="同意转出", by=None)
    path = tmp_path / "out.xlsx"

    with as_the_application(), wall.parts(cast["stranger"].personal_paths):
        operations.export_register("transfers", path, by=cast["stranger"])

    ((number, name, *_),) = rows_of(path)[1:]
    assert (number, name) == (f"349{'*' * 13}{id_number(1)[-2:]}", "李河")


def taken_by(who, path):
    with as_the_application(), wall.parts(who.personal_paths):
        operations.export_register("transfers", path, by=who)
    return [row[2:4] for row in rows_of(path)[1:]]


def test_an_export_does_not_tell_the_receiver_where_somebody_is_before_the_sender_had_its_word(
    tmp_path, cast, members, mill, quarry
):
    path, codes = tmp_path / "out.xlsx", [mill.union.code, quarry.union.code]
    row = transfers.ask_for(quarry.union, number=id_number(1), name="李河", on=date(2012, 6, 1), by=cast["stranger"])

    assert taken_by(cast["stranger"], path) == []
    assert taken_by(cast["body_officer"], path) == taken_by(cast["organisation_staff"], path) == [codes]

    arrivals.agree(row, by=cast["body_officer"])

    assert taken_by(cast["stranger"], path) == [codes]


def test_the_page_of_the_export_says_what_is_left_out(signed_in):
    page = signed_in("body_officer").get("/admin/registers/importrun/export/transfers/").content.decode()

    assert "转出工会还没有表态的转入申请不在导出的表里" in page
