"""帮扶统计 as workbooks: a list of persons asks what for, and says who took it; ten cost what one costs."""

import io
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import BookEntry
from tests.hardship.reports.conftest import Winter
from tests.hardship.reports.world import application, family, pay

PAGE = "/admin/relief-figures/"
BOOK = f"{PAGE}workbook/"


def sheet_of(response: Any, number: int = 0) -> list[list[Any]]:
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    return [list(row) for row in book.worksheets[number].iter_rows(values_only=True)]


@pytest.fixture
def waiting(winter: Winter) -> Winter:
    application(family(winter.mill, "赵困难"), winter.programme, "opinion", winter.cast, days=5)
    return winter


def test_a_list_of_persons_asks_what_for(signed_in: Any, waiting: Winter) -> None:
    staff = signed_in("rights_staff")
    asked = f"{BOOK}?show=applications&state=opinion"

    page, without = staff.get(asked), staff.post(asked, {"reason": ""})

    assert "用途" in page.content.decode()
    assert "请用一句话写明用途。" in without.content.decode()
    assert not BookEntry.objects.filter(act="relief_figures.download").exists()


def test_the_list_says_who_took_it_and_why(signed_in: Any, waiting: Winter) -> None:
    taken = signed_in("rights_staff").post(f"{BOOK}?show=applications&state=opinion", {"reason": "催办"})

    rows = sheet_of(taken)
    assert "rights_staff" in rows[0][0]
    assert "用途：催办" in rows[0][0]
    assert rows[1][:2] == ["姓名", "工会"]
    assert rows[2][:2] == ["赵困难", waiting.mill.name]
    assert len(rows) == 3
    line = BookEntry.objects.get(act="relief_figures.download")
    assert line.details is not None
    assert (line.details["rows"], line.details["reason"]) == (1, "催办")
    assert "赵困难" not in str(line.details)


def test_the_figures_are_taken_without_a_reason(signed_in: Any, waiting: Winter) -> None:
    taken = signed_in("rights_staff").get(BOOK)

    assert sheet_of(taken)[1][:2] == ["步骤", "件数"]
    assert next(row for row in sheet_of(taken) if row[0] == "待乡镇意见")[1] == "1"
    assert BookEntry.objects.filter(act="relief_figures.download").count() == 1


def test_a_township_takes_its_own_part(signed_in: Any, waiting: Winter) -> None:
    application(family(waiting.quarry, "钱困难"), waiting.programme, "opinion", waiting.cast)

    taken = signed_in("body_officer").post(f"{BOOK}?show=applications", {"reason": "催办"})

    assert [row[0] for row in sheet_of(taken)[2:]] == ["赵困难"]


@pytest.mark.parametrize("who", ["finance", "approver", "organisation_staff", "system_admin"])
def test_whoever_may_not_take_lists_is_refused(signed_in: Any, waiting: Winter, who: str) -> None:
    assert signed_in(who).get(BOOK).status_code == 403
    assert signed_in(who).post(f"{BOOK}?show=payments", {"reason": "看"}).status_code == 403


@pytest.mark.parametrize("show", ["", "list/?show=applications", "list/?show=instalments", "list/?show=files",
                                  "list/?show=unions", "list/?show=payments"])  # fmt: skip
def test_ten_cost_what_one_costs(signed_in: Any, winter: Winter, show: str) -> None:
    browser = signed_in("auditor")

    def grow(count: int) -> None:
        for _ in range(count):
            row = application(family(winter.mill), winter.programme, "approved", winter.cast)
            pay(row, winter.budget, "100.00", timezone.localdate())

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            assert browser.get(PAGE + show).status_code == 200
        return len([one for one in found.captured_queries if "set_config" not in one["sql"]])

    grow(1)
    queries()
    one = queries()
    grow(9)

    assert queries() == one
