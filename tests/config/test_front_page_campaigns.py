"""Which campaign the front page shows, and what it says while there is none."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.duties import Role
from campaigns.models import Campaign
from config.dashboard import standing
from tests.campaigns.report_county import County
from tests.config.test_front_page import front, yunling
from tests.factories import make_colleague
from unions.models import Organisation

__all__ = ["yunling"]

pytestmark = pytest.mark.django_db


def test_an_empty_county_is_told_the_next_step(county: Organisation) -> None:
    staff, officer = (make_colleague(role, Role(role), county) for role in ("organisation_staff", "approver"))

    assert reverse("admin:campaigns_campaign_from_template") in front(staff).content.decode()
    assert "由县总工会组宣部建立" in front(officer).content.decode()


def test_a_county_with_a_campaign_and_no_unions_shows_no_rate(county: Organisation) -> None:
    Campaign.objects.create(
        slug="new", name="新活动", starts_on=date(2012, 5, 3), ends_on=date(2014, 12, 31), reports_from=date(2012, 9, 1)
    )

    text = front(make_colleague("staff", Role.ORGANISATION_STAFF, county)).content.decode()

    assert "统计范围内还没有企业工会" in text
    assert "0.0%" not in text


def test_the_running_campaign_is_shown_and_another_can_be_chosen(yunling: County) -> None:
    today = timezone.localdate()
    running = Campaign.objects.create(
        slug="now", name="正在进行的", starts_on=today - timedelta(days=9), ends_on=today, reports_from=today
    )
    Campaign.objects.create(
        slug="later",
        name="以后的",
        starts_on=today + timedelta(days=9),
        ends_on=today + timedelta(days=99),
        reports_from=today,
    )

    assert front(yunling.xu).context["campaign"] == running
    assert front(yunling.xu, campaign="shuangliang-2012").context["campaign"] == yunling.campaign
    assert front(yunling.xu, campaign="\x00 no such").context["campaign"] == running
    running.delete()
    assert front(yunling.xu).context["campaign"] == yunling.campaign
    assert standing.choose("", date(2012, 1, 1))[0] is not None
