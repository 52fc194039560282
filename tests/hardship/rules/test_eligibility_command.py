"""manage.py eligibility: what it prints, and that nothing hostile is ever judged (hardship.md §4)."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from hardship.management.commands.eligibility import Command
from hardship.models import CriteriaVersion, Criterion
from tests.hardship.families import make_programme

SPEC_CASE: dict[str, Any] = {
    "case": "a",
    "on": "2012-12-01",
    "line": "780.00",
    "marital_status": "已婚",
    "causes": ["子女上学"],
    "hard_after_aid": True,
    "medical": "0",
    "loss": "0",
    "rigid": "0",
    "homes": 1,
    "hires": False,
    "costly_school": False,
    "car": False,
    "household": [
        {"relation": "本人", "marital_status": "已婚", "income": "42120"},
        {"relation": "配偶", "marital_status": "已婚", "income": "0"},
        {"relation": "子女", "marital_status": "未婚", "income": "0"},
    ],
}
pytestmark = pytest.mark.django_db
EXAMPLES = [
    Path(__file__).resolve().parents[2] / "golden" / "eligibility",
    Path("/work/shared/examples/eligibility"),
]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    """Runs the command as a terminal does: (exit status, standard output, standard error)."""

    def go(content: Any, programme: str = "winter-relief") -> tuple[int, str, str]:
        path = tmp_path / "cases.json"
        if isinstance(content, Path):
            path = content
        elif isinstance(content, bytes):
            path.write_bytes(content)
        else:
            path.write_text(json.dumps(content, ensure_ascii=False))
        try:
            Command().run_from_argv(["manage.py", "eligibility", programme, str(path), "--skip-checks"])
            status = 0
        except SystemExit as leave:
            status = leave.code if isinstance(leave.code, int) else 1
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return go


@pytest.mark.parametrize("folder", EXAMPLES, ids=["frozen", "shared"])
def test_the_example_cases_are_judged_exactly(run: Any, folder: Path) -> None:
    if not folder.is_dir():
        pytest.skip("only where the specification lies; the frozen copy is always here")
    expected = json.loads((folder / "expected.json").read_text())

    status, out, err = run(folder / "cases.json")

    found = json.loads(out)
    assert (status, err) == (0, "")
    assert all(record.pop("explanation") for record in found)
    assert found == expected
    assert len(found) >= 30


def test_the_specs_case_is_printed_as_the_spec_prints_it(run: Any) -> None:
    _, out, _ = run([SPEC_CASE])

    assert out.startswith(
        '[{"case": "a", "members": 3, "per_capita": "1170.00", "met": ["C2"], "borderline": ["C1"], "excluded": [],'
        ' "eligible": true, "national": "相对困难", "explanation": ["'
    )
    assert "人均月收入 1 170.00 元，须低于 1 170.00 元：不符合" in out


def test_no_cases_are_no_answers(run: Any) -> None:
    assert run([]) == (0, "[]\n", "")


def test_a_byte_order_mark_and_remarks_of_ones_own_do_no_harm(run: Any) -> None:
    content = json.dumps([{**SPEC_CASE, "remark": "张师傅家"}]).encode("utf-8-sig")

    status, out, _ = run(content)

    assert (status, json.loads(out)[0]["met"]) == (0, ["C2"])


def test_an_unknown_programme_is_told_which_there_are(run: Any) -> None:
    status, out, err = run([SPEC_CASE], programme="summer-relief")

    assert (status, out) == (2, "")
    assert "没有代号或名称为“summer-relief”的帮扶项目" in err
    assert "winter-relief" in err


@pytest.mark.parametrize("name", ["gone.json", "."])
def test_a_file_that_cannot_be_read_is_told(run: Any, tmp_path: Path, name: str) -> None:
    status, out, err = run(tmp_path / name)

    assert (status, out, err.count("\n")) == (2, "", 1)
    assert name.strip(".") in err


def test_cases_are_judged_by_the_countys_own_criteria_of_their_day(run: Any) -> None:
    programme = make_programme("study-2013")
    later = CriteriaVersion.objects.create(programme=programme, number=2, since=date(2012, 12, 2), excludes_homes=False)
    Criterion.objects.create(version=later, place=1, code="甲", multiple="1.50", is_inclusive=True)
    second = {**SPEC_CASE, "case": "b", "on": "2012-12-02", "homes": 3}

    status, out, _ = run([SPEC_CASE, second], programme="study-2013")

    assert status == 0
    assert [(one["met"], one["borderline"], one["excluded"]) for one in json.loads(out)] == [
        ([], ["C1"], []),
        (["甲"], [], []),
    ]


@pytest.mark.parametrize(("slug", "name"), [("winter-2012", "元旦春节送温暖"), ("winter-relief", "2013年送温暖")])
def test_the_countys_programme_goes_by_its_name_too(run: Any, slug: str, name: str) -> None:
    make_programme(slug, name=name)

    _, out, _ = run([SPEC_CASE], programme="元旦春节送温暖")

    assert json.loads(out)[0]["met"] == []  # it has C1 only


def test_the_built_in_template_goes_by_its_name_too(run: Any) -> None:
    assert json.loads(run([SPEC_CASE], programme="元旦春节送温暖")[1])[0]["met"] == ["C2"]


def test_the_countys_programme_wins_over_the_built_in_template(run: Any) -> None:
    make_programme("winter-relief")

    _, out, _ = run([SPEC_CASE])

    assert json.loads(out)[0]["met"] == []  # it has C1 only
