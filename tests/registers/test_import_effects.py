"""What an import changes, leaves alone, and takes back (registers.md §2)."""

import csv
import json
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from accounts.duties import Role
from accounts.encryption import unseal
from accounts.models import BookEntry, User
from accounts.refused import Refused
from registers import operations
from registers.models import ImportRun
from tests.registers.sheets import BOAT, CHAIR, COUNTY, HILL, ORGANISATIONS, TEA, VICE, bring, found, load, sheet
from unions.models import Appointment, Display, Officer, Organisation

pytestmark = pytest.mark.django_db

SIGN = {"工会编码": TEA, "事项": "悬挂牌匾", "方式": "企业门面", "开始日期": "2012-06-01", "内容": "茶业公司工会"}
EXAMPLES = Path(__file__).resolve().parents[2].parent / "shared" / "examples"


@pytest.fixture
def county(tmp_path: Path) -> Path:
    """County > Hill (tea, silk) and River (boat); Chen chairs the tea union, Qian is her vice-chair."""
    load(tmp_path, "organisations", ORGANISATIONS)
    load(tmp_path, "officers", [CHAIR, VICE])
    return tmp_path


def officer_of(organisation: str, role: Role = Role.BODY_OFFICER, officer: Officer | None = None) -> User:
    user = User.objects.create(username=f"{role}-{organisation}", name="某人")
    place = Organisation.objects.everywhere("test").get(code=organisation)
    Appointment.objects.create(user=user, role=role, organisation=place, officer=officer, since=date(2000, 1, 1))
    return user


def union(code: str) -> Organisation:
    return Organisation.objects.everywhere("test").get(code=code)


def test_the_same_file_twice_changes_nothing_the_second_time(county: Path) -> None:
    lines = BookEntry.objects.count()

    outcome = load(county, "officers", [CHAIR, VICE])

    assert (outcome.created, outcome.changed, outcome.unchanged) == (0, 0, 2)
    assert BookEntry.objects.count() == lines


def test_an_empty_optional_cell_leaves_the_value_as_it_is(county: Path) -> None:
    load(county, "officers", [{**VICE, "手机号码": "13900000002"}])

    outcome = load(county, "officers", [VICE])

    assert outcome.unchanged == 1
    assert Officer.objects.everywhere("test").get(name="钱二").mobile == "13900000002"


def test_the_word_qingkong_empties_the_value(county: Path) -> None:
    load(county, "displays", [{**SIGN, "结束日期": "2013-01-01"}])

    outcome = load(county, "displays", [{**SIGN, "结束日期": "清空", "内容": "清空"}])

    display = Display.objects.everywhere("test").get()
    assert outcome.changed == 1
    assert (display.ends_on, display.content) == (None, "")


def test_a_term_ends_the_day_before_its_anniversary_unless_given(county: Path) -> None:
    load(county, "officers", [{**VICE, "姓名": "孙四", "当选日期": "2012-02-29"}])
    load(county, "officers", [{**VICE, "姓名": "李五", "当选日期": "2012-05-03"}])

    ends = dict(Officer.objects.everywhere("test").values_list("name", "term_ends_on"))
    assert ends["孙四"] == date(2015, 2, 28)
    assert ends["李五"] == date(2015, 5, 2)


def test_an_id_number_is_sealed_and_the_same_number_changes_nothing(county: Path) -> None:
    numbered = {**VICE, "身份证号": "11010519491231002x"}
    load(county, "officers", [numbered])

    outcome = load(county, "officers", [numbered])

    officer = Officer.objects.everywhere("test").get(name="钱二")
    assert outcome.unchanged == 1
    assert "11010519491231002" not in officer.id_number_sealed
    assert unseal(officer.id_number_sealed, "unions_officer.id_number") == "11010519491231002X"
    assert not BookEntry.objects.filter(after__icontains="11010519491231002").exists()


def test_partial_writes_the_good_rows_and_hands_back_the_bad_ones(county: Path) -> None:
    good, bad = SIGN, {**SIGN, "方式": "工会办公地点", "开始日期": "2012-06-31"}

    run, outcome = bring(sheet(county, "displays", [good, bad]), "displays", partial=True)

    assert found(outcome) == [(3, "开始日期", "not_a_date")]
    assert (outcome.created, run.state) == (1, ImportRun.State.PARTLY)
    assert Display.objects.everywhere("test").count() == 1
    assert run.fault_file
    again, mended = bring(run.fault_path, "displays", check=True)
    assert mended.rows == 1
    assert mended.warnings == []


def test_check_only_writes_nothing_and_says_what_would_be(county: Path) -> None:
    outcome = load(county, "displays", [SIGN], check=True)

    assert (outcome.created, outcome.written) == (1, False)
    assert not Display.objects.everywhere("test").exists()


def test_moving_a_body_moves_everything_below_it(county: Path) -> None:
    federation = {"工会编码": "349999019999", "工会名称": "茶行业工会联合会", "组织类型": "行业工会联合会", "上级工会编码": HILL,
                  "建会日期": "2010-01-01"}  # fmt: skip
    load(county, "organisations", [federation, {**ORGANISATIONS[3], "上级工会编码": "349999019999"}])

    load(county, "organisations", [{**federation, "上级工会编码": COUNTY}])

    tea = union(TEA)
    assert tea.path == f"/{union(COUNTY).pk}/{union('349999019999').pk}/{tea.pk}/"


def test_a_new_parent_and_a_row_moved_below_it_come_in_one_file(county: Path) -> None:
    federation = {"工会编码": "349999019999", "工会名称": "茶行业工会联合会", "组织类型": "行业工会联合会", "上级工会编码": HILL,
                  "建会日期": "2010-01-01"}  # fmt: skip

    outcome = load(county, "organisations", [{**ORGANISATIONS[3], "上级工会编码": "349999019999"}, federation])

    assert (outcome.created, outcome.changed) == (1, 1)
    assert union(TEA).parent == union("349999019999")


def test_rows_outside_the_importers_part_are_refused_one_by_one(county: Path) -> None:
    by = officer_of(HILL)
    rows = [SIGN, {**SIGN, "工会编码": BOAT}, {**SIGN, "工会编码": BOAT, "方式": "工会办公地点"}]

    outcome = load(county, "displays", rows, by=by, partial=True)

    assert found(outcome) == [(3, "工会编码", "out_of_scope"), (4, "工会编码", "out_of_scope")]
    assert set(Display.objects.everywhere("test").values_list("union__code", flat=True)) == {TEA}


def test_a_foreign_row_tells_nothing_but_that_it_is_foreign(county: Path) -> None:
    load(county, "officers", [{**CHAIR, "工会编码": BOAT}])

    outcome = load(county, "officers", [{**CHAIR, "工会编码": BOAT, "姓名": "吴三"}], by=officer_of(HILL))

    assert found(outcome) == [(2, "工会编码", "out_of_scope")]


@pytest.mark.parametrize(
    "row",
    [
        {**ORGANISATIONS[5], "工会名称": "改名"},
        {**ORGANISATIONS[3], "上级工会编码": ORGANISATIONS[2]["工会编码"]},
        {**ORGANISATIONS[3], "工会编码": "349999010299", "上级工会编码": ORGANISATIONS[2]["工会编码"]},
        {**ORGANISATIONS[1], "工会编码": "3499990199"},
    ],
    ids=["foreign union", "own union moved away", "new union elsewhere", "new body"],
)
def test_a_township_can_change_the_tree_in_its_own_part_only(county: Path, row: dict[str, object]) -> None:
    outcome = load(county, "organisations", [row], by=officer_of(HILL))

    assert [code for _, _, code in found(outcome)] == ["out_of_scope"]


def test_a_township_may_send_its_own_unchanged_row_along(county: Path) -> None:
    outcome = load(county, "organisations", [{**ORGANISATIONS[1], "办公电话": "0556-1234567"}], by=officer_of(HILL))

    assert (outcome.changed, found(outcome)) == (1, [])


def test_someone_without_the_duty_writes_nothing(county: Path) -> None:
    outcome = load(county, "displays", [SIGN], by=officer_of(COUNTY, Role.AUDITOR))

    assert found(outcome) == [(2, "工会编码", "out_of_scope")]


def test_a_chair_reports_but_does_not_verify(county: Path) -> None:
    chair = officer_of(TEA, Role.CHAIR, Officer.objects.everywhere("test").get(name="陈一"))

    verified = load(county, "displays", [{**SIGN, "核实日期": "2012-07-01"}], by=chair)
    reported = load(county, "displays", [SIGN], by=chair)

    assert found(verified) == [(2, "核实日期", "not_eligible")]
    assert (reported.created, Display.objects.everywhere("test").get().entered_by) == (1, chair)


def test_the_book_names_who_imported_each_row(county: Path) -> None:
    by = officer_of(HILL)

    run, _ = bring(sheet(county, "displays", [SIGN]), "displays", by=by)

    line = BookEntry.objects.get(table_name="unions_display")
    assert (line.by, line.act, line.change, line.act_id) == (by, "registers.import", "insert", run.act_id)
    assert line.after["content"] == "茶业公司工会"


def test_undo_deletes_what_was_made_and_restores_what_was_changed(county: Path) -> None:
    load(county, "displays", [SIGN])
    changed = {**SIGN, "内容": "改过的牌匾"}
    run, _ = bring(sheet(county, "displays", [changed, {**SIGN, "方式": "工会办公地点"}]), "displays")

    done = operations.undo_import(run, by=None)

    assert done == {"deleted": 1, "restored": 1}
    assert Display.objects.everywhere("test").get().content == "茶业公司工会"
    run.refresh_from_db()
    assert run.state == ImportRun.State.UNDONE


def test_undo_is_refused_when_a_row_was_touched_later(county: Path) -> None:
    run, _ = bring(sheet(county, "displays", [SIGN]), "displays")
    load(county, "displays", [{**SIGN, "内容": "后来改的"}])

    with pytest.raises(Refused, match="后来又被修改过"):
        operations.undo_import(run, by=None)

    assert Display.objects.everywhere("test").get().content == "后来改的"


def test_undo_is_refused_when_something_was_built_upon_the_rows(county: Path) -> None:
    run = ImportRun.objects.get(register="organisations")

    with pytest.raises(Refused, match="2 条“工会干部”"):
        operations.undo_import(run, by=None)


def test_undo_twice_is_refused(county: Path) -> None:
    run, _ = bring(sheet(county, "displays", [SIGN]), "displays")
    operations.undo_import(run, by=None)

    with pytest.raises(Refused, match="已经撤销过"):
        operations.undo_import(run, by=None)


def test_imports_undone_in_reverse_leave_the_county_as_it_was(county: Path) -> None:
    for run in ImportRun.objects.filter(created__gt=0).order_by("-pk"):
        operations.undo_import(run, by=None)

    assert not Organisation.objects.everywhere("test").exists()
    assert not Officer.objects.everywhere("test").exists()


def command(*words: object) -> tuple[int, dict[str, object]]:
    out = StringIO()
    try:
        call_command("import_register", *map(str, words), stdout=out)
        status = 0
    except SystemExit as end:
        status = int(str(end.code))
    return status, json.loads(out.getvalue())


def test_the_command_prints_one_object_and_its_status_says_how_it_went(county: Path) -> None:
    status, result = command("displays", sheet(county, "displays", [SIGN]))
    bad_status, bad = command("displays", sheet(county, "displays", [{**SIGN, "开始日期": "2012-06"}]))

    assert (status, result["created"], result["faults"]) == (0, 1, [])
    assert bad_status == 1
    assert bad["faults"][0] | {"message": ""} == {  # type: ignore[index]
        "sheet": "双亮台账", "row": 2, "column": "开始日期", "value": "2012-06", "code": "not_a_date", "message": "",
    }  # fmt: skip
    assert (bad["created"], bad["rows"]) == (0, 1)


def test_a_file_that_cannot_be_read_ends_with_status_2(county: Path) -> None:
    path = county / "register.xlsx"
    path.write_bytes(b"this is no workbook")

    with pytest.raises(CommandError) as error:
        call_command("import_register", "displays", str(path))

    assert error.value.returncode == 2


def test_a_missing_column_is_named(county: Path) -> None:
    path = county / "displays.csv"
    with path.open("w", encoding="gb18030", newline="") as file:
        csv.writer(file).writerows([["工会编码", "事项", "方式"], [TEA, "悬挂牌匾", "企业门面"]])

    status, result = command("displays", path)

    assert status == 1
    assert [(f["column"], f["code"]) for f in result["faults"]] == [("开始日期", "missing_column")]  # type: ignore[index, union-attr]


@pytest.mark.skipif(not EXAMPLES.is_dir(), reason="the examples stand beside the project")
def test_the_ugly_example_comes_in_as_expected(tmp_path: Path) -> None:
    load(tmp_path, "organisations", ORGANISATIONS[:1])
    path = EXAMPLES / "ugly" / "organisations.xlsx"
    expected = json.loads((EXAMPLES / "ugly" / "organisations.expected.json").read_text())

    outcome = bring(path, "organisations", check=True)[1]
    bring(path, "organisations", partial=True)

    assert outcome.rows == expected["rows"]
    assert found(outcome) == [(f["row"], f["column"], f["code"]) for f in expected["faults"]]
    assert union("349999010101").name == "云岭茶业有限公司工会"
    assert union("349999010103").established_on == date(2012, 5, 15)
    assert Organisation.objects.everywhere("test").count() == 5


def test_an_export_reads_back_unchanged(county: Path) -> None:
    load(county, "displays", [SIGN, {**SIGN, "事项": "亮明身份", "方式": "联系卡", "干部姓名": "陈一", "内容": "=1+1"}])

    for register in ("organisations", "officers", "displays"):
        path = county / f"{register}.xlsx"
        rows = operations.export_register(register, path, by=None)
        outcome = bring(path, register, check=True)[1]
        assert (outcome.unchanged, found(outcome)) == (rows, []), register


def test_an_export_holds_the_users_own_part_only_and_is_in_the_book(county: Path) -> None:
    load(county, "displays", [SIGN, {**SIGN, "工会编码": BOAT}])
    by = officer_of(HILL)

    rows = operations.export_register("displays", county / "out.xlsx", by=by)

    assert rows == 1
    line = BookEntry.objects.get(act="registers.export")
    assert (line.by, line.details) == (by, {"register": "displays", "rows": 1})


def test_who_may_not_export_is_refused(county: Path) -> None:
    with pytest.raises(Refused, match="不能导出"):
        operations.export_register("displays", county / "out.xlsx", by=officer_of(COUNTY, Role.FINANCE))


