"""No administrator takes over another's account alone: neither by the password nor by the phone (decision 0008)."""

from io import StringIO
from typing import Any

import pyotp
import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from accounts import operations, totp
from accounts.duties import Role
from accounts.models import BookEntry, SecondFactor, User
from accounts.operations import second_factor
from accounts.refused import Refused
from tests.factories import PASSWORD, UserFactory, make_colleague
from unions.models import Appointment, Organisation
from unions.operations import appointments

NEW = "river-hill-77"


@pytest.fixture
def third(cast: dict[str, User], county: Organisation) -> User:
    third = make_colleague("third", Role.SYSTEM_ADMIN, county)
    seed, now = totp.new_seed(), timezone.now()
    second_factor.enrol(third, seed=seed, code=pyotp.TOTP(seed).at(now), at=now, by=third)
    return third


@pytest.mark.parametrize(
    ("act", "given"),
    [("reset-password", {"password": NEW, "again": NEW}), ("reset-second-factor", {"reason": "手机丢失"})],
)
def test_an_administrator_alone_resets_no_other(third: User, signed_in: Any, act: str, given: dict[str, str]) -> None:
    address = f"/admin/accounts/user/{third.pk}/{act}/"
    browser = signed_in("system_admin")

    assert "不能由另一位系统管理员单独重置" in browser.get(address).content.decode()
    assert "请联系运维人员" in browser.post(address, given).content.decode()
    third.refresh_from_db()
    assert third.check_password(PASSWORD)
    assert SecondFactor.objects.filter(user=third).exists()


def test_one_who_waits_to_be_confirmed_is_protected_already(
    third: User, cast: dict[str, User], county: Organisation
) -> None:
    fourth = UserFactory(username="fourth")
    appointments.appoint(fourth, Role.SYSTEM_ADMIN, county, since=timezone.localdate(), by=third)

    with pytest.raises(Refused, match="正待复核"):
        operations.change_password(fourth, NEW, by=cast["system_admin"])


def test_whoever_is_no_administrator_any_more_is_reset_as_anybody(third: User, cast: dict[str, User]) -> None:
    post = Appointment.objects.everywhere("a test").get(user=third)
    appointments.end_appointment(post, on=timezone.localdate(), by=cast["system_admin"])

    operations.change_password(third, NEW, by=cast["system_admin"])

    third.refresh_from_db()
    assert third.check_password(NEW)


def test_an_administrator_changes_the_own_password(third: User) -> None:
    operations.change_password(third, NEW, by=third)

    third.refresh_from_db()
    assert third.check_password(NEW)


def test_the_operator_resets_with_a_reason(third: User, monkeypatch: pytest.MonkeyPatch) -> None:
    theirs = Client()
    theirs.force_login(third, backend="accounts.backends.StandingBackend")
    monkeypatch.setenv("NEW_PASSWORD", NEW)
    said = StringIO()

    call_command("reset_password", "third", "--reason", "忘记密码，已当面核对", stdout=said)

    third.refresh_from_db()
    assert third.check_password(NEW)
    assert third.must_change_password
    assert theirs.get("/admin/").status_code == 302
    assert BookEntry.objects.get(act="accounts.reset_password").details["reason"] == "忘记密码，已当面核对"
    assert NEW not in said.getvalue()


@pytest.mark.parametrize(
    ("username", "password", "reason"), [("nobody", NEW, "x"), ("third", "short", "x"), ("third", NEW, " ")]
)
def test_the_operator_is_told_what_is_wrong(
    third: User, monkeypatch: pytest.MonkeyPatch, username: str, password: str, reason: str
) -> None:
    monkeypatch.setenv("NEW_PASSWORD", password)

    with pytest.raises(CommandError):
        call_command("reset_password", username, "--reason", reason)
    third.refresh_from_db()
    assert third.check_password(PASSWORD)
