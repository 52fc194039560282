"""The second step: nothing opens before it, a code opens once, five wrong ones lock, a lost phone is no dead end."""

import threading
from datetime import datetime, timedelta
from typing import Any

import pyotp
import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts import totp
from accounts.duties import Role
from accounts.encryption import unseal
from accounts.models import BookEntry, SecondFactor, User
from accounts.operations import second_factor
from tests.conftest import COUNTY_CAST
from tests.factories import PASSWORD, make_colleague
from unions.models import Organisation
from unions.operations import appointments

pytestmark = [pytest.mark.second_step, pytest.mark.django_db]


@pytest.fixture
def zhou(county: Organisation) -> User:
    return make_colleague("zhou", Role.ORGANISATION_STAFF, county)


@pytest.fixture
def seed() -> str:
    return totp.new_seed()


@pytest.fixture
def codes(zhou: User, seed: str) -> list[str]:
    """Zhou's phone is enrolled an hour ago; these are the recovery codes."""
    then = timezone.now() - timedelta(hours=1)
    return second_factor.enrol(zhou, seed=seed, code=pyotp.TOTP(seed).at(then), at=then, by=zhou)


def signed_in(username: str = "zhou") -> Client:
    browser = Client()
    assert browser.post("/login/", {"username": username, "password": PASSWORD}).status_code == 302
    return browser


def phone(seed: str, *, at: datetime | None = None) -> str:
    return pyotp.TOTP(seed).at(at or timezone.now())


# -- before the step


@pytest.mark.parametrize("who", [*COUNTY_CAST])
def test_a_county_role_opens_nothing_but_the_enrolment_before_it(cast: dict[str, User], who: str) -> None:
    browser = signed_in(who)

    for page in (
        "/home/",
        "/admin/",
        "/account/",
        "/admin/unions/organisation/",
        "/admin/accounts/user/",
        "/password/",
    ):
        assert browser.get(page)["Location"].startswith("/second-step/"), page
    assert browser.post("/admin/unions/organisation/add/", {"name": "x"})["Location"] == "/second-step/"
    assert browser.get("/second-step/")["Location"] == "/second-step/enrol/"


def test_a_township_officer_needs_none(cast: dict[str, User]) -> None:
    assert signed_in("body_officer").get("/admin/").status_code == 200


def test_a_township_officer_who_enrolled_one_needs_it_from_then_on(cast: dict[str, User], seed: str) -> None:
    officer, then = cast["body_officer"], timezone.now() - timedelta(hours=1)
    second_factor.enrol(officer, seed=seed, code=phone(seed, at=then), at=then, by=officer)

    assert signed_in("body_officer").get("/admin/")["Location"].startswith("/second-step/")


def test_a_demonstration_asks_nobody(cast: dict[str, User], settings: Any) -> None:
    settings.SECOND_FACTOR = False

    assert signed_in("auditor").get("/admin/").status_code == 200


def test_the_initial_password_is_changed_first(zhou: User) -> None:
    User.objects.filter(pk=zhou.pk).update(must_change_password=True)

    assert signed_in().get("/second-step/enrol/")["Location"] == "/password/"


def test_a_role_gained_in_the_middle_of_a_session_asks_for_it(cast: dict[str, User], county: Organisation) -> None:
    browser = signed_in("body_officer")
    appointments.appoint(cast["body_officer"], Role.APPROVER, county, since=timezone.localdate(), by=None)

    assert browser.get("/admin/").status_code == 302


# -- enrolling


def enrol(browser: Client) -> tuple[str, Any]:
    page = browser.get("/second-step/enrol/")
    seed = page.context["seed"].replace(" ", "")
    return seed, browser.post("/second-step/enrol/", {"code": phone(seed)})


def test_enrolling_shows_ten_codes_once_and_opens_the_desk(zhou: User) -> None:
    browser = signed_in()
    _, answer = enrol(browser)

    assert len(answer.context["codes"]) == 10
    assert all(code in answer.content.decode() for code in answer.context["codes"])
    assert browser.get("/admin/").status_code == 200
    assert answer.context["codes"][0] not in browser.get("/account/").content.decode()


def test_looking_at_the_enrolment_page_writes_no_row(zhou: User) -> None:
    signed_in().get("/second-step/enrol/")

    assert not SecondFactor.objects.exists()


def test_the_qr_code_comes_from_nowhere_else(zhou: User) -> None:
    page = signed_in().get("/second-step/enrol/")

    assert 'src="data:image/svg+xml' in page.content.decode()
    assert "no-store" in page["Cache-Control"]


def test_a_wrong_code_enrols_nothing(zhou: User) -> None:
    browser = signed_in()
    browser.get("/second-step/enrol/")

    assert "验证码不正确" in browser.post("/second-step/enrol/", {"code": "000000"}).content.decode()
    assert not SecondFactor.objects.exists()


def test_a_dump_shows_neither_seed_nor_codes(zhou: User, seed: str, codes: list[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(f)::text FROM accounts_secondfactor f")
        rows = cursor.fetchall()
        cursor.execute("SELECT row_to_json(f)::text FROM accounts_recoverycode f")
        rows += cursor.fetchall()
        cursor.execute("SELECT row_to_json(f)::text FROM accounts_bookentry f")
        rows += cursor.fetchall()
    dump = "".join(row[0] for row in rows)

    assert seed not in dump
    assert not any(code in dump or totp.plain_code(code) in dump for code in codes)
    assert SecondFactor.objects.get().seed_sealed not in "".join(str(e.after) for e in BookEntry.objects.all())
    assert unseal(SecondFactor.objects.get().seed_sealed, second_factor.SEED_PLACE) == seed


def test_whoever_has_a_phone_cant_bind_another_before_the_step(zhou: User, codes: list[str]) -> None:
    assert signed_in().get("/second-step/enrol/")["Location"].startswith("/second-step/?next=")


# -- the code


def test_the_phones_code_opens_what_was_wanted(zhou: User, seed: str, codes: list[str]) -> None:
    browser = signed_in()

    answer = browser.post("/second-step/", {"code": phone(seed), "next": "/admin/unions/officer/"})

    assert answer["Location"] == "/admin/unions/officer/"
    assert browser.get("/admin/unions/officer/").status_code == 200


@pytest.mark.parametrize("wanted", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_it_leads_nowhere_else(zhou: User, seed: str, codes: list[str], wanted: str) -> None:
    assert signed_in().post("/second-step/", {"code": phone(seed), "next": wanted})["Location"] == "/home/"


def test_the_session_key_is_new_after_it(zhou: User, seed: str, codes: list[str]) -> None:
    browser = signed_in()
    before = browser.cookies["sessionid"].value

    browser.post("/second-step/", {"code": phone(seed)})

    assert browser.cookies["sessionid"].value != before
    browser.cookies["sessionid"] = before
    assert browser.get("/admin/")["Location"].startswith("/admin/login/")


@pytest.mark.parametrize(("steps", "passes"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_clock_may_be_off_by_one_step(zhou: User, seed: str, codes: list[str], steps: int, passes: bool) -> None:
    now = timezone.now()
    code = phone(seed, at=now + timedelta(seconds=30 * steps))

    assert second_factor.check(zhou, code, at=now, by=zhou).passed == passes


def test_a_code_opens_once(zhou: User, seed: str, codes: list[str]) -> None:
    code = phone(seed)
    signed_in().post("/second-step/", {"code": code})
    second = signed_in()

    assert "用过的请等下一个" in second.post("/second-step/", {"code": code}).content.decode()
    assert second.get("/admin/").status_code == 302


def test_an_older_code_does_not_open_after_a_newer_one(zhou: User, seed: str, codes: list[str]) -> None:
    now = timezone.now()
    assert second_factor.check(zhou, phone(seed, at=now), at=now, by=zhou).passed

    assert not second_factor.check(zhou, phone(seed, at=now - timedelta(seconds=30)), at=now, by=zhou).passed


def test_the_code_that_enrolled_does_not_sign_in(zhou: User, seed: str) -> None:
    now = timezone.now()
    second_factor.enrol(zhou, seed=seed, code=phone(seed, at=now), at=now, by=zhou)

    assert not second_factor.check(zhou, phone(seed, at=now), at=now, by=zhou).passed


@pytest.mark.parametrize("typed", ["１２３４５６", " 123 456 ", "123-456"])
def test_a_code_is_read_however_it_is_typed(typed: str) -> None:
    assert totp.plain_code(typed) == "123456"


@pytest.mark.parametrize("typed", ["", "\x00" * 6, "٣٣٣٣٣٣", "x" * 5000, "'; DROP", "1234567"])
def test_odd_codes_are_just_wrong(zhou: User, codes: list[str], typed: str) -> None:
    assert signed_in().post("/second-step/", {"code": typed}).status_code == 200


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", ["phone", "recovery"])
def test_the_same_code_in_parallel_opens_once(county: Organisation, kind: str) -> None:
    zhou, seed, then = make_colleague("zhou", Role.APPROVER, county), totp.new_seed(), timezone.now()
    codes = second_factor.enrol(
        zhou, seed=seed, code=phone(seed, at=then - timedelta(hours=1)), at=then - timedelta(hours=1), by=zhou
    )
    code = phone(seed, at=then) if kind == "phone" else codes[0]
    passed, start = [], threading.Barrier(8)

    def try_it() -> None:
        start.wait()
        passed.append(second_factor.check(zhou, code, at=then, by=zhou).passed)
        connection.close()

    tries = [threading.Thread(target=try_it) for _ in range(8)]
    for one in tries:
        one.start()
    for one in tries:
        one.join()

    assert sorted(passed) == [False] * 7 + [True]


def test_five_wrong_codes_lock_out_the_right_one(zhou: User, seed: str, codes: list[str]) -> None:
    browser = signed_in()
    for _ in range(5):
        last = browser.post("/second-step/", {"code": "000000"})

    assert "已锁定，请 30 分钟后再试" in last.content.decode()
    assert "已锁定" in browser.post("/second-step/", {"code": phone(seed)}).content.decode()
    assert "已锁定" in signed_in().post("/second-step/", {"code": codes[0]}).content.decode()
    assert BookEntry.objects.filter(act="accounts.second_step_refused").count() == 7
    later = timezone.now() + timedelta(minutes=31)
    assert second_factor.check(zhou, phone(seed, at=later), at=later, by=zhou).passed
