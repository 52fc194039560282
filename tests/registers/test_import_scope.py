"""Nobody imports or exports beyond his or her own part (roles.md, registers.md §2)."""

import hashlib
from datetime import date
from pathlib import Path

import pytest

from accounts.duties import Role
from accounts.models import BookEntry, User
from accounts.refused import Refused
from registers import operations
from tests.registers.sheets import BOAT, CHAIR, COUNTY, HILL, ORGANISATIONS, RIVER, TEA, VICE, bring, found, load, sheet
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
    assert (line.by, line.details["register"], line.details["rows"]) == (by, "displays", 1)
    assert line.details["sha256"] == hashlib.sha256((county / "out.xlsx").read_bytes()).hexdigest()


def test_who_may_not_export_is_refused(county: Path) -> None:
    with pytest.raises(Refused, match="不能导出"):
        operations.export_register("displays", county / "out.xlsx", by=officer_of(COUNTY, Role.FINANCE))


def test_nobody_verifies_by_import_what_he_or_she_entered(county: Path) -> None:
    by = officer_of(HILL)
    load(county, "displays", [SIGN], by=by)

    again = load(county, "displays", [{**SIGN, "核实日期": "2012-07-01"}], by=by)
    named = load(
        county, "displays", [{**SIGN, "方式": "工会办公地点", "核实日期": "2012-07-01", "核实人": by.name}], by=by
    )

    assert found(again) == [(2, "核实日期", "not_eligible")]
    assert found(named) == [(2, "核实人", "not_eligible")]


def test_a_township_does_not_end_itself_by_a_register(county: Path) -> None:
    own = {**ORGANISATIONS[1], "撤销日期": "2012-10-01"}

    refused = load(county, "organisations", [own], by=officer_of(HILL))
    of_county = load(county, "organisations", [{**ORGANISATIONS[5], "撤销日期": "2012-10-01"}], by=officer_of(COUNTY))

    assert found(refused) == [(2, "撤销日期", "not_eligible")]
    assert union(HILL).dissolved_on is None
    assert of_county.written, found(of_county)


def test_a_township_may_send_its_own_row_unchanged(county: Path) -> None:
    outcome = load(county, "organisations", [ORGANISATIONS[1]], by=officer_of(HILL))

    assert (outcome.faults, outcome.unchanged) == ([], 1)


def test_an_officer_who_moved_on_does_not_take_back_what_was_imported_at_the_old_place(county: Path) -> None:
    by = officer_of(HILL)
    run, _ = bring(sheet(county, "displays", [SIGN]), "displays", by=by)
    Appointment.objects.everywhere("test").filter(user=by).update(organisation=union(RIVER))

    with pytest.raises(Refused, match="不归您管理"):
        operations.undo_import(run, by=User.objects.get(pk=by.pk))

    assert Display.objects.everywhere("test").count() == 1


def test_the_officer_who_is_still_there_takes_it_back(county: Path) -> None:
    by = officer_of(HILL)
    run, _ = bring(sheet(county, "displays", [SIGN]), "displays", by=by)

    assert operations.undo_import(run, by=by) == {"deleted": 1, "restored": 0}
