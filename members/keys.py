"""What of the members hangs on the field keys (accounts/sealed.py)."""

from django.utils import timezone

from accounts.sealed import Hanging, Place
from members.identity import index_text
from members.models import FormPrint
from members.operations.people import ID_NUMBER_PLACE
from members.sheets.standing import sheet_now

WHY = "the field keys are changed for the whole county"
NUMBERS = Place("members_member", "id_number_sealed", ID_NUMBER_PLACE, "id_number_index", index_text)


def _agreeing() -> list[FormPrint]:
    """Printed forms that say what the record says: in their digests an index stands for the number."""
    today = timezone.localdate()
    rows = FormPrint.objects.everywhere(WHY)
    return [row for row in rows if (now := sheet_now(row, on=today)) is not None and now.digest() == row.digest]


def _renew(rows: list[FormPrint]) -> int:
    today = timezone.localdate()
    for row in rows:
        now = sheet_now(row, on=today)
        assert now is not None  # it agreed a moment ago, in the same transaction
        row.digest = now.digest()
        row.save(update_fields=["digest"])
    return len(rows)


PRINTS = Hanging("打印过的实名制登记表", _agreeing, _renew)
