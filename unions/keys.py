"""What of the unions hangs on the field keys (accounts/sealed.py)."""

from typing import Any

from django.utils import timezone

from accounts.encryption import blind_index, key_ids
from accounts.sealed import Hanging, Place
from unions.models import Invitation, MobileConsent

WHY = "the field keys are changed for the whole county"
OFFICERS = Place("unions_officer", "id_number_sealed", "unions_officer.id_number", "id_number_index")


def _consents() -> dict[int, str]:
    """Consents to the number that the officer still has; those to a former one say nothing any more."""
    rows = MobileConsent.objects.everywhere(WHY).select_related("officer").exclude(officer__mobile="")
    return {
        row.pk: row.officer.mobile
        for row in rows
        if row.number_index in {blind_index(row.officer.mobile, key) for key in key_ids()}
    }


def _renew_consents(mobiles: dict[int, str]) -> int:
    rows = MobileConsent.objects.everywhere(WHY)
    return sum(rows.filter(pk=pk).update(number_index=blind_index(mobile)) for pk, mobile in mobiles.items())


def _withdraw_slips(_: Any) -> int:
    rows = Invitation.objects.everywhere(WHY).filter(used_at=None, withdrawn_at=None)
    return int(rows.update(withdrawn_at=timezone.now()))


CONSENTS = Hanging("手机号公开同意", _consents, _renew_consents)
# A slip is kept as the index of what it says.
SLIPS = Hanging("作废的主席登录单（请重新发放）", lambda: None, _withdraw_slips)
