"""The command line and the ugly example (registers.md §2)."""

import csv
import json
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from accounts.duties import Role
from accounts.models import User
from tests.registers.sheets import CHAIR, ORGANISATIONS, TEA, VICE, bring, found, load, sheet
from unions.models import Appointment, Officer, Organisation

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

    out = StringIO()
    with pytest.raises(CommandError) as error:
        call_command("import_register", "displays", str(path), stdout=out)

    assert error.value.returncode == 2
    assert json.loads(out.getvalue())["error"] == str(error.value)


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


@pytest.mark.parametrize("command", ["export_register", "register_template"])
def test_a_place_that_cannot_be_written_is_told(command: str, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="无法写入"):
        call_command(command, "organisations", tmp_path / "gone" / "book.xlsx", stdout=StringIO())
