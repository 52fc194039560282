"""The register `dossiers` comes in: what becomes of the rows of both sheets (registers.md §2, hardship.md §2)."""

import json
from datetime import date
from decimal import Decimal
from io import StringIO

import openpyxl
import pytest
from django.core.management import call_command
from django.utils import timezone

from hardship.models import FileVersion, HardshipFile, HouseholdPerson
from registers.models import ImportFault
from tests.factories import MembershipFactory, id_number
from tests.hardship.dossiers.books import (
    FAMILY,
    LI,
    LI_SELF,
    LI_SON,
    LI_WIFE,
    OPENED,
    WU,
    WU_SELF,
    dossiers,
    file_of,
    newest,
    of_sheets,
)
from tests.registers.sheets import bring

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def places(mill, quarry):
    """The mill's union in riverside, the quarry's in hilltop."""


def load(folder, files, household, **how):
    return bring(dossiers(folder, files, household), "dossiers", **how)[1]


def test_a_file_comes_in_with_its_household(tmp_path, mill):
    outcome = load(tmp_path, [LI], FAMILY)

    assert (outcome.rows, outcome.created, outcome.faults) == (1, 1, [])
    file, version = file_of(), newest()
    assert (file.union, file.name, file.state, file.opened_on, file.latest) == (
        mill.union,
        "李困难",
        "on_file",
        OPENED,
        1,
    )
    assert (version.kind, version.since, version.state) == ("open", OPENED, "on_file")
    said = version.contents
    assert said.file.other_causes == ("残疾", "收入低无法维持基本生活")
    assert (said.file.medical, said.file.homes, said.file.hard_after_aid, said.file.sex) == (
        Decimal("1234.50"),
        1,
        True,
        "男",
    )
    own, wife, son = said.household
    assert (own.id_number, own.born_on, own.income) == (id_number(1), date(1990, 1, 1), Decimal("24000.00"))
    assert (wife.health, son.place, son.born_on) == ("糖尿病", "河畔小学", date(2003, 9, 1))


def test_of_one_of_the_family_health_may_stay_unsaid(tmp_path):
    """Of 家庭成员 it has no star (hardship.md §2): the cell may be empty, and the column may be missing."""
    unsaid = [{**row, "健康状况": None} for row in FAMILY]
    path = dossiers(tmp_path, [LI], unsaid)
    book = openpyxl.load_workbook(path)
    book["家庭成员"].delete_cols(7)
    book.save(tmp_path / "without.xlsx")

    empty = load(tmp_path, [LI], unsaid, check=True)
    _, missing = bring(tmp_path / "without.xlsx", "dossiers")

    assert (empty.faults, missing.faults, missing.created) == ([], [], 1)
    assert {one.health for one in newest().contents.household} == {""}


def test_nothing_sensitive_is_read_from_the_tables(tmp_path, django_db_blocker):
    load(tmp_path, [LI], FAMILY)

    rows = [*FileVersion.objects.everywhere("tests").values(), *HouseholdPerson.objects.everywhere("tests").values()]
    for secret in (id_number(1), id_number(2), "糖尿病", "子女上学", "24000", "6217000000000000011", "河畔小学"):
        assert secret not in str(rows)


def test_the_second_time_nothing_changes(tmp_path):
    path = dossiers(tmp_path, [LI, WU], [*FAMILY, WU_SELF])
    bring(path, "dossiers")

    again = bring(path, "dossiers")[1]

    assert (again.created, again.changed, again.unchanged, again.faults) == (0, 0, 2, [])
    assert FileVersion.objects.everywhere("tests").count() == 2


def test_another_order_of_the_household_changes_nothing(tmp_path):
    load(tmp_path, [LI], FAMILY)

    assert load(tmp_path, [LI], FAMILY[::-1]).unchanged == 1


def test_a_change_is_a_new_state_from_today_and_the_old_one_stays(tmp_path):
    load(tmp_path, [LI], FAMILY)

    outcome = load(tmp_path, [{**LI, "手机号码": "13900000009"}], [LI_SELF, {**LI_WIFE, "年收入": "600.5"}, LI_SON])

    assert (outcome.changed, outcome.faults) == (1, [])
    old, new = FileVersion.objects.everywhere("tests").order_by("number")
    assert (new.kind, new.since, new.number) == ("change", timezone.localdate(), 2)
    assert (old.facts.mobile, new.facts.mobile) == ("13900000001", "13900000009")
    assert new.contents.household[1].income == Decimal("600.50")


def test_an_empty_cell_keeps_and_the_word_empties(tmp_path):
    load(tmp_path, [LI], FAMILY)

    load(tmp_path, [{**LI, "开户银行": None, "银行卡号": "清空"}], [LI_SELF, {**LI_WIFE, "身份证号": None}, LI_SON])

    said = newest().contents
    assert (said.file.bank, said.file.card) == ("云岭农商银行", "")
    assert said.household[1].id_number == id_number(2)


def test_whoever_is_not_listed_any_more_leaves_the_household(tmp_path):
    load(tmp_path, [LI], FAMILY)

    load(tmp_path, [LI], [LI_SELF, LI_WIFE])

    assert [one.name for one in newest().contents.household] == ["李困难", "王配偶"]


def test_a_known_file_without_any_row_of_its_household_keeps_it(tmp_path):
    load(tmp_path, [LI], FAMILY)

    outcome = load(tmp_path, [{**LI, "手机号码": "13900000009"}], [])

    assert (outcome.changed, outcome.faults) == (1, [])
    assert len(newest().contents.household) == 3


def test_a_worker_who_is_a_member_of_the_union_is_linked(tmp_path, mill):
    membership = MembershipFactory(union=mill.union, name="李困难", id_number=id_number(1))

    load(tmp_path, [LI], FAMILY)

    file = file_of()
    assert (file.member_id, file.employer_id) == (membership.member_id, mill.employer.pk)


def test_a_new_file_of_whoever_had_one_is_linked_to_it(tmp_path):
    load(tmp_path, [LI], FAMILY)
    HardshipFile.objects.everywhere("tests").update(state="closed", ended_on=date(2012, 9, 1))

    outcome = load(tmp_path, [{**LI, "档案编号": "DA-9"}], [{**row, "档案编号": "DA-9"} for row in FAMILY])

    assert outcome.faults == []
    assert file_of("DA-9").previous == file_of()


def test_one_faulty_family_row_keeps_its_whole_file_out(tmp_path):
    path = dossiers(tmp_path, [LI, WU], [LI_SELF, {**LI_WIFE, "年收入": "很少"}, LI_SON, WU_SELF])

    refused = bring(path, "dossiers")[1]
    run, outcome = bring(path, "dossiers", partial=True)

    assert (refused.created, HardshipFile.objects.everywhere("tests").count()) == (0, 1)
    assert (outcome.created, outcome.rows, run.bad_rows, file_of("DA-2").latest) == (1, 2, 1, 1)
    book = openpyxl.load_workbook(run.fault_path)
    assert [row[1].value for row in book["家庭成员"].iter_rows(min_row=2)] == ["李困难", "王配偶", "李小孩"]
    income = [row[7] for row in book["家庭成员"].iter_rows(min_row=2)]
    assert [cell.fill.fill_type for cell in income] == [None, "solid", None]


def test_what_is_kept_of_a_check_names_no_income_no_illness_no_number(tmp_path):
    rows = [LI_SELF, {**LI_WIFE, "年收入": "-37123"}, LI_SON]
    run, _ = bring(dossiers(tmp_path, [{**LI, "身份证号": id_number(1)[:-1] + "5"}], rows), "dossiers", check=True)

    kept = f"{run.preview}{list(ImportFault.objects.filter(run=run).values())}"

    for secret in ("37123", "糖尿病", "子女上学", id_number(1)[:-1], id_number(2), "6217000000000000011", "24000"):
        assert secret not in kept, secret


def test_the_command_prints_faults_with_their_sheet(tmp_path):
    path, out = dossiers(tmp_path, [LI], [{**LI_SELF, "年收入": "12.345"}, LI_WIFE, LI_SON]), StringIO()
    with pytest.raises(SystemExit) as end:
        call_command("import_register", "dossiers", str(path), "--check", stdout=out)

    result = json.loads(out.getvalue())
    assert (end.value.code, result["rows"], result["created"]) == (1, 1, 0)
    fault = result["faults"][0]
    assert (fault["sheet"], fault["row"], fault["column"], fault["value"], fault["code"]) == (
        "家庭成员", 2, "年收入", "12.345", "not_a_number",
    )  # fmt: skip


def test_a_csv_is_refused_because_it_holds_one_sheet(tmp_path):
    path = tmp_path / "d.csv"
    path.write_text("档案编号,姓名\nDA-1,李困难\n", encoding="utf-8")
    out = StringIO()

    with pytest.raises(Exception, match="“档案”和“家庭成员”两张工作表"):
        call_command("import_register", "dossiers", str(path), stdout=out)


def test_an_export_reads_back_equal(tmp_path):
    load(tmp_path, [LI, WU], [*FAMILY, WU_SELF])

    call_command("export_register", "dossiers", str(tmp_path / "out.xlsx"), stdout=StringIO())
    outcome = bring(tmp_path / "out.xlsx", "dossiers")[1]

    assert (outcome.rows, outcome.unchanged, outcome.faults) == (2, 2, [])
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    assert book.sheetnames == ["档案", "家庭成员"]
    assert book["家庭成员"]["H2"].value == 24000


def test_the_template_reads_back_as_empty_and_offers_the_words(tmp_path):
    call_command("register_template", "dossiers", str(tmp_path / "t.xlsx"), stdout=StringIO())

    outcome = bring(tmp_path / "t.xlsx", "dossiers", check=True)[1]

    assert (outcome.rows, outcome.faults) == (0, [])
    book = openpyxl.load_workbook(tmp_path / "t.xlsx")
    assert book.sheetnames[:3] == ["档案", "家庭成员", "填表说明"]
    assert {len(book[name].data_validations.dataValidation) > 3 for name in ("档案", "家庭成员")} == {True}
    assert book["家庭成员"]["A1"].comment is not None


def test_without_the_second_sheet_its_columns_are_missing(tmp_path):
    path = dossiers(tmp_path, [LI], FAMILY)
    book = openpyxl.load_workbook(path)
    del book["家庭成员"]
    book.save(path)

    outcome = bring(path, "dossiers", check=True)[1]

    columns = ["档案编号", "姓名", "关系", "婚姻状况", "年收入"]
    assert of_sheets(outcome) == [("家庭成员", 1, name, "missing_column") for name in columns]
