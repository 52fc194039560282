"""材料: handed in for an application, carried over from the last one, taken off again while that is still open."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Sum

from accounts.book import operation
from accounts.models import User
from accounts.refused import Refused
from hardship import papers
from hardship.models import Document, DocumentCheck, DocumentRule, HardshipFile, ReliefApplication, VisitStop
from hardship.papers import Paper
from hardship.transitions import LABELS, State
from unions.photos import MEGABYTE

Kind = DocumentRule.Kind
# Of the notice, at its own steps; everything else before it is handed in, or mended when the county sends it back.
OPEN_IN: dict[str, tuple[State, ...]] = {
    Kind.NOTICE_PHOTO: (State.POSTED, State.NOTICE_OVER),
    Kind.NOTICE_REPORT: (State.NOTICE_OVER,),
}
OPEN = (State.DRAFT, State.NOTICE_OVER)
# They say the same next year: a new application begins with those of the last one.
LASTING = (Kind.ID_COPY, Kind.HOUSEHOLD_REGISTER, Kind.DISABILITY_CARD, Kind.SINGLE_PARENT_PROOF, Kind.BANK_CARD)
OF_APPLICATION = "of a locked application"


@operation("documents.attach")
def attach(
    application: ReliefApplication,
    kind: str,
    upload: Any,
    *,
    person: int = 0,
    of_year: int | None = None,
    note: str = "",
    at: datetime,
    by: User | None,
) -> Document:
    """Hand in one paper: `person` is the number in the household whose it is, 0 the household's.

    The same paper in the same place twice is one. Raises Refused for what is no picture or PDF, too much, or too late.
    """
    return keep(application, kind, papers.read(upload), person=person, of_year=of_year, note=note, at=at, by=by)


@operation("documents.attach")
def keep(
    application: ReliefApplication,
    kind: str,
    paper: Paper,
    *,
    person: int = 0,
    of_year: int | None = None,
    note: str = "",
    at: datetime,
    by: User | None,
) -> Document:
    """The same, of a paper already read."""
    file = HardshipFile.objects.lock(application.file)  # first: the applications of one file share its room
    row = ReliefApplication.objects.lock(application)
    if kind not in Kind.values:
        raise Refused("没有这一类材料，请重新选择。")
    _demand_open(row, kind, "上传")
    hanging = Document.objects.everywhere(OF_APPLICATION).filter(application=row)
    place = {"kind": kind, "person": person, "of_year": of_year, "sha256": paper.sha256}
    if (there := hanging.filter(**place).first()) is not None:
        return there
    _demand_room(file, hanging.count(), paper.bytes)
    given = {**place, "is_pdf": paper.is_pdf, "bytes": paper.bytes, "note": note, "at": at, "by": by}
    return _noted(papers.store(paper), file=file, application=row, **given)


@operation("documents.remove")
def remove(document: Document, *, by: User | None) -> None:
    """Take a paper off, file and all. Raises Refused once the application has gone on, or the paper was found good."""
    if document.application is None:
        raise Refused("这份材料属于档案，不能在这里删除。")
    row = ReliefApplication.objects.lock(document.application)
    document = Document.objects.lock(document)
    _demand_open(row, document.kind, "删除")
    newest = DocumentCheck.objects.everywhere(OF_APPLICATION).filter(document=document).order_by("-pk").first()
    if newest is not None and newest.is_good:
        raise Refused("这份材料县级已核对合格，不用删除。要补充的，请另外上传。")
    if row.state != State.DRAFT and document.kind not in OPEN_IN and newest is None:
        raise Refused("这份材料已随申请公示，没有发现问题，不能删除。要补充的，请另外上传。")
    transaction.on_commit(lambda: papers.discard([document.stored_as]))
    document.delete()


@operation("documents.carry_over")
def carry_over(application: ReliefApplication, *, persons: dict[int, str], at: datetime, by: User | None) -> int:
    """Begin with the lasting papers of the file's last application; `persons` are the household's names by number.

    Only what is not there yet, was not found wrong, and belongs to a person who has the same number now. Returns how many.
    """
    row = ReliefApplication.objects.lock(application)
    own = Document.objects.everywhere(OF_APPLICATION).filter(application=row)
    last = _last_before(row)
    if last is None or own.exists():
        return 0
    names = _names(last)
    wrong = DocumentCheck.objects.everywhere(OF_APPLICATION).filter(application=last, is_good=False)
    kept = Document.objects.everywhere(OF_APPLICATION).filter(application=last, kind__in=LASTING)
    carried = 0
    for one in kept.exclude(pk__in=wrong.values("document")).order_by("pk"):
        if one.person and names.get(one.person) != persons.get(one.person) or not papers.is_there(one.stored_as):
            continue
        said = {"kind": one.kind, "person": one.person, "of_year": one.of_year, "sha256": one.sha256}
        said |= {"is_pdf": one.is_pdf, "bytes": one.bytes, "note": one.note, "at": at, "by": by}
        _noted(papers.copy(one.stored_as), file=row.file, application=row, **said)
        carried += 1
    return carried


def _last_before(row: ReliefApplication) -> ReliefApplication | None:
    others = ReliefApplication.objects.everywhere("the same file's last application").exclude(pk=row.pk)
    last: ReliefApplication | None = (
        others.filter(file=row.file, version__isnull=False).select_related("version").order_by("-pk").first()
    )
    return last


def _names(application: ReliefApplication) -> dict[int, str]:
    """The household's names by number, as the application was judged."""
    if application.version is None:
        return {}
    return {one.number: one.facts.name for one in application.version.persons.everywhere(OF_APPLICATION)}


def _noted(stored_as: str, **values: Any) -> Document:
    """The row of a file just written; no row, no file."""
    try:
        with transaction.atomic():
            return Document.objects.create(stored_as=stored_as, **values)
    except BaseException:
        papers.discard([stored_as])
        raise


def is_open(application: ReliefApplication, kind: str) -> bool:
    """May a paper of this kind be handed in or taken off at the step where the application is?"""
    return State(application.state) in OPEN_IN.get(kind, OPEN)


def _demand_open(row: ReliefApplication, kind: str, verb: str) -> None:
    if not is_open(row, kind):
        raise Refused(f"这份申请现在是“{LABELS[State(row.state)]}”，不能再{verb}这类材料。需要改动的，请先请对方退回。")


def _demand_room(file: HardshipFile, hanging: int, more: int) -> None:
    if hanging >= settings.RELIEF_PAPERS:
        raise Refused(f"一份申请最多 {settings.RELIEF_PAPERS} 份材料，请先删去不用的再加。")
    used = Document.objects.everywhere("of a locked file").filter(file=file).aggregate(sum=Sum("bytes"))["sum"] or 0
    if used + more > settings.RELIEF_FILE_BYTES:
        most = settings.RELIEF_FILE_BYTES // MEGABYTE
        raise Refused(f"这份档案的材料已存满 {most} MB，不能再加。请先删去不用的；都要保留的，请联系权益保障部。")


def delete_orphans(*, before: datetime) -> int:
    """Delete files older than that which belong to no row: left by a process that died. Returns how many; run it twice."""
    gone = 0
    for path, stored_as in papers.older_than(before.timestamp()):
        rows = Document.objects.everywhere("files without a row").filter(stored_as=stored_as)
        signed = VisitStop.objects.everywhere("files without a row").filter(receipt=stored_as)
        if path.suffix == ".part" or not (rows.exists() or signed.exists()):
            path.unlink(missing_ok=True)
            gone += 1
    return gone
