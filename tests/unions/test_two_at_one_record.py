"""Two people open the same page: the second to save is told, and keeps what was typed."""

import re
from typing import Any

import pytest

from tests.conftest import Mill
from unions.models import Officer

PAGE = "/admin/unions"


def again(row: Any) -> Any:
    return type(row).objects.everywhere("a test looks at what was written").get(pk=row.pk)


def opened(browser: Any, url: str) -> dict[str, Any]:
    """The page's form as a browser would post it."""
    page = browser.get(url)
    form = page.context["adminform"].form
    values = {name: form[name].value() for name in form.fields}
    values = {name: "" if value is None else value for name, value in values.items()}
    if "is_principal_or_kin" in values:
        values["is_principal_or_kin"] = "unknown"
    found = re.search(r'name="newest_line" value="(\d+)"', page.content.decode())
    assert found is not None
    return {**values, "newest_line": found[1]}


@pytest.fixture
def url(mill: Mill) -> str:
    return f"{PAGE}/officer/{mill.chair.pk}/change/"


def test_the_second_is_told_who_changed_what_and_nothing_is_written(signed_in: Any, mill: Mill, url: str) -> None:
    first, second = signed_in("body_officer"), signed_in("organisation_staff")
    a, b = opened(first, url), opened(second, url)
    first.post(url, {**a, "office_phone": "0556-2170001"})

    answer = second.post(url, {**b, "office_phone": "0556-2170002", "education": "大学"})

    text = str(answer.context["adminform"].form.errors)
    assert "body_officer在" in text
    assert "0556-2170001" in text
    assert again(mill.chair).office_phone == "0556-2170001"
    assert answer.context["adminform"].form["office_phone"].value() == "0556-2170002"
    assert answer.context["adminform"].form["education"].value() == "大学"


def test_what_the_second_had_not_touched_takes_the_new_value(signed_in: Any, mill: Mill, url: str) -> None:
    first, second = signed_in("body_officer"), signed_in("organisation_staff")
    a, b = opened(first, url), opened(second, url)
    first.post(url, {**a, "office_phone": "0556-2170001", "born_on": "1970-01-01", "is_principal_or_kin": "false"})

    told = second.post(url, {**b, "education": "大学"})
    newest = re.search(r'name="newest_line" value="(\d+)"', told.content.decode())
    assert newest is not None
    form = told.context["adminform"].form
    kept = {name: form[name].value() for name in form.fields}
    assert kept.pop("is_principal_or_kin") is False
    posted = {name: value or "" for name, value in kept.items()}
    second.post(url, {**posted, "is_principal_or_kin": "false", "newest_line": newest[1]})

    officer: Officer = again(mill.chair)
    assert (officer.office_phone, str(officer.born_on), officer.education) == ("0556-2170001", "1970-01-01", "大学")


def test_saved_again_it_goes_through(signed_in: Any, mill: Mill, url: str) -> None:
    first, second = signed_in("body_officer"), signed_in("organisation_staff")
    a, b = opened(first, url), opened(second, url)
    first.post(url, {**a, "office_phone": "0556-2170001"})
    told = second.post(url, {**b, "office_phone": "0556-2170002"})
    newest = re.search(r'name="newest_line" value="(\d+)"', told.content.decode())
    assert newest is not None

    done = second.post(url, {**b, "office_phone": "0556-2170002", "newest_line": newest[1]})

    assert done.status_code == 302
    assert again(mill.chair).office_phone == "0556-2170002"


def test_ones_own_next_save_meets_nobody(signed_in: Any, mill: Mill, url: str) -> None:
    browser = signed_in("body_officer")
    browser.post(url, {**opened(browser, url), "office_phone": "0556-2170001"})

    assert browser.post(url, {**opened(browser, url), "office_phone": "0556-2170002"}).status_code == 302


def test_a_change_the_page_does_not_write_is_no_conflict(signed_in: Any, mill: Mill) -> None:
    url = f"{PAGE}/display/{mill.display.pk}"
    reporter, verifier = signed_in("organisation_staff"), signed_in("body_officer")
    page = opened(reporter, f"{url}/change/")
    verifier.post(f"{url}/send-back/", {"on": "2012-10-31", "why": "字太小"})

    assert reporter.post(f"{url}/change/", {**page, "content": "改好了"}).status_code == 302


@pytest.mark.parametrize("odd", ["", "x", "-1", "9" * 40])
def test_an_odd_number_is_no_error(signed_in: Any, mill: Mill, url: str, odd: str) -> None:
    browser = signed_in("body_officer")

    assert browser.post(url, {**opened(browser, url), "newest_line": odd}).status_code == 302


def test_masked_numbers_stay_masked_in_what_is_told(signed_in: Any, mill: Mill, url: str) -> None:
    first, second = signed_in("body_officer"), signed_in("organisation_staff")
    a, b = opened(first, url), opened(second, url)
    first.post(url, {**a, "mobile": "13900000077"})

    answer = second.post(url, {**b, "mobile": "13900000088"})

    told = str(answer.context["adminform"].form.errors)
    assert "手机号码" in told
    assert "13900000077" not in told
