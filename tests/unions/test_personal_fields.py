"""Personal fields: masked in every list and page, whole for a reason that the book keeps, kept when an editor leaves the stars."""

from typing import Any

import pytest

from accounts import step_up
from accounts.masks import masked_text
from accounts.models import BookEntry, User
from tests.conftest import Mill
from tests.factories import DisplayFactory
from unions.models import Display, Employer, Item, Officer, Way
from unions.operations import employers, officers

DESK = "/admin/unions"
NUMBER, MASKED = "13812345678", "138****5678"


@pytest.fixture
def numbers(mill: Mill) -> dict[str, tuple[str, Any, str]]:
    """Model, row and field of everything at the mill that holds the mobile."""
    officers.change_details(mill.chair, mobile=NUMBER, office_phone=f"0556-7654321、{NUMBER}", by=None)
    employers.change_details(mill.employer, phone=f"0556-7654321、{NUMBER}", by=None)
    contact = DisplayFactory(
        union=mill.union, item=Item.CONTACT, way=Way.WEBSITE, officer=mill.chair, content=f"主席手机 {NUMBER}"
    )
    return {
        "officer": ("officer", mill.chair, "mobile"),
        "office": ("officer", mill.chair, "office-phone"),
        "employer": ("employer", mill.employer, "phone"),
        "display": ("display", contact, "content"),
    }


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (NUMBER, MASKED),
        ("0556-7654321、13812345678", "0556-7654321、138****5678"),
        ("138 1234 5678", "138 **** 5678"),
        ("0556-7654321", "0556-7654321"),
        ("91349999000000001A 2013年", "91349999000000001A 2013年"),
        ("34999919700101001X", "34999919700101001X"),
        ("", ""),
    ],
)
def test_mobiles_in_a_text_are_masked_and_nothing_else(text: str, shown: str) -> None:
    assert masked_text(text) == shown


@pytest.mark.parametrize("what", ["officer", "office", "employer", "display"])
@pytest.mark.parametrize("who", ["organisation_staff", "body_officer", "auditor", "approver"])
def test_no_list_and_no_page_shows_the_whole(signed_in: Any, numbers: Any, what: str, who: str) -> None:
    model, row, _ = numbers[what]
    browser = signed_in(who)

    page = browser.get(f"{DESK}/{model}/{row.pk}/change/").content.decode()

    assert NUMBER not in page
    assert MASKED in page
    for path in (f"{DESK}/{model}/", f"{DESK}/organisation/", f"{DESK}/organisation/{row.union_id}/change/"):
        assert NUMBER not in browser.get(path).content.decode(), path


@pytest.mark.parametrize("what", ["officer", "office", "employer", "display"])
@pytest.mark.parametrize("who", ["organisation_staff", "body_officer", "auditor"])
def test_the_whole_is_shown_for_a_reason_that_the_book_keeps(
    signed_in: Any, cast: dict[str, User], numbers: Any, what: str, who: str
) -> None:
    model, row, slug = numbers[what]
    address = f"{DESK}/{model}/{row.pk}/{slug}/"
    browser = signed_in(who)
    assert NUMBER not in browser.get(address).content.decode()
    assert NUMBER not in browser.post(address, {"reason": " "}).content.decode()
    assert not BookEntry.objects.filter(act="personal.show").exists()

    assert NUMBER in browser.post(address, {"reason": "通知开会"}).content.decode()

    line = BookEntry.objects.get(act="personal.show")
    assert (line.by, line.row_id, line.details["reason"]) == (cast[who], row.pk, "通知开会")
    assert NUMBER not in str(line.details)


@pytest.mark.parametrize(
    ("who", "status"),
    [("approver", 403), ("finance", 403), ("rights_staff", 403), ("system_admin", 404), ("stranger", 404)],
)
def test_whose_work_does_not_need_it_is_refused(signed_in: Any, numbers: Any, who: str, status: int) -> None:
    model, row, slug = numbers["employer"]

    answer = signed_in(who).post(f"{DESK}/{model}/{row.pk}/{slug}/", {"reason": "看看"})

    assert answer.status_code == status
    assert NUMBER not in answer.content.decode()


def test_it_asks_for_a_fresh_second_step(signed_in: Any, numbers: Any) -> None:
    browser = signed_in("organisation_staff")
    session = browser.session
    session[step_up.TAKEN_AT] -= 3600
    session.save()
    model, row, slug = numbers["officer"]

    answer = browser.post(f"{DESK}/{model}/{row.pk}/{slug}/", {"reason": "通知开会"})

    assert answer["Location"].startswith("/second-step/")


@pytest.mark.parametrize("model", ["officer", "employer", "display"])
def test_a_list_of_persons_is_taken_away_with_a_fresh_second_step_only(signed_in: Any, mill: Mill, model: str) -> None:
    browser = signed_in("organisation_staff")
    session = browser.session
    session[step_up.TAKEN_AT] -= 3600
    session.save()

    answer = browser.post(f"{DESK}/{model}/export/", {"reason": "换届通知"})

    assert answer["Location"].startswith("/second-step/")
    assert not BookEntry.objects.filter(act__contains="export").exists()


def filled(browser: Any, address: str) -> dict[str, str]:
    """What the page's form would send back untouched."""
    form = browser.get(address).context["adminform"].form
    return {field.html_name: str(field.value() if field.value() is not None else "") for field in form}


@pytest.mark.parametrize(
    ("what", "field", "model"),
    [("officer", "mobile", Officer), ("employer", "phone", Employer), ("display", "content", Display)],
)
def test_stars_left_alone_keep_the_number(signed_in: Any, numbers: Any, what: str, field: str, model: Any) -> None:
    name, row, _ = numbers[what]
    address, browser = f"{DESK}/{name}/{row.pk}/change/", signed_in("organisation_staff")
    before = getattr(row.__class__.objects.everywhere("a test").get(pk=row.pk), field)

    answer = browser.post(address, filled(browser, address))

    assert answer.status_code == 302, answer.context["adminform"].form.errors
    assert getattr(model.objects.everywhere("a test").get(pk=row.pk), field) == before
    assert NUMBER in before


def test_a_number_half_of_stars_is_sent_back(signed_in: Any, numbers: Any) -> None:
    _, row, _ = numbers["officer"]
    address, browser = f"{DESK}/officer/{row.pk}/change/", signed_in("organisation_staff")

    answer = browser.post(address, {**filled(browser, address), "mobile": "139****5678"})

    assert "这里还有星号" in answer.content.decode()


def test_a_new_number_takes_the_olds_place(signed_in: Any, numbers: Any) -> None:
    _, row, _ = numbers["officer"]
    address, browser = f"{DESK}/officer/{row.pk}/change/", signed_in("organisation_staff")

    browser.post(address, {**filled(browser, address), "mobile": "13911112222"})

    assert Officer.objects.everywhere("a test").get(pk=row.pk).mobile == "13911112222"


@pytest.mark.parametrize("page", ["employer/", "officer/", "display/"])
def test_the_system_administrator_opens_no_register_with_personal_data(signed_in: Any, numbers: Any, page: str) -> None:
    assert signed_in("system_admin").get(f"{DESK}/{page}").status_code == 403


def test_the_system_administrator_reads_no_name_or_number_on_a_unions_page(signed_in: Any, mill: Mill) -> None:
    employers.change_details(mill.employer, legal_representative="罗法人", phone=NUMBER, by=None)
    browser = signed_in("system_admin")

    for path in (f"{DESK}/organisation/", f"{DESK}/organisation/{mill.union.pk}/change/"):
        page = browser.get(path).content.decode()
        assert not any(word in page for word in ("罗法人", NUMBER, "陈河", mill.employer.credit_code)), path
