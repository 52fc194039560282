"""Signing in and out, lockout, standing, passwords."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import BookEntry, User
from tests.conftest import Mill
from tests.factories import PASSWORD, UserFactory
from unions.models import Appointment
from unions.operations import appointments, officers


def sign_in(username: str, password: str = PASSWORD, **more: str) -> Any:
    return Client().post("/login/", {"username": username, "password": password, **more})


def session(username: str) -> Client:
    browser = Client()
    assert browser.post("/login/", {"username": username, "password": PASSWORD}).status_code == 302
    return browser


def test_the_right_password_opens_the_desk(cast: dict[str, User]) -> None:
    answer = sign_in("body_officer")

    assert (answer.status_code, answer["Location"]) == (302, "/home/")
    assert BookEntry.objects.get(act="accounts.sign_in").by == cast["body_officer"]


def test_a_form_sent_after_the_session_ended_is_said_to_be_lost(cast: dict[str, User]) -> None:
    sent = Client().post("/admin/unions/organisation/add/", {"name": "新工会"})
    looked = Client().get("/admin/unions/organisation/add/")

    assert "没有保存" in Client().get(sent["Location"]).content.decode()
    assert "没有保存" not in Client().get(looked["Location"]).content.decode()


def test_a_session_ends_after_thirty_idle_minutes(cast: dict[str, User]) -> None:
    cookie = sign_in("body_officer").cookies["sessionid"]

    assert cookie["max-age"] == 1800
    assert cookie["httponly"]


def test_signing_in_gives_a_new_session(cast: dict[str, User]) -> None:
    browser = Client()
    browser.get("/admin/")
    browser.cookies["sessionid"] = "a" * 32

    browser.post("/login/", {"username": "body_officer", "password": PASSWORD})

    assert browser.cookies["sessionid"].value != "a" * 32


def plain(answer: Any) -> str:
    """The page without what is different for every visit: the token, and the name typed."""
    form, text = answer.context["form"], answer.content.decode()
    text = text.replace(str(form["username"].value()), "")
    return "\n".join(line for line in text.splitlines() if "csrfmiddlewaretoken" not in line)


def test_an_unknown_name_and_a_wrong_password_look_the_same(cast: dict[str, User]) -> None:
    wrong, unknown = sign_in("finance", "wrong-password"), sign_in("nobody1", "wrong-password")

    assert wrong.status_code == unknown.status_code == 200
    assert plain(wrong) == plain(unknown)
    assert "用户名或密码不正确" in plain(wrong)


def test_an_account_without_appointment_looks_the_same_too(cast: dict[str, User]) -> None:
    UserFactory(username="idle123")

    assert plain(sign_in("idle123")) == plain(sign_in("nobody1"))


def test_five_wrong_passwords_lock_out_the_right_one(cast: dict[str, User]) -> None:
    for _ in range(5):
        last = sign_in("body_officer", "wrong-password")

    right = sign_in("body_officer")
    assert (last.status_code, right.status_code) == (429, 429)
    assert "已锁定 30 分钟" in right.content.decode()
    assert sign_in("stranger").status_code == 302


def test_an_unknown_name_is_locked_out_alike(cast: dict[str, User]) -> None:
    for _ in range(5):
        known, unknown = sign_in("body_officer", "wrong-password"), sign_in("nobody1", "wrong-password")

    assert known.status_code == unknown.status_code == 429


@pytest.mark.parametrize("field", ["username", "password"])
def test_a_nul_byte_is_a_wrong_name(cast: dict[str, User], field: str) -> None:
    assert sign_in(**{"username": "body_officer", "password": PASSWORD, field: "a\x00b"}).status_code == 200


@pytest.mark.parametrize(
    ("wanted", "arrives"),
    [
        ("/admin/unions/officer/", "/admin/unions/officer/"),
        ("https://evil.example/", "/home/"),
        ("//evil.example", "/home/"),
    ],
)
def test_one_arrives_where_one_wanted_to_go_here(cast: dict[str, User], wanted: str, arrives: str) -> None:
    assert sign_in("body_officer", next=wanted)["Location"] == arrives


def test_an_ended_appointment_signs_out_at_the_next_click(cast: dict[str, User]) -> None:
    browser = session("body_officer")
    assert browser.get("/admin/").status_code == 200
    post = Appointment.objects.everywhere("a test").get(user=cast["body_officer"])

    appointments.end_appointment(post, on=timezone.localdate(), by=cast["system_admin"])

    assert browser.get("/home/", follow=True).redirect_chain[-1][0].startswith("/login/")
    assert sign_in("body_officer").status_code == 200


def test_an_appointment_that_ends_tomorrow_still_holds(cast: dict[str, User]) -> None:
    browser = session("body_officer")
    post = Appointment.objects.everywhere("a test").get(user=cast["body_officer"])

    appointments.end_appointment(post, on=timezone.localdate() + timedelta(days=1), by=cast["system_admin"])

    assert browser.get("/admin/").status_code == 200


def test_a_departed_chair_is_signed_out_at_once(cast: dict[str, User], mill: Mill) -> None:
    browser = session("chair")
    assert browser.get("/portal/").status_code == 200

    officers.leave(mill.chair, on=timezone.localdate(), by=cast["body_officer"])

    assert browser.get("/portal/")["Location"].startswith("/login/")


def test_a_stopped_account_is_signed_out_at_once(cast: dict[str, User], signed_in: Any) -> None:
    browser = session("finance")

    signed_in("system_admin").post(f"/admin/accounts/user/{cast['finance'].pk}/disable/")

    assert not User.objects.get(pk=cast["finance"].pk).is_active
    assert browser.get("/admin/", follow=True).redirect_chain[-1][0].startswith("/login/")


def test_signing_out_needs_a_post_and_ends_the_session(cast: dict[str, User]) -> None:
    browser = session("finance")

    assert browser.get("/logout/").status_code == 405
    assert browser.post("/logout/")["Location"] == "/login/"
    assert browser.get("/admin/").status_code == 302


def test_a_changed_password_ends_the_other_sessions(cast: dict[str, User]) -> None:
    here, there = session("finance"), session("finance")
    new = "hill-and-river-2013"

    here.post("/password/", {"old_password": PASSWORD, "new_password1": new, "new_password2": new})

    assert here.get("/admin/").status_code == 200
    assert there.get("/admin/").status_code == 302
    assert sign_in("finance", new).status_code == 302


@pytest.mark.parametrize(("new", "sentence"), [("short1", "密码"), ("1234567890123", "数字"), ("finance-2", "太")])
def test_a_weak_password_is_refused_in_chinese(cast: dict[str, User], new: str, sentence: str) -> None:
    form = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}

    answer = session("finance").post("/password/", form)

    assert sentence in " ".join(answer.context["form"].errors["new_password2"])
    assert User.objects.get(pk=cast["finance"].pk).check_password(PASSWORD)


def test_a_password_set_by_another_is_changed_first(cast: dict[str, User], signed_in: Any) -> None:
    handed = "handed-over-2012"
    signed_in("system_admin").post(
        f"/admin/accounts/user/{cast['finance'].pk}/reset-password/", {"password": handed, "again": handed}
    )
    browser = Client()
    browser.post("/login/", {"username": "finance", "password": handed})

    assert browser.get("/admin/")["Location"] == "/password/"
    assert "初始密码" in browser.get("/password/").content.decode()
    own = "my-own-words-2012"
    browser.post("/password/", {"old_password": handed, "new_password1": own, "new_password2": own})
    assert browser.get("/admin/").status_code == 200


def test_a_new_account_waits_for_an_appointment(cast: dict[str, User], signed_in: Any, mill: Mill) -> None:
    browser = signed_in("system_admin")
    account = {"username": "liu", "name": "刘某", "password": "first-words-2012", "again": "first-words-2012"}

    browser.post("/admin/accounts/user/add/", account)
    liu = User.objects.get(username="liu")
    assert sign_in("liu", "first-words-2012").status_code == 200
    post = {"user": liu.pk, "role": "body_officer", "organisation": mill.union.parent_id, "since": "2012-01-01"}
    browser.post("/admin/unions/appointment/add/", post)

    assert liu.must_change_password
    assert sign_in("liu", "first-words-2012").status_code == 302


def test_a_chairs_account_finds_its_tenure_by_itself(cast: dict[str, User], signed_in: Any, mill: Mill) -> None:
    second = UserFactory(username="second")
    post = {"user": second.pk, "role": "chair", "organisation": mill.union.pk, "since": "2012-01-01"}

    signed_in("system_admin").post("/admin/unions/appointment/add/", post)

    assert Appointment.objects.everywhere("a test").get(user=second).officer == mill.chair


def test_nobody_appoints_himself_at_the_desk(cast: dict[str, User], signed_in: Any, county: Any) -> None:
    post = {"user": cast["system_admin"].pk, "role": "auditor", "organisation": county.pk, "since": "2012-01-01"}

    answer = signed_in("system_admin").post("/admin/unions/appointment/add/", post)

    assert "不能给自己任命" in answer.content.decode()


def test_a_taken_user_name_is_said_in_the_form(cast: dict[str, User], signed_in: Any) -> None:
    account = {"username": "Finance", "name": "刘某", "password": "first-words-2012", "again": "first-words-2012"}

    answer = signed_in("system_admin").post("/admin/accounts/user/add/", account)

    assert answer.status_code == 200
    assert "已被使用" in answer.content.decode()


def test_the_chairs_home_shows_the_own_union(signed_in: Any, mill: Mill) -> None:
    page = signed_in("chair").get("/home/", follow=True).content.decode()

    for words in (mill.union.name, "陈河", "待办"):
        assert words in page


def test_no_page_is_kept_by_the_browser(signed_in: Any) -> None:
    assert signed_in("auditor").get("/admin/")["Cache-Control"].find("no-store") >= 0


def test_the_page_says_when_it_is_a_demonstration(db: None, settings: Any) -> None:
    assert "演示数据" not in Client().get("/login/").content.decode()

    settings.DEMONSTRATION = True

    assert "演示数据" in Client().get("/login/").content.decode()


def test_the_future_appointment_opens_nothing_yet(cast: dict[str, User], riverside: Any) -> None:
    early = UserFactory(username="early")
    appointments.appoint(
        early, "body_officer", riverside, since=timezone.localdate() + timedelta(days=1), by=cast["system_admin"]
    )

    assert sign_in("early").status_code == 200
