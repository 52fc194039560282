"""What waits for a verifier's look (roles.md): nobody verifies what he or she entered, nor facts of a union one chairs."""

from datetime import date
from typing import Any

from django.db.models import Q

from accounts.duties import Duty, Role
from unions.models import Display
from unions.querysets import DisplayQuerySet


def waiting_for(user: Any, on: date) -> DisplayQuerySet:
    """Of the own part, counting on the day, entered by somebody else, neither verified nor sent back."""
    within = Q(pk__in=[])
    for path in user.paths_with(Duty.VERIFY_DISPLAYS):
        within |= Q(union__path__startswith=path)
    chaired = [post.organisation_id for post in user.standing if post.role == Role.CHAIR]
    left = Q(officer__elected_on__gt=on) | Q(officer__left_on__lte=on)
    dissolved = Q(union__dissolved_on__lte=on)
    rows: DisplayQuerySet = Display.objects.visible_to(user).waiting().holding_on(on).filter(within)
    return rows.exclude(left).exclude(dissolved).exclude(entered_by=user).exclude(union__in=chaired)
