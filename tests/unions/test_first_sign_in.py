"""首次登录: the slip's link or code, then phone and password; once, and only while slip and tenure stand."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.duties import Role
from accounts.models import BookEntry, SignedIn, Throttle, User
from accounts.refused import Refused
from tests.conftest import Mill
from tests.factories import PASSWORD, OfficerFactory, OrganisationFactory, UserFactory, make_colleague
from tests.unions.slips import GIVEN, NEW_PASSWORD, PHONE, first_sign_in, issue
from unions import slips
from unions.models import Appointment, Invitation, Organisation, PortalSettings
from unions.operations import appointments, invitations, officers

pytestmark = pytest.mark.django_db


def test_a_chair_comes_in_by_the_link(mill: Mill) -> None:
    slip, browser = issue(mill), Client()

    page = browser.get(f"/portal/welcome/{slip.link}/").content.decode()
    answer = browser.post(f"/portal/welcome/{slip.link}/", GIVEN)

    assert "河畔纸厂工会" in page
    assert "陈主席" in page
    assert (answer.status_code, answer["Location"]) == (302, "/home/")
    user = User.objects.get(username=PHONE)
    post = Appointment.objects.everywhere("a test").get(user=user)
    assert (user.name, user.must_change_password, post.role, post.officer) == ("陈河", False, Role.CHAIR, mill.chair)
    assert browser.get("/portal/account/").status_code == 200
    assert Invitation.objects.everywhere("a test").get().used_at is not None


def test_the_page_of_the_link_says_no_more_than_union_and_surname(mill: Mill) -> None:
    slip = issue(mill)
    before = BookEntry.objects.count()

    answer = Client().get(f"/portal/welcome/{slip.link}/")

    assert mill.chair.name not in answer.content.decode()
    assert mill.chair.mobile[-4:] not in answer.content.decode()
    assert answer["Referrer-Policy"] == "strict-origin"
    assert "no-store" in answer["Cache-Control"]
    assert BookEntry.objects.count() == before
    assert not Throttle.objects.exists()


@pytest.mark.parametrize("typed", [str, str.lower, lambda code: f" {code} ", lambda code: code.replace("-", "－　")])
def test_a_chair_comes_in_by_the_code_however_it_is_typed(mill: Mill, typed: Any) -> None:
    slip, browser = issue(mill), Client()

    answer = browser.post("/portal/code/", {"code": typed(slips.in_groups(slip.code))})

    assert answer["Location"] == "/portal/welcome/"
    assert browser.post("/portal/welcome/", GIVEN)["Location"] == "/home/"
    assert User.objects.filter(username=PHONE).exists()


@pytest.mark.parametrize("typed", ["", "ACEF", "0" * 12, "\x00" * 12, "𝟛" * 3000, "ACEF-3467-GHJK"])
def test_a_wrong_code_changes_nothing(mill: Mill, typed: str) -> None:
    issue(mill)

    answer = Client().post("/portal/code/", {"code": typed})

    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert not User.objects.exists()


def test_codes_are_not_to_be_guessed(mill: Mill) -> None:
    slip = issue(mill)
    answers = [Client().post("/portal/code/", {"code": "ACEF3467GHJK"}).status_code for _ in range(11)]

    right = Client().post("/portal/code/", {"code": slip.code}).status_code
    elsewhere = Client(REMOTE_ADDR="203.0.113.9").post("/portal/code/", {"code": slip.code}).status_code

    assert answers == [200] * 10 + [429]
    assert (right, elsewhere) == (429, 302)


def dead(mill: Mill, why: str) -> invitations.Slip:
    slip = issue(mill)
    if why == "used":
        assert first_sign_in(slip).status_code == 302
    if why == "expired":
        days = timedelta(days=15)
        slip.invitation.issued_at -= days
        slip.invitation.expires_at -= days
        slip.invitation.save()
    if why == "withdrawn":
        issue(mill)
    if why == "over":
        officers.leave(mill.chair, on=timezone.localdate(), by=None)
    if why == "unknown":
        return invitations.Slip(slip.invitation, slip.officer, "never-issued", "ACEF3467GHJK")
    return slip


def test_all_slips_that_open_nothing_look_the_same(mill: Mill, county: Organisation) -> None:
    pages, sentences = set(), set()
    for number, why in enumerate(["used", "expired", "withdrawn", "over", "unknown"]):
        union = OrganisationFactory(parent=mill.union.parent)
        other = Mill(union, mill.employer, OfficerFactory(union=union, name="周某"), mill.display, mill.honour)
        slip = dead(other, why)
        address = f"203.0.113.{number}"
        answer = Client().get(f"/portal/welcome/{slip.link}/")
        pages.add((answer.status_code, answer.content))
        assert Client().post(f"/portal/welcome/{slip.link}/", GIVEN).status_code == 404
        code = Client(REMOTE_ADDR=address).post("/portal/code/", {"code": slip.code})
        sentences.add((code.status_code, str(code.context["form"].errors)))

    assert len(pages) == len(sentences) == 1
    assert next(iter(pages))[0] == 404


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"phone": ""}, "phone"),
        ({"phone": "0556-1234567"}, "phone"),
        ({"phone": "1390000000\x00"}, "phone"),
        ({"phone": "1" * 5000}, "phone"),
        ({"password": "short"}, "password"),
        ({"password": "39485739485730", "again": "39485739485730"}, "password"),
        ({"password": PHONE, "again": PHONE}, "password"),
        ({"again": "another-word-2013"}, "again"),
        ({"password": "x" * 5000, "again": "x" * 5000}, "password"),
    ],
)
def test_a_malformed_answer_leaves_the_slip_as_it_was(mill: Mill, wrong: dict[str, str], field: str) -> None:
    slip = issue(mill)

    answer = Client().post(f"/portal/welcome/{slip.link}/", {**GIVEN, **wrong})

    assert answer.status_code == 200
    assert field in answer.context["form"].errors
    assert Invitation.objects.everywhere("a test").get().used_at is None
    assert not User.objects.exists()


def test_a_phone_of_another_standing_account_is_refused_without_a_word_of_it(mill: Mill, quarry: Mill) -> None:
    """Whoever holds a slip could ask about any number."""
    assert first_sign_in(issue(quarry)).status_code == 302

    page = first_sign_in(issue(mill)).content.decode()

    assert "不能用这个手机号设置登录" in page
    assert "另一个账号" not in page
    for words in ("换一个手机号", "上级工会", "12351", "用原来的账号"):
        assert words in page
    assert User.objects.get(username=PHONE).name == quarry.chair.name


def test_numbers_are_not_to_be_tried_out_with_a_slip(mill: Mill, quarry: Mill) -> None:
    first_sign_in(issue(quarry))
    slip = issue(mill)
    answers = [first_sign_in(slip, Client(REMOTE_ADDR=f"203.0.113.{number}")) for number in range(7)]

    free = Client(REMOTE_ADDR="203.0.113.9").post(f"/portal/welcome/{slip.link}/", {**GIVEN, "phone": "13900000066"})

    assert [answer.status_code for answer in answers] == [200] * 6 + [429]
    assert free.status_code == 429
    for words in ("上级工会重新发一张", "明天上午", "12351"):
        assert words in free.content.decode()
    fresh = Client().post(f"/portal/welcome/{issue(mill).link}/", {**GIVEN, "phone": "13900000066"})
    assert fresh.status_code == 302


def test_numbers_are_not_to_be_tried_out_from_one_address(mill: Mill, monkeypatch: pytest.MonkeyPatch) -> None:
    UserFactory(username=PHONE)
    monkeypatch.setattr("unions.views.portal.welcome.TRIES", 3)

    found = [first_sign_in(issue(mill)).status_code for _ in range(4)]

    assert found == [200, 200, 200, 429]
    assert first_sign_in(issue(mill), Client(REMOTE_ADDR="203.0.113.9")).status_code == 200


def test_a_malformed_answer_counts_as_no_try(mill: Mill) -> None:
    slip = issue(mill)
    for _ in range(10):
        Client().post(f"/portal/welcome/{slip.link}/", {**GIVEN, "again": "another-word-2013"})

    assert first_sign_in(slip).status_code == 302


def test_an_account_waiting_for_its_role_keeps_its_name(mill: Mill) -> None:
    UserFactory(username=PHONE)

    assert "不能用这个手机号设置登录" in first_sign_in(issue(mill)).content.decode()


def test_a_phone_of_an_account_that_stands_no_more_is_taken_over_for_good(mill: Mill, quarry: Mill) -> None:
    first_sign_in(issue(quarry))
    former = User.objects.get(username=PHONE)
    officers.leave(quarry.chair, on=timezone.localdate(), by=None)

    assert first_sign_in(issue(mill)).status_code == 302

    former.refresh_from_db()
    assert not former.is_active
    assert not former.has_usable_password()
    assert PHONE not in former.username
    assert User.objects.get(username=PHONE).name == "陈河"
    officers.return_to_office(quarry.chair, by=None)
    assert Client().post("/portal/login/", {"username": former.username, "password": NEW_PASSWORD}).status_code == 200


def test_a_further_slip_sets_the_password_anew_and_ends_every_session(mill: Mill) -> None:
    old = Client()
    first_sign_in(issue(mill), old)
    new = {**GIVEN, "phone": "13900000077", "password": "quiet-lake-2014", "again": "quiet-lake-2014"}

    answer = Client().post(f"/portal/welcome/{issue(mill).link}/", new)

    assert answer.status_code == 302
    assert old.get("/portal/account/").status_code == 302
    user = User.objects.get()
    assert user.username == "13900000077"
    assert user.check_password("quiet-lake-2014")
    assert Appointment.objects.everywhere("a test").count() == 1
    assert SignedIn.objects.filter(ended_at=None).count() == 1


def test_a_slip_never_opens_an_account_with_another_role(mill: Mill, county: Organisation) -> None:
    """Or a township officer could take over the county's administrator who also chairs a union."""
    user = make_colleague("both", Role.CHAIR, mill.union, since=mill.chair.elected_on, officer=mill.chair)
    slip = issue(mill)
    appointments.appoint(user, Role.ORGANISATION_STAFF, county, since=timezone.localdate(), by=None)

    assert first_sign_in(slip).status_code == 404
    with pytest.raises(Refused, match="系统管理员重置"):
        issue(mill)
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_a_disabled_account_is_not_opened_by_a_slip(mill: Mill) -> None:
    first_sign_in(issue(mill))
    slip = issue(mill)
    User.objects.update(is_active=False)

    assert first_sign_in(slip).status_code == 404
    with pytest.raises(Refused, match="已被系统管理员停用"):
        issue(mill)


def test_a_slip_says_nothing_in_the_book_or_the_table(mill: Mill) -> None:
    slip = issue(mill)
    first_sign_in(slip)

    kept = str(list(BookEntry.objects.values())) + str(list(Invitation.objects.everywhere("a test").values()))

    assert slip.link not in kept
    assert slip.code not in kept
    assert [line.by for line in BookEntry.objects.filter(act="invitations.redeem", change="event")] == [
        User.objects.get()
    ]


def test_the_county_sets_how_long_a_slip_is_good(mill: Mill) -> None:
    PortalSettings.objects.update_or_create(id=1, defaults={"invitation_days": 3})

    made = issue(mill).invitation

    assert made.expires_at - made.issued_at == timedelta(days=3)


def test_a_new_session_key_comes_with_each_step(mill: Mill) -> None:
    slip, browser = issue(mill), Client()
    keys = []
    for address, values in (("/portal/code/", {"code": slip.code}), ("/portal/welcome/", GIVEN)):
        browser.post(address, values)
        keys.append(browser.cookies["sessionid"].value)

    assert len(set(keys)) == 2


def test_without_a_typed_code_the_next_page_leads_back(mill: Mill) -> None:
    assert Client().get("/portal/welcome/")["Location"] == "/portal/code/"


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_no_way_in(mill: Mill, method: str) -> None:
    assert getattr(Client(), method)(f"/portal/welcome/{issue(mill).link}/").status_code == 405
