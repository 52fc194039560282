"""What members make due from a chair, and the tile on the portal's home (unions/further.py)."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse

from accounts.duties import Duty
from members.models import RosterCheck, State, Transfer
from members.operations.arrivals import has_senders_word
from members.operations.belonging import UNIONS_WITH_MEMBERS
from members.views.portal.lines import current_of
from unions.further import Further, Tile
from unions.models import Organisation, PortalSettings
from unions.views.portal.words import in_words

SHOWN = 20
UNTOLD = "原工会"


def items(union: Organisation, user: Any, on: date) -> tuple[list[Further], list[Tile]]:
    """A fixed number of queries. Nothing where the union has no members of its own."""
    if union.kind not in UNIONS_WITH_MEMBERS or not user.may(Duty.SEE_MEMBERS, union):
        return [], []
    counts = current_of(union, user).aggregate(all=Count("pk"), retained=Count("pk", filter=Q(state=State.RETAINED)))
    checks = RosterCheck.objects.visible_to(user).filter(union=union).order_by("-checked_on", "-pk")
    last: date | None = checks.values_list("checked_on", flat=True).first()
    rows = [_of_transfer(one, union, on) for one in pending_of(union, user)]
    if (check := _check(union, counts["all"], last, on)) is not None:
        rows.append(check)
    return rows, [_tile(union, counts, last)]


def pending_of(union: Organisation, user: Any) -> list[Transfer]:
    """Transfers in and out that are open."""
    rows = Transfer.objects.visible_to(user).pending().filter(Q(from_union=union) | Q(to_union=union))
    return with_applicants(rows.order_by("applied_on", "pk")[:SHOWN])


def with_applicants(rows: Any) -> list[Transfer]:
    """The rows with both unions; who applied for several is one person, whose posts are read once."""
    found = list(rows.select_related("from_union", "to_union", "applied_by"))
    known: dict[int | None, Any] = {}
    for one in found:
        one.applied_by = known.setdefault(one.applied_by_id, one.applied_by)
    return found


def senders_name(one: Transfer) -> str:
    """Where somebody comes from is for the sender to tell: whoever asked for a person does not read it before."""
    told = one.state == Transfer.State.ACCEPTED or has_senders_word(one)
    return one.from_union.name if told else UNTOLD


def _of_transfer(one: Transfer, union: Organisation, on: date) -> Further:
    comes_in, has_word = one.to_union_id == union.pk, has_senders_word(one)
    other = senders_name(one) if comes_in else one.to_union.name
    waits = comes_in != has_word  # in without the sender's word, or out with it
    days = (on - one.applied_on).days
    if comes_in:
        title = f"{one.name}转入，等原工会同意" if waits else f"{one.name}申请转入，待接收"
    else:
        title = f"{one.name}转出，等对方接收" if waits else f"{one.name}申请转出，请表态"
    return Further(
        title=title,
        detail=f"{'从' if comes_in else '到'}{other}，{in_words(one.applied_on)}申请。",
        badge="等待对方" if waits else (f"已等 {days} 天" if days > 0 else "今天申请"),
        tone="reported" if waits else "returned",
        url=reverse("portal-transfer", args=[one.pk]),
        since=one.applied_on,
        is_pressing=not waits,
        waits_for_others=waits,
    )


def _check(union: Organisation, members: int, last: date | None, on: date) -> Further | None:
    """The roster is gone through every so many days (RN-03); a union without members has nothing to go through."""
    every = PortalSettings.objects.current().roster_check_days
    due_on = last + timedelta(days=every) if last is not None else None
    if not members or (due_on is not None and due_on > on):
        return None
    late = (on - due_on).days if due_on is not None else 0
    said = f"上次核对是{in_words(last)}。" if last is not None else "还没有核对过。"
    badge = (f"逾期 {late} 天" if late else "今天到期") if due_on is not None else "待核对"
    return Further(
        title="核对花名册",
        detail=f"{said}都还在的一点就过，不在的点出来。",
        badge=badge,
        tone="overdue" if due_on is not None else "none",
        url=reverse("portal-roster-check", args=[union.pk]),
        due_on=due_on,
    )


def _tile(union: Organisation, counts: dict[str, int], last: date | None) -> Tile:
    if not counts["all"]:
        detail = "还没有登记会员，点这里办理入会"
    else:
        detail = f"其中保留会籍 {counts['retained']} 人；" if counts["retained"] else ""
        detail += f"{in_words(last)}核对过" if last is not None else "还没有核对过"
    return Tile("会员", f"{counts['all']} 人", detail, reverse("portal-members", args=[union.pk]))
