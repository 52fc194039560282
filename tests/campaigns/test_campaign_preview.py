"""A campaign's page looks ahead: what each rule brings in today, and which published months a change would move."""

from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from django.utils import timezone

from campaigns import coverage
from campaigns.admin import campaign as campaign_page
from campaigns.admin.timebar import timebar
from campaigns.models import Campaign, JudgeOn, Phase, ScopeRule, Target
from campaigns.operations import reports
from campaigns.preview import as_it_is, moved, scope_counts, touched
from tests.campaigns import counties
from tests.campaigns.report_county import County
from tests.campaigns.test_campaign_pages import form_of
from tests.campaigns.test_coverage_twin import COUNTY, campaign, load, places
from tests.campaigns.test_report_pages import AT, county, desk, drafts, page, text
from unions.models import Kind, Organisation

__all__ = ["campaign", "county", "drafts", "places"]

pytestmark = pytest.mark.django_db
DAY = date(2012, 10, 31)


def test_the_rules_together_bring_in_what_the_figures_count(
    places: dict[str, Organisation], campaign: Campaign
) -> None:
    dice = Random(5)
    load([counties.union(dice, DAY, f"3499991{number:05d}") for number in range(120)], places)
    everything = (places[COUNTY].path,)

    for on in (date(2012, 5, 2), date(2012, 8, 31), DAY):
        lines, total = scope_counts(campaign, on, within=everything)
        figure = next(row for row in coverage.figures(campaign, on) if (row.body, row.category) == (COUNTY, "all"))
        assert total == figure.unions == sum(line.newly for line in lines if line.is_in_force)

    assert total > 50
    assert all(line.newly <= line.alone for line in lines)


def test_a_rule_that_repeats_another_brings_in_nothing_new(places: Any, campaign: Campaign) -> None:
    dice = Random(5)
    load([counties.union(dice, DAY, f"3499991{number:05d}") for number in range(30)], places)
    campaign.scope_rules.all().delete()
    for _ in range(2):
        ScopeRule.objects.create(campaign=campaign, from_day=date(2012, 5, 3), kind=Kind.GRASSROOTS_SINGLE)

    (first, second), _ = scope_counts(campaign, DAY, within=(places[COUNTY].path,))

    assert first.newly == first.alone == second.alone > 0
    assert second.newly == 0


def test_an_officer_counts_the_own_part_only(county: County) -> None:
    response = desk(county.lin).get(page("campaign_change", county.campaign.pk))

    assert response.context["total"] == 3


def narrowed(county: County) -> dict[str, Any]:
    """The campaign's form with the first rule (state-owned, which every union here is) gone."""
    return form_of(county.campaign) | {"scope_rules-0-DELETE": "on"}


def change(county: County, data: dict[str, Any]) -> Any:
    return desk(county.xu).post(page("campaign_change", county.campaign.pk), data)


def test_a_preview_counts_what_is_typed_and_saves_nothing(county: County) -> None:
    response = change(county, narrowed(county) | {"_preview": "yes"})

    assert "还没有保存" in text(response)
    assert (response.context["total"], county.campaign.scope_rules.count()) == (0, 7)
    assert "已发布的月份" not in text(response)


def test_a_change_that_moves_published_figures_shows_them_and_waits(county: County, drafts: Any) -> None:
    reports.issue(drafts, at=AT, by=county.fang)

    response = change(county, narrowed(county))

    assert response.status_code == 200
    (moved,) = {(line.month, line.before.unions, line.after.unions) for line in response.context["looked"]["moved"]
                if line.category == "全部"}  # fmt: skip
    assert moved == (date(2012, 10, 1), 5, 0)
    assert 'name="confirm"' in text(response)
    assert county.campaign.scope_rules.count() == 7


def test_it_is_saved_once_the_campaigns_name_is_typed(county: County, drafts: Any) -> None:
    reports.issue(drafts, at=AT, by=county.fang)

    wrong = change(county, narrowed(county) | {"confirm": "确定"})
    right = change(county, narrowed(county) | {"confirm": county.campaign.name})

    assert (wrong.status_code, right.status_code) == (200, 302)
    assert county.campaign.scope_rules.count() == 6


def test_a_higher_target_moves_published_figures_too(county: County, drafts: Any) -> None:
    reports.issue(drafts, at=AT, by=county.fang)

    response = change(county, form_of(county.campaign) | {"targets-0-share": "0.6"})

    assert [line.after.target for line in response.context["looked"]["moved"]] == ["60.0%"]


def test_a_change_of_words_or_of_an_unpublished_campaign_is_saved_at_once(county: County, drafts: Any) -> None:
    assert change(county, narrowed(county)).status_code == 302  # a draft is not published
    reports.issue(drafts, at=AT, by=county.fang)

    assert change(county, form_of(county.campaign) | {"name": "改名"}).status_code == 302


def test_a_campaign_is_made_after_one_that_is_there(county: County) -> None:
    county.campaign.scope_rules.last().delete()  # type: ignore[union-attr]
    values = {"slug": "next", "name": "下一轮", "starts_in": "2015", "reports_from": "2015-05"}

    response = desk(county.xu).post(page("campaign_from_template"), values | {"source": str(county.campaign.pk)})

    made = Campaign.objects.get(slug="next")
    assert response.status_code == 302
    assert made.scope_rules.count() == 6
    assert made.phases.first().starts_on == date(2015, 5, 1)  # type: ignore[union-attr]


def test_the_bar_of_time_tells_gaps_and_strays(county: County) -> None:
    today = timezone.localdate()
    Phase.objects.filter(campaign=county.campaign).delete()
    for name, first, last in (("一", 0, 9), ("二", 15, 40)):
        Phase.objects.create(
            campaign=county.campaign, name=name, starts_on=today + timedelta(first), ends_on=today + timedelta(last)
        )

    bar = timebar(county.campaign, today)

    assert [phase.is_now for phase in bar.bars] == [True, False]
    assert any("有 5 天不属于任何阶段" in sentence for sentence in bar.odd)
    assert any("起止日期之外" in sentence for sentence in bar.odd)
    assert bar.today


def test_a_published_month_too_old_to_be_worked_out_is_named_and_waits_too(
    county: County, drafts: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(campaign_page, "MONTHS_LOOKED_AT", 0)
    reports.issue(drafts, at=AT, by=county.fang)

    response = change(county, narrowed(county))

    assert "更早的 1 个已发布的月份" in text(response)
    assert "2012年10月" in text(response)
    assert county.campaign.scope_rules.count() == 7
    assert change(county, narrowed(county) | {"confirm": county.campaign.name}).status_code == 302


def test_only_the_months_that_a_change_decides_are_touched(county: County) -> None:
    months = [date(2014, 3, 1), date(2013, 3, 1), date(2012, 10, 1), date(2012, 7, 1)]
    before = as_it_is(county.campaign)
    target = Target.objects.get(campaign=county.campaign, category="all", due_on=date(2013, 12, 31))
    target.label = "四分之三"
    target.save(update_fields=["label"])
    assert touched(before, as_it_is(county.campaign), months) == [date(2013, 3, 1)]

    before = as_it_is(county.campaign)
    ScopeRule.objects.filter(kind=Kind.GRASSROOTS_JOINT).update(from_day=date(2012, 11, 1))
    assert touched(before, as_it_is(county.campaign), months) == [date(2012, 10, 1)]

    before = as_it_is(county.campaign)
    Campaign.objects.update(judge_on=JudgeOn.VERIFIED, name="改名")
    assert touched(before, as_it_is(county.campaign), months) == months


def test_the_bodies_that_a_change_moves_are_counted(places: dict[str, Organisation], campaign: Campaign) -> None:
    dice = Random(5)
    load([counties.union(dice, DAY, f"3499991{number:05d}") for number in range(120)], places)
    Target.objects.filter(campaign=campaign).update(share=0)
    before = as_it_is(campaign)
    whole = next(row for row in coverage.figures(campaign, DAY) if (row.body, row.category) == (COUNTY, "all"))
    # The county still meets its target, so its own figures other than the share stay as they are.
    Target.objects.filter(campaign=campaign, category="all").update(share=round(whole.covered / whole.unions - 1e-4, 4))

    (line,) = [one for one in moved(before, as_it_is(campaign), [DAY.replace(day=1)]) if one.category == "全部"]

    assert line.before.covered == line.after.covered
    assert line.after.gap == 0
    figures = coverage.figures(as_it_is(campaign), DAY)
    assert line.bodies == len({row.body for row in figures if row.unions or row.target is not None} - {COUNTY})


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"scope_rules-4-ownership": "non_public"}, "没有自己的单位"),
        ({"scope_rules-4-kind": "county_federation"}, "不能有县总工会"),
        ({"scope_rules-5-kind": "grassroots_joint"}, "请只留较早的一条"),
    ],
)
def test_a_rule_that_brings_in_nothing_is_refused(county: County, typed: dict[str, str], sentence: str) -> None:
    response = change(county, form_of(county.campaign) | typed)

    assert sentence in text(response)
    assert county.campaign.scope_rules.filter(kind=Kind.GRASSROOTS_JOINT, ownership="").count() == 1


@pytest.mark.parametrize("typed", [{"ends_on": "2012-09-30"}, {"starts_on": "2012-11-01"}])
def test_a_published_month_stays_within_the_campaign(county: County, drafts: Any, typed: dict[str, str]) -> None:
    assert change(county, form_of(county.campaign) | {"ends_on": "2012-10-31"}).status_code == 302
    reports.issue(drafts, at=AT, by=county.fang)

    response = change(county, form_of(county.campaign) | typed)

    assert "2012年10月的通报已经发布" in text(response)
    county.campaign.refresh_from_db()
    assert county.campaign.ends_on != date(2012, 9, 30)


def test_the_second_of_two_who_change_a_campaign_is_told(county: County) -> None:
    seen = desk(county.xu).get(page("campaign_change", county.campaign.pk)).context["newest_line"]
    form = form_of(county.campaign)
    assert change(county, form | {"ends_on": "2015-12-31"}).status_code == 302

    response = change(county, form | {"ends_on": "2014-06-30", "newest_line": str(seen)})

    assert response.status_code == 200
    assert "您打开这一页之后" in text(response)
    county.campaign.refresh_from_db()
    assert county.campaign.ends_on == date(2015, 12, 31)


def test_a_copy_begins_from_the_campaigns_page(county: County) -> None:
    client = desk(county.xu)
    link = page("campaign_from_template") + f"?source={county.campaign.pk}"

    assert link in text(client.get(page("campaign_change", county.campaign.pk)))
    assert f'<option value="{county.campaign.pk}" selected>' in text(client.get(link))
