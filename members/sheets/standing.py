"""Whether a printed form and the record still agree, and since when not (domain.md E-40)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from accounts.models import BookEntry
from accounts.models.book import Change
from members.models import FormPrint, Member, Membership, Transfer
from members.sheets.content import Sheet
from members.sheets.fill import member_sheets, officer_sheets, organisation_sheet, roster_sheet, transfer_sheet
from unions.models import Employer, Officer, Organisation

WHY = "does the paper still say what the record says: only yes or no is told"


@dataclass(frozen=True)
class Standing:
    """`changed_at` is the first change since printing of a row that the form is made of; None where it agrees."""

    agrees: bool
    is_gone: bool = False  # the record is no more: removed, merged or erased
    changed_at: datetime | None = None


def standing(printed: FormPrint, *, on: date) -> Standing:
    now = sheet_now(printed, on=on)
    if now is not None and now.digest() == printed.digest:
        return Standing(True)
    return Standing(False, now is None, _changed_at(printed))


def sheet_now(printed: FormPrint, *, on: date) -> Sheet | None:
    """The same form as it would be printed today; None when there is nothing left to print."""
    union = Organisation.objects.everywhere(WHY).get(pk=printed.union_id)
    if printed.form == FormPrint.Form.ORGANISATION:
        return organisation_sheet(union, on=on)
    if printed.form == FormPrint.Form.OFFICER:
        officer = Officer.objects.everywhere(WHY).filter(pk=printed.row_id).first()
        return officer_sheets([officer])[0] if officer is not None else None
    if printed.form == FormPrint.Form.TRANSFER:
        transfer = Transfer.objects.everywhere(WHY).select_related("to_employer").filter(pk=printed.row_id).first()
        return transfer_sheet(transfer) if transfer is not None else None
    if printed.row_id == 0:
        return roster_sheet(union)
    member = Member.objects.everywhere(WHY).persons().filter(pk=printed.row_id).first()
    return member_sheets([member])[0] if member is not None else None


def _changed_at(printed: FormPrint) -> datetime | None:
    """From the book: the first line after the print's own about one of the rows on the form."""
    own = BookEntry.objects.filter(table_name="members_formprint", row_id=printed.pk, change=Change.INSERT).first()
    if own is None:
        return None
    about = Q()
    for table, rows in _rows_of(printed).items():
        about |= Q(table_name=table, row_id__in=rows)
    later = BookEntry.objects.filter(about, pk__gt=own.pk).exclude(change=Change.EVENT).order_by("pk").first()
    return later.at if later is not None else None


def _rows_of(printed: FormPrint) -> dict[str, list[int]]:
    """Tables and rows that the form is made of."""
    union, row = printed.union_id, printed.row_id
    found: dict[str, list[int]] = {"unions_organisation": [union]}
    employers = list(Employer.objects.everywhere(WHY).filter(union=union).values_list("pk", flat=True))
    members: list[int] = []
    if printed.form == FormPrint.Form.ORGANISATION:
        found["unions_employer"] = employers
        found["unions_officer"] = _keys(Officer.objects.everywhere(WHY).filter(union=union))
        found["members_membership"] = _keys(Membership.objects.everywhere(WHY).filter(union=union))
        return found
    if printed.form == FormPrint.Form.OFFICER:
        return found | {"unions_officer": [row]}
    if printed.form == FormPrint.Form.TRANSFER:
        transfer = Transfer.objects.everywhere(WHY).filter(pk=row).first()
        found["members_transfer"] = [row]
        members = [transfer.member_id] if transfer is not None else []
    elif row:
        members = [row]
        found["unions_employer"] = employers
    else:
        held = Membership.objects.everywhere(WHY).filter(union=union)
        members = list(held.values_list("member_id", flat=True).distinct())
        found["unions_employer"] = employers
    found["members_member"] = members
    found["members_membership"] = _keys(Membership.objects.everywhere(WHY).filter(member__in=members))
    return found


def _keys(rows: object) -> list[int]:
    return list(rows.values_list("pk", flat=True))  # type: ignore[attr-defined]
