"""A register of two sheets: rows of the second stand or fall with the row of the first they belong to (registers.md §2)."""

import csv
from decimal import Decimal

import openpyxl
import pytest

from registers import operations, registry
from registers.blank import write_template
from registers.faults import Unreadable
from registers.models import ImportFault, ImportRun
from registers.reader import read
from registers.recognise import recognise
from tests.registers.pairs import FAMILIES, PEOPLE, Kept, plan_over, workbook
from tests.registers.sheets import bring, found

RIVER, HILL = ["H-1", "河边 1 号", "低保、单亲"], ["H-2", "山上 2 号", ""]
CHEN, CHILD, WU = ["H-1", "陈一", "1200.50"], ["H-1", "陈小", 0], ["H-2", "吴二", 900]


@pytest.fixture
def kept(monkeypatch):
    kept = Kept()
    monkeypatch.setitem(registry._plans, "families", plan_over(kept))
    return kept


def of_sheets(outcome):
    return [(fault.sheet, fault.row, fault.column, str(fault.code)) for fault in outcome.faults]


@pytest.mark.django_db
def test_both_sheets_come_in_together(tmp_path, kept):
    _, outcome = bring(workbook(tmp_path / "f.xlsx", [RIVER, HILL], [CHEN, WU, CHILD]), "families")

    assert (outcome.rows, outcome.created, outcome.faults) == (2, 2, [])
    people = (("陈一", Decimal("1200.50")), ("陈小", Decimal("0.00")))
    assert kept.families["H-1"] == ("河边 1 号", "low,single", people)


@pytest.mark.django_db
def test_the_second_time_nothing_changes_and_a_row_of_the_second_sheet_changes_its_record(tmp_path, kept):
    path = workbook(tmp_path / "f.xlsx", [RIVER, HILL], [CHEN, WU])
    bring(path, "families")

    again = bring(path, "families")[1]
    more = bring(workbook(path, [RIVER, HILL], [CHEN, WU, CHILD]), "families")[1]

    assert (again.created, again.changed, again.unchanged) == (0, 0, 2)
    assert (more.created, more.changed, more.unchanged) == (0, 1, 1)


@pytest.mark.django_db
def test_faults_name_their_sheet(tmp_path, kept):
    rows = [[*RIVER[:2], "低保、豪富"], HILL]
    people = [CHEN, ["H-2", "吴二", "很多"], ["H-9", "谁", 1], ["H-1", "", 1], ["H-1", "富人", 100001]]

    _, outcome = bring(workbook(tmp_path / "f.xlsx", rows, people), "families", check=True)

    assert of_sheets(outcome) == [
        ("家庭", 2, "类别", "not_a_choice"),
        ("成员", 3, "年收入", "not_a_number"),
        ("成员", 4, "户号", "conflict"),
        ("成员", 5, "姓名", "required"),
        ("成员", 6, "年收入", "conflict"),
    ]
    assert outcome.faults[1].message.startswith("“成员”第 3 行“年收入”：")


@pytest.mark.django_db
def test_one_faulty_row_keeps_its_whole_record_out(tmp_path, kept):
    people = [CHEN, ["H-1", "陈小", "很多"], WU]
    path = workbook(tmp_path / "f.xlsx", [RIVER, HILL], people)

    refused = bring(path, "families")[1]
    run, outcome = bring(path, "families", partial=True)

    assert (refused.created, refused.written) == (0, False)
    assert (outcome.created, run.state, run.bad_rows, set(kept.families)) == (1, "partly", 1, {"H-2"})


@pytest.mark.django_db
def test_the_workbook_of_bad_rows_holds_the_whole_record_and_reads_back(tmp_path, kept):
    people = [WU, CHEN, ["H-1", "陈小", "很多"]]
    run, _ = bring(workbook(tmp_path / "f.xlsx", [HILL, RIVER], people), "families", partial=True)

    book = openpyxl.load_workbook(run.fault_path)
    assert [[cell.value for cell in row][:2] for row in book["家庭"].iter_rows(min_row=2)] == [["H-1", "河边 1 号"]]
    people = list(book["成员"].iter_rows(min_row=2))
    assert [row[1].value for row in people] == ["陈一", "陈小"]
    assert (people[0][2].fill.fill_type, people[1][2].fill.fgColor.rgb) == (None, "FFFFC7CE")
    assert book.active.title == "成员"
    people[1][2].value = 300
    book.save(tmp_path / "mended.xlsx")
    mended, outcome = bring(tmp_path / "mended.xlsx", "families")
    assert (outcome.created, mended.mends, set(kept.families)) == (1, run, {"H-1", "H-2"})


@pytest.mark.django_db
def test_a_file_too_large_for_its_own_looks_is_drawn_anew_with_both_sheets(tmp_path, kept, monkeypatch):
    monkeypatch.setattr("registers.fault_workbook.OWN_WORKBOOK_BYTES", 1)
    run, _ = bring(workbook(tmp_path / "f.xlsx", [RIVER, HILL], [["H-1", "陈一", "很多"], WU]), "families", check=True)

    book = openpyxl.load_workbook(run.fault_path)

    assert book.sheetnames == ["家庭", "成员"]
    assert book["成员"]["C2"].fill.fgColor.rgb == "FFFFC7CE"
    assert book["家庭"]["A3"].value == "H-2"


@pytest.mark.django_db
def test_without_its_second_sheet_every_mandatory_column_of_it_is_missing(tmp_path, kept):
    run, outcome = bring(workbook(tmp_path / "f.xlsx", [RIVER], None), "families", check=True)

    assert of_sheets(outcome) == [("成员", 1, name, "missing_column") for name in ("户号", "姓名", "年收入")]
    assert "没有名为“成员”的工作表" in outcome.faults[0].message
    assert "没有名为“成员”的工作表" in openpyxl.load_workbook(run.fault_path)["家庭"]["D1"].value


@pytest.mark.django_db
def test_a_first_sheet_by_another_name_is_the_first_that_is_not_the_second(tmp_path, kept):
    book = openpyxl.load_workbook(workbook(tmp_path / "f.xlsx", [RIVER], [CHEN]))
    book["家庭"].title = "Sheet1"
    book.save(tmp_path / "f.xlsx")

    assert bring(tmp_path / "f.xlsx", "families")[1].created == 1


@pytest.mark.django_db
def test_an_unknown_column_is_named_with_its_sheet(tmp_path, kept):
    book = openpyxl.load_workbook(workbook(tmp_path / "f.xlsx", [RIVER], [CHEN]))
    book["成员"]["D1"] = "爱好"
    book.save(tmp_path / "f.xlsx")

    assert bring(tmp_path / "f.xlsx", "families", check=True)[1].warnings == ["“成员”里没有用到的列：爱好"]


def test_a_csv_holds_one_sheet_only_and_is_refused_in_words(tmp_path):
    path = tmp_path / "f.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["户号", "住址"], ["H-1", "河边"]])

    with pytest.raises(Unreadable, match="“家庭”和“成员”两张工作表"):
        read(path, FAMILIES)


def test_the_template_has_both_sheets_with_drop_downs_and_an_example_that_is_not_imported(tmp_path):
    path = tmp_path / "template.xlsx"
    write_template(path, FAMILIES)

    book = openpyxl.load_workbook(path)

    assert book.sheetnames == ["家庭", "成员", "填表说明"]
    assert [cell.value for cell in book["成员"][1]] == ["*户号", "*姓名", "*年收入"]
    told = [row[0].value for row in book["填表说明"].iter_rows()]
    assert "工作表“成员”" in told
    assert told.index("*姓名") > told.index("工作表“成员”")


@pytest.mark.django_db
def test_a_template_sent_as_it_is_has_no_rows(tmp_path, kept):
    write_template(tmp_path / "t.xlsx", FAMILIES)

    outcome = bring(tmp_path / "t.xlsx", "families", check=True)[1]

    assert (outcome.rows, outcome.faults) == (0, [])


@pytest.mark.django_db
def test_an_export_reads_back_equal(tmp_path, kept):
    bring(workbook(tmp_path / "f.xlsx", [RIVER, HILL], [CHEN, CHILD, WU]), "families")

    rows = operations.export_register("families", tmp_path / "out.xlsx", by=None)
    outcome = bring(tmp_path / "out.xlsx", "families")[1]

    assert rows == 2
    assert (outcome.created, outcome.changed, outcome.unchanged, outcome.faults) == (0, 0, 2, [])


@pytest.mark.django_db
def test_a_masked_export_hides_what_is_secret(tmp_path, kept):
    bring(workbook(tmp_path / "f.xlsx", [RIVER], [CHEN]), "families")

    operations.export_register("families", tmp_path / "out.xlsx", whole=False, by=None)

    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    assert [cell.value for cell in book["成员"][2]] == ["H-1", "陈一", "***"]
    assert [cell.value for cell in book["家庭"][2]] == ["H-1", "河边 1 号", "低保、单亲"]


@pytest.mark.django_db
def test_what_is_kept_of_a_check_holds_nothing_secret(tmp_path, kept):
    path = workbook(tmp_path / "f.xlsx", [RIVER], [CHEN, ["H-1", "富人", 777777]])
    run, outcome = bring(path, "families", check=True)

    fault = ImportFault.objects.get(run=run)
    assert (fault.sheet, fault.value, str(fault)) == ("成员", "***", "“成员”第 3 行“年收入”")
    assert fault.advice == "太多了。"
    assert "777777" not in f"{run.preview}{fault.message}"
    assert outcome.faults[0].value == "777777.00"


@pytest.mark.django_db
def test_a_check_shows_what_would_change_and_its_mark_moves_with_the_table(tmp_path, kept):
    bring(workbook(tmp_path / "f.xlsx", [RIVER], [CHEN]), "families")
    moved = workbook(tmp_path / "f.xlsx", [["H-1", "河边 9 号", "低保、单亲"]], [CHEN])

    run, _ = bring(moved, "families", check=True)
    kept.families["H-1"] = ("别处", "", ())
    later, _ = bring(moved, "families", check=True)

    fields = [{"label": "住址", "before": "河边 1 号", "after": "河边 9 号"}]
    assert run.preview["changed"] == [{"row": 2, "key": "H-1", "fields": fields}]
    assert run.preview["second"]["first"][0]["does"] == "修改"
    assert run.mark != later.mark


@pytest.mark.django_db
def test_the_register_is_recognised_by_either_sheet(tmp_path, kept):
    path = workbook(tmp_path / "f.xlsx", [RIVER], [CHEN])

    assert recognise(path, "f.xlsx") == ["families"]


@pytest.mark.django_db
def test_two_sheets_of_faults_are_listed_first_sheet_first(tmp_path, kept):
    run, outcome = bring(workbook(tmp_path / "f.xlsx", [["H-1", ""]] * 2, [["H-1", "", 1]]), "families", check=True)

    assert of_sheets(outcome)[0][0] == "家庭"
    assert [fault.sheet for fault in ImportRun.objects.get(pk=run.pk).faults.all()] == ["家庭", "家庭", "家庭", "成员"]
    assert found(outcome)[1:3] == [(3, "户号", "duplicate_in_file"), (3, "住址", "required")]
    assert PEOPLE.sheet_title == "成员"
