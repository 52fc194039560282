"""Real-name forms: printed from the record with a version code, and the paper that came back."""

from collections import Counter
from datetime import date

from accounts import book
from accounts.book import operation
from accounts.duties import Duty
from accounts.models import User
from accounts.refused import Refused
from members.models import FormPrint
from members.sheets.content import TITLES, Sheet, code_of
from unions.models import Organisation

# Whose work needs the form; full numbers stand on all but the first.
DUTIES = {
    "organisation": Duty.MAKE_PRINTS,
    "member": Duty.EDIT_MEMBERS,
    "officer": Duty.EDIT_OFFICERS,
    "transfer": Duty.EDIT_MEMBERS,
}
NOTHING = "没有可以打印的内容：{union}现在没有这种表的记录。"


@operation("forms.print")
def note_printed(
    sheets: list[Sheet], union: Organisation, *, as_file: str, reason: str, on: date, by: User
) -> list[str]:
    """Note what is printed and why; returns the sheets' codes in their order.

    Unchanged content has the code it had before. Raises Refused for whoever may not, or when there is nothing.
    """
    if not sheets:
        raise Refused(NOTHING.format(union=union.name))
    for form in {sheet.form for sheet in sheets}:
        if not by.may(DUTIES[form], union):
            raise Refused("您的角色不能打印这种登记表，请联系县总工会组宣部。")
    wanted = [(sheet, sheet.digest()) for sheet in sheets]
    FormPrint.objects.everywhere("codes of what was found in scope").bulk_create(
        [
            FormPrint(
                form=sheet.form,
                union_id=sheet.union_id,
                row_id=sheet.row_id,
                code=code_of(sheet.union_id, sheet),
                digest=digest,
                printed_on=on,
                printed_by=by,
            )
            for sheet, digest in _new(wanted)
        ],
        ignore_conflicts=True,  # somebody prints the same at the same moment
    )
    known = _known(wanted)
    named = "、".join(f"{TITLES[form]} {count} 份" for form, count in Counter(sheet.form for sheet in sheets).items())
    persons = sum(len(s.table.rows) if s.is_roster and s.table else int(s.has_persons) for s in sheets)
    book.record("forms.print", by=by, row=union, forms=named, count=persons, file=as_file, reason=reason)
    return [known[_key(sheet, digest)] for sheet, digest in wanted]


def _key(sheet: Sheet, digest: str) -> tuple[str, int, int, str]:
    return sheet.form, sheet.union_id, sheet.row_id, digest


def _known(wanted: list[tuple[Sheet, str]]) -> dict[tuple[str, int, int, str], str]:
    rows = FormPrint.objects.everywhere("codes of what was found in scope")
    found = rows.filter(digest__in=[digest for _, digest in wanted], union__in={s.union_id for s, _ in wanted})
    return {(row.form, row.union_id, row.row_id, row.digest): row.code for row in found}


def _new(wanted: list[tuple[Sheet, str]]) -> list[tuple[Sheet, str]]:
    known = _known(wanted)
    return [(sheet, digest) for sheet, digest in wanted if _key(sheet, digest) not in known]


@operation("forms.receive")
def receive(printed: FormPrint, *, on: date, by: User) -> FormPrint:
    """The paper came in. The first day it came stays."""
    printed = FormPrint.objects.lock(printed)
    if printed.received_on is None:
        printed.received_on, printed.received_by = on, by
        printed.save(update_fields=["received_on", "received_by"])
    return printed


@operation("forms.take_back_receipt")
def take_back_receipt(printed: FormPrint, *, by: User) -> FormPrint:
    """Ticked by mistake."""
    printed = FormPrint.objects.lock(printed)
    if printed.received_on is not None:
        printed.received_on = printed.received_by = None
        printed.save(update_fields=["received_on", "received_by"])
    return printed
