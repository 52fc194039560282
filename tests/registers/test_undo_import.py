"""Taking an import back as one act (registers.md §2)."""

from datetime import date
from pathlib import Path

import pytest

from accounts.duties import Role
from accounts.models import User
from accounts.refused import Refused
from registers import operations
from registers.models import ImportRun
from tests.registers.sheets import CHAIR, COUNTY, ORGANISATIONS, TEA, VICE, bring, load, sheet
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


def test_what_was_changed_later_and_taken_back_does_not_stand_in_the_way(county: Path) -> None:
    first, _ = bring(sheet(county, "displays", [SIGN]), "displays")
    second, _ = bring(sheet(county, "displays", [{**SIGN, "内容": "后来改的"}]), "displays")
    operations.undo_import(second, by=None)

    done = operations.undo_import(first, by=None)

    assert done == {"deleted": 1, "restored": 0}
    assert not Display.objects.everywhere("test").exists()


def test_a_change_after_the_taking_back_stands_in_the_way(county: Path) -> None:
    first, _ = bring(sheet(county, "displays", [SIGN]), "displays")
    second, _ = bring(sheet(county, "displays", [{**SIGN, "内容": "后来改的"}]), "displays")
    operations.undo_import(second, by=None)
    load(county, "displays", [{**SIGN, "内容": "再改的"}])

    with pytest.raises(Refused, match="后来又被修改过"):
        operations.undo_import(first, by=None)

    assert Display.objects.everywhere("test").get().content == "再改的"


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


def test_who_may_not_import_may_not_undo(county: Path) -> None:
    run, _ = bring(sheet(county, "displays", [SIGN]), "displays")

    with pytest.raises(Refused, match="不能撤销导入"):
        operations.undo_import(run, by=officer_of(COUNTY, Role.AUDITOR))
