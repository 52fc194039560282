"""Chairs sign in with phone and password: for days on the own phone, till the browser is closed elsewhere."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client
from django.utils import timezone

from accounts.models import BookEntry, SignedIn, User
from tests.conftest import Mill
from tests.factories import PASSWORD, UserFactory
from tests.unions.slips import NEW_PASSWORD, PHONE, first_sign_in, issue
from unions.models import PortalSettings

WRONG = "wrong-password-1"
pytestmark = pytest.mark.django_db


@pytest.fixture
def chen(mill: Mill) -> User:
    first_sign_in(issue(mill))
    return User.objects.get(username=PHONE)


def sign_in(username: str = PHONE, password: str = NEW_PASSWORD, browser: Client | None = None, **more: str) -> Any:
    return (browser or Client()).post("/portal/login/", {"username": username, "password": password, **more})


def chair_browser(**more: str) -> Client:
    browser = Client()
    assert sign_in(browser=browser, **more).status_code == 302
    return browser


@pytest.mark.parametrize("typed", [PHONE, "139 0000 0055", "+86 139-0000-0055", "１３９００００００５５", f" {PHONE} "])
def test_the_phone_may_be_typed_in_many_ways(chen: User, typed: str) -> None:
    answer = sign_in(typed)

    assert (answer.status_code, answer["Location"]) == (302, "/home/")


def test_on_the_own_phone_the_session_lasts_seven_days_and_no_longer(chen: User) -> None:
    browser = chair_browser(trusted="on")
    week = 7 * 24 * 3600

    assert week - 10 <= browser.cookies["sessionid"]["max-age"] <= week
    assert SignedIn.objects.filter(trusted=True).count() == 2
    SignedIn.objects.update(last_seen=timezone.now() - timedelta(days=6))
    assert browser.get("/portal/account/").status_code == 200
    # A busy one is not prolonged.
    assert browser.get("/portal/account/").cookies["sessionid"]["max-age"] <= week
    SignedIn.objects.update(since=timezone.now() - timedelta(days=7, minutes=1))
    assert browser.get("/portal/account/")["Location"] == "/portal/login/?ended=1"


def test_the_county_may_trust_a_phone_for_fewer_days(chen: User) -> None:
    PortalSettings.objects.update_or_create(id=1, defaults={"trusted_days": 2})

    assert "2 天内免登录" in Client().get("/portal/login/").content.decode()
    assert chair_browser(trusted="on").cookies["sessionid"]["max-age"] <= 2 * 24 * 3600


def test_elsewhere_the_session_goes_with_the_browser_or_after_half_an_hour(chen: User) -> None:
    browser = chair_browser()

    assert browser.cookies["sessionid"]["max-age"] == ""
    assert browser.session.get_expiry_date() <= timezone.now() + timedelta(minutes=30)
    SignedIn.objects.update(last_seen=timezone.now() - timedelta(minutes=32))
    assert browser.get("/portal/account/")["Location"] == "/portal/login/?ended=1"


def test_a_person_of_the_desk_is_never_trusted_for_days(cast: dict[str, User]) -> None:
    browser = Client()

    answer = sign_in("body_officer", PASSWORD, browser, trusted="on")

    assert answer["Location"] == "/home/"
    assert browser.get("/home/")["Location"] == "/admin/"
    assert browser.cookies["sessionid"]["max-age"] == 1800
    assert not SignedIn.objects.filter(trusted=True).exists()


def test_a_trusted_row_does_not_help_staff(cast: dict[str, User]) -> None:
    browser = Client()
    sign_in("body_officer", PASSWORD, browser)
    SignedIn.objects.update(trusted=True, last_seen=timezone.now() - timedelta(minutes=32))

    assert browser.get("/admin/").status_code == 302


def test_a_chair_may_come_by_the_desks_door_too(chen: User) -> None:
    browser = Client()
    browser.post("/login/", {"username": PHONE, "password": NEW_PASSWORD})

    assert browser.get("/portal/account/").status_code == 200


def test_whoever_wanted_a_page_of_the_portal_is_led_to_its_door_and_on(chen: User) -> None:
    browser = Client()
    asked = browser.get("/portal/account/", follow=True)

    assert asked.redirect_chain[-1][0] == "/portal/login/?next=%2Fportal%2Faccount%2F"
    assert sign_in(browser=browser, next="/portal/account/")["Location"] == "/portal/account/"
    assert sign_in(next="https://elsewhere.example/")["Location"] == "/home/"


def plain(answer: Any) -> tuple[int, str]:
    """The page without what differs at each visit: the token, and the name typed."""
    text = answer.content.decode().replace(str(answer.context["form"]["username"].value()), "")
    return answer.status_code, "\n".join(line for line in text.splitlines() if "csrfmiddlewaretoken" not in line)


def test_unknown_phone_wrong_password_and_closed_account_look_the_same(chen: User) -> None:
    UserFactory(username="13900000056")

    found = {plain(sign_in(name, WRONG)) for name in (PHONE, "13900000057", "13900000056", "nobody")}

    assert len(found) == 1
    assert "手机号或密码不正确" in next(iter(found))[1]


def test_unknown_phone_and_wrong_password_cost_the_same(chen: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """What takes time is the hash: one each, whoever is asked for."""
    hashed, whole = [], MD5PasswordHasher.encode

    def counted(*args: Any, **more: Any) -> str:
        hashed.append("x")
        return str(whole(*args, **more))

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    counts = []
    for name in (PHONE, "13900000057", "nobody"):
        hashed.clear()
        sign_in(name, WRONG)
        counts.append(len(hashed))

    assert counts == [1, 1, 1]


def test_five_wrong_passwords_lock_this_address_only(chen: User) -> None:
    last = [sign_in(password=WRONG).status_code for _ in range(5)][-1]

    assert (last, sign_in().status_code, sign_in("139 0000 0055").status_code) == (429, 429, 429)
    assert "登录单" in sign_in().content.decode()
    elsewhere = Client(REMOTE_ADDR="203.0.113.7")
    assert sign_in(browser=elsewhere).status_code == 302


def test_one_address_cannot_try_many_phones(chen: User) -> None:
    for number in range(60):
        sign_in(f"139{number:08d}", WRONG)

    assert sign_in().status_code == 429
    assert sign_in(browser=Client(REMOTE_ADDR="203.0.113.7")).status_code == 302


def test_a_number_tried_in_vain_is_masked_in_the_book(chen: User) -> None:
    sign_in("13912345678", WRONG)

    assert BookEntry.objects.get(act="accounts.sign_in_refused").details == {"username": "139****5678"}


@pytest.mark.parametrize("typed", ["", "\x00", "x" * 5000, "😀", "' OR 1=1"])
def test_odd_names_are_no_errors(chen: User, typed: str) -> None:
    assert sign_in(typed).status_code == 200


def test_forgetting_leads_to_the_body_never_to_a_reset_by_phone(chen: User) -> None:
    page = Client().get("/portal/forgotten/").content.decode()

    assert "上级工会" in page
    assert "12351" in page
    assert "<form" not in page


def test_a_chair_sees_and_ends_where_the_account_is_signed_in(chen: User) -> None:
    here, other = chair_browser(trusted="on"), chair_browser()
    row = SignedIn.objects.filter(trusted=False).latest("pk")

    page = here.get("/portal/account/").content.decode()
    here.post(f"/portal/account/sessions/{row.pk}/end/")

    assert "139****0055" in page
    assert PHONE not in page
    assert other.get("/portal/account/").status_code == 302
    assert here.get("/portal/account/").status_code == 200


def test_nobody_ends_a_session_of_somebody_else(chen: User, cast: dict[str, User]) -> None:
    stranger = Client()
    sign_in("stranger", PASSWORD, stranger)
    row = SignedIn.objects.get(user=cast["stranger"])

    assert chair_browser().post(f"/portal/account/sessions/{row.pk}/end/").status_code == 404
    assert stranger.post(f"/portal/account/sessions/{row.pk}/end/").status_code == 403


def test_a_changed_password_keeps_this_session_only(chen: User) -> None:
    here, other = chair_browser(trusted="on"), chair_browser()
    new = "another-river-2013"

    given = {"old_password": NEW_PASSWORD, "new_password1": new, "new_password2": new}
    assert here.post("/portal/account/password/", given).status_code == 302

    assert here.get("/portal/account/").status_code == 200
    assert here.cookies["sessionid"]["max-age"] > 24 * 3600
    assert other.get("/portal/account/").status_code == 302


def test_a_wrong_old_password_changes_nothing(chen: User) -> None:
    given = {"old_password": WRONG, "new_password1": "another-river-2013", "new_password2": "another-river-2013"}

    assert chair_browser().post("/portal/account/password/", given).status_code == 200
    chen.refresh_from_db()
    assert chen.check_password(NEW_PASSWORD)


def test_a_password_set_by_an_administrator_must_be_changed_in_the_portal(chen: User) -> None:
    User.objects.update(must_change_password=True)
    browser = chair_browser()

    assert browser.get("/portal/account/")["Location"] == "/portal/account/password/"
    assert browser.get("/portal/account/password/").status_code == 200


def test_signing_out_of_one_and_of_all_others(chen: User) -> None:
    here, one, two = chair_browser(), chair_browser(), chair_browser()

    here.post("/portal/account/sessions/end-others/")
    assert [each.get("/portal/account/").status_code for each in (one, two, here)] == [302, 302, 200]
    assert here.post("/portal/account/sign-out/")["Location"] == "/portal/login/"
    assert here.get("/portal/account/").status_code == 302


@pytest.mark.parametrize("who", ["system_admin", "auditor"])
def test_the_desk_shows_a_chairs_number_masked(chen: User, signed_in: Any, who: str) -> None:
    sign_in(password=WRONG)
    post = chen.appointments.everywhere("a test").get()  # type: ignore[attr-defined]
    pages = ["/admin/accounts/user/", f"/admin/accounts/user/{chen.pk}/change/", "/admin/unions/appointment/"]
    pages += [f"/admin/unions/appointment/{post.pk}/change/", "/admin/search/?q=139"]
    pages += ["/admin/accounts/bookentry/"] if who == "auditor" else []
    browser = signed_in(who)

    for page in pages:
        text = browser.get(page, follow=True).content.decode()
        assert PHONE not in text, page
    assert "139****0055" in browser.get("/admin/accounts/user/").content.decode()
