"""Where an account is signed in: seen and ended by oneself, and by nobody who may not."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts import devices
from accounts.models import BookEntry, SignedIn, User
from tests.factories import PASSWORD

EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Safari/537.36 Edg/120"
WECHAT = "Mozilla/5.0 (Linux; Android 12) AppleWebKit/537.36 Chrome/107.0 Mobile Safari/537.36 MicroMessenger/8.0"


def browser_of(username: str, agent: str = EDGE) -> Client:
    browser = Client(headers={"user-agent": agent})
    browser.post("/login/", {"username": username, "password": PASSWORD})
    return browser


@pytest.mark.parametrize(
    ("agent", "words"),
    [(EDGE, "Windows 电脑，Edge 浏览器"), (WECHAT, "安卓手机或平板，微信"), ("curl/8", "未知设备"), ("", "未知设备")],
)
def test_a_device_is_told_in_words(agent: str, words: str) -> None:
    assert devices.in_words(agent) == words


def test_each_person_sees_the_own_sign_ins_only(cast: dict[str, User]) -> None:
    browser_of("finance", WECHAT)
    page = browser_of("body_officer").get("/account/").content.decode()

    assert "Windows 电脑，Edge 浏览器" in page
    assert "微信" not in page


def test_one_ends_another_of_the_own_sessions(cast: dict[str, User]) -> None:
    lost, here = browser_of("body_officer", WECHAT), browser_of("body_officer")
    row = SignedIn.objects.get(device__contains="微信")

    here.post(f"/account/sessions/{row.pk}/end/")

    assert lost.get("/admin/")["Location"] == "/login/?ended=1"
    assert here.get("/admin/").status_code == 200
    assert BookEntry.objects.get(act="accounts.end_session").by == cast["body_officer"]


def test_nobody_ends_another_persons_session_by_number(cast: dict[str, User]) -> None:
    other = browser_of("stranger")
    row = SignedIn.objects.get(user=cast["stranger"])

    assert browser_of("body_officer").post(f"/account/sessions/{row.pk}/end/").status_code == 404
    assert other.get("/admin/").status_code == 200


def test_one_ends_all_others_and_stays(cast: dict[str, User]) -> None:
    others = [browser_of("body_officer") for _ in range(3)]
    here = browser_of("body_officer")

    here.post("/account/sessions/end-others/")

    assert [other.get("/admin/").status_code for other in others] == [302] * 3
    assert here.get("/admin/").status_code == 200


def test_signing_out_ends_the_row(cast: dict[str, User]) -> None:
    here = browser_of("body_officer")
    here.post("/logout/")

    assert SignedIn.objects.get().ended_at is not None


def test_a_copied_cookie_is_dead_after_signing_out(cast: dict[str, User]) -> None:
    here, thief = browser_of("body_officer"), Client()
    thief.cookies["sessionid"] = here.cookies["sessionid"].value
    assert thief.get("/admin/").status_code == 200

    here.post("/logout/")

    assert thief.get("/admin/")["Location"].startswith("/admin/login/")


def test_a_changed_password_ends_the_others(cast: dict[str, User]) -> None:
    other, here = browser_of("body_officer"), browser_of("body_officer")
    new = "another-river-2013"

    here.post("/password/", {"old_password": PASSWORD, "new_password1": new, "new_password2": new})

    assert here.get("/admin/").status_code == 200
    assert other.get("/admin/").status_code == 302


@pytest.mark.parametrize(("hours", "status"), [(11, 200), (13, 302)])
def test_a_busy_session_of_staff_ends_after_twelve_hours(cast: dict[str, User], hours: int, status: int) -> None:
    here = browser_of("body_officer")
    SignedIn.objects.update(since=timezone.now() - timedelta(hours=hours))

    assert here.get("/admin/").status_code == status


def test_use_is_noted_by_the_minute(cast: dict[str, User]) -> None:
    here = browser_of("body_officer")
    long_ago = timezone.now() - timedelta(minutes=5)
    SignedIn.objects.update(last_seen=long_ago)

    here.get("/admin/")

    assert SignedIn.objects.get().last_seen > long_ago


def test_a_session_idle_for_half_an_hour_is_no_longer_listed(cast: dict[str, User], signed_in: Any) -> None:
    browser_of("body_officer", WECHAT)
    SignedIn.objects.update(last_seen=timezone.now() - timedelta(minutes=31))

    assert "微信" not in browser_of("body_officer").get("/account/").content.decode()
