"""What applications make due from a chair, and the tile on the portal's home (unions/further.py)."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone

from accounts.duties import Duty
from hardship.models import HardshipFile, ReliefApplication
from hardship.standings import CHAIRS, OVER, Standing, standings
from hardship.transitions import State
from unions.further import Further, Tile
from unions.models import Organisation

SHOWN = 20


def items(union: Organisation, user: Any, on: date) -> tuple[list[Further], list[Tile]]:
    """A fixed number of queries. Nothing where the union neither has a file nor applied."""
    if not user.may(Duty.APPLY_FOR_RELIEF, union):
        return [], []
    rows = ReliefApplication.objects.visible_to(user).filter(union=union).exclude(state__in=OVER)
    found = standings(rows.select_related("programme").order_by("moved_at", "pk")[: 2 * SHOWN], on)
    files = HardshipFile.objects.visible_to(user).filter(union=union).on_file().count()
    if not found and not files:
        return [], []
    told = [_item(one) for one in found[:SHOWN]]
    return told, [Tile("帮扶", f"{files} 户", _detail(found), reverse("portal-relief", args=[union.pk]))]


def _item(one: Standing) -> Further:
    row = one.application
    since = timezone.localdate(row.moved_at)
    return Further(
        title=f"{row.name}的帮扶申请：{CHAIRS.get(row.state, one.says)}",
        detail=f"{row.programme.name}{f'，原因：{one.reason}' if one.reason else ''}"[:120].rstrip("。") + "。",
        badge=one.says,
        tone=one.tone,
        url=reverse("portal-relief-application", args=[row.pk]),
        since=since,
        due_on=one.due_on,
        is_pressing=bool(one.reason),
        # While it hangs on the board nobody is waited for but the calendar.
        waits_for_others=one.waits or row.state == State.POSTED,
    )


def _detail(found: list[Standing]) -> str:
    mine = sum(one.is_the_chairs for one in found)
    if not found:
        return "在档的困难职工；没有正在办理的申请"
    return f"在档的困难职工；{len(found)} 份申请正在办理" + (f"，{mine} 份要您办" if mine else "")
