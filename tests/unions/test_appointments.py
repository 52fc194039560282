"""Who may appoint whom to what, where."""

from datetime import date
from typing import Any

import pytest

from accounts.duties import Role
from accounts.models import User
from accounts.refused import Refused
from tests.conftest import Mill
from tests.factories import UserFactory
from unions.models import Appointment, Organisation
from unions.operations import appointments, officers

SINCE = date(2012, 1, 1)


@pytest.fixture
def newcomer(db: None) -> User:
    return UserFactory(username="newcomer")


def test_an_administrator_appoints(cast: dict[str, User], newcomer: User, riverside: Organisation) -> None:
    appointments.appoint(newcomer, Role.BODY_OFFICER, riverside, since=SINCE, by=cast["system_admin"])

    assert [post.role for post in User.objects.get(pk=newcomer.pk).standing] == [Role.BODY_OFFICER]


def test_appointed_twice_is_once(cast: dict[str, User], newcomer: User, riverside: Organisation) -> None:
    first = appointments.appoint(newcomer, Role.BODY_OFFICER, riverside, since=SINCE, by=cast["system_admin"])
    second = appointments.appoint(newcomer, Role.BODY_OFFICER, riverside, since=SINCE, by=cast["system_admin"])

    assert first == second


@pytest.mark.parametrize("who", ["auditor", "organisation_staff", "approver", "body_officer", "chair"])
def test_nobody_else_appoints(cast: dict[str, User], newcomer: User, riverside: Organisation, who: str) -> None:
    with pytest.raises(Refused, match="只有县总工会系统管理员"):
        appointments.appoint(newcomer, Role.BODY_OFFICER, riverside, since=SINCE, by=cast[who])


def test_nobody_appoints_himself(cast: dict[str, User], county: Organisation) -> None:
    with pytest.raises(Refused, match="不能给自己任命"):
        appointments.appoint(cast["system_admin"], Role.AUDITOR, county, since=SINCE, by=cast["system_admin"])


@pytest.mark.parametrize(
    ("role", "place", "why"),
    [
        (Role.AUDITOR, "riverside", "是县总工会的角色"),
        (Role.BODY_OFFICER, "county", "直接下属"),
        (Role.BODY_OFFICER, "union", "直接下属"),
        (Role.CHAIR, "riverside", "基层工会"),
        (Role.CHAIR, "union", "请选择该工会在任主席"),
    ],
)
def test_a_role_belongs_somewhere(
    county: Organisation, riverside: Organisation, mill: Mill, newcomer: User, role: Role, place: str, why: str
) -> None:
    organisation = {"county": county, "riverside": riverside, "union": mill.union}[place]

    with pytest.raises(Refused, match=why):
        appointments.appoint(newcomer, role, organisation, since=SINCE, by=None)


@pytest.mark.parametrize("whose", ["another union's", "departed"])
def test_a_chairs_account_needs_the_sitting_tenure(mill: Mill, quarry: Mill, newcomer: User, whose: str) -> None:
    tenure = quarry.chair if whose != "departed" else officers.leave(mill.chair, on=SINCE, by=None)

    with pytest.raises(Refused, match="在任主席"):
        appointments.appoint(newcomer, Role.CHAIR, mill.union, since=SINCE, officer=tenure, by=None)


def test_an_ended_appointment_opens_nothing(cast: dict[str, User], riverside: Organisation) -> None:
    post = Appointment.objects.everywhere("a test").get(user=cast["body_officer"])

    appointments.end_appointment(post, on=date(2012, 6, 1), by=cast["system_admin"])

    assert User.objects.get(pk=cast["body_officer"].pk).standing == []


def test_the_last_administrator_stays(cast: dict[str, User], county: Organisation, newcomer: User) -> None:
    post = Appointment.objects.everywhere("a test").get(user=cast["system_admin"])
    with pytest.raises(Refused, match="最后一位系统管理员"):
        appointments.end_appointment(post, on=date(2012, 6, 1), by=None)

    appointments.appoint(newcomer, Role.SYSTEM_ADMIN, county, since=SINCE, by=cast["system_admin"])
    appointments.end_appointment(post, on=date(2012, 6, 1), by=None)

    post = Appointment.objects.everywhere("a test").get(pk=post.pk)
    assert post.until == date(2012, 6, 1)


def test_a_stopped_administrator_does_not_count_as_another(
    cast: dict[str, User], county: Organisation, newcomer: User
) -> None:
    appointments.appoint(newcomer, Role.SYSTEM_ADMIN, county, since=SINCE, by=cast["system_admin"])
    User.objects.filter(pk=newcomer.pk).update(is_active=False)
    post: Any = Appointment.objects.everywhere("a test").get(user=cast["system_admin"])

    with pytest.raises(Refused, match="最后一位系统管理员"):
        appointments.end_appointment(post, on=date(2012, 6, 1), by=None)
