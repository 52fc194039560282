"""What an import changes and leaves alone (registers.md §2)."""

from datetime import date
from pathlib import Path

import pytest

from accounts.duties import Role
from accounts.encryption import unseal
from accounts.models import BookEntry, User
from registers.models import ImportRun
from tests.registers.sheets import CHAIR, COUNTY, HILL, ORGANISATIONS, TEA, VICE, bring, found, load, sheet
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


def test_the_book_names_who_imported_each_row(county: Path) -> None:
    by = officer_of(HILL)

    run, _ = bring(sheet(county, "displays", [SIGN]), "displays", by=by)

    line = BookEntry.objects.get(table_name="unions_display")
    assert (line.by, line.act, line.change, line.act_id) == (by, "registers.import", "insert", run.act_id)
    assert line.after["content"] == "茶业公司工会"


def test_partial_leaves_out_a_row_that_leaned_on_a_bad_one(county: Path) -> None:
    leaves = {**CHAIR, "离任日期": "2012-05-01", "手机号码": "1"}
    successor = {**CHAIR, "姓名": "吴三", "当选日期": "2012-05-01"}

    outcome = load(county, "officers", [leaves, successor], partial=True)

    assert found(outcome) == [(2, "手机号码", "bad_phone"), (3, "当选日期", "overlapping_tenure")]
    assert not Officer.objects.everywhere("test").filter(name="吴三").exists()
