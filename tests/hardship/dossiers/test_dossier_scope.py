"""Whose files: rows outside the own part are refused, nothing tells of a family elsewhere, and who has no business with
files sees no import of them (roles.md, registers.md §2)."""

from io import BytesIO

import openpyxl
import pytest

from accounts import wall
from accounts.models import BookEntry
from accounts.refused import Refused
from hardship.models import HardshipFile
from registers import operations
from registers.models import ImportRun
from tests.factories import id_number
from tests.hardship.dossiers.books import (
    FAMILY,
    LI,
    LI_SELF,
    LI_WIFE,
    QUARRY,
    WU,
    WU_SELF,
    dossiers,
    of_sheets,
)
from tests.members.roles import as_the_application
from tests.registers.sheets import bring

pytestmark = pytest.mark.django_db
EXPORT = "/admin/registers/importrun/export/dossiers/"
FIRST, SECOND = "档案", "家庭成员"


def load(folder, files, household, **how):
    return bring(dossiers(folder, files, household), "dossiers", **how)[1]


def test_a_chair_brings_in_the_own_unions_files_only(tmp_path, cast):
    outcome = load(tmp_path, [LI, WU], [*FAMILY, WU_SELF], by=cast["chair"], partial=True)

    assert of_sheets(outcome) == [(FIRST, 3, "工会编码", "out_of_scope")]
    assert list(HardshipFile.objects.everywhere("tests").values_list("code", flat=True)) == ["DA-1"]


def test_a_foreign_row_tells_nothing_but_that_it_is_foreign(tmp_path, cast):
    wrong = {**WU, "建档日期": "1999-01-01", "性别": "女"}

    outcome = load(tmp_path, [wrong], [{**WU_SELF, "姓名": "别人"}], by=cast["chair"], check=True)

    assert of_sheets(outcome) == [(FIRST, 2, "工会编码", "out_of_scope")]


def test_the_code_of_a_file_elsewhere_takes_nothing_over(tmp_path, cast):
    load(tmp_path, [WU], [WU_SELF])

    outcome = load(tmp_path, [{**LI, "档案编号": "DA-2"}], [{**LI_SELF, "档案编号": "DA-2"}], by=cast["chair"])

    assert of_sheets(outcome) == [(FIRST, 2, "工会编码", "out_of_scope")]


def test_a_chair_is_not_told_where_somebody_elsewhere_is_on_file(tmp_path, cast):
    """Neither in the rows nor in the book; how often is noted."""
    load(tmp_path, [WU], [WU_SELF])

    wife = {**LI_WIFE, "身份证号": id_number(3)}
    outcome = load(tmp_path, [LI], [LI_SELF, wife], by=cast["chair"], check=True)
    county = load(tmp_path, [LI], [LI_SELF, wife], by=cast["rights_staff"], check=True)

    assert of_sheets(outcome) == [(SECOND, 3, "身份证号", "conflict")]
    assert "本县另一工会" in outcome.faults[0].message
    assert "DA-2" not in outcome.faults[0].message
    assert "DA-2" in county.faults[0].message
    assert BookEntry.objects.get(act="registers.people_elsewhere").details["count"] == 1


@pytest.mark.parametrize("who", ["organisation_staff", "body_officer", "auditor"])
def test_whoever_keeps_no_files_brings_none_in(tmp_path, cast, who):
    outcome = load(tmp_path, [LI], FAMILY, by=cast[who])

    assert of_sheets(outcome) == [(FIRST, 2, "工会编码", "out_of_scope")]


@pytest.mark.parametrize("who", ["organisation_staff", "body_officer", "finance", "approver", "system_admin", "chair"])
def test_whoever_keeps_no_files_takes_none_away(tmp_path, cast, who):
    load(tmp_path, [LI], FAMILY)

    with pytest.raises(Refused):
        operations.export_register("dossiers", tmp_path / "out.xlsx", whole=False, by=cast[who])


def test_rights_staff_take_files_masked_unless_whole_is_asked_for_with_a_reason(tmp_path, signed_in, cast, mill):
    load(tmp_path, [LI], FAMILY)
    browser = signed_in("rights_staff")

    masked = browser.post(EXPORT, {"reason": "核对"})
    whole = browser.post(EXPORT, {"reason": "上报市总", "whole": "on"})

    text = [text_of(answer) for answer in (masked, whole)]
    for secret in (id_number(1), id_number(2), "糖尿病", "子女上学", "24000", "6217000000000000011", "13900000001"):
        assert (secret in text[0], secret in text[1]) == (False, True), secret
    assert "**** 0011" in text[0]
    assert "rights_staff" in text[0]
    assert [line.details["numbers"] for line in BookEntry.objects.filter(act="registers.export").order_by("pk")] == [
        "隐去部分", "完整",
    ]  # fmt: skip


def text_of(answer):
    assert answer.status_code == 200
    book = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content)))
    return "\n".join(str(cell) for page in book for row in page.iter_rows(values_only=True) for cell in row)


def test_an_export_with_a_watermark_reads_back(tmp_path, signed_in, cast, mill):
    load(tmp_path, [LI], FAMILY)
    answer = signed_in("rights_staff").post(EXPORT, {"reason": "备份", "whole": "on"})
    (tmp_path / "out.xlsx").write_bytes(b"".join(answer.streaming_content))

    outcome = bring(tmp_path / "out.xlsx", "dossiers")[1]

    assert (outcome.unchanged, of_sheets(outcome)) == (1, [])


def test_the_wall_holds_for_an_export_too(tmp_path, cast):
    load(tmp_path, [LI, WU], [*FAMILY, WU_SELF])
    by = cast["rights_staff"]

    with as_the_application(), wall.parts(by.personal_paths, by.relief_paths):
        rows = operations.export_register("dossiers", tmp_path / "out.xlsx", by=by)

    assert rows == 2


def test_imports_of_files_are_seen_by_those_who_see_files(tmp_path, signed_in, cast):
    run, _ = bring(dossiers(tmp_path, [LI], FAMILY), "dossiers", by=cast["rights_staff"], check=True)
    page = f"/admin/registers/importrun/{run.pk}/change/"

    seen = {who: signed_in(who).get(page).status_code for who in ("rights_staff", "auditor", "organisation_staff")}

    assert seen == {"rights_staff": 200, "auditor": 200, "organisation_staff": 404}
    assert list(ImportRun.objects.visible_to(cast["organisation_staff"])) == []


def test_rights_staff_see_no_import_of_members(tmp_path, cast):
    ImportRun.objects.create(register="members", by=cast["organisation_staff"], file_name="m.xlsx")

    assert list(ImportRun.objects.visible_to(cast["rights_staff"])) == []
    assert ImportRun.objects.visible_to(cast["auditor"]).count() == 1


def test_the_page_of_a_check_shows_both_sheets_and_hides_what_is_sensitive(tmp_path, signed_in, cast):
    household = [LI_SELF, {**LI_WIFE, "年收入": "?"}]
    run, _ = bring(dossiers(tmp_path, [LI], household), "dossiers", by=cast["rights_staff"], check=True)

    page = signed_in("rights_staff").get(f"/admin/registers/importrun/{run.pk}/change/").content.decode()

    assert "“家庭成员”的前 2 行读成这样" in page
    assert "“档案”的表头" in page
    for secret in (id_number(1), id_number(2), "糖尿病", "子女上学", "24000", "6217000000000000011"):
        assert secret not in page, secret


def test_the_pages_of_the_register_say_how_both_sheets_are_filled(signed_in, cast):
    page = signed_in("rights_staff").get("/admin/registers/importrun/columns/dossiers/").content.decode()

    assert "工作表“家庭成员”各列怎么填" in page
    assert "一户一档" in page


def test_the_quarrys_code_is_the_strangers(cast, quarry):
    assert quarry.union.code == QUARRY
