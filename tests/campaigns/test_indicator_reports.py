"""The monthly report of a campaign with indicator targets: what is kept, printed, sliced, frozen."""

import io
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from campaigns import figures, published
from campaigns.attained import attained
from campaigns.models import Allocation, Campaign, IndicatorTarget, Report
from campaigns.operations import reports
from campaigns.operations.allocating import allocate
from campaigns.operations.campaigns import make_from_template
from campaigns.previews import figures_on
from campaigns.template import GROWTH, ORGANISING, TEMPLATES, template_of
from config.dashboard import standing
from tests.campaigns.report_county import IN_NOVEMBER, OCTOBER, County, make_county, report_of
from tests.factories import MembershipFactory
from tests.members.roles import as_the_application

pytestmark = pytest.mark.django_db
AT = datetime(2012, 11, 16, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
ON = date(2012, 10, 31)


@pytest.fixture
def county() -> County:
    made = make_county()
    for union, since in (
        (0, (2012, 9, 1)),
        (0, (2012, 10, 31)),
        (0, (2012, 11, 1)),
        (3, (2012, 6, 1)),
        (4, (2012, 7, 1)),
    ):
        MembershipFactory(union=made.unions[union], since=date(*since), on=date(2012, 12, 31), is_migrant=True)
    return made


@pytest.fixture
def work(django_capture_on_commit_callbacks: Callable[..., Any]) -> Callable[..., Any]:
    def run(function: Any, *args: Any, **kwargs: Any) -> Any:
        with django_capture_on_commit_callbacks(execute=True):
            return function(*args, **kwargs)

    return run


@pytest.fixture
def growth(county: County) -> Campaign:
    """新增会员 4 by the end of 2012, 天河 3 of them and 南溪 2; 其中农民工 2; at least a tenth of the staff are members."""
    campaign = make_from_template(GROWTH, slug="growth-2012", name="会员发展", shift_years=-4, by=None)
    amounts = {"new_members": 4, "new_migrants": 2}
    for slug, amount in amounts.items():
        IndicatorTarget.objects.filter(campaign=campaign, indicator=slug).update(amount=amount)
    IndicatorTarget.objects.filter(campaign=campaign, indicator="membership_rate").update(
        share=Decimal("0.1"), category="all"
    )
    new = IndicatorTarget.objects.get(campaign=campaign, indicator="new_members")
    shares = {(new.pk, county.tianhe.pk): Decimal(3), (new.pk, county.nanxi.pk): Decimal(2)}
    allocate(campaign, shares, by=county.xu)
    return campaign


@pytest.fixture
def staff(county: County) -> Client:
    client = Client()
    client.force_login(county.xu)
    return client


@pytest.fixture
def drafts(county: County, growth: Campaign, work: Any) -> Report:
    work(reports.order_reports, growth, OCTOBER, on=IN_NOVEMBER, by=county.xu)
    return of(growth, county.county)


def of(campaign: Campaign, body: Any) -> Report:
    return Report.objects.everywhere("test").get(campaign=campaign, body=body)  # type: ignore[no-any-return]


def told(rows: list[dict[str, Any]], slug: str) -> list[tuple[Any, ...]]:
    keys = ("body", "part", "whole", "target", "met", "gap", "rank")
    return [tuple(row[key] for key in keys) for row in rows if row["indicator"] == slug]


def test_each_body_is_judged_by_what_it_is_allotted_and_the_county_by_its_own_target(
    county: County, growth: Campaign
) -> None:
    rows = attained(growth, ON)

    assert told(rows, "new_members") == [
        ("3499990100", 2, 0, "3", False, 1, None),
        ("3499990101", 1, 0, "2", False, 1, None),
        ("3499990000", 4, 0, "4", True, 0, None),
    ]
    assert [row["allotted"] for row in rows if row["indicator"] == "new_members"] == [None, None, "5"]


def test_a_share_is_asked_of_everybody_alike_and_ranked(growth: Campaign) -> None:
    assert told(attained(growth, ON), "membership_rate") == [
        ("3499990100", 2, 30, "0.1", False, 1, 2),
        ("3499990101", 1, 10, "0.1", True, 0, 1),
        ("3499990000", 4, 50, "0.1", False, 1, None),
    ]


def test_without_an_allocation_a_body_has_no_target_of_a_number(growth: Campaign) -> None:
    assert told(attained(growth, ON), "new_migrants")[0] == ("3499990100", 2, 0, None, None, None, None)


def test_coverage_is_an_indicator_like_the_others(county: County) -> None:
    IndicatorTarget.objects.create(
        campaign=county.campaign, indicator="coverage", due_on=date(2012, 12, 31), share=Decimal("0.5")
    )

    assert told(attained(county.campaign, ON), "coverage") == [
        ("3499990100", 1, 3, "0.5", False, 1, 1),
        ("3499990101", 0, 1, "0.5", False, 1, 2),
        ("3499990000", 1, 5, "0.5", False, 2, None),
    ]


def test_a_campaign_of_one_span_counts_the_members_once(growth: Campaign, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(12):
        attained(growth, ON)


def test_the_report_keeps_the_rows_and_every_body_its_slice(county: County, growth: Campaign, drafts: Report) -> None:
    assert drafts.state == Report.State.DRAFT
    assert drafts.indicators == attained(growth, ON)
    tianhe = of(growth, county.tianhe)
    assert tianhe.indicators == figures.of_body(drafts.indicators, county.tianhe.code)
    assert {row["body"] for row in tianhe.indicators} == {county.tianhe.code}


def test_the_nightly_job_counts_the_whole_county_behind_the_wall(county: County, growth: Campaign, work: Any) -> None:
    """Nobody ordered it: the job sees no personal row but through the figures' own door."""
    with as_the_application():
        work(reports.order_reports, growth, OCTOBER, on=IN_NOVEMBER, by=None)

    assert told(of(growth, county.county).indicators, "new_members")[-1][1] == 4


def sheets(report: Report) -> dict[str, list[tuple[Any, ...]]]:
    book = openpyxl.load_workbook(io.BytesIO(bytes(report.workbook)))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


def test_a_campaign_without_coverage_prints_indicators_and_notes_only(drafts: Report) -> None:
    found = sheets(drafts)

    assert list(found) == ["指标", "说明"]
    rows = {row[:2]: row for row in found["指标"][3:]}
    assert rows["新增会员", "天河镇总工会"][2:8] == (2, "—", "—", "3 人", "未到期", 1)
    assert rows["新增会员", "县总工会直属"][2] == 1
    assert rows["新增会员", "合计"][2:8] == (4, "—", "—", "4 人", "达标", 0)
    assert rows["入会率", "合计"][2:6] == (4, 50, 0.08, "10.0%")
    notes = dict(row[:2] for row in found["说明"] if row[0])
    assert "相差 +1 人" in notes["指标与目标"]
    assert "在册企业工会" not in notes


def test_a_target_due_by_the_reports_day_and_not_reached_is_missed(county: County, growth: Campaign, work: Any) -> None:
    IndicatorTarget.objects.filter(campaign=growth).update(due_on=ON)
    work(reports.order_reports, growth, OCTOBER, on=IN_NOVEMBER, by=county.xu)

    rows = {row[:2]: row for row in sheets(of(growth, county.county))["指标"][3:]}
    assert rows["新增会员", "天河镇总工会"][5:8] == ("3 人", "未达标", 1)


def test_a_campaign_of_coverage_keeps_its_four_sheets_and_has_one_more(county: County, work: Any) -> None:
    IndicatorTarget.objects.create(
        campaign=county.campaign, indicator="new_members", due_on=date(2012, 12, 31), amount=1
    )
    work(reports.order_reports, county.campaign, OCTOBER, on=IN_NOVEMBER, by=county.xu)

    report = report_of(county.county)
    assert list(sheets(report)) == ["汇总", "分类", "未覆盖名单", "说明", "指标"]
    sum_of_all = figures.checksum(report.figures, report.uncovered, report.indicators)
    assert any(sum_of_all in str(row[1]) for row in sheets(report)["说明"])


def test_without_indicator_targets_nothing_is_added(county: County, work: Any) -> None:
    work(reports.order_reports, county.campaign, OCTOBER, on=IN_NOVEMBER, by=county.xu)

    report = report_of(county.county)
    assert report.indicators == []
    assert list(sheets(report)) == ["汇总", "分类", "未覆盖名单", "说明"]
    assert figures.checksum(report.figures, report.uncovered, []) == figures.checksum(report.figures, report.uncovered)


def test_an_issued_report_s_indicators_never_change(county: County, drafts: Report) -> None:
    reports.issue(drafts, at=AT, by=county.fang)

    with pytest.raises(IntegrityError, match="已发布"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE campaigns_report SET indicators = '[]' WHERE id = %s", [drafts.pk])


def test_a_report_is_issued_with_the_draft_s_indicators_or_not_at_all(drafts: Report) -> None:
    with pytest.raises(IntegrityError, match="照草稿的原样"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE campaigns_report SET state = 'issued', issued_at = now(), indicators = '[]' WHERE id = %s",
            [drafts.pk],
        )


def test_a_remade_draft_has_the_indicators_of_now_and_an_issued_one_those_of_then(
    county: County, growth: Campaign, drafts: Report, work: Any
) -> None:
    MembershipFactory(union=county.unions[3], since=date(2012, 10, 1))
    work(reports.remake, drafts, by=county.xu)
    drafts.refresh_from_db()
    assert told(drafts.indicators, "new_members")[-1][1] == 5
    issued = reports.issue(drafts, at=AT, by=county.fang)
    MembershipFactory(union=county.unions[3], since=date(2012, 10, 1))

    correction = work(reports.correct, issued, reason="南溪乡漏报", by=county.xu)

    correction.refresh_from_db()
    assert told(Report.objects.everywhere("test").get(pk=issued.pk).indicators, "new_members")[-1][1] == 5
    assert told(correction.indicators, "new_members")[-1][1] == 6


def test_the_templates_are_offered_and_none_is_made_by_itself(county: County) -> None:
    assert set(TEMPLATES) == {"", "growth", "organising"}
    assert not IndicatorTarget.objects.exists()


def test_the_organising_template_allots_to_every_township(county: County) -> None:
    campaign = make_from_template(ORGANISING, slug="organising", name="工会组建", by=None)

    kept = Allocation.objects.everywhere("test").filter(target__campaign=campaign)
    assert list(kept.values_list("target__indicator", "body__code", "amount")) == [
        ("new_unions", "3499990100", 4),
        ("new_unions", "3499990101", 4),
        ("new_members", "3499990100", 50),
        ("new_members", "3499990101", 50),
    ]


def test_another_campaign_of_the_same_shape_has_the_same_targets_years_later(growth: Campaign) -> None:
    made = make_from_template(template_of(growth), slug="growth-2013", name="会员发展", shift_years=1, by=None)

    targets = IndicatorTarget.objects.filter(campaign=made)
    assert list(targets.values_list("indicator", "amount", "due_on"))[:1] == [("new_members", 4, date(2013, 12, 31))]
    assert not Allocation.objects.everywhere("test").filter(target__in=targets).exists()


def test_a_report_of_indicators_alone_is_issued_verified_and_not_among_those_of_coverage(
    county: County, growth: Campaign, drafts: Report, client: Client
) -> None:
    assert published.campaigns() == []

    reports.issue(drafts, at=AT, by=county.fang)

    assert published.campaigns() == []
    verified = client.get(reverse("verification", args=[drafts.number]))
    assert verified.status_code == 200
    assert "会员发展" in verified.content.decode()
    assert client.get(reverse("progress")).status_code in (200, 404)


def test_the_front_page_shows_coverage_though_a_growth_campaign_began_later(county: County, growth: Campaign) -> None:
    growth.starts_on = date(2012, 8, 1)
    growth.save(update_fields=["starts_on"])

    chosen, offered = standing.choose("", date(2012, 10, 31))

    assert (chosen, offered) == (county.campaign, [county.campaign])


def test_a_union_s_page_and_the_preview_of_acts_tell_of_campaigns_of_coverage_only(
    county: County, growth: Campaign, staff: Client
) -> None:
    growth.starts_on = date(2012, 8, 1)
    growth.save(update_fields=["starts_on"])
    page = reverse("admin:unions_organisation_change", args=[county.unions[0].pk])

    assert "会员发展" not in staff.get(f"{page}?on=2012-10-31").content.decode()
    assert {figure.campaign for figure in figures_on(ON)} == {county.campaign.name}
