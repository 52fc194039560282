"""An office's telephone that is typed can be dialled and shown; imports and what is on file stay as they are."""

from typing import Any

import pytest

from tests.conftest import Mill
from unions.forms.fields import NO_OFFICE_PHONE
from unions.models import Officer, Organisation
from unions.operations import officers, organisations
from unions.published import is_office_phone

GOOD = (
    "0556-1234567", "(0556)1234567", "055612345678", "010-12345678", "1234567", "4001234567", "+86-556-1234567", "13900000001",
    "0556-1234567转8001", "0556-1234567EXT8001", "0556-1234567、13900000001", "0556-1234567/7654321", "123456",
)  # fmt: skip
BAD = ("0556-12345678901", "0556123456789012", "9999999999999", "0556-1234567、0556-123456789", "0556-13900000001")


@pytest.mark.parametrize("text", GOOD)
def test_what_can_be_dialled_is_taken(text: str) -> None:
    assert is_office_phone(text)


@pytest.mark.parametrize("text", BAD)
def test_what_the_public_page_would_hide_is_none(text: str) -> None:
    assert not is_office_phone(text)


def values_of(browser: Any, url: str) -> dict[str, Any]:
    form = browser.get(url).context["adminform"].form
    values = {name: form.get_initial_for_field(field, name) or "" for name, field in form.fields.items()}
    return {name: "unknown" if name == "is_principal_or_kin" else value for name, value in values.items()}


@pytest.mark.parametrize("text", BAD)
def test_the_desk_refuses_it_for_union_and_officer(signed_in: Any, mill: Mill, text: str) -> None:
    desk = signed_in("body_officer")
    for url, name in (
        (f"/admin/unions/organisation/{mill.union.pk}/change/", "phone"),
        (f"/admin/unions/officer/{mill.chair.pk}/change/", "office_phone"),
    ):
        page = desk.post(url, {**values_of(desk, url), name: text})

        assert NO_OFFICE_PHONE in page.content.decode()
    assert not Organisation.objects.everywhere("a test").get(pk=mill.union.pk).phone


def test_the_portal_refuses_it_too(signed_in: Any, mill: Mill) -> None:
    chair = signed_in("chair")

    office = chair.post(f"/portal/{mill.union.pk}/office/", {"address": "一楼", "phone": BAD[0]})
    phones = chair.post(f"/portal/officers/{mill.chair.pk}/phones/", {"office_phone": BAD[0], "mobile": "13900000001"})

    assert NO_OFFICE_PHONE in office.content.decode()
    assert NO_OFFICE_PHONE in phones.content.decode()


def test_what_was_imported_stays_while_something_else_is_mended(signed_in: Any, mill: Mill) -> None:
    organisations.change_details(mill.union, phone=BAD[0], by=None)
    officers.change_details(mill.chair, office_phone=BAD[0], by=None)
    desk = signed_in("body_officer")

    union = f"/admin/unions/organisation/{mill.union.pk}/change/"
    officer = f"/admin/unions/officer/{mill.chair.pk}/change/"
    answers = [
        desk.post(union, {**values_of(desk, union), "address": "一楼"}),
        desk.post(officer, {**values_of(desk, officer), "education": "大学本科"}),
        signed_in("chair").post(f"/portal/{mill.union.pk}/office/", {"address": "二楼", "phone": BAD[0]}),
    ]

    assert [answer.status_code for answer in answers] == [302, 302, 302]
    kept = Organisation.objects.everywhere("a test").get(pk=mill.union.pk)
    assert (kept.address, kept.phone) == ("二楼", BAD[0])
    assert Officer.objects.everywhere("a test").get(pk=mill.chair.pk).education == "大学本科"
