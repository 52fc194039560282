"""享受试算 at the desk: a household typed or taken out of its file, under every programme; nothing is stored."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import BookEntry
from hardship.models import FileVersion, HardshipFile, ReliefProgramme
from hardship.operations import programmes
from hardship.template import WINTER_RELIEF
from tests.hardship.families import CHILD, SPOUSE, WORKER, contents, make_file, make_line, make_programme

pytestmark = pytest.mark.django_db
URL, TAKE_OUT = "/admin/hardship/reliefprogramme/trial/", "/admin/hardship/reliefprogramme/trial/take-out/"
PEOPLE = [("配偶", "已婚", "0"), ("子女", "未婚", "0")]


@pytest.fixture
def programme(cast: Any, county: Any) -> ReliefProgramme:
    make_line(county)
    return programmes.make_from_template(
        WINTER_RELIEF, slug="winter-relief", name="元旦春节送温暖", year=2012, is_open=True, by=None
    )


def typed(people: list[tuple[str, str, str]] = PEOPLE, **changes: Any) -> dict[str, Any]:
    """A married worker with spouse and child and 57 528 a year, 子女上学: 38 yuan above C2's limit."""
    form: dict[str, Any] = {
        "on": "2012-12-03", "line": "780", "marital_status": "已婚", "income": "57528", "causes": ["子女上学"],
        "medical": "", "loss": "", "rigid": "", "homes": "1", "p-TOTAL_FORMS": len(people), "p-INITIAL_FORMS": 0,
    }  # fmt: skip
    for place, (relation, status, income) in enumerate(people):
        form |= {f"p-{place}-relation": relation, f"p-{place}-marital_status": status, f"p-{place}-income": income}
    return form | changes


def test_what_is_short_is_told_by_how_much(signed_in: Any, programme: ReliefProgramme) -> None:
    text = signed_in("rights_staff").post(URL, typed()).content.decode()

    assert "✗ 不能享受" in text
    assert "<strong>C2</strong> 人均月收入 1 598.00 元，须不高于 1 560.00 元：不符合（差 38.00 元）" in text


def test_one_value_changed_changes_the_answer(signed_in: Any, programme: ReliefProgramme) -> None:
    browser = signed_in("rights_staff")

    less = browser.post(URL, typed(income="56160")).content.decode()
    border = browser.post(URL, typed(income="42120", causes=[], hard_after_aid="on")).content.decode()
    excluded = browser.post(URL, typed(income="56160", car="on")).content.decode()

    assert "✓ 可以享受" in less
    assert "临界，须人工复核" in border
    assert ("✗ 不能享受" in excluded, "拥有非营运机动车" in excluded) == (True, True)


def test_every_open_programme_answers(signed_in: Any, programme: ReliefProgramme) -> None:
    make_programme("medical-2012", name="大病救助")
    make_programme("closed", name="停办的项目", is_open=False)

    text = signed_in("rights_staff").post(URL, typed()).content.decode()

    assert ("元旦春节送温暖 <span" in text, "大病救助 <span" in text, "停办的项目" in text) == (True, True, False)


def test_the_people_decide_who_counts(signed_in: Any, programme: ReliefProgramme) -> None:
    mother = [*PEOPLE, ("父母", "丧偶", "99999")]

    text = signed_in("rights_staff").post(URL, typed(mother)).content.decode()

    assert "计 3 人：本人、配偶、子女；不计入：父母（已婚职工计本人、配偶和未婚子女）" in text


def test_nothing_is_stored_and_nothing_stands_in_an_address(signed_in: Any, programme: ReliefProgramme) -> None:
    browser, lines = signed_in("rights_staff"), BookEntry.objects.count()

    page = browser.post(URL, typed()).content.decode()

    assert (FileVersion.objects.everywhere("tests").count(), HardshipFile.objects.everywhere("tests").count()) == (0, 0)
    assert BookEntry.objects.count() == lines
    assert 'method="post"' in page
    assert "57528" not in browser.get(f"{URL}?income=57528").content.decode()


def test_more_rows_are_given_where_they_run_out(signed_in: Any, programme: ReliefProgramme) -> None:
    text = signed_in("rights_staff").post(URL, typed(more="yes")).content.decode()

    assert 'name="p-3-relation"' in text
    assert "差 38.00 元" in text


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"income": "很多"}, "请以元为单位填写数字"),
        ({"income": "-5"}, "不能是负数"),
        ({"income": "1e999"}, ""),
        ({"line": "0"}, "最低生活保障线应大于 0"),
        ({"line": ""}, "请填写最低生活保障线"),
        ({"homes": "1.5"}, "请填写整数"),
        ({"homes": "9" * 40}, "数字太大"),
        ({"marital_status": "恋爱"}, ""),
        ({"causes": ["贫穷"]}, ""),
        ({"on": "2012-02-30"}, "没有这一天"),
        ({"p-0-marital_status": ""}, "请选择婚姻状况"),
        ({"p-0-relation": "", "p-0-income": "5"}, "请选择与职工的关系"),
        ({"p-0-relation": "本人"}, ""),
        ({"p-TOTAL_FORMS": "x"}, ""),
        ({"p-TOTAL_FORMS": "99999999999999999999"}, ""),
    ],
)
def test_malformed_input_is_told_and_not_judged(
    signed_in: Any, programme: ReliefProgramme, changes: dict[str, Any], says: str
) -> None:
    answer = signed_in("rights_staff").post(URL, typed(**changes))

    text = answer.content.decode()
    assert answer.status_code == 200
    assert says in text
    assert "可以享受" not in text
    assert "有填写不对的地方" in text


def test_a_file_is_taken_out_for_a_reason_that_the_book_keeps(
    signed_in: Any, programme: ReliefProgramme, mill: Any, cast: Any
) -> None:
    own = replace(WORKER, income=Decimal("57528"))
    file = make_file(mill.union, "DA0001", said=replace(contents(), household=(own, SPOUSE, CHILD)))

    text = signed_in("rights_staff").post(TAKE_OUT, {"code": "da0001", "reason": "答复咨询"}).content.decode()

    line = BookEntry.objects.get(act="personal.show")
    assert (line.row_id, line.by, line.details["reason"]) == (file.pk, cast["rights_staff"], "答复咨询")
    assert 'name="income" value="57528"' in text
    assert "差 38.00 元" in text
    assert 'action="/admin/hardship/reliefprogramme/trial/"' in text


def test_a_file_is_taken_out_as_it_stands_today(signed_in: Any, programme: ReliefProgramme, mill: Any) -> None:
    said = contents(medical=Decimal("30000"), main_cause="本人大病")
    make_file(mill.union, "DA0001", said=said, on=date(2012, 1, 1))

    text = signed_in("rights_staff").post(TAKE_OUT, {"code": "DA0001", "reason": "核对"}).content.decode()

    assert "✓ 可以享受" in text
    assert f"是 2012 年登记的，{timezone.localdate().year} 年的请另行核实" in text


def test_without_a_line_of_its_area_the_file_waits_for_one(signed_in: Any, cast: Any, mill: Any) -> None:
    make_programme()
    make_file(mill.union, "DA0001")

    text = signed_in("rights_staff").post(TAKE_OUT, {"code": "DA0001", "reason": "核对"}).content.decode()

    assert "还没有登记最低生活保障线，请填写后再试算" in text
    assert 'name="income" value="42120.00"' in text


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"code": "DA9999", "reason": "核对"}, "您的范围内没有编号为“DA9999”的档案"),
        ({"code": "", "reason": "核对"}, "请填写档案编号"),
        ({"code": "DA0001", "reason": " "}, "请用一句话写明用途"),
    ],
)
def test_nothing_is_shown_without_a_file_and_a_reason(
    signed_in: Any, programme: ReliefProgramme, mill: Any, asked: dict[str, str], says: str
) -> None:
    make_file(mill.union, "DA0001")

    text = signed_in("rights_staff").post(TAKE_OUT, asked).content.decode()

    assert says in text
    assert "42120" not in text
    assert not BookEntry.objects.filter(act="personal.show").exists()


@pytest.mark.parametrize("who", ["finance", "organisation_staff", "system_admin", "body_officer", "stranger", "chair"])
def test_who_may_not_see_files_tries_none(signed_in: Any, programme: ReliefProgramme, mill: Any, who: str) -> None:
    make_file(mill.union, "DA0001")

    assert signed_in(who).post(URL, typed()).status_code == 403
    assert signed_in(who).post(TAKE_OUT, {"code": "DA0001", "reason": "核对"}).status_code == 403
    assert not BookEntry.objects.filter(act="personal.show").exists()
