"""What was issued stays as it is, whoever writes (coverage.md §6)."""

import hashlib
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from campaigns.models import Report
from tests.campaigns.report_county import County, report_of
from tests.campaigns.reports.conftest import AT

pytestmark = pytest.mark.django_db


def every() -> Any:
    return Report.objects.everywhere("test")


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE campaigns_report SET reason = 'x'",
        "UPDATE campaigns_report SET sha256 = repeat('0', 64)",
        "UPDATE campaigns_report SET figures = '[]'",
        "UPDATE campaigns_report SET state = 'draft'",
        "UPDATE campaigns_report SET workbook = '\\x00'",
        "DELETE FROM campaigns_report",
    ],
)
def test_sql_cannot_change_an_issued_report(issued: Report, sql: str) -> None:
    with pytest.raises(IntegrityError, match="已发布"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)

    report = every().get(pk=issued.pk)
    assert hashlib.sha256(report.workbook).hexdigest() == report.sha256 == issued.sha256


def test_the_orm_cannot_change_or_delete_an_issued_report(county: County, issued: Report) -> None:
    report = report_of(county.tianhe)
    report.reason = "改了"
    for change in (lambda: report.save(), lambda: report.delete(), lambda: every().update(version=9)):
        with pytest.raises(IntegrityError, match="已发布"), transaction.atomic():
            change()

    assert every().filter(version=1).count() == 3


def test_sql_cannot_put_in_an_issued_report(county: County, drafts: Report) -> None:
    sql = (
        "INSERT INTO campaigns_report (campaign_id, body_id, month, version, state, reason, figures, uncovered, sha256,"
        " workbook, made_at, issued_at) SELECT campaign_id, body_id, '2012-09-01', 1, 'issued', '', figures, uncovered,"
        " sha256, workbook, made_at, made_at FROM campaigns_report"
    )
    with pytest.raises(IntegrityError, match="先生成草稿"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_sql_cannot_issue_a_file_its_hash_does_not_belong_to(drafts: Report) -> None:
    every().filter(pk=drafts.pk).update(sha256="0" * 64)

    with pytest.raises(IntegrityError, match="校验码不符"), transaction.atomic():
        every().filter(pk=drafts.pk).update(state="issued", issued_at=AT)


def test_sql_cannot_change_figures_while_issuing(drafts: Report) -> None:
    with pytest.raises(IntegrityError, match="原样"), transaction.atomic():
        every().filter(pk=drafts.pk).update(state="issued", issued_at=AT, figures=[])
