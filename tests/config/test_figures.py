"""会员指标 and the lists behind it: the numbers, where they lead, and whose they are."""

import io
from datetime import date
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import BookEntry
from tests.conftest import CANARY, Mill
from tests.factories import EmployerFactory, MembershipFactory, OrganisationFactory
from tests.members.roles import as_the_application
from unions.models import Organisation

PAGE = "/admin/figures/"
ASKED = "?on=2012-10-31&since=2012-10-01"


@pytest.fixture
def staff(signed_in: Any) -> Any:
    return signed_in("organisation_staff")


@pytest.fixture
def rosters(mill: Mill, quarry: Mill) -> None:
    """The mill has three members, one of them new in October; the quarry two."""
    for union, since in ((mill.union, (2011, 5, 1)), (mill.union, (2012, 10, 1)), (mill.union, (2011, 5, 1))):
        MembershipFactory(union=union, since=date(*since))
    for _ in range(2):
        MembershipFactory(union=quarry.union)


def cells(response: Any, table: int = 0) -> dict[str, dict[str, str]]:
    found = response.context["tables"][table]
    return {
        line["name"]: dict(zip(found["heads"], [cell.text for cell in line["cells"]], strict=True))
        for line in found["lines"]
    }


def test_county_staff_read_every_body_and_the_total(staff: Any, rosters: None) -> None:
    found = cells(staff.get(PAGE + ASKED))

    assert found["河畔镇工会联合会"]["会员"] == "3"
    assert found["河畔镇工会联合会"]["期间新增会员"] == "1"
    assert found["合计"]["会员"] == "5"


def test_a_union_directly_under_the_county_has_a_line_so_that_rows_add_up(
    staff: Any, county: Organisation, rosters: None
) -> None:
    MembershipFactory(union=OrganisationFactory(parent=county))

    found = cells(staff.get(PAGE + ASKED))

    assert (found["县总工会直属"]["会员"], found["合计"]["会员"]) == ("1", "6")


def test_a_township_reads_its_own_part_only(signed_in: Any, rosters: None) -> None:
    browser = signed_in("body_officer")

    with as_the_application():
        response = browser.get(PAGE + ASKED)

    assert set(cells(response)) == {"河畔镇工会联合会"}
    assert cells(response)["河畔镇工会联合会"]["会员"] == "3"
    assert CANARY not in response.content.decode()


def test_a_township_does_not_find_another_one_s_figures(signed_in: Any, rosters: None, hilltop: Organisation) -> None:
    browser = signed_in("body_officer")

    assert browser.get(f"{PAGE}{ASKED}&body={hilltop.code}").status_code == 404
    assert browser.get(f"{PAGE}list/{ASKED}&show=units&body={hilltop.code}").status_code == 404
    assert browser.get(f"{PAGE}workbook/{ASKED}&show=units&body={hilltop.code}").status_code == 404


def test_more_members_than_staff_is_said_beside_the_rate(staff: Any, mill: Mill, rosters: None) -> None:
    mill.union.employers.everywhere("test").update(staff=2)

    response = staff.get(PAGE + ASKED)
    listed = staff.get(f"{PAGE}list/{ASKED}&show=over")

    assert cells(response)["河畔镇工会联合会"]["入会率"] == "150.0%"
    assert "超过 100%，请核对" in response.content.decode()
    assert [row[1][1][0] for row in listed.context["rows"]] == [mill.union.name]


def test_without_members_before_there_is_no_base(staff: Any, mill: Mill) -> None:
    MembershipFactory(union=mill.union, since=date(2012, 10, 2))

    assert cells(staff.get(PAGE + ASKED))["河畔镇工会联合会"]["期间增长"] == "无基数"


def test_every_number_with_a_list_leads_to_as_many_rows(staff: Any, rosters: None, riverside: Organisation) -> None:
    EmployerFactory(body=riverside, staff=30)
    response = staff.get(PAGE + ASKED)

    linked = [
        cell for table in response.context["tables"] for line in table["lines"] for cell in line["cells"] if cell.url
    ]

    assert len(linked) > 6
    for cell in linked:
        followed = staff.get(cell.url)
        if "show=declared" not in cell.url:  # the staff of these unions, not their number
            assert followed.context["total"] == int(cell.text), cell


def test_today_s_numbers_of_members_lead_to_the_members_themselves(staff: Any, rosters: None, mill: Mill) -> None:
    found = staff.get(PAGE).context["tables"][0]
    line = next(line for line in found["lines"] if line["name"] == "河畔镇工会联合会")
    cell = line["cells"][found["heads"].index("会员")]

    listed = staff.get(cell.url)

    assert cell.text == "3"
    assert listed.context["cl"].result_count == 3


def test_a_past_day_s_numbers_of_members_lead_nowhere(staff: Any, rosters: None) -> None:
    found = staff.get(PAGE + ASKED).context["tables"][0]

    assert {line["cells"][0].url for line in found["lines"]} == {""}


def test_units_without_a_union_are_listed_with_their_staff(staff: Any, riverside: Organisation) -> None:
    EmployerFactory(body=riverside, name="大单位", staff=25)
    EmployerFactory(body=riverside, name="小单位", staff=24)

    unorganised = staff.get(f"{PAGE}list/{ASKED}&show=unorganised")
    should = staff.get(f"{PAGE}list/{ASKED}&show=should")

    assert [row[1][1][0] for row in unorganised.context["rows"]] == ["大单位", "小单位"]
    assert [row[1][1][0] for row in should.context["rows"]] == ["大单位"]


@pytest.mark.parametrize(
    "asked",
    ["on=2012-13-01", "on=1900-01-01", "on=2012-10-31&since=2012-11-01", "category=nosuch", "body=%00", "page=x"],
)
def test_an_odd_address_is_answered_with_a_sentence(staff: Any, asked: str) -> None:
    response = staff.get(f"{PAGE}?{asked}")

    assert response.status_code == 400
    assert response.context["problem"]


def test_an_unknown_list_or_page_is_refused(staff: Any) -> None:
    assert staff.get(f"{PAGE}list/?show=nosuch").status_code == 400
    assert staff.get(f"{PAGE}list/?show=units&page=99").status_code == 404


def test_an_empty_list_says_what_to_do(staff: Any) -> None:
    assert "可以换一个日期" in staff.get(f"{PAGE}list/{ASKED}&show=must").content.decode()


def test_the_workbook_holds_the_list_and_the_book_says_who_took_it(staff: Any, riverside: Organisation) -> None:
    EmployerFactory(body=riverside, name="大单位", staff=25)

    response = staff.get(f"{PAGE}workbook/{ASKED}&show=should")

    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    assert [[cell.value for cell in row][1:4] for row in sheet.iter_rows(min_row=2)] == [
        ["大单位", "河畔镇工会联合会", 25]
    ]
    assert BookEntry.objects.get(act="figures.download").details["on"] == "2012-10-01 至 2012-10-31"


def test_the_workbook_of_the_figures_has_every_body_and_category(staff: Any, rosters: None) -> None:
    response = staff.get(f"{PAGE}workbook/{ASKED}")

    rows = list(openpyxl.load_workbook(io.BytesIO(response.content)).active.iter_rows(values_only=True))
    assert rows[0][:3] == ("责任主体", "类别", "会员")
    assert ("合计", "全部", "5") in [row[:3] for row in rows]


def test_many_bodies_and_unions_cost_as_many_queries_as_few(staff: Any, county: Organisation, rosters: None) -> None:
    def queries(address: str) -> int:
        with CaptureQueriesContext(connection) as found:
            staff.get(address)
        return len(found)

    addresses = [PAGE + ASKED, f"{PAGE}list/{ASKED}&show=declared", f"{PAGE}list/{ASKED}&show=units"]
    staff.get(PAGE)  # the county's name is kept from here on
    before = [queries(address) for address in addresses]
    for _ in range(5):
        body = OrganisationFactory(parent=county, kind="township_federation")
        union = OrganisationFactory(parent=body)
        EmployerFactory(body=body, union=union)
        MembershipFactory(union=union)

    assert [queries(address) for address in addresses] == before
