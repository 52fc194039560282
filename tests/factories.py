"""Rows with dull fixed defaults, made through the operations, so that test data obeys the rules.

A test states only what it is about: `OfficerFactory(union=riverside_mill, name="陈河")`.
"""

from datetime import date, timedelta
from typing import Any

import factory

from accounts import operations as accounts
from accounts.duties import Role
from accounts.models import User
from members.identity import check_digit
from members.models import Membership
from members.operations import belonging
from unions.models import Display, Employer, Honour, Item, Kind, Level, Nature, Officer, Organisation, Post, Way
from unions.operations import appointments, displays, employers, honours, officers, organisations

PASSWORD = "river-and-hill-2012"
LONG_AGO = date(2010, 1, 1)


def credit_code(number: int, prefix: str = "91") -> str:
    """A well-formed invented code: GB 32100 with the right check character."""
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    weights = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
    body = f"{prefix}349999{number:09d}"
    total = sum(alphabet.index(letter) * weight for letter, weight in zip(body, weights, strict=True))
    return body + alphabet[-total % 31]


class UserFactory(factory.Factory[User]):
    """An account without any appointment; its password is PASSWORD and need not be changed."""

    class Meta:
        model = User

    username = factory.Sequence(lambda n: f"user{n}")
    name = "某某"
    phone = ""

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **values: Any) -> User:
        return accounts.open_account(values.pop("username"), password=PASSWORD, by=None, **values)


class OrganisationFactory(factory.Factory[Organisation]):
    class Meta:
        model = Organisation

    code = factory.Sequence(lambda n: f"34999{n:07d}")
    name = factory.Sequence(lambda n: f"第{n}厂工会")
    kind = Kind.GRASSROOTS_SINGLE
    established_on = LONG_AGO
    term_years = 5

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **values: Any) -> Organisation:
        return organisations.establish(values.pop("parent"), by=None, **values)


class EmployerFactory(factory.Factory[Employer]):
    class Meta:
        model = Employer

    credit_code = factory.Sequence(lambda n: credit_code(n))
    name = factory.Sequence(lambda n: f"第{n}厂")
    nature = Nature.PRIVATE
    staff = 100

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **values: Any) -> Employer:
        return employers.register(by=None, **values)


class OfficerFactory(factory.Factory[Officer]):
    class Meta:
        model = Officer

    name = "张某某"
    post = Post.CHAIR
    elected_on = date(2011, 3, 8)

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **values: Any) -> Officer:
        return officers.elect(values.pop("union"), by=None, **values)


class DisplayFactory(factory.Factory[Display]):
    """Entered at the command line: by nobody, so anybody may verify it."""

    class Meta:
        model = Display

    item = Item.SIGN
    way = Way.ENTERPRISE_FRONT
    starts_on = date(2012, 6, 1)
    by = None

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **values: Any) -> Display:
        return displays.report_display(values.pop("union"), **values)


def id_number(number: int, born: date = date(1990, 1, 1), *, female: bool = False) -> str:
    """A well-formed invented identity number of the division 349999, which nobody was ever given (GB 11643)."""
    order = 2 * (number % 500) + (0 if female else 1)
    seventeen = f"349999{born + timedelta(days=number // 500):%Y%m%d}{order:03d}"
    return seventeen + check_digit(seventeen)


class MembershipFactory(factory.Factory[Membership]):
    """A person who joined the union; `.member` is the person."""

    class Meta:
        model = Membership

    name = "李某某"
    id_number = factory.Sequence(lambda n: id_number(n))
    since = date(2011, 5, 1)

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **values: Any) -> Membership:
        return belonging.join(values.pop("union"), on=values.pop("on", date(2012, 10, 31)), by=None, **values)


class HonourFactory(factory.Factory[Honour]):
    class Meta:
        model = Honour

    name = "模范职工之家"
    level = Level.CITY
    awarded_on = date(2012, 5, 1)

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **values: Any) -> Honour:
        return honours.award(values.pop("union"), by=None, **values)


def make_colleague(
    username: str, role: Role, place: Organisation, *, since: date = LONG_AGO, officer: Officer | None = None
) -> User:
    """An account with one appointment; the name shown is the username."""
    user = UserFactory(username=username, name=username)
    appointments.appoint(user, role, place, since=since, officer=officer, by=None)
    return user
