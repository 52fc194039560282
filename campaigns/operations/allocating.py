"""What of a campaign's targets is allotted to which body."""

from collections.abc import Mapping
from decimal import Decimal

from accounts.book import operation
from accounts.models import User
from accounts.refused import Refused
from campaigns.indicators import BY_SLUG, Way
from campaigns.models import Allocation, Campaign, IndicatorTarget
from registers.parsers import LARGEST_INTEGER

WHY = "the county allots to every body"


@operation("campaigns.allocate")
def allocate(campaign: Campaign, wanted: Mapping[tuple[int, int], Decimal | None], *, by: User | None) -> int:
    """Of {(target, body): number, share or None} the allocation as it is to be; returns how many rows changed.

    What is not named stays. A sum that is not the county's number is no fault (domain.md E-17). Raises Refused for a
    target of another campaign, and for a number where a share is asked or the reverse.
    """
    campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    targets = {target.pk: target for target in IndicatorTarget.objects.filter(campaign=campaign)}
    if not {target for target, _ in wanted} <= set(targets):
        raise Refused("这项目标已不在这个活动里，请刷新本页后再填。")
    rows = Allocation.objects.everywhere(WHY)
    there = {
        (row.target_id, row.body_id): row for row in rows.filter(target__in=targets).select_for_update(of=("self",))
    }
    changed = 0
    for key, value in wanted.items():
        amount, share = _stored(BY_SLUG[targets[key[0]].indicator].way, value)
        row = there.get(key)
        if value is None:
            if row is not None:
                row.delete()
                changed += 1
        elif row is None:
            rows.create(target_id=key[0], body_id=key[1], amount=amount, share=share)
            changed += 1
        elif (row.amount, row.share) != (amount, share):
            row.amount, row.share = amount, share
            row.save(update_fields=["amount", "share"])
            changed += 1
    return changed


def _stored(way: Way, value: Decimal | None) -> tuple[int | None, Decimal | None]:
    if value is None:
        return None, None
    if way == Way.SHARE:
        if not 0 <= value <= 1:
            raise Refused("比例要在 0 到 1 之间，如 0.5 表示 50%。")
        return None, value
    if not 0 <= value <= LARGEST_INTEGER or value != int(value):
        raise Refused("人数、家数要填整数。")
    return int(value), None
