"""Who may bring in whom: nobody is moved, nobody reads of a part that is not his or hers (security.md 24)."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts import wall
from accounts.refused import Refused
from members.models import Member, Membership
from registers import operations
from registers.models import ImportRun
from tests.factories import MembershipFactory, id_number
from tests.members.roles import as_the_application
from tests.members.rosters import QUARRY, a_row, memberships, person
from tests.registers.sheets import bring, found, load, sheet

pytestmark = pytest.mark.django_db


def test_a_member_of_another_union_is_not_moved_and_a_transfer_is_offered(tmp_path, cast, quarry):
    MembershipFactory(union=quarry.union, id_number=id_number(1))

    outcome = load(tmp_path, "members", [a_row()], by=cast["organisation_staff"])

    assert found(outcome) == [(2, "工会编码", "conflict")]
    assert quarry.union.name in outcome.faults[0].message
    assert "接转" in outcome.faults[0].message
    assert person().union_id == quarry.union.pk


def test_a_township_learns_only_that_it_is_another_union_of_the_county(tmp_path, cast, quarry):
    MembershipFactory(union=quarry.union, id_number=id_number(1), name="王山")

    outcome = load(tmp_path, "members", [a_row()], by=cast["body_officer"])

    assert found(outcome) == [(2, "工会编码", "conflict")]
    assert "本县另一工会" in outcome.faults[0].message
    assert quarry.union.name not in outcome.faults[0].message
    assert "王山" not in outcome.faults[0].message


def test_rows_of_another_part_are_refused_one_by_one(tmp_path, cast):
    rows = [a_row(1), a_row(2, 工会编码=QUARRY), a_row(3, 工会编码=QUARRY)]

    outcome = load(tmp_path, "members", rows, by=cast["body_officer"], partial=True)

    assert found(outcome) == [(3, "工会编码", "out_of_scope"), (4, "工会编码", "out_of_scope")]
    assert Member.objects.everywhere("test").count() == 1


def test_an_auditor_brings_nobody_in(tmp_path, cast):
    outcome = load(tmp_path, "members", [a_row(1)], by=cast["auditor"])

    assert found(outcome) == [(2, "工会编码", "out_of_scope")]


def test_with_row_security_real_a_township_brings_its_members_in_and_takes_them_back(tmp_path, cast, mill):
    MembershipFactory(union=mill.union, id_number=id_number(1), mobile="13900000001")
    path = sheet(tmp_path, "members", [a_row(1, 移动电话="13900000002"), a_row(2)])

    with as_the_application(), wall.parts(cast["body_officer"].personal_paths):
        run, outcome = bring(path, "members", by=cast["body_officer"])
        again = bring(path, "members", by=cast["body_officer"])[1]
        done = operations.undo_import(run, by=cast["body_officer"])

    assert (outcome.created, outcome.changed, found(outcome)) == (1, 1, [])
    assert again.unchanged == 2
    assert done == {"deleted": 1, "restored": 1}
    assert person(1).mobile == "13900000001"
    assert Member.objects.everywhere("test").count() == 1


def test_undoing_puts_a_person_back_where_he_was(tmp_path, mill, quarry):
    left = MembershipFactory(union=quarry.union, id_number=id_number(1), mobile="13900000001")
    Membership.objects.everywhere("test").filter(pk=left.pk).update(
        until=date(2012, 1, 1), state="withdrawn", changed_on=date(2012, 1, 1), reason="离职"
    )
    run, outcome = bring(sheet(tmp_path, "members", [a_row(入会日期="2012-02-01", 移动电话="13900000002")]), "members")
    assert outcome.created == 1

    operations.undo_import(run, by=None)

    assert (person().union_id, person().mobile) == (quarry.union.pk, "13900000001")
    assert [one.pk for one in memberships()] == [left.pk]


def test_undo_is_refused_when_a_person_was_touched_later(tmp_path, mill):
    run, _ = bring(sheet(tmp_path, "members", [a_row()]), "members")
    load(tmp_path, "members", [a_row(移动电话="13900000002")])

    with pytest.raises(Refused, match="后来又被修改过"):
        operations.undo_import(run, by=None)


def test_the_good_rows_are_written_when_only_they_are_wanted(tmp_path, mill):
    rows = [a_row(1), a_row(2, 入会日期="2011.5"), a_row(3, 移动电话="1390000000")]

    outcome = load(tmp_path, "members", rows, partial=True)

    assert found(outcome) == [(3, "入会日期", "not_a_date"), (4, "移动电话", "bad_phone")]
    assert Member.objects.everywhere("test").count() == 1


def test_a_check_writes_nothing(tmp_path, mill):
    _, outcome = bring(sheet(tmp_path, "members", [a_row(1)]), "members", check=True)

    assert outcome.created == 1
    assert not Member.objects.everywhere("test").exists()


def test_what_the_run_keeps_of_its_preview_and_faults_holds_no_number(tmp_path, mill):
    wrong = id_number(2)[:-1] + ("1" if id_number(2)[-1] != "1" else "2")
    run, _ = bring(sheet(tmp_path, "members", [a_row(1), a_row(证件号码=wrong), a_row(1)]), "members", check=True)

    kept = f"{run.preview} {list(run.faults.values_list('value', 'message'))}"
    assert [code for _, code in sorted(run.faults.values_list("row", "code"))] == ["bad_id_number", "duplicate_in_file"]
    assert id_number(1) not in kept
    assert wrong not in kept


def test_a_township_sends_a_file_looks_and_writes_it_at_the_desk_with_row_security_real(
    tmp_path, settings, signed_in, mill, quarry, django_capture_on_commit_callbacks
):
    settings.MEDIA_ROOT = tmp_path / "files"
    MembershipFactory(union=quarry.union, id_number=id_number(2))
    path = sheet(tmp_path, "members", [a_row(1), a_row(2, 姓名="别人")], "花名册.xlsx")
    browser = signed_in("body_officer")

    with as_the_application(), wall.parts([]):
        with django_capture_on_commit_callbacks(execute=True):
            browser.post("/admin/registers/importrun/add/", {"file": SimpleUploadedFile(path.name, path.read_bytes())})
        run = ImportRun.objects.latest("pk")
        page = browser.get(f"/admin/registers/importrun/{run.pk}/change/").content.decode()
        with django_capture_on_commit_callbacks(execute=True):
            browser.post(f"/admin/registers/importrun/{run.pk}/decide/", {"do": "write", "mark": run.mark})
        rows = browser.get(f"/admin/registers/importrun/{run.pk}/rows/")

    run.refresh_from_db()
    assert (run.register, run.state, run.created, run.fault_count) == ("members", "partly", 1, 1)
    for hidden in (id_number(1), id_number(2), quarry.union.name):
        assert hidden not in page
    assert rows.status_code == 200
    assert person(1).union == mill.union
