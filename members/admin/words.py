"""What stands on a person's record, in words; numbers masked."""

from typing import Any

from accounts.encryption import unseal
from accounts.masks import masked_id_number, masked_mobile
from members.models import Member
from members.operations.people import ID_NUMBER_PLACE

NUMBER = "id_number_sealed"


def number_of(row: Member) -> str:
    """The whole number; "" where there is none."""
    return unseal(row.id_number_sealed, ID_NUMBER_PLACE) if row.id_number_sealed else ""


def label_of(name: str) -> str:
    return str(Member._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def said(row: Member, name: str) -> str:
    """A field as people read it."""
    if name == NUMBER:
        return masked_id_number(number_of(row)) or "—"
    value: Any = getattr(row, name)
    if value is None or value == "":
        return "—"
    if isinstance(value, bool):
        return "是" if value else "否"
    if name == "mobile":
        return masked_mobile(value)
    display = getattr(row, f"get_{name}_display", None)
    return str(display() if display is not None else value)
