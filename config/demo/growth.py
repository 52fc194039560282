"""The demonstration's 会员发展: this year's target for the county, allotted so that it does not quite add up."""

from datetime import date
from decimal import Decimal

from accounts.models import User
from campaigns.attained import bodies_now
from campaigns.models import Campaign, IndicatorTarget
from campaigns.operations.allocating import allocate
from campaigns.operations.campaigns import make_from_template
from campaigns.template import GROWTH

# In turn, to the bodies by code: a sum that is near the county's 3 500 and is not it.
ALLOTTED = (200, 140, 90, 120, 80)


def present_growth(today: date) -> Campaign:
    """Its reports begin with this month: none is missing today."""
    campaign = make_from_template(
        GROWTH,
        slug=f"growth-{today.year}",
        name=f"{today.year}年会员发展",
        shift_years=today.year - GROWTH.starts_on.year,
        reports_from=today.replace(day=1),
        by=None,
    )
    target = IndicatorTarget.objects.get(campaign=campaign, indicator="new_members")
    wanted = {(target.pk, body.pk): Decimal(ALLOTTED[place % len(ALLOTTED)]) for place, body in enumerate(bodies_now())}
    allocate(campaign, wanted, by=User.objects.get(username="zuxuan"))
    return campaign
