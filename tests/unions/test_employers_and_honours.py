"""Employers and honours change."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from accounts.refused import Refused
from tests.conftest import Mill
from tests.factories import EmployerFactory, HonourFactory
from unions.models import Employer, Honour, Organisation
from unions.operations import employers, honours

ON = date(2012, 10, 31)


def test_an_employer_without_a_union_may_be_registered(riverside: Organisation) -> None:
    assert EmployerFactory(body=riverside).union is None


def test_a_credit_code_is_given_once(riverside: Organisation, mill: Mill) -> None:
    with pytest.raises(Refused, match="已登记"):
        EmployerFactory(body=riverside, credit_code=mill.employer.credit_code)


def test_the_responsible_body_is_the_countys_child(mill: Mill, county: Organisation) -> None:
    for place in (mill.union, county):
        with pytest.raises(Refused, match="责任工会应是"):
            EmployerFactory(body=place)


def test_a_single_union_has_one_employer(riverside: Organisation, mill: Mill) -> None:
    with pytest.raises(Refused, match="已对应另一个法人单位"):
        EmployerFactory(body=riverside, union=mill.union)


def test_a_part_is_not_more_than_the_whole(riverside: Organisation) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        EmployerFactory(body=riverside, staff=10, women=11)


def test_a_deregistered_employer_can_come_back(mill: Mill) -> None:
    employers.deregister(mill.employer, on=ON, by=None)
    assert Employer.objects.everywhere("a test").get(pk=mill.employer.pk).deregistered_on == ON

    employers.reinstate(mill.employer, by=None)
    assert Employer.objects.everywhere("a test").get(pk=mill.employer.pk).deregistered_on is None


def test_a_changed_employer_keeps_the_rest(mill: Mill) -> None:
    employers.change_details(mill.employer, staff=250, by=None)

    kept = Employer.objects.everywhere("a test").get(pk=mill.employer.pk)
    assert (kept.staff, kept.name, kept.union) == (250, "河畔纸厂", mill.union)


def test_the_same_honour_twice_is_one(mill: Mill) -> None:
    assert HonourFactory(union=mill.union, name="河畔先进") == mill.honour


def test_an_honour_older_than_the_union_is_refused(mill: Mill) -> None:
    with pytest.raises(Refused, match="建会日期"):
        HonourFactory(union=mill.union, awarded_on=date(2009, 1, 1))


def test_an_honour_is_revoked_once(mill: Mill) -> None:
    honours.revoke(mill.honour, on=ON, by=None)

    with pytest.raises(Refused, match="已于 2012-10-31 撤销"):
        honours.revoke(mill.honour, on=date(2012, 11, 1), by=None)

    assert Honour.objects.everywhere("a test").get(pk=mill.honour.pk).revoked_on == ON
