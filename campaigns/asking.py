"""Whether a campaign asks a union for anything on a day (unions/asked.py)."""

from datetime import date

from campaigns.dossier import place_of
from campaigns.explain import in_scope
from campaigns.models import Campaign
from unions.models import Organisation


def asks(union: Organisation, on: date) -> bool:
    """Is the union in scope of a campaign that runs on the day? At most three queries."""
    running = Campaign.objects.filter(starts_on__lte=on, ends_on__gte=on).prefetch_related("scope_rules")
    rules = [list(campaign.scope_rules.all()) for campaign in running]
    if not rules:
        return False
    place = place_of(union)
    return any(in_scope(place, each, on) for each in rules)
