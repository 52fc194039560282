"""A chair whose tenure is over: after the right password only, that it is over and whom to ask."""

from typing import Any

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client
from django.utils import timezone

from accounts.duties import Role
from accounts.models import SignedIn, User
from tests.conftest import Mill
from tests.factories import PASSWORD, UserFactory, make_colleague
from tests.unions.slips import NEW_PASSWORD, PHONE, first_sign_in, issue
from tests.unions.test_chair_sign_in import WRONG, plain, sign_in
from unions.models import Organisation
from unions.operations import appointments, officers

pytestmark = pytest.mark.django_db


@pytest.fixture
def former(mill: Mill, riverside: Organisation) -> User:
    riverside.phone = "0556-1234567"
    riverside.save()
    first_sign_in(issue(mill))
    officers.leave(mill.chair, on=timezone.localdate(), by=None)
    return User.objects.get(username=PHONE)


def test_the_right_password_tells_that_it_is_over_and_whom_to_ask(former: User) -> None:
    browser = Client()
    page = sign_in(browser=browser).content.decode()

    today = timezone.localdate()
    for words in ("河畔纸厂工会", f"于{today:%Y年%-m月%-d日}结束", "河畔镇工会联合会", "0556-1234567", "12351"):
        assert words in page
    assert browser.get("/portal/account/").status_code == 302
    assert SignedIn.objects.count() == 1  # the first sign-in's


def test_a_wrong_password_tells_nothing_of_it(former: User) -> None:
    page = sign_in(password=WRONG)

    assert "河畔" not in page.content.decode()
    assert plain(page) == plain(sign_in("13900000057", WRONG))


def test_a_wrong_password_of_a_closed_account_takes_no_longer(former: User, monkeypatch: pytest.MonkeyPatch) -> None:
    hashed, whole = [], MD5PasswordHasher.encode

    def counted(*args: Any, **more: Any) -> str:
        hashed.append("x")
        return str(whole(*args, **more))

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    counts = []
    for name, password in ((PHONE, WRONG), (PHONE, NEW_PASSWORD), ("13900000057", WRONG)):
        hashed.clear()
        sign_in(name, password)
        counts.append(len(hashed))

    assert counts == [1, 1, 1]


def test_once_locked_the_right_password_tells_nothing_either(former: User) -> None:
    for _ in range(5):
        sign_in(password=WRONG)

    answer = sign_in()

    assert answer.status_code == 429
    assert "河畔" not in answer.content.decode()


def test_a_dissolved_union_and_a_role_taken_back_are_said_alike(mill: Mill) -> None:
    first_sign_in(issue(mill))
    post = User.objects.get(username=PHONE).appointments.everywhere("a test").get()  # type: ignore[attr-defined]
    appointments.end_appointment(post, on=timezone.localdate(), by=None)

    assert "主席的登录已于" in sign_in().content.decode()


def test_an_account_closed_by_the_administrator_is_told_nothing(former: User) -> None:
    User.objects.update(is_active=False)

    assert "手机号或密码不正确" in sign_in().content.decode()


@pytest.mark.parametrize("role", [None, Role.ORGANISATION_STAFF])
def test_who_never_chaired_is_told_nothing(county: Organisation, role: Any) -> None:
    if role:
        user = make_colleague("clerk", role, county)
        post = user.appointments.everywhere("a test").get()  # type: ignore[attr-defined]
        appointments.end_appointment(post, on=timezone.localdate(), by=None)
    else:
        UserFactory(username="clerk")

    assert "手机号或密码不正确" in sign_in("clerk", PASSWORD).content.decode()


def test_back_in_office_the_account_opens_again(former: User, mill: Mill) -> None:
    mill.chair.refresh_from_db()
    officers.return_to_office(mill.chair, by=None)

    assert sign_in().status_code == 302
