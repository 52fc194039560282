"""In the browser a file is checked first, looked at, and then written exactly as it was shown (registers.md §2)."""

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from accounts.models import BookEntry, User
from accounts.refused import Refused
from registers import operations
from registers.models import ImportRun, uploads
from tests.registers.sheets import BOAT, CHAIR, COUNTY, ORGANISATIONS, TEA, VICE, load, sheet
from tests.registers.test_import_scope import officer_of
from unions.models import Display, Organisation

# The jobs run as each request commits.
pytestmark = pytest.mark.django_db(transaction=True)

SIGN = {"工会编码": TEA, "事项": "悬挂牌匾", "方式": "企业门面", "开始日期": "2012-06-01", "内容": "茶业公司工会"}
OFFICE = {**SIGN, "方式": "工会办公地点"}
BAD = {**SIGN, "方式": "工会办公地点", "开始日期": "2012-06-31"}
BATCH = UUID("00000000-0000-4000-8000-000000000001")


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def by(tmp_path: Path) -> User:
    """Somebody of 组宣部 in a county of three unions and two officers."""
    load(tmp_path, "organisations", ORGANISATIONS)
    load(tmp_path, "officers", [CHAIR, VICE])
    return officer_of(COUNTY, "organisation_staff")  # type: ignore[arg-type]


def send(path: Path, by: User, register: str = "displays", **how: Any) -> ImportRun:
    with path.open("rb") as file:
        run = operations.receive_file(
            register, file, file_name=how.pop("name", path.name), check_only=True, partial=True, by=by, **how
        )
    run.refresh_from_db()
    return run


def write(run: ImportRun, by: User, **how: Any) -> ImportRun:
    operations.write_checked(run, mark=how.pop("mark", run.mark), by=by, **how)
    run.refresh_from_db()
    return run


def displays() -> int:
    return Display.objects.everywhere("test").count()


def test_a_check_writes_nothing_and_keeps_what_it_would_do(tmp_path: Path, by: User) -> None:
    load(tmp_path, "displays", [SIGN])
    run = send(sheet(tmp_path, "displays", [{**SIGN, "内容": "新牌匾"}, OFFICE]), by)

    assert (run.state, run.created, run.changed, displays()) == ("checked", 1, 1, 1)
    assert [row["does"] for row in run.preview["first"]] == ["修改", "新增"]
    assert run.preview["changed"][0]["fields"] == [{"label": "内容", "before": "茶业公司工会", "after": "新牌匾"}]


def test_what_was_checked_is_written_once_however_often_it_is_asked_for(tmp_path: Path, by: User) -> None:
    run = send(sheet(tmp_path, "displays", [SIGN, OFFICE]), by)

    write(run, by)
    operations.write_checked(run, mark=run.mark, by=by)

    assert (run.state, run.created, displays()) == ("written", 2, 2)
    assert BookEntry.objects.filter(act="registers.import", table_name="unions_display").count() == 2


def test_the_good_rows_are_written_and_the_bad_ones_stay_in_the_workbook(tmp_path: Path, by: User) -> None:
    run = send(sheet(tmp_path, "displays", [SIGN, BAD]), by)
    assert (run.state, run.created, run.fault_count, run.bad_rows) == ("faulty", 1, 1, 1)

    write(run, by)

    assert (run.state, displays()) == ("partly", 1)
    assert [(fault.row, fault.column, fault.code) for fault in run.faults.all()] == [(3, "开始日期", "not_a_date")]
    assert run.fault_path.exists()


def test_a_register_that_changed_in_between_is_said_and_nothing_is_written(tmp_path: Path, by: User) -> None:
    run = send(sheet(tmp_path, "displays", [{**SIGN, "内容": "新牌匾"}, OFFICE]), by)
    shown = run.mark
    load(tmp_path, "displays", [SIGN])

    write(run, by)

    assert (run.state, displays()) == ("checked", 1)
    assert "又有变动" in run.message
    assert run.mark != shown
    write(run, by)
    assert (run.state, run.created, run.changed, displays()) == ("written", 1, 1, 2)


def test_a_value_that_changed_under_the_preview_counts_as_a_change(tmp_path: Path, by: User) -> None:
    load(tmp_path, "displays", [SIGN])
    run = send(sheet(tmp_path, "displays", [{**SIGN, "内容": "新牌匾"}]), by)
    load(tmp_path, "displays", [{**SIGN, "内容": "别人改的"}])

    write(run, by)

    assert run.state == "checked"
    assert run.preview["changed"][0]["fields"][0]["before"] == "别人改的"


def test_an_old_preview_can_not_be_confirmed(tmp_path: Path, by: User) -> None:
    run = send(sheet(tmp_path, "displays", [SIGN]), by)

    with pytest.raises(Refused, match="预览已经更新"):
        operations.write_checked(run, mark="0" * 32, by=by)

    assert displays() == 0


def test_a_kept_file_that_is_no_longer_the_one_checked_is_not_written(tmp_path: Path, by: User) -> None:
    run = send(sheet(tmp_path, "displays", [SIGN]), by)
    sheet(tmp_path, "displays", [OFFICE]).replace(run.source_path)

    write(run, by)

    assert (run.state, displays()) == ("unreadable", 0)
    assert "与检查时的不一致" in run.message


def test_the_same_file_again_says_when_it_was_written_and_asks(tmp_path: Path, by: User) -> None:
    path = sheet(tmp_path, "displays", [SIGN])
    first = write(send(path, by), by)
    operations.undo_import(first, by=by)
    write(send(path, by), by)
    Display.objects.everywhere("test").update(content="后来改的")
    again = send(path, by)

    assert ImportRun.objects.same_file(again).count() == 1
    with pytest.raises(Refused, match="以前导入过"):
        operations.write_checked(again, mark=again.mark, by=by)
    assert write(again, by, again=True).state == "written"


def test_a_button_pressed_twice_sends_one_file(tmp_path: Path, by: User) -> None:
    path = sheet(tmp_path, "displays", [SIGN])

    assert send(path, by, batch=BATCH) == send(path, by, batch=BATCH)
    assert len(list(uploads().glob("*.xlsx"))) == 1


def test_only_who_sent_a_file_decides_about_it(tmp_path: Path, by: User) -> None:
    run = send(sheet(tmp_path, "displays", [SIGN]), by)
    other = officer_of(TEA[:10], "organisation_staff")  # type: ignore[arg-type]

    for decide in (operations.check_again, operations.give_up, operations.stop):
        with pytest.raises(Refused, match="只有上传的人"):
            decide(run, by=other)
    with pytest.raises(Refused, match="只有上传的人"):
        operations.write_checked(run, mark=run.mark, by=other)


def test_giving_up_deletes_the_file_and_keeps_the_record(tmp_path: Path, by: User) -> None:
    run = send(sheet(tmp_path, "displays", [SIGN]), by)
    path = run.source_path

    operations.give_up(run, by=by)
    operations.give_up(run, by=by)

    run.refresh_from_db()
    assert (run.state, path.exists(), displays()) == ("given_up", False, 0)
    with pytest.raises(Refused, match="不能写入"):
        operations.write_checked(run, mark=run.mark, by=by)


def test_what_is_written_can_not_be_given_up(tmp_path: Path, by: User) -> None:
    run = write(send(sheet(tmp_path, "displays", [SIGN]), by), by)

    with pytest.raises(Refused, match="撤销这次导入"):
        operations.give_up(run, by=by)


def test_files_sent_together_are_checked_again_once_what_they_lean_on_is_written(tmp_path: Path, by: User) -> None:
    new = {**ORGANISATIONS[5], "工会编码": "349999010299", "工会名称": "新厂工会"}
    officer = send(
        sheet(tmp_path, "officers", [{**VICE, "工会编码": "349999010299"}], "b.xlsx"), by, "officers", batch=BATCH
    )
    union = send(sheet(tmp_path, "organisations", [new], "a.xlsx"), by, "organisations", batch=BATCH)
    assert (officer.state, officer.fault_kinds[0]["code"]) == ("faulty", "unknown_union")

    write(union, by)

    officer.refresh_from_db()
    assert (officer.state, officer.fault_count) == ("checked", 0)


@pytest.mark.parametrize("said", ["", "displays"])
def test_a_file_says_itself_which_register_it_holds(tmp_path: Path, by: User, said: str) -> None:
    assert send(sheet(tmp_path, "displays", [SIGN]), by, said).register == "displays"


def test_a_header_tells_the_register_where_no_sheet_is_named_after_one(tmp_path: Path, by: User) -> None:
    path = tmp_path / "数据.csv"
    path.write_text("工会编码,荣誉名称,级别,授予日期\n" + f"{TEA},模范职工之家,市级,2011-12-20\n", encoding="gb18030")

    run = send(path, by, "")

    assert (run.register, run.state, run.created) == ("honours", "checked", 1)


def test_a_file_that_nobody_recognises_waits_until_somebody_says_it(tmp_path: Path, by: User) -> None:
    path = tmp_path / "名单.csv"
    path.write_text("编号,名字\n1,甲\n", encoding="utf-8")
    run = send(path, by, "")
    assert (run.state, run.register) == ("unknown", "")

    operations.say_register(run, "honours", by=by)

    run.refresh_from_db()
    assert run.register == "honours"
    assert {kind["code"] for kind in run.fault_kinds} == {"missing_column"}


def test_a_workbook_of_two_registers_asks_which(tmp_path: Path, by: User) -> None:
    import openpyxl  # noqa: PLC0415

    path = sheet(tmp_path, "displays", [SIGN])
    book = openpyxl.load_workbook(path)
    book.create_sheet("荣誉登记表")
    book.save(path)

    run = send(path, by, "")

    assert run.state == "unknown"
    assert "双亮台账、荣誉登记表" in run.message


def test_a_township_officers_rows_outside_the_own_part_are_shown_as_faults(tmp_path: Path, by: User) -> None:
    officer = officer_of("3499990101")
    run = send(sheet(tmp_path, "displays", [SIGN, {**SIGN, "工会编码": BOAT}]), officer)

    assert (run.created, [kind["code"] for kind in run.fault_kinds]) == (1, ["out_of_scope"])
    assert run not in ImportRun.objects.visible_to(officer_of("3499990102"))


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/a.xlsx", "a.xlsx"),
        ("C:\\表\\b.xlsx", "b.xlsx"),
        ("😀工会.xlsx", "😀工会.xlsx"),
        ("a\x00\n.xlsx", "a.xlsx"),
    ],
)
def test_odd_names_are_kept_harmless(tmp_path: Path, by: User, name: str, kept: str) -> None:
    run = send(sheet(tmp_path, "displays", [SIGN]), by, name=name)

    assert (run.file_name, run.source_path.parent) == (kept, uploads())


def test_a_name_of_three_hundred_characters_keeps_its_ending(tmp_path: Path, by: User) -> None:
    run = send(sheet(tmp_path, "displays", [SIGN]), by, name="表" * 300 + ".xlsx")

    assert len(run.file_name) == 255
    assert (run.file_name[-5:], run.state) == (".xlsx", "checked")


def test_no_rows_is_a_check_with_nothing_to_write(tmp_path: Path, by: User) -> None:
    run = send(sheet(tmp_path, "displays", []), by)

    assert (run.state, run.rows) == ("checked", 0)
    with pytest.raises(Refused, match="没有可以写入的改动"):
        operations.write_checked(run, mark=run.mark, by=by)


def test_personal_numbers_are_masked_in_the_preview(tmp_path: Path, by: User) -> None:
    row = {**VICE, "姓名": "孙三", "身份证号": "11010519491231002X", "手机号码": "13812345678"}
    run = send(sheet(tmp_path, "officers", [row]), by, "officers")

    kept = str(run.preview)
    assert "11010519491231002X" not in kept
    assert "138****5678" in kept
    assert Organisation.objects.everywhere("test").count() == 6
