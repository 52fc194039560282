"""调整试算 at the desk: another line or other numbers, which families, how many, how much."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from hardship.models import HardshipFile, ReliefProgramme
from tests.hardship.families import CHILD, SPOUSE, WORKER, contents, make_file, make_line, make_programme

pytestmark = pytest.mark.django_db


def family(union: Any, number: int, income: str) -> HardshipFile:
    said = contents(number, main_cause="收入低无法维持基本生活", name=f"困难{number}")
    own = replace(WORKER, name=said.file.name, income=Decimal(income), id_number=said.file.id_number)
    return make_file(union, f"DA{number:04d}", said=replace(said, household=(own, SPOUSE, CHILD)))


@pytest.fixture
def programme(cast: Any, county: Any) -> ReliefProgramme:
    make_line(county)
    return make_programme()


def ask(browser: Any, programme: ReliefProgramme, **asked: str) -> Any:
    url = reverse("admin:hardship_reliefprogramme_whatif", args=[programme.pk])
    boxes = {"on": f"{timezone.localdate()}", "line": "", "m0": "1.5", "x-homes": "on", "x-hires": "on", "x-car": "on"}
    return browser.get(url, {**boxes, "x-costly_school": "on", **asked})


def test_the_form_shows_the_numbers_in_force(signed_in: Any, programme: ReliefProgramme) -> None:
    text = (
        signed_in("rights_staff")
        .get(reverse("admin:hardship_reliefprogramme_whatif", args=[programme.pk]))
        .content.decode()
    )

    assert 'name="m0" value="1.5"' in text
    assert "C1 含本数" in text
    assert "结果</h2>" not in text


def test_a_higher_line_lists_who_comes_in_with_the_money(signed_in: Any, programme: ReliefProgramme, mill: Any) -> None:
    family(mill.union, 1, "36000")
    family(mill.union, 2, "42480")

    text = ask(signed_in("rights_staff"), programme, line="790").content.decode()

    assert "新增 1" in text
    assert "DA0002" in text
    assert "DA0001" not in text
    assert [sum_ in text for sum_ in ("1,000.00", "2,000.00")] == [True, True]


def test_another_multiple_and_an_inclusive_limit_do_the_same(
    signed_in: Any, programme: ReliefProgramme, mill: Any
) -> None:
    family(mill.union, 1, "42120")
    browser = signed_in("rights_staff")

    nothing = ask(browser, programme).content.decode()
    multiple = ask(browser, programme, m0="1.6").content.decode()
    inclusive = ask(browser, programme, i0="on").content.decode()

    assert "没有变化" in nothing
    assert "改后临界（1）" in nothing
    assert "新增 1" in multiple
    assert "新增 1" in inclusive


def test_who_drops_out_is_listed_apart(signed_in: Any, programme: ReliefProgramme, mill: Any) -> None:
    family(mill.union, 1, "36000")

    text = ask(signed_in("rights_staff"), programme, m0="1").content.decode()

    assert "减少 1" in text
    assert "不再符合：1 户" in text
    assert "-1,000.00" in text


def test_no_income_and_no_number_stands_on_the_list(signed_in: Any, programme: ReliefProgramme, mill: Any) -> None:
    file = family(mill.union, 1, "42480")

    text = ask(signed_in("rights_staff"), programme, line="790").content.decode()

    assert file.name in text
    assert not any(secret in text for secret in ("42480", "42,480", "1,180", "1180", "13900000000", "6217"))


def test_a_long_list_is_paged(
    signed_in: Any, programme: ReliefProgramme, mill: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hardship.admin.whatif_lists.PER_PAGE", 2)
    for number in range(1, 6):
        family(mill.union, number, "42480")
    browser = signed_in("rights_staff")

    first, last = (ask(browser, programme, line="790", page=page).content.decode() for page in ("1", "3"))

    assert ("DA0001" in first, "DA0005" in first, "下一页" in first, "第 1 页，共 3 页" in first) == (
        True,
        False,
        True,
        True,
    )
    assert ("DA0005" in last, "下一页" in last) == (True, False)
    assert ask(browser, programme, line="790", page="4").status_code == 404


def test_a_file_that_changed_since_is_judged_anew(signed_in: Any, programme: ReliefProgramme, mill: Any) -> None:
    browser = signed_in("rights_staff")
    family(mill.union, 1, "42480")
    assert "新增 1" in ask(browser, programme, line="790").content.decode()

    family(mill.union, 2, "42480")

    assert "新增 2" in ask(browser, programme, line="790").content.decode()


def test_what_one_saw_is_not_shown_to_another_part(signed_in: Any, programme: ReliefProgramme, mill: Any) -> None:
    family(mill.union, 1, "42480")
    ask(signed_in("rights_staff"), programme, line="790")

    for who in ("finance", "organisation_staff", "system_admin", "body_officer", "stranger", "chair"):
        assert ask(signed_in(who), programme, line="790").status_code == 403


@pytest.mark.parametrize(
    ("asked", "status", "says"),
    [
        ({"line": "-1"}, 200, "不能是负数"),
        ({"line": "七百八"}, 200, "请以元为单位填写数字"),
        ({"m0": "0"}, 200, "倍数应大于 0"),
        ({"m0": ""}, 200, "请填写倍数"),
        ({"m0": "NaN"}, 200, "请填写数字"),
        ({"on": "2012-06-31"}, 200, "没有这一天"),
        ({"show": "everybody"}, 404, ""),
        ({"page": "0"}, 404, ""),
        ({"page": "x"}, 404, ""),
        ({"page": "9" * 30}, 404, ""),
    ],
)
def test_a_malformed_question_is_told(
    signed_in: Any, programme: ReliefProgramme, asked: dict[str, str], status: int, says: str
) -> None:
    answer = ask(signed_in("rights_staff"), programme, **asked)

    assert answer.status_code == status
    assert says in answer.content.decode()


def test_a_day_before_any_line_judges_nobody_and_says_so(signed_in: Any, programme: ReliefProgramme, mill: Any) -> None:
    family(mill.union, 1, "36000")
    ask_day = timezone.localdate() - timedelta(days=36_000)

    assert "共判定 0 户" in ask(signed_in("rights_staff"), programme, on=f"{ask_day}").content.decode()


def test_ten_families_cost_what_one_costs(signed_in: Any, programme: ReliefProgramme, mill: Any) -> None:
    browser = signed_in("rights_staff")
    family(mill.union, 1, "42480")

    def queries() -> int:
        cache.clear()
        with CaptureQueriesContext(connection) as caught:
            ask(browser, programme, line="790")
        return len(caught)

    ask(browser, programme)
    one = queries()
    for number in range(2, 11):
        family(mill.union, number, "42480")

    assert queries() == one
