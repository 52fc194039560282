"""Separation of duty by person, asked before the database refuses it: in words, and of many applications at once."""

from collections.abc import Iterable

from django.db.models import Q

from accounts.models import User
from hardship.models import ReliefApplication, Step
from hardship.transitions import GROUP_WORDS, Group, apart

REASON = "who handled the applications of a payment batch"
OWN = "本人的申请"


def forbidden(applications: Iterable[int], group: Group, by: User) -> dict[int, str]:
    """Of the applications' ids those that this person may not handle in `group`, each with the words of what he did.

    One person with two accounts counts as one, and an officer is the worker of the same name: with no two telephones
    that differ, as operations/steps.py asks it of one application and the database of each step.
    """
    asked = list(applications)
    others = [str(one) for one in Group if apart(one, group)]
    rows = ReliefApplication.objects.everywhere(REASON).filter(pk__in=asked)
    steps = Step.objects.everywhere(REASON).filter(_same("by", by), application__in=asked, group__in=others)
    namesakes = rows.filter(name=by.name, version__isnull=False).select_related("version")
    found = {row.pk: OWN for row in namesakes if _is_own(row, by)}
    if apart(Group.ENTER, group):
        drafted = rows.filter(_same("drafted_by", by)).values_list("pk", flat=True)
        found |= dict.fromkeys(drafted, GROUP_WORDS[Group.ENTER])
    return found | {step.application_id: GROUP_WORDS[Group(step.group)] for step in steps.order_by("-number")}


def _same(who: str, by: User) -> Q:
    named = Q(**{f"{who}__name": by.name})
    if by.phone:
        named &= Q(**{f"{who}__phone__in": ["", by.phone]})
    return Q(**{who: by}) | named


def _is_own(row: ReliefApplication, by: User) -> bool:
    mobile = row.version.facts.mobile if row.version is not None else ""
    return not mobile or not by.phone or mobile == by.phone
