"""The public number: printed into the workbook with its address, and handed on from the report's page."""

import io
from typing import Any

import openpyxl
import pytest
from django.test import Client

from campaigns.models import Report
from tests.campaigns.issuing import county, draft, issued, work
from tests.campaigns.report_county import County, report_of

__all__ = ["county", "draft", "issued", "work"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def address(settings: Any) -> None:
    settings.PUBLIC_BASE_URL = "https://union.example.org"


def test_workbook_names_the_address_where_it_is_verified(address: None, draft: Report, county: County) -> None:
    for report in (draft, report_of(county.tianhe)):
        notes = {
            row[0].value: row[1].value
            for row in openpyxl.load_workbook(io.BytesIO(report.workbook))["说明"].iter_rows()
        }

        assert notes["通报编号"] == report.number
        assert f"https://union.example.org/verify/{report.number}/" in str(notes["核验"])


def page_of(county: County, report: Report) -> str:
    client = Client()
    client.force_login(county.xu, backend="accounts.backends.StandingBackend")
    return str(client.get(f"/admin/campaigns/report/{report.pk}/change/").content.decode())


def test_issued_report_hands_on_its_address_and_its_code(county: County, issued: Report) -> None:
    page = page_of(county, issued)

    assert f'data-copy="http://testserver/verify/{issued.number}/"' in page
    assert 'src="data:image/svg+xml' in page


def test_draft_has_no_page_to_hand_on(county: County, draft: Report) -> None:
    assert "/verify/" not in page_of(county, draft)
