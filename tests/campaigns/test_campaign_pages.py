"""Campaigns at the desk: the county makes and changes them without a programmer."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import BookEntry, User
from campaigns.models import Campaign
from campaigns.operations import reports
from tests.campaigns.report_county import IN_NOVEMBER, OCTOBER, County, make_county

pytestmark = pytest.mark.django_db


@pytest.fixture
def county() -> County:
    return make_county()


def desk(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(name: str, *args: Any) -> str:
    return reverse(f"admin:campaigns_{name}", args=args)


def text(response: Any) -> str:
    return response.content.decode()  # type: ignore[no-any-return]


def form_of(campaign: Campaign) -> dict[str, Any]:
    """What the campaign's page would send back unchanged."""
    data: dict[str, Any] = {name: str(getattr(campaign, name)) for name in ("name", "slug", "judge_on")}
    data |= {name: str(getattr(campaign, name)) for name in ("starts_on", "ends_on", "reports_from")}
    for prefix, fields in (
        ("phases", ("name", "starts_on", "ends_on")),
        ("scope_rules", ("from_day", "kind", "ownership", "size")),
        ("targets", ("category", "due_on", "share", "label")),
        ("indicator_targets", ("indicator", "category", "due_on", "counts_from", "amount", "share", "label")),
    ):
        rows = list(getattr(campaign, prefix).all())
        data |= {f"{prefix}-TOTAL_FORMS": str(len(rows)), f"{prefix}-INITIAL_FORMS": str(len(rows))}
        for index, row in enumerate(rows):
            data |= {f"{prefix}-{index}-id": str(row.pk), f"{prefix}-{index}-campaign": str(campaign.pk)}
            data |= {
                f"{prefix}-{index}-{name}": str("" if (value := getattr(row, name)) is None else value)
                for name in fields
            }
    return data


def test_staff_make_a_campaign_from_the_template(county: County) -> None:
    response = desk(county.xu).post(
        page("campaign_from_template"),
        {"slug": "shuangliang-2026", "name": "新一轮双亮", "starts_in": "2026", "reports_from": "2026-06"},
    )

    made = Campaign.objects.get(slug="shuangliang-2026")
    assert response.headers["Location"] == page("campaign_change", made.pk)
    assert (made.starts_on, made.reports_from) == (date(2026, 5, 1), date(2026, 6, 1))
    assert (made.phases.count(), made.scope_rules.count(), made.targets.count()) == (4, 7, 5)


def test_staff_change_a_campaign_with_its_parts_in_one_act(county: County) -> None:
    data = form_of(county.campaign)
    data |= {"name": "改名", "targets-0-share": "0.6", "phases-3-DELETE": "on"}

    response = desk(county.xu).post(page("campaign_change", county.campaign.pk), data)

    assert response.status_code == 302, text(response)
    county.campaign.refresh_from_db()
    assert county.campaign.name == "改名"
    assert county.campaign.phases.count() == 3
    assert str(county.campaign.targets.first().share) == "0.6000"  # type: ignore[union-attr]
    lines = BookEntry.objects.filter(act="campaigns.save")
    assert lines.count() == 3
    assert lines.values("act_id").distinct().count() == 1


def test_staff_add_a_campaign_of_their_own(county: County) -> None:
    data = form_of(county.campaign) | {"slug": "own", "phases-TOTAL_FORMS": "0", "targets-TOTAL_FORMS": "0"}
    data |= {"phases-INITIAL_FORMS": "0", "targets-INITIAL_FORMS": "0", "scope_rules-INITIAL_FORMS": "0"}
    data |= {"scope_rules-TOTAL_FORMS": "1", "scope_rules-0-id": "", "scope_rules-0-campaign": ""}

    response = desk(county.xu).post(page("campaign_add"), data)

    assert response.status_code == 302, text(response)
    assert Campaign.objects.get(slug="own").scope_rules.count() == 1


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"phases-1-starts_on": "2012-05-31"}, "重叠"),
        ({"ends_on": "2011-01-01"}, "早于开始日期"),
        ({f"scope_rules-{index}-DELETE": "on" for index in range(7)}, "统计范围"),
        ({"targets-1-category": "all"}, "重复"),
        ({"targets-0-share": "1.5"}, "1"),
    ],
)
def test_a_campaign_that_makes_no_sense_is_not_saved(county: County, change: dict[str, str], sentence: str) -> None:
    response = desk(county.xu).post(
        page("campaign_change", county.campaign.pk), form_of(county.campaign) | {"name": "改名"} | change
    )

    assert response.status_code == 200
    assert sentence in text(response)
    county.campaign.refresh_from_db()
    assert county.campaign.name == "“双亮”活动"
    assert county.campaign.scope_rules.count() == 7


def test_a_campaign_with_reports_keeps_its_slug(county: County) -> None:
    reports.order_reports(county.campaign, OCTOBER, on=IN_NOVEMBER, by=county.xu)

    response = desk(county.xu).post(
        page("campaign_change", county.campaign.pk), form_of(county.campaign) | {"slug": "other"}
    )

    assert "不能再改" in text(response)


@pytest.mark.parametrize("who", ["fang", "lin"])
def test_others_look_at_campaigns_only(county: County, who: str) -> None:
    client = desk(getattr(county, who))

    assert client.get(page("campaign_change", county.campaign.pk)).status_code == 200
    assert client.post(page("campaign_change", county.campaign.pk), form_of(county.campaign)).status_code == 403
    assert client.get(page("campaign_from_template")).status_code == 403
    assert client.get(page("campaign_add")).status_code == 403
