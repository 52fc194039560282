"""An import of files is taken back as one act, as long as nothing later touched them (registers.md §2)."""

from datetime import date

import pytest
from django.utils import timezone

from accounts.refused import Refused
from hardship.models import FileVersion, HardshipFile, HouseholdPerson
from hardship.operations import files
from registers import operations
from tests.factories import id_number
from tests.hardship.dossiers.books import FAMILY, LI, WU, WU_SELF, dossiers, file_of, newest
from tests.hardship.families import make_application, make_programme
from tests.registers.sheets import bring

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def places(mill, quarry):
    """The mill's union in riverside, the quarry's in hilltop."""


def load(folder, rows, household):
    return bring(dossiers(folder, rows, household), "dossiers")[0]


def test_new_files_are_gone(tmp_path):
    run = load(tmp_path, [LI, WU], [*FAMILY, WU_SELF])

    assert operations.undo_import(run, by=None) == {"deleted": 2, "restored": 0}

    for model in (HardshipFile, FileVersion, HouseholdPerson):
        assert not model.objects.everywhere("tests").exists()


def test_a_changed_file_is_what_it_was(tmp_path, quarry):
    load(tmp_path, [LI], FAMILY)
    before = (newest().contents, file_of().person_index, file_of().union_id)
    own = {**FAMILY[0], "姓名": "李改名"}
    other = {**LI, "姓名": "李改名", "身份证号": id_number(8), "工会编码": quarry.union.code}
    run = load(tmp_path, [other, WU], [own, WU_SELF])
    assert (file_of().name, file_of().latest) == ("李改名", 2)

    assert operations.undo_import(run, by=None) == {"deleted": 1, "restored": 1}

    file = file_of()
    assert (newest().contents, file.person_index, file.union_id) == before
    assert (file.name, file.latest, FileVersion.objects.everywhere("tests").count()) == ("李困难", 1, 1)


def test_what_was_changed_later_stays(tmp_path):
    run = load(tmp_path, [LI], FAMILY)
    load(tmp_path, [{**LI, "手机号码": "13900000009"}], FAMILY)

    with pytest.raises(Refused, match="后来又被修改过"):
        operations.undo_import(run, by=None)


def test_a_file_reviewed_later_stays(tmp_path):
    run = load(tmp_path, [LI], FAMILY)
    files.review(file_of(), reviewed_on=date(2012, 11, 1), at=timezone.now(), by=None)

    with pytest.raises(Refused, match="后来又被修改过"):
        operations.undo_import(run, by=None)


def test_a_file_applied_with_stays(tmp_path):
    run = load(tmp_path, [LI], FAMILY)
    make_application(file_of(), make_programme())

    with pytest.raises(Refused, match="帮扶申请"):
        operations.undo_import(run, by=None)


def test_the_last_of_two_is_undone_then_the_first(tmp_path):
    first = load(tmp_path, [LI], FAMILY)
    second = load(tmp_path, [{**LI, "手机号码": "13900000009"}], FAMILY)

    operations.undo_import(second, by=None)
    assert newest().facts.mobile == "13900000001"
    operations.undo_import(first, by=None)

    assert not HardshipFile.objects.everywhere("tests").exists()


def test_a_chair_undoes_the_own_import_only_while_the_files_are_his(tmp_path, cast, quarry):
    run, _ = bring(dossiers(tmp_path, [LI], FAMILY), "dossiers", by=cast["chair"])
    file = file_of()
    files.change(file, newest().contents, since=timezone.localdate(), union=quarry.union, at=timezone.now(), by=None)

    with pytest.raises(Refused):
        operations.undo_import(run, by=cast["chair"])


def test_rights_staff_undo_at_the_desk(tmp_path, signed_in, cast):
    run, _ = bring(dossiers(tmp_path, [LI], FAMILY), "dossiers", by=cast["rights_staff"])
    browser = signed_in("rights_staff")

    look = browser.get(f"/admin/registers/importrun/{run.pk}/undo/").content.decode()
    browser.post(f"/admin/registers/importrun/{run.pk}/undo/")

    assert "1 条" in look
    assert not HardshipFile.objects.everywhere("tests").exists()
