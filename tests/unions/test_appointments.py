"""Who may appoint whom to what, where."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts.duties import Role
from accounts.models import User
from accounts.refused import Refused
from tests.conftest import Mill
from tests.factories import UserFactory, make_colleague
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

    appointments.appoint(newcomer, Role.SYSTEM_ADMIN, county, since=SINCE, by=None)
    appointments.end_appointment(post, on=date(2012, 6, 1), by=None)

    post = Appointment.objects.everywhere("a test").get(pk=post.pk)
    assert post.until == date(2012, 6, 1)


def test_a_stopped_administrator_does_not_count_as_another(
    cast: dict[str, User], county: Organisation, newcomer: User
) -> None:
    appointments.appoint(newcomer, Role.SYSTEM_ADMIN, county, since=SINCE, by=None)
    User.objects.filter(pk=newcomer.pk).update(is_active=False)
    post: Any = Appointment.objects.everywhere("a test").get(user=cast["system_admin"])

    with pytest.raises(Refused, match="最后一位系统管理员"):
        appointments.end_appointment(post, on=date(2012, 6, 1), by=None)


# -- who may appoint is appointed by two (docs/decisions/0008)


@pytest.fixture
def second(cast: dict[str, User], county: Organisation) -> User:
    return make_colleague("second", Role.SYSTEM_ADMIN, county)


@pytest.fixture
def proposed(cast: dict[str, User], county: Organisation, newcomer: User, second: User) -> Appointment:
    return appointments.appoint(newcomer, Role.SYSTEM_ADMIN, county, since=SINCE, by=cast["system_admin"])


def test_a_new_administrator_holds_nothing_until_another_confirms(newcomer: User, proposed: Appointment) -> None:
    assert User.objects.get(pk=newcomer.pk).standing == []


def test_another_administrators_confirmation_brings_it_into_force(
    newcomer: User, proposed: Appointment, second: User
) -> None:
    appointments.confirm(proposed, by=second)

    assert [post.role for post in User.objects.get(pk=newcomer.pk).standing] == [Role.SYSTEM_ADMIN]


@pytest.mark.parametrize("who", ["system_admin", "auditor", "organisation_staff", "body_officer"])
def test_neither_who_appointed_nor_another_role_confirms(
    cast: dict[str, User], proposed: Appointment, who: str
) -> None:
    with pytest.raises(Refused):
        appointments.confirm(proposed, by=cast[who])


def test_the_appointed_does_not_confirm(proposed: Appointment, newcomer: User, county: Organisation) -> None:
    with pytest.raises(Refused):
        appointments.confirm(proposed, by=newcomer)


def test_without_a_third_administrator_only_the_operator_appoints_one(
    cast: dict[str, User], county: Organisation, newcomer: User
) -> None:
    with pytest.raises(Refused, match="没有第三个人可以复核"):
        appointments.appoint(newcomer, Role.SYSTEM_ADMIN, county, since=SINCE, by=cast["system_admin"])


def test_what_was_refused_in_confirmation_is_ended(proposed: Appointment, second: User, newcomer: User) -> None:
    appointments.end_appointment(proposed, on=date(2012, 6, 1), by=second)

    with pytest.raises(Refused, match="不在等待复核"):
        appointments.confirm(proposed, by=second)


@pytest.mark.parametrize(
    "change",
    [
        {"awaits_confirmation": False},
        {"awaits_confirmation": False, "confirmed_by": "appointer"},
        {"awaits_confirmation": False, "confirmed_by": "appointed"},
        {"appointed_by": "appointed"},
    ],
)
def test_the_database_knows_of_the_second_person_too(proposed: Appointment, change: dict[str, Any]) -> None:
    people = {"appointer": proposed.appointed_by, "appointed": proposed.user}
    values = {name: people.get(value, value) if isinstance(value, str) else value for name, value in change.items()}

    with pytest.raises(IntegrityError), transaction.atomic():
        Appointment.objects.everywhere("a test").filter(pk=proposed.pk).update(**values)


@pytest.mark.parametrize("who", ["auditor", "organisation_staff", "body_officer", "stranger"])
def test_nobody_else_ends_an_appointment(cast: dict[str, User], who: str) -> None:
    post = Appointment.objects.everywhere("a test").get(user=cast["finance"])

    with pytest.raises(Refused, match="只有县总工会系统管理员"):
        appointments.end_appointment(post, on=date(2012, 6, 1), by=cast[who])


ROLES = [role for role in Role if role != Role.CHAIR]


@pytest.mark.parametrize("granter", ROLES)
def test_no_role_but_the_administrators_grants_any(cast: dict[str, User], county: Organisation, granter: Role) -> None:
    """All pairs: only an administrator grants, and even he makes no administrator alone (security.md 26)."""
    granted = []
    for number, role in enumerate(ROLES):
        place = (
            Organisation.objects.everywhere("a test").get(code="3499990001") if role == Role.BODY_OFFICER else county
        )
        try:
            appointments.appoint(
                UserFactory(username=f"pair{number}"), role, place, since=SINCE, by=cast[granter.value]
            )
        except Refused:
            continue
        granted.append(role)

    assert granted == ([role for role in ROLES if role != Role.SYSTEM_ADMIN] if granter == Role.SYSTEM_ADMIN else [])
