"""县级审核: documents one by one, the visit at home, and what is decided with the advice or against it (hardship.md §5)."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone

from accounts.book import operation
from accounts.models import User
from accounts.refused import Refused
from hardship.checklist import Checklist, checklist_of, papers_of
from hardship.facts import Contents
from hardship.models import Document, DocumentCheck, DocumentRule, HomeVisit, ReliefApplication
from hardship.operations import applications
from hardship.operations.proposing import first_proposal
from hardship.operations.steps import hold, move
from hardship.transitions import State

# Looked at where they belong: the notice's picture with the notice, a visit's receipt with the visit.
NOT_REVIEWED = (DocumentRule.Kind.NOTICE_PHOTO, DocumentRule.Kind.VISIT_RECEIPT)
OF_REVIEW = "of an application under review"
MOST_NAMED = 6


@operation("reviewing.check_document")
def check_document(
    application: ReliefApplication,
    document: Document,
    *,
    is_good: bool,
    note: str = "",
    at: datetime,
    by: User | None,
) -> DocumentCheck:
    """One paper looked at beside its picture: good, or what is wrong with it. The newest look counts; the same is one."""
    row = hold(application, "review", by=by)
    document = Document.objects.lock(document)
    if document.application_id != row.pk:
        raise Refused("这份材料不属于这份申请，请刷新后再看。")
    note = note.strip()
    if not is_good and not note:
        raise Refused("不合格的材料要写明问题，申报单位才知道怎么补。")
    before = DocumentCheck.objects.everywhere(OF_REVIEW).filter(document=document).order_by("-pk").first()
    if before is not None and (before.is_good, before.note, before.by_id) == (is_good, note, by.pk if by else None):
        return before
    return DocumentCheck.objects.create(application=row, document=document, is_good=is_good, note=note, at=at, by=by)


@operation("reviewing.record_visit")
def record_visit(
    application: ReliefApplication,
    *,
    visited_on: date,
    visitors: str,
    causes: str,
    demands: str = "",
    mind: str = "",
    agrees: bool,
    note: str = "",
    at: datetime,
    by: User | None,
) -> HomeVisit:
    """入户调查: who went when, and what was found (domain.md HR-14)."""
    row = hold(application, "review", by=by)
    if visited_on > timezone.localdate(at):
        raise Refused("入户日期还没有到，请填写实际入户的日期。")
    if row.submitted_at is not None and visited_on < timezone.localdate(row.submitted_at):
        raise Refused(f"入户日期早于这份申请的提交日期（{timezone.localdate(row.submitted_at)}），请核对。")
    if not visitors.strip() or not causes.strip():
        raise Refused("请填写调查人和致困原因。")
    if not agrees and not note.strip():
        raise Refused("与申报情况不一致的，请写明不一致在哪里。")
    found = {"visited_on": visited_on, "visitors": visitors.strip(), "causes": causes.strip(), "agrees": agrees}
    found |= {"demands": demands.strip(), "mind": mind.strip(), "note": note.strip(), "by": by}
    rows = HomeVisit.objects.everywhere(OF_REVIEW).filter(application=row, **found)
    there: HomeVisit | None = rows.first()
    return there or HomeVisit.objects.create(application=row, **found)


@operation("reviewing.review")
def review(
    application: ReliefApplication, *, opinion: str = "", at: datetime, by: User | None, seen: int | None = None
) -> ReliefApplication:
    """审核通过, on to balancing with the standard amount proposed.

    Raises Refused while a paper is missing, unchecked or found wrong, the visit is due, or the advice was against it
    and no reason is given.
    """
    row = hold(application, "review", by=by, seen=seen)
    if lacks := lacking(row):
        raise Refused(f"还不能审核通过：{'；'.join(lacks)}。")
    if not row.is_eligible and not opinion.strip():
        raise Refused("按标准这份申请不能享受帮扶（或须由人复核），审核通过要写明理由。")
    proposed = first_proposal(row, at=at, by=by)
    return move(row, "review", State.BALANCING, at=at, by=by, opinion=opinion.strip(), proposed=proposed)


@operation("applications.send_back")
def send_back(
    application: ReliefApplication, *, to: State, reason: str, at: datetime, by: User | None, seen: int | None = None
) -> ReliefApplication:
    """县级退回 to a named earlier step, as often as needed; what was wrong with the papers goes with it."""
    return applications.back(application, "send_back", to, reason=reason, at=at, by=by, seen=seen)


@operation("reviewing.refuse")
def refuse(
    application: ReliefApplication, *, reason: str, at: datetime, by: User | None, seen: int | None = None
) -> ReliefApplication:
    """不予帮扶, with the reason that the worker is told."""
    row = hold(application, "refuse", by=by, seen=seen)
    if not reason.strip():
        raise Refused("请写明不予帮扶的原因，要据此答复职工本人。")
    reason = reason.strip()
    return move(row, "refuse", State.REFUSED, at=at, by=by, opinion=reason, result=reason[:200])


@operation("reviewing.reopen")
def reopen(
    application: ReliefApplication, *, reason: str, at: datetime, by: User | None, seen: int | None = None
) -> ReliefApplication:
    """A refusal is taken back: under review again."""
    row = hold(application, "reopen", by=by, seen=seen)
    if not reason.strip():
        raise Refused("请写明撤回不予帮扶的原因。")
    return move(row, "reopen", State.COUNTY_REVIEW, at=at, by=by, opinion=reason.strip(), result="")


def lacking(application: ReliefApplication) -> list[str]:
    """What stands between the application and 审核通过, as clauses; empty when nothing does. Shows causes."""
    found = []
    listed = list_of(application)
    if listed.missing:
        found.append(f"缺{_named([need.called for need in listed.missing])}")
    papers = reviewed(application, listed)
    if unchecked := [paper for paper in papers if paper.check is None]:
        found.append(f"还有 {len(unchecked)} 份材料没有核对")
    if wrong := [paper for paper in papers if paper.check is not None and not paper.is_good]:
        labels = [paper.document.get_kind_display() for paper in wrong]
        found.append(f"{_named(labels)}不合格，请退回补正")
    visits = HomeVisit.objects.everywhere(OF_REVIEW).filter(application=application)
    if application.programme.asks_home_visit and not visits.exists():
        found.append("本项目要求入户调查，还没有登记")
    return found


def list_of(application: ReliefApplication) -> Checklist:
    """The papers on the list of the snapshot's family; without a snapshot, all of them beside an empty list."""
    contents: Contents | None = application.version.contents if application.version is not None else None
    if contents is None:
        return Checklist([], papers_of(application))
    return checklist_of(application, contents, on=timezone.localdate(application.moved_at))


def reviewed(application: ReliefApplication, listed: Checklist) -> list[Any]:
    """Every paper that is to be looked at, one by one, in the order of the list."""
    placed = [paper for slot in listed.slots for paper in slot.papers]
    return [*placed, *[paper for paper in listed.others if paper.document.kind not in NOT_REVIEWED]]


def _named(words: list[str]) -> str:
    more = f"等 {len(words)} 份" if len(words) > MOST_NAMED else ""
    return "、".join(words[:MOST_NAMED]) + more
