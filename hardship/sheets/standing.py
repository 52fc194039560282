"""Whether a printed paper of relief and the record still agree (domain.md E-40): only yes or no is told."""

from collections.abc import Callable

from hardship.models import (
    FileVersion,
    HardshipFile,
    PaperPrint,
    PaymentBatch,
    PublicNotice,
    ReliefApplication,
    ReliefProgramme,
    VisitGroup,
)
from hardship.sheets.application import application_paper
from hardship.sheets.archive import archive_paper
from hardship.sheets.balancing import balancing_paper
from hardship.sheets.content import Paper
from hardship.sheets.fill import archive_of, batch_of
from hardship.sheets.fill_balancing import balanced
from hardship.sheets.fill_relief import application_of, group_of, notice_of
from hardship.sheets.notice import notice_paper, result_paper
from hardship.sheets.payment import payments_paper
from hardship.sheets.visit import receipts_paper, schedule_paper
from unions.models import Organisation

WHY = "does the paper still say what the record says: only yes or no is told"
AGREES, DIFFERS, GONE, NOT_KEPT = "agrees", "differs", "gone", "not kept"


def standing(printed: PaperPrint) -> str:
    """One of the four words; of a receipt nothing is kept to compare it with."""
    if printed.kind == PaperPrint.Kind.RECEIPT:
        return NOT_KEPT
    now = _list(printed) if printed.kind == PaperPrint.Kind.BALANCING else MAKERS[printed.kind](printed.row_id)
    if now is None:
        return GONE
    return AGREES if now.digest() == printed.digest else DIFFERS


def _file(pk: int) -> Paper | None:
    file = HardshipFile.objects.everywhere(WHY).filter(pk=pk).first()
    if file is None:
        return None
    version = (
        FileVersion.objects.everywhere(WHY).filter(file=file, number=file.latest).select_related("made_by").first()
    )
    return archive_paper(archive_of(version)) if version is not None else None


def _application(pk: int) -> Paper | None:
    rows = ReliefApplication.objects.everywhere(WHY).select_related("union", "programme", "file__employer", "version")
    row = rows.filter(pk=pk, version__isnull=False).first()
    return application_paper(application_of(row)) if row is not None else None


def _notice(pk: int) -> PublicNotice | None:
    found: PublicNotice | None = (
        PublicNotice.objects.everywhere(WHY).select_related("organisation", "programme").filter(pk=pk).first()
    )
    return found


def _sheet(pk: int) -> Paper | None:
    row = _notice(pk)
    return notice_paper(notice_of(row)) if row is not None else None


def _result(pk: int) -> Paper | None:
    row = _notice(pk)
    return result_paper(notice_of(row)) if row is not None else None


def _group(pk: int) -> VisitGroup | None:
    found: VisitGroup | None = (
        VisitGroup.objects.everywhere(WHY).select_related("plan__organisation").filter(pk=pk).first()
    )
    return found


def _schedule(pk: int) -> Paper | None:
    row = _group(pk)
    return schedule_paper(group_of(row)) if row is not None else None


def _receipts(pk: int) -> Paper | None:
    row = _group(pk)
    return receipts_paper(group_of(row)) if row is not None else None


def _payments(pk: int) -> Paper | None:
    row = PaymentBatch.objects.select_related("programme").filter(pk=pk).first()
    county = Organisation.objects.everywhere(WHY).filter(parent__isnull=True).first()
    return payments_paper(batch_of(row, county)) if row is not None and county is not None else None


def _list(printed: PaperPrint) -> Paper | None:
    """Of the day it was printed: the list moves on, and the paper says of which day it is."""
    row = ReliefProgramme.objects.filter(pk=printed.row_id).first()
    county = Organisation.objects.everywhere(WHY).filter(parent__isnull=True).first()
    return balancing_paper(balanced(row, county, on=printed.printed_on)) if row and county else None


MAKERS: dict[str, Callable[[int], Paper | None]] = {
    PaperPrint.Kind.FILE: _file,
    PaperPrint.Kind.APPLICATION: _application,
    PaperPrint.Kind.NOTICE: _sheet,
    PaperPrint.Kind.NOTICE_RESULT: _result,
    PaperPrint.Kind.SCHEDULE: _schedule,
    PaperPrint.Kind.RECEIPTS: _receipts,
    PaperPrint.Kind.PAYMENTS: _payments,
}
