"""What an attacker tried on the sign-in page."""

import pytest
from django.test import Client

from accounts.operations import open_account
from unions.models import Organisation
from unions.operations.appointments import appoint

pytestmark = pytest.mark.django_db
PASSWORD = "Yunling-2026-test"  # noqa: S105 (opens a test's own database)


@pytest.fixture
def chen(county: Organisation) -> None:
    user = open_account("chen", name="陈某", password=PASSWORD, by=None)
    appoint(user, "organisation_staff", county, since=county.established_on, by=None)


def test_five_wrong_passwords_lock_the_name_in_every_spelling(chen: None) -> None:
    client = Client()
    for name in ("chen", "Chen", "CHEN", "cHen", "chEn"):
        client.post("/login/", {"username": name, "password": "wrong"})

    response = client.post("/login/", {"username": "CheN", "password": PASSWORD})

    assert response.status_code == 429


def test_a_name_too_long_for_the_table_is_just_wrong(chen: None) -> None:
    response = Client().post("/login/", {"username": "x" * 5000, "password": "wrong"})

    assert response.status_code == 200


def test_a_password_is_not_changed_to_itself(chen: None) -> None:
    client = Client()
    client.post("/login/", {"username": "chen", "password": PASSWORD})

    response = client.post(
        "/password/", {"old_password": PASSWORD, "new_password1": PASSWORD, "new_password2": PASSWORD}
    )

    assert "不能与旧密码相同" in response.content.decode()


def test_letters_where_an_id_belongs_are_no_error_page(chen: None) -> None:
    client = Client()
    client.post("/login/", {"username": "chen", "password": PASSWORD})

    statuses = [
        client.get("/admin/unions/officer/add/?union=abc").status_code,
        client.post("/admin/unions/organisation/add/", {"parent": "abc"}).status_code,
        client.post("/admin/unions/officer/export/", {"export_items": "8"}).status_code,
        client.post("/admin/unions/display/", {"action": "verify_chosen", "_selected_action": "abc"}).status_code,
    ]

    assert max(statuses) < 500


def test_every_page_says_that_all_comes_from_us(chen: None) -> None:
    assert "default-src 'self'" in Client().get("/login/").headers["Content-Security-Policy"]
