"""Accounts at the desk: one page with roles and sign-ins, appointing from there, lockouts, what is unused."""

from datetime import date, timedelta
from typing import Any

import pyotp
import pytest
from django.test import Client
from django.utils import timezone

from accounts import step_up, totp
from accounts.duties import Role
from accounts.models import BookEntry, SecondFactor, User
from accounts.operations import second_factor
from tests.factories import PASSWORD, UserFactory, make_colleague
from unions.models import Appointment, Organisation
from unions.operations import appointments

NEWCOMER = "/admin/unions/appointment/add/"


def page(browser: Client, user: User, act: str = "change") -> str:
    return f"/admin/accounts/user/{user.pk}/{act}/"


def try_wrong(username: str, times: int = 5) -> None:
    for _ in range(times):
        Client().post("/login/", {"username": username, "password": "wrong"})


def test_an_accounts_page_shows_roles_past_and_present(cast: dict[str, User], signed_in: Any, county: Any) -> None:
    account = cast["finance"]
    post = Appointment.objects.everywhere("a test").get(user=account)
    appointments.end_appointment(post, on=date(2020, 1, 1), by=None)
    appointments.appoint(account, Role.APPROVER, county, since=date(2020, 1, 1), by=cast["system_admin"])

    answer = signed_in("auditor").get(page(signed_in, account))

    assert [(post.row.role, post.state) for post in answer.context["posts"]] == [
        (Role.APPROVER, "在任"),
        (Role.FINANCE, "已终止"),
    ]
    assert "任命角色</a>" not in answer.content.decode()


def test_a_role_is_given_from_the_accounts_page(cast: dict[str, User], signed_in: Any) -> None:
    account, browser = UserFactory(username="fresh"), signed_in("system_admin")
    link = f"{NEWCOMER}?user={account.pk}"
    assert link in browser.get(page(browser, account)).content.decode()
    assert browser.get(link).context["adminform"].form["user"].value() in {account.pk, str(account.pk)}

    answer = browser.post(link, {"user": account.pk, "role": "finance", "organisation": "", "since": "2026-01-01"})

    assert answer["Location"] == page(browser, account)
    assert [post.organisation.code for post in User.objects.get(pk=account.pk).standing] == ["3499990000"]


def test_a_township_role_needs_its_township(cast: dict[str, User], signed_in: Any) -> None:
    account = UserFactory(username="fresh")
    answer = signed_in("system_admin").post(
        NEWCOMER, {"user": account.pk, "role": "body_officer", "organisation": "", "since": "2026-01-01"}
    )

    assert "请选择所在组织" in answer.content.decode()


def test_a_second_administrator_confirms_at_the_desk(cast: dict[str, User], signed_in: Any, county: Any) -> None:
    second, account = make_colleague("second", Role.SYSTEM_ADMIN, county), UserFactory(username="fresh")
    cast["second"] = second
    signed_in("system_admin").post(
        NEWCOMER, {"user": account.pk, "role": "system_admin", "organisation": county.pk, "since": "2026-01-01"}
    )
    post = Appointment.objects.everywhere("a test").get(user=account)
    assert User.objects.get(pk=account.pk).standing == []

    signed_in("second").post(f"/admin/unions/appointment/{post.pk}/confirm/")

    assert len(User.objects.get(pk=account.pk).standing) == 1


def test_giving_a_role_asks_for_a_fresh_second_step(cast: dict[str, User], signed_in: Any) -> None:
    browser = signed_in("system_admin")
    session = browser.session
    session[step_up.TAKEN_AT] -= 3600
    session.save()
    post = Appointment.objects.everywhere("a test").get(user=cast["finance"])
    grave = [NEWCOMER, f"/admin/unions/appointment/{post.pk}/end/"]
    grave += [page(browser, cast["finance"], act) for act in ("reset-password", "disable")]

    for address in grave:
        assert browser.get(address)["Location"].startswith("/second-step/?next="), address
        assert browser.post(address, {"on": "2026-01-01"})["Location"].startswith("/second-step/"), address
    assert User.objects.get(pk=cast["finance"].pk).is_active


# -- disabling, sessions, the lost phone


@pytest.mark.parametrize("act", ["disable", "reset-password", "end-sessions"])
def test_an_act_on_an_account_ends_its_sessions_at_once(cast: dict[str, User], signed_in: Any, act: str) -> None:
    theirs, browser = signed_in("finance"), signed_in("system_admin")

    browser.post(page(browser, cast["finance"], act), {"password": "river-hill-77", "again": "river-hill-77"})

    assert theirs.get("/admin/").status_code == 302


def test_a_session_does_not_come_back_with_the_account(cast: dict[str, User], signed_in: Any) -> None:
    theirs, browser = signed_in("finance"), signed_in("system_admin")
    browser.post(page(browser, cast["finance"], "disable"))
    browser.post(page(browser, cast["finance"], "enable"))

    assert theirs.get("/admin/").status_code == 302
    assert User.objects.get(pk=cast["finance"].pk).is_active


def test_a_new_role_ends_the_old_session(cast: dict[str, User], signed_in: Any, county: Organisation) -> None:
    theirs = signed_in("body_officer")
    appointments.appoint(
        cast["body_officer"], Role.APPROVER, county, since=timezone.localdate(), by=cast["system_admin"]
    )

    assert theirs.get("/admin/")["Location"] == "/login/?ended=1"


def test_nobody_disables_himself(cast: dict[str, User], signed_in: Any) -> None:
    browser = signed_in("system_admin")

    assert "不能停用自己" in browser.post(page(browser, cast["system_admin"], "disable")).content.decode()


def test_an_administrator_resets_anothers_phone_with_a_reason(cast: dict[str, User], signed_in: Any) -> None:
    account, seed, now = cast["finance"], totp.new_seed(), timezone.now()
    second_factor.enrol(account, seed=seed, code=pyotp.TOTP(seed).at(now), at=now, by=account)
    browser = signed_in("system_admin")
    address = page(browser, account, "reset-second-factor")

    assert "请用一句话写明原因" in browser.post(address).content.decode()
    browser.post(address, {"reason": "手机丢失，已当面核对"})

    assert not SecondFactor.objects.filter(user=account).exists()
    line = BookEntry.objects.get(act="accounts.reset_second_factor", change="event")
    assert (line.by, line.row_id, line.details["reason"]) == (cast["system_admin"], account.pk, "手机丢失，已当面核对")


def test_nobody_resets_the_own_phone_at_the_desk(cast: dict[str, User], signed_in: Any) -> None:
    account, seed, now = cast["system_admin"], totp.new_seed(), timezone.now()
    second_factor.enrol(account, seed=seed, code=pyotp.TOTP(seed).at(now), at=now, by=account)
    browser = signed_in("system_admin")

    answer = browser.post(page(browser, account, "reset-second-factor"), {"reason": "x"})

    assert "不能重置自己的" in answer.content.decode()
    assert SecondFactor.objects.filter(user=account).exists()


# -- the list


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("state=unused", {"sleepy"}),
        ("state=disabled", {"gone"}),
        ("role=finance", {"finance"}),
        ("role=none", {"sleepy", "gone"}),
        ("q=山顶镇", {"stranger"}),
    ],
)
def test_accounts_are_found_by_state_role_and_place(
    cast: dict[str, User], signed_in: Any, query: str, names: set[str]
) -> None:
    UserFactory(username="sleepy"), UserFactory(username="gone")
    User.objects.filter(username="sleepy").update(created_at=timezone.now() - timedelta(days=91))
    User.objects.filter(username="gone").update(is_active=False)

    found = signed_in("system_admin").get(f"/admin/accounts/user/?{query}").context["cl"].result_list

    assert {user.username for user in found} == names


def test_the_list_of_accounts_costs_the_same_for_any_number(
    cast: dict[str, User], signed_in: Any, county: Any, django_assert_max_num_queries: Any
) -> None:
    for number in range(20):
        make_colleague(f"more{number}", Role.APPROVER, county)
    browser = signed_in("system_admin")
    browser.get("/admin/accounts/user/")

    with django_assert_max_num_queries(12):
        browser.get("/admin/accounts/user/")


# -- lockouts


def test_a_lockout_is_listed_and_opened_by_an_administrator(cast: dict[str, User], signed_in: Any) -> None:
    try_wrong("finance"), try_wrong("nobody9", 2)
    browser = signed_in("system_admin")
    rows = browser.get("/admin/accounts/user/lockouts/").context["lockouts"]
    assert [(row.name, row.tries, row.user, row.ends_at is None) for row in rows] == [
        ("finance", 5, cast["finance"], False),
        ("nobody9", 2, None, True),
    ]

    browser.post("/admin/accounts/user/lockouts/unlock/", {"username": "finance", "address": "127.0.0.1"})

    assert Client().post("/login/", {"username": "finance", "password": PASSWORD}).status_code == 302
    assert BookEntry.objects.get(act="accounts.unlock_sign_in").details["username"] == "finance"


def test_an_auditor_sees_lockouts_and_opens_none(cast: dict[str, User], signed_in: Any) -> None:
    try_wrong("finance")
    browser = signed_in("auditor")

    assert "解除锁定" not in browser.get("/admin/accounts/user/lockouts/").content.decode()
    refused = browser.post("/admin/accounts/user/lockouts/unlock/", {"username": "finance", "address": "127.0.0.1"})
    assert refused.status_code == 403
    assert Client().post("/login/", {"username": "finance", "password": PASSWORD}).status_code == 429


def test_a_wrong_unlock_changes_nothing(cast: dict[str, User], signed_in: Any) -> None:
    try_wrong("finance")
    signed_in("system_admin").post("/admin/accounts/user/lockouts/unlock/", {"username": "\x00", "address": "x"})

    assert Client().post("/login/", {"username": "finance", "password": PASSWORD}).status_code == 429
