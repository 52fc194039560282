"""Which chair can sign in: who has an account, whose slip is out, who has none. Reads only."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, Subquery

from accounts.duties import Duty, Role
from accounts.masks import masked_text
from unions.models import GRASSROOTS_KINDS, Appointment, Invitation, Officer, Organisation, PortalSettings

WHY = "a subquery of officers already in scope"
NEW_FOR = timedelta(days=90)
# The words of the filter, in the order of the work.
STATES = {
    "lacking": "还没有能用的登录单",
    "none": "还没有登录单",
    "expired": "登录单已过期",
    "out": "登录单已发，还没用",
    "account": "已有账号",
}


def chairs(user: Any, on: date) -> Any:
    """Chairs in office of the unions where the user may hand slips out; with account, last sign-in and slip.

    `account`, `last_sign_in`, `is_closed` of the account; `slip`, `slip_until` of the slip that waits, expired or not.
    """
    sitting = Officer.objects.visible_to(user).chairs().sitting_on(on)
    within = Q(pk__in=[])
    for path in user.paths_with(Duty.INVITE_CHAIRS):
        within |= Q(union__path__startswith=path)
    there = Q(union__dissolved_on=None) | Q(union__dissolved_on__gt=on)
    posts = Appointment.objects.everywhere(WHY).filter(officer=OuterRef("pk"), role=Role.CHAIR).standing_on(on)
    waiting = Invitation.objects.everywhere(WHY).filter(officer=OuterRef("pk"), used_at=None, withdrawn_at=None)
    account = posts.order_by("pk")
    return sitting.filter(within, there, union__kind__in=GRASSROOTS_KINDS).annotate(
        account=Subquery(account.values("user")[:1]),
        last_sign_in=Subquery(account.values("user__last_login")[:1]),
        is_open=Subquery(account.values("user__is_active")[:1]),
        slip=Subquery(waiting.values("pk")[:1]),
        slip_until=Subquery(waiting.values("expires_at")[:1]),
    )


def in_state(rows: Any, state: str, at: datetime) -> Any:
    """One of STATES; all of them for any other word."""
    conditions = {
        "lacking": Q(slip_until=None, account=None) | Q(slip_until__lte=at, account=None),
        "account": Q(account__isnull=False),
        "out": Q(account=None, slip_until__gt=at),
        "expired": Q(account=None, slip_until__lte=at),
        "none": Q(account=None, slip_until=None),
    }
    return rows.filter(conditions[state]) if state in conditions else rows


def without_a_way_in(rows: Any, at: datetime) -> Any:
    """No account, and no slip that is still good."""
    return in_state(rows, "lacking", at)


def new_ones(rows: Any, on: date) -> Any:
    """Who came in by a change: after a chair who had an account, or within NEW_FOR after any other."""
    earlier = Officer.objects.everywhere(WHY).filter(
        union=OuterRef("union"), post="chair", elected_on__lt=OuterRef("elected_on")
    )
    with_account = earlier.filter(Exists(Appointment.objects.everywhere(WHY).filter(officer=OuterRef("pk"))))
    return rows.filter(Q(Exists(with_account)) | Q(Exists(earlier), elected_on__gt=on - NEW_FOR))


def state_of(row: Any, at: datetime) -> str:
    if row.account is not None:
        return "account"
    if row.slip_until is None:
        return "none"
    return "out" if row.slip_until > at else "expired"


def end_in_words(user: Any, on: date) -> str:
    """What a former chair reads who gave the right password: that it is over, and whom to ask; "" for anybody else."""
    posts = Appointment.objects.everywhere("the account's own, after its password").filter(user=user)
    last = posts.filter(role=Role.CHAIR).select_related("organisation", "officer").order_by("-since", "-pk").first()
    if not user.is_active or last is None or posts.not_over_on(on).exists():
        return ""
    body, hotline = bodies_of([last.organisation])[last.organisation_id], PortalSettings.objects.current().hotline
    days = (last.until, last.officer.left_on, last.organisation.dissolved_on)
    ended = min((day for day in days if day is not None and day <= on), default=None)
    return (
        f"您作为“{last.organisation.name}”主席的登录已{f'于{ended:%Y年%-m月%-d日}' if ended else ''}结束"
        "（任期届满、换届或工会撤销等），这个账号不能再登录。仍然在任，或又当选了，"
        f"请联系{body.name}{f'（{body.phone}）' if body.phone else ''}，或拨打职工服务热线 {hotline}。"
    )


@dataclass(frozen=True)
class Body:
    """Who hands the slip out; `phone` is "" where only a person's own mobile is on file."""

    name: str
    phone: str


def bodies_of(unions: list[Organisation]) -> dict[int, Body]:
    """The responsible body of each union by the union's id: the county's child above it, else the county. One query."""
    above = {union.pk: union.ids_above[1:2] if len(union.ids_above) > 2 else union.ids_above[:1] for union in unions}
    asked = {pk for ids in above.values() for pk in ids}
    places = Organisation.objects.everywhere("the responsible body's name and office phone, for its unions' slips")
    found = {place.pk: place for place in places.filter(pk__in=asked)}
    return {pk: _body(found[ids[0]]) for pk, ids in above.items()}


def _body(place: Organisation) -> Body:
    return Body(place.name, place.phone if masked_text(place.phone) == place.phone else "")
