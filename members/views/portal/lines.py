"""What the portal's pages say of a member: masked, with the state in a word and its tone."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch

from accounts.encryption import unseal
from accounts.masks import masked_id_number
from members.models import Member, Membership, State
from members.operations.people import ID_NUMBER_PLACE
from unions.models import Employer, Organisation

TONES: dict[str, str] = {State.NORMAL: "verified", State.RETAINED: "reported"}


@dataclass(frozen=True)
class Line:
    """One person on a list, by the newest membership in the union."""

    membership: int
    name: str
    number: str
    since: date
    until: date | None
    state: str
    tone: str


def masked_number(member: Member) -> str:
    return masked_id_number(unseal(member.id_number_sealed, ID_NUMBER_PLACE)) if member.id_number_sealed else ""


def line_of(member: Any) -> Line | None:
    """None for a person without a membership here, which a list of the union's own does not hold."""
    if not member.own:
        return None
    newest: Membership = member.own[0]
    return Line(
        newest.pk,
        member.name,
        masked_number(member),
        newest.since,
        newest.until,
        newest.get_state_display(),
        TONES.get(newest.state, "over"),
    )


def persons_of(union: Organisation, user: Any) -> Any:
    """Everybody who is in the union, or was there last; `own` are the memberships here, the newest first."""
    here = Membership.objects.visible_to(user).filter(union=union).order_by("-since", "-pk")
    rows = Member.objects.visible_to(user).filter(union=union).persons()
    return rows.prefetch_related(Prefetch("memberships", here, to_attr="own"))


def current_of(union: Organisation, user: Any) -> Any:
    """The roster: memberships that have not ended."""
    return Membership.objects.visible_to(user).filter(union=union).current()


def employers_of(union: Organisation, user: Any) -> list[Employer]:
    rows = Employer.objects.visible_to(user).filter(union=union, deregistered_on__isnull=True)
    return list(rows.order_by("name"))
