"""The migrations of indicators, back and forth on a database that holds reports: an issued one stays as it was."""

import hashlib
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from campaigns.models import IndicatorTarget, Report
from campaigns.operations import reports
from tests.campaigns.report_county import IN_NOVEMBER, OCTOBER, make_county, report_of

AT = datetime(2012, 11, 16, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.mark.django_db
def test_an_issued_report_is_the_same_before_and_after_and_frozen_both_times(
    django_capture_on_commit_callbacks: Any,
) -> None:
    county = make_county()
    IndicatorTarget.objects.create(
        campaign=county.campaign, indicator="organised_rate", due_on=date(2012, 12, 31), share=Decimal("0.95")
    )
    with django_capture_on_commit_callbacks(execute=True):
        reports.order_reports(county.campaign, OCTOBER, on=IN_NOVEMBER, by=county.xu)
    issued = reports.issue(report_of(county.county), at=AT, by=county.fang)
    before = everything(issued.pk)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    call_command("migrate", "campaigns", "0004", verbosity=0)
    assert everything(issued.pk) == before
    assert is_frozen(issued.pk)
    call_command("migrate", "campaigns", verbosity=0)

    assert everything(issued.pk) == before
    assert is_frozen(issued.pk)
    assert Report.objects.everywhere("test").get(pk=issued.pk).indicators == []


def everything(pk: int) -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT state, figures, uncovered, workbook, sha256, run FROM campaigns_report WHERE id = %s", [pk]
        )
        state, figures, uncovered, workbook, sha, run = cursor.fetchone()
    assert hashlib.sha256(bytes(workbook)).hexdigest() == sha
    return state, figures, uncovered, bytes(workbook), sha, run


def is_frozen(pk: int) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE campaigns_report SET reason = 'x' WHERE id = %s", [pk])
    except IntegrityError:
        return True
    return False
