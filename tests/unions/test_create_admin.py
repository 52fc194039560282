"""manage.py create_admin: the first account."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from accounts.duties import Role
from accounts.models import User
from tests.factories import UserFactory
from unions.models import Organisation

WORDS = "first-words-2012"


@pytest.fixture
def password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADMIN_PASSWORD", WORDS)


def create(username: str = "admin", name: str = "管理员") -> str:
    out = StringIO()
    call_command("create_admin", username=username, name=name, stdout=out)
    return out.getvalue()


def test_the_first_administrator_can_sign_in(county: Organisation, password: None) -> None:
    assert "现在可以登录" in create()

    admin = User.objects.get(username="admin")
    assert [post.role for post in admin.standing] == [Role.SYSTEM_ADMIN]
    answer = Client().post("/login/", {"username": "admin", "password": WORDS})
    assert (answer.status_code, admin.must_change_password) == (302, False)


def test_without_a_county_it_says_what_to_run_first(db: None, password: None) -> None:
    with pytest.raises(CommandError, match="setup_county"):
        create()


def test_a_taken_name_is_refused(county: Organisation, password: None) -> None:
    UserFactory(username="Admin")

    with pytest.raises(CommandError, match="已被使用"):
        create()

    assert User.objects.count() == 1


@pytest.mark.parametrize("weak", ["short1", "123456789012"])
def test_a_weak_password_is_refused(county: Organisation, monkeypatch: pytest.MonkeyPatch, weak: str) -> None:
    monkeypatch.setenv("ADMIN_PASSWORD", weak)

    with pytest.raises(CommandError, match="密码"):
        create()

    assert not User.objects.exists()


def test_the_password_may_come_on_standard_input(county: Organisation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ADMIN_PASSWORD", raising=False)
    monkeypatch.setattr("sys.stdin", StringIO(f"{WORDS}\n"))

    create()

    assert User.objects.get(username="admin").check_password(WORDS)


def test_no_password_at_all_is_said(county: Organisation, monkeypatch: Any) -> None:
    monkeypatch.delenv("ADMIN_PASSWORD", raising=False)
    monkeypatch.setattr("sys.stdin", StringIO(""))

    with pytest.raises(CommandError, match="没有给出密码"):
        create()
