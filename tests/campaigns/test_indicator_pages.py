"""Indicator targets at the desk: set on the campaign's page, allotted in one form, looked at by body."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import BookEntry
from accounts.refused import Refused
from campaigns.admin.indicators import number_of
from campaigns.indicators import Way
from campaigns.models import Allocation, Campaign, IndicatorTarget
from campaigns.operations import reports
from campaigns.operations.allocating import allocate
from campaigns.operations.campaigns import make_from_template
from campaigns.template import GROWTH
from tests.campaigns.report_county import County, make_county
from tests.campaigns.test_campaign_pages import desk, form_of, page, text
from tests.factories import MembershipFactory, OrganisationFactory
from tests.members.roles import as_the_application

pytestmark = pytest.mark.django_db


@pytest.fixture
def county() -> County:
    made = make_county()
    MembershipFactory(union=made.unions[0], since=date(2012, 9, 1))
    MembershipFactory(union=made.unions[3], since=date(2012, 9, 1))
    return made


@pytest.fixture
def growth(county: County) -> Campaign:
    return make_from_template(GROWTH, slug="growth-2012", name="会员发展", shift_years=-4, by=None)


@pytest.fixture
def staff(county: County) -> Client:
    return desk(county.xu)


def new_members(growth: Campaign) -> IndicatorTarget:
    return IndicatorTarget.objects.get(campaign=growth, indicator="new_members")


def kept(growth: Campaign) -> list[tuple[str, str, int | None]]:
    rows = Allocation.objects.everywhere("test").filter(target__campaign=growth)
    return list(rows.values_list("target__indicator", "body__code", "amount"))


def boxes(growth: Campaign, county: County, tianhe: str = "", nanxi: str = "") -> dict[str, str]:
    target = new_members(growth).pk
    return {f"a-{target}-{county.tianhe.pk}": tianhe, f"a-{target}-{county.nanxi.pk}": nanxi}


def address(growth: Campaign, name: str) -> str:
    return reverse(f"admin:campaigns_campaign_{name}", args=[growth.pk])


# -- the campaign's page


def test_staff_make_a_growth_campaign_from_its_template(county: County, staff: Client) -> None:
    asked = {
        "source": "growth",
        "slug": "growth-2026",
        "name": "会员发展",
        "starts_in": "2026",
        "reports_from": "2026-01",
    }

    response = staff.post(page("campaign_from_template"), asked)

    made = Campaign.objects.get(slug="growth-2026")
    assert response.headers["Location"] == page("campaign_change", made.pk)
    assert list(IndicatorTarget.objects.filter(campaign=made).values_list("indicator", "amount", "due_on"))[:2] == [
        ("new_members", 3500, date(2026, 12, 31)),
        ("new_migrants", 2500, date(2026, 12, 31)),
    ]


def test_staff_change_a_target_on_the_campaign_s_page(growth: Campaign, staff: Client) -> None:
    data = form_of(growth) | {"indicator_targets-0-amount": "3600"}

    response = staff.post(page("campaign_change", growth.pk), data)

    assert response.status_code == 302, text(response)
    assert new_members(growth).amount == 3600
    assert BookEntry.objects.filter(act="campaigns.save", table_name="campaigns_indicatortarget").count() == 1


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"indicator_targets-0-amount": ""}, "填写目标数"),
        ({"indicator_targets-0-amount": "", "indicator_targets-0-share": "0.5"}, "填写目标数"),
        ({"indicator_targets-2-share": "", "indicator_targets-2-amount": "5"}, "填写目标比例"),
        ({"indicator_targets-0-category": "honoured_non_public"}, "不按"),
        ({"indicator_targets-0-due_on": "2011-12-31"}, "到期日早于起算日期"),
        ({"indicator_targets-1-indicator": "new_members"}, "重复"),
        ({"indicator_targets-0-indicator": "coverage", "indicator_targets-0-amount": "", "indicator_targets-0-share": "1"}, "统计范围"),
        ({f"indicator_targets-{n}-DELETE": "on" for n in range(3)}, "一项指标目标"),
    ],
)  # fmt: skip
def test_targets_that_make_no_sense_are_not_saved(
    growth: Campaign, staff: Client, change: dict[str, str], sentence: str
) -> None:
    response = staff.post(page("campaign_change", growth.pk), form_of(growth) | change)

    assert response.status_code == 200
    assert sentence in text(response)
    assert new_members(growth).amount == 3500


def test_the_campaign_s_page_says_that_the_allocation_is_off(county: County, growth: Campaign, staff: Client) -> None:
    allocate(growth, {(new_members(growth).pk, county.tianhe.pk): Decimal(3000)}, by=county.xu)

    assert "相差 500 人（少）" in text(staff.get(page("campaign_change", growth.pk)))


# -- allocation


def test_staff_allot_a_target_in_one_form(county: County, growth: Campaign, staff: Client) -> None:
    url = address(growth, "allocations")

    response = staff.post(url, boxes(growth, county, "２，０００", "1500") | {"act": "save"})

    assert response.headers["Location"] == url
    assert kept(growth) == [("new_members", "3499990100", 2000), ("new_members", "3499990101", 1500)]
    assert "相差" not in "".join(staff.get(url).context["warnings"])


def test_a_sum_that_is_off_is_saved_and_told(county: County, growth: Campaign, staff: Client) -> None:
    url = address(growth, "allocations")

    response = staff.post(url, boxes(growth, county, "2000", "1000") | {"act": "save"}, follow=True)

    assert len(kept(growth)) == 2
    assert "合计 3000 人，与县目标 3500 人相差 500 人（少）" in text(response)


def test_an_emptied_box_takes_the_allocation_back(county: County, growth: Campaign, staff: Client) -> None:
    staff.post(address(growth, "allocations"), boxes(growth, county, "2000", "1500") | {"act": "save"})

    staff.post(address(growth, "allocations"), boxes(growth, county, "2000", "") | {"act": "save"})

    assert kept(growth) == [("new_members", "3499990100", 2000)]


def test_saving_twice_writes_once(county: County, growth: Campaign) -> None:
    wanted = {(new_members(growth).pk, county.tianhe.pk): Decimal(2000)}

    assert [allocate(growth, wanted, by=county.xu), allocate(growth, wanted, by=county.xu)] == [1, 0]
    assert BookEntry.objects.filter(act="campaigns.allocate").count() == 1


@pytest.mark.parametrize("odd", ["abc", "-1", "1.5", "1e99", "NaN", "９" * 30])
def test_an_odd_number_changes_nothing_and_is_told(county: County, growth: Campaign, staff: Client, odd: str) -> None:
    response = staff.post(address(growth, "allocations"), boxes(growth, county, odd, "1500") | {"act": "save"})

    assert "天河镇总工会的新增会员" in response.context["told"][0]
    assert kept(growth) == []


def test_rows_pasted_from_a_sheet_fill_the_boxes_and_are_not_saved_yet(
    county: County, growth: Campaign, staff: Client
) -> None:
    rows = "责任主体\t新增会员\n天河镇总工会\t2000\t1800\n3499990101\t1500\n某某镇\t9\n合计\t3500"

    response = staff.post(address(growth, "allocations"), {"pasted": rows, "act": "paste"})

    lines = {body.code: [box for _, box in cells] for body, cells in response.context["lines"]}
    assert lines == {"3499990100": ["2000", "1800", ""], "3499990101": ["1500", "", ""]}
    assert "某某镇" in response.context["told"][0]
    assert response.context["heads"][0]["difference"] == "0"
    assert kept(growth) == []


def test_a_target_of_another_campaign_is_refused(county: County, growth: Campaign) -> None:
    other = make_from_template(GROWTH, slug="other", name="另一个", by=None)

    with pytest.raises(Refused):
        allocate(other, {(new_members(growth).pk, county.tianhe.pk): Decimal(1)}, by=county.xu)


@pytest.mark.parametrize(
    ("said", "way", "value"),
    [("", Way.COUNT, None), ("1,000", Way.COUNT, "1000"), ("50%", Way.SHARE, "0.5"), ("0.5", Way.SHARE, "0.5")],
)
def test_numbers_are_read_as_people_write_them(said: str, way: Way, value: str | None) -> None:
    assert number_of(said, way) == (None if value is None else Decimal(value))


@pytest.mark.parametrize("said", ["1e999999999", "2147483648", "-1", "0.5", "nan"])
def test_what_is_no_number_of_people_is_refused_at_once(said: str) -> None:
    with pytest.raises(ValueError, match=said):
        number_of(said, Way.COUNT)


# -- how far it is


def test_the_county_reads_every_body_and_the_total(growth: Campaign, staff: Client) -> None:
    response = staff.get(address(growth, "indicators"), {"on": "2012-10-31"})

    lines = {line.name: line.cells for line in response.context["tables"][0].lines}
    assert {name: cells[0][1] for name, cells in lines.items()} == {
        "天河镇总工会": "1",
        "南溪乡工会联合会": "1",
        "合计": "2",
    }


def test_what_is_not_due_yet_says_how_much_is_wanting_and_what_was_due_that_it_was_missed(
    growth: Campaign, staff: Client
) -> None:
    def total(on: str) -> tuple[str, str]:
        tables = staff.get(address(growth, "indicators"), {"on": on}).context["tables"]
        line = next(line for line in tables[0].lines if line.is_total)
        return line.cells[2][:2]

    assert total("2012-10-31") == ("wanting", "还差 3,498（2012年12月31日到期）")
    assert total("2012-12-31") == ("unmet", "未达标")


def test_a_township_reads_its_own_line_only(county: County, growth: Campaign) -> None:
    allocate(growth, {(new_members(growth).pk, county.nanxi.pk): Decimal(77)}, by=county.xu)
    browser = desk(county.lin)

    with as_the_application():
        response = browser.get(address(growth, "indicators"), {"on": "2012-10-31"})

    assert [line.name for line in response.context["tables"][0].lines] == ["天河镇总工会"]
    assert "南溪" not in text(response)
    assert "77 人" not in text(response)


def test_before_counting_begins_there_is_nothing_yet(growth: Campaign, staff: Client) -> None:
    assert "还没有指标开始计算" in text(staff.get(address(growth, "indicators"), {"on": "2011-12-31"}))


def test_a_day_that_is_none_is_answered_with_a_sentence(growth: Campaign, staff: Client) -> None:
    assert staff.get(address(growth, "indicators"), {"on": "2012-02-30"}).status_code == 400


def test_who_may_not_edit_campaigns_allots_nothing(county: County, growth: Campaign) -> None:
    for user in (county.lin, county.fang):
        response = desk(user).post(address(growth, "allocations"), boxes(growth, county, "1", "1") | {"act": "save"})
        assert response.status_code == 403
    assert kept(growth) == []


def test_more_bodies_cost_no_more_queries(county: County, growth: Campaign, staff: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            staff.get(address(growth, "indicators"))
            staff.get(address(growth, "allocations"))
        return len(found)

    queries()
    before = queries()
    for number in range(5):
        make_body(county, number)

    assert queries() == before


def make_body(county: County, number: int) -> Any:
    return OrganisationFactory(parent=county.county, code=f"34999902{number:02d}", kind="township_federation")


def test_the_report_page_shows_the_indicators_it_keeps(
    county: County, growth: Campaign, staff: Client, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        report = reports.order_reports(growth, date(2012, 10, 1), on=date(2012, 11, 15), by=county.xu)

    response = staff.get(page("report_change", report.pk))

    assert [table.title.split("：")[0] for table in response.context["indicator_tables"]][0] == "新增会员"
    assert response.context["tables"] == []
    assert "未覆盖名单" not in text(response)
