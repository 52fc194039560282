"""The lists: search, filters, exports, what they cost."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.conftest import Mill
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
