"""One person, one phone, two unions: the second slip adds the union to the account of the first, and to no other."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.duties import Role
from accounts.models import BookEntry, SignedIn, User
from accounts.refused import Refused
from tests.conftest import Mill
from tests.factories import PASSWORD, OfficerFactory, OrganisationFactory, make_colleague
from tests.unions.slips import GIVEN, NEW_PASSWORD, PHONE, first_sign_in, issue
from unions.models import Appointment, Invitation, Officer, Organisation
from unions.operations import appointments, invitations, officers

OWN = {"username": "139 0000 0055", "password": NEW_PASSWORD}
pytestmark = pytest.mark.django_db


def posts() -> Any:
    return Appointment.objects.everywhere("a test")


@pytest.fixture
def chen(mill: Mill) -> User:
    first_sign_in(issue(mill))
    return User.objects.get(username=PHONE)


@pytest.fixture
def second(mill: Mill, chen: User) -> Officer:
    """陈河 chairs a further union."""
    union = OrganisationFactory(parent=mill.union.parent, name="河畔联合工会")
    officer: Officer = OfficerFactory(union=union, name="陈河")
    return officer


def join(slip: invitations.Slip, browser: Client | None = None, **more: str) -> Any:
    return (browser or Client()).post(f"/portal/welcome/{slip.link}/?own=1", {**OWN, **more})


def test_the_slips_page_leads_a_chair_of_two_unions_to_the_own_account(second: Officer) -> None:
    slip = issue(second)

    assert 'href="?own=1"' in Client().get(f"/portal/welcome/{slip.link}/").content.decode()
    answer = Client().get(f"/portal/welcome/{slip.link}/?own=1")
    assert "河畔联合工会" in answer.content.decode()
    assert "陈河" not in answer.content.decode()
    assert answer["Referrer-Policy"] == "strict-origin"


def test_a_second_slip_adds_its_union_to_the_own_account(second: Officer, chen: User, mill: Mill) -> None:
    slip, browser, before = issue(second), Client(), chen.password

    answer = join(slip, browser, trusted="on")

    assert answer["Location"] == reverse("portal-home", args=[second.union_id])
    page = browser.get(answer["Location"]).content.decode()
    assert "河畔联合工会" in page
    assert "河畔纸厂工会" in page
    chen.refresh_from_db()
    assert chen.password.split("$")[-1] == before.split("$")[-1]
    assert {post.organisation_id for post in posts().filter(user=chen)} == {mill.union.pk, second.union_id}
    assert Invitation.objects.everywhere("a test").get(officer=second).used_at is not None
    assert BookEntry.objects.get(act="invitations.join", change="event").by == chen
    assert SignedIn.objects.filter(user=chen, ended_at=None).count() == 1


def test_by_the_typed_code_too(second: Officer) -> None:
    slip, browser = issue(second), Client()
    browser.post("/portal/code/", {"code": slip.code})

    assert browser.post("/portal/welcome/?own=1", OWN).status_code == 302
    assert posts().filter(officer=second).exists()


def test_a_slip_joins_once(second: Officer) -> None:
    slip = issue(second)

    assert [join(slip).status_code, join(slip).status_code, first_sign_in(slip).status_code] == [302, 404, 404]


def test_a_wrong_password_joins_nothing_and_locks_after_five(second: Officer) -> None:
    slip = issue(second)

    answers = [join(slip, password="wrong-password-1") for _ in range(5)]

    assert "手机号或密码不正确" in answers[0].content.decode()
    assert BookEntry.objects.filter(act="accounts.sign_in_refused").first().details == {"username": "139****0055"}  # type: ignore[union-attr]
    assert answers[-1].status_code == join(slip).status_code == 429
    assert "登录单" in join(slip).content.decode()
    assert not posts().filter(officer=second).exists()


def test_never_an_account_with_another_role(second: Officer, chen: User, county: Organisation) -> None:
    appointments.appoint(chen, Role.ORGANISATION_STAFF, county, since=timezone.localdate(), by=None)
    slip = issue(second)

    answer = join(slip)

    assert "还担任主席以外的角色" in answer.content.decode()
    assert not posts().filter(officer=second).exists()
    assert Invitation.objects.everywhere("a test").get(officer=second).used_at is None
    assert not SignedIn.objects.filter(user=chen, ended_at=None).exists()


def test_never_an_account_of_the_desk(second: Officer, county: Organisation) -> None:
    make_colleague("clerk", Role.ORGANISATION_STAFF, county)
    User.objects.filter(username="clerk").update(name="陈河")

    answer = join(issue(second), username="clerk", password=PASSWORD)

    assert "还担任主席以外的角色" in answer.content.decode()
    assert not posts().filter(officer=second).exists()


def test_never_an_account_whose_own_tenure_ended_meanwhile(second: Officer, chen: User, mill: Mill) -> None:
    slip, today = issue(second), timezone.localdate()
    officers.leave(mill.chair, on=today, by=None)

    with pytest.raises(Refused, match="已不在任"):
        invitations.join(
            Invitation.objects.everywhere("a test").get(officer=second), chen, at=timezone.now(), on=today, by=chen
        )
    assert Invitation.objects.everywhere("a test").get(pk=slip.invitation.pk).used_at is None


def test_never_the_account_of_somebody_else(second: Officer) -> None:
    Officer.objects.everywhere("a test").filter(pk=second.pk).update(name="周某")
    second.refresh_from_db()

    assert "不是同一个姓名" in join(issue(second)).content.decode()
    assert not posts().filter(officer=second).exists()


def test_a_tenure_with_an_account_is_not_joined_to_another(second: Officer) -> None:
    Client().post(f"/portal/welcome/{issue(second).link}/", {**GIVEN, "phone": "13900000066"})

    assert "已经有登录账号" in join(issue(second)).content.decode()
    assert posts().get(officer=second).user.username == "13900000066"


def test_a_chair_elected_again_in_a_union_of_old_joins_it(second: Officer, chen: User) -> None:
    join(issue(second))
    officers.leave(second, on=timezone.localdate(), by=None)
    again = OfficerFactory(union=second.union, name="陈河", elected_on=timezone.localdate())

    assert join(issue(again)).status_code == 302
    assert posts().filter(user=chen, organisation=second.union, until=None).get().officer == again


def test_a_further_slip_never_resets_an_account_of_two_unions(second: Officer, chen: User, mill: Mill) -> None:
    """Or the body of one union could take over the other."""
    waiting = issue(mill)
    join(issue(second))

    assert first_sign_in(waiting).status_code == 404
    with pytest.raises(invitations.Refused, match="别的工会的主席"):
        issue(mill)


def test_the_second_tenure_over_leaves_the_first(second: Officer, chen: User, mill: Mill) -> None:
    join(issue(second))
    officers.leave(second, on=timezone.localdate(), by=None)

    assert [post.organisation for post in User.objects.get(pk=chen.pk).standing] == [mill.union]
