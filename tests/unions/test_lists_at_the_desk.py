"""The lists: search, filters, exports, what they cost."""

from datetime import date
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import BookEntry, User
from tests.conftest import CANARY, Mill
from tests.factories import DisplayFactory, EmployerFactory, OfficerFactory, OrganisationFactory
from unions.models import Item, Organisation, Way

PAGE = "/admin/unions"


@pytest.mark.parametrize("words", ["河畔", "349999000101", "纸厂"])
def test_a_union_is_found_by_code_and_name(signed_in: Any, mill: Mill, words: str) -> None:
    page = signed_in("organisation_staff").get(f"{PAGE}/organisation/", {"q": words}).content.decode()

    assert mill.union.name in page


def test_the_lists_filter_by_what_staff_ask_daily(signed_in: Any, mill: Mill, quarry: Mill) -> None:
    browser = signed_in("organisation_staff")
    vacant = OrganisationFactory(parent=mill.union.parent, name="无人工会")

    def names(query: str) -> str:
        return str(
            browser.get(f"{PAGE}/{query}").content.decode().partition('id="result_list"')[2].partition("</table")[0]
        )

    assert vacant.name in names("organisation/?chair=vacant")
    assert mill.union.name not in names("organisation/?chair=vacant")
    assert mill.union.name in names(f"organisation/?body={mill.union.parent_id}")
    assert quarry.union.name not in names(f"organisation/?body={mill.union.parent_id}")
    assert mill.chair.name in names("officer/?sitting=expired")
    assert mill.union.name in names("display/?verified=no")
    assert names("display/?verified=yes") == ""
    assert mill.employer.name in names("employer/?organised=yes")


def test_an_empty_list_says_what_next(signed_in: Any, mill: Mill) -> None:
    page = signed_in("organisation_staff").get(f"{PAGE}/officer/?q=没有这个人").content.decode()

    assert "清除筛选条件" in page


def export(browser: Client, model: str, query: str = "", **form: str) -> Any:
    return browser.post(f"{PAGE}/{model}/export/{query}", {"resource": "0", "format": "0", **form})


def cells(answer: Any) -> list[tuple[Any, ...]]:
    return list(openpyxl.load_workbook(BytesIO(answer.content)).active.values)


def test_an_export_is_scoped_filtered_and_in_the_book(
    signed_in: Any, cast: dict[str, User], mill: Mill, quarry: Mill
) -> None:
    answer = export(signed_in("body_officer"), "organisation", "?kind__exact=grassroots_single")

    assert [row[0] for row in cells(answer)] == ["工会编码", mill.union.code]
    line = BookEntry.objects.get(act="registers.export")
    assert (line.by, line.details["rows"], line.details["filters"]) == (
        cast["body_officer"],
        1,
        "kind__exact=grassroots_single",
    )


@pytest.mark.parametrize("model", ["organisation", "officer", "display", "employer", "honour"])
def test_no_export_carries_a_word_of_hilltop(signed_in: Any, mill: Mill, quarry: Mill, model: str) -> None:
    answer = export(signed_in("body_officer"), model, reason="检查")

    assert answer.status_code == 200
    assert CANARY not in str(cells(answer))
    assert len(cells(answer)) > 1


def test_persons_are_taken_away_for_a_reason_only(signed_in: Any, mill: Mill) -> None:
    refused = export(signed_in("body_officer"), "officer")
    given = export(signed_in("body_officer"), "officer", reason="换届通知")

    assert "写明用途" in refused.content.decode()
    assert "陈河" in str(cells(given))
    assert BookEntry.objects.get(act="registers.export").details["reason"] == "换届通知"


def test_the_auditors_export_masks_mobiles(signed_in: Any, mill: Mill) -> None:
    answer = export(signed_in("auditor"), "officer", reason="审计")

    assert "139****0001" in str(cells(answer))
    assert "13900000001" not in str(cells(answer))


@pytest.mark.parametrize("payload", ["=1+1", "==1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x")'])
def test_a_formula_in_a_name_stays_text(signed_in: Any, riverside: Organisation, payload: str) -> None:
    OrganisationFactory(parent=riverside, name=payload)

    book = openpyxl.load_workbook(BytesIO(export(signed_in("body_officer"), "organisation").content))
    table = export(signed_in("body_officer"), "organisation", format="1").content.decode()

    assert payload in [cell.value for row in book.active for cell in row if cell.data_type == "s"]
    assert not [cell for row in book.active for cell in row if cell.data_type == "f" or cell.hyperlink]
    assert not any(part.strip('"').startswith(("=", "+", "-", "@")) for part in table.replace("\r\n", ",").split(","))


def queries(ask: Any) -> int:
    with CaptureQueriesContext(connection) as caught:
        assert ask().status_code == 200
    return len(caught)


@pytest.mark.parametrize("model", ["organisation", "officer", "display", "employer", "honour"])
def test_ten_rows_cost_what_one_costs(signed_in: Any, riverside: Organisation, mill: Mill, model: str) -> None:
    browser = signed_in("organisation_staff")
    browser.get(f"{PAGE}/{model}/")
    one = queries(lambda: browser.get(f"{PAGE}/{model}/"))
    for number in range(9):
        union = OrganisationFactory(parent=riverside)
        EmployerFactory(body=riverside, union=union)
        DisplayFactory(union=union, item=Item.IDENTITY, way=Way.DESK_PLATE, officer=OfficerFactory(union=union))
        DisplayFactory(union=union, starts_on=date(2012, 7, number + 1))

    assert queries(lambda: browser.get(f"{PAGE}/{model}/")) == one


def test_a_gone_row_is_404(signed_in: Any, mill: Mill) -> None:
    for odd in ("999999999", "x", "99999999999999999999999"):
        assert signed_in("organisation_staff").get(f"{PAGE}/organisation/{odd}/change/").status_code == 404
