"""帮扶申请 in the union's hands: drafted from the file, submitted, agreed to, reported, withdrawn (hardship.md §5)."""

import json
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from accounts.book import operation
from accounts.encryption import seal
from accounts.models import User
from accounts.refused import Refused
from hardship.checklist import checklist_of
from hardship.completeness import lacking
from hardship.judging import Advice, judge_version
from hardship.models import (
    Document,
    DocumentRule,
    FileVersion,
    HardshipFile,
    NoticeLine,
    PublicNotice,
    ReliefApplication,
    ReliefProgramme,
    Step,
)
from hardship.models.application import JUDGEMENT
from hardship.operations import documents
from hardship.operations.steps import hold, move
from hardship.transitions import LABELS, State, earlier
from unions.operations.rows import amend

NOT_ON_FILE = "这份档案{state}，不能申请帮扶。确有困难的，请先办理返困建档。"
OWN_FILE = "of the file applied for"
MOST_NAMED = 6


@operation("applications.draft")
def draft(file: HardshipFile, programme: ReliefProgramme, *, at: datetime, by: User | None) -> ReliefApplication:
    """A draft from the file, with the lasting papers of its last application; drafted already, it is that one.

    Raises Refused for a file that is not on file, a programme not open yet, and a person who applies already.
    """
    file = HardshipFile.objects.lock(file)
    rows = ReliefApplication.objects.everywhere("one application of a file and of a person to a programme")
    there = rows.filter(file=file, programme=programme).first()
    if there is not None and there.state == State.DRAFT:
        return there
    if there is not None:
        resumed = "请打开那份申请，办理恢复。" if there.state == State.WITHDRAWN else "不能再申请一次。"
        raise Refused(f"这份档案已经申请过“{programme.name}”，现在是“{LABELS[State(there.state)]}”，{resumed}")
    _demand_on_file(file)
    _demand_open(programme, at)
    over = (State.REFUSED, State.WITHDRAWN)
    if rows.filter(person_index=file.person_index, programme=programme).exclude(state__in=over).exists():
        raise Refused(f"{file.name}已用另一份档案申请过“{programme.name}”，一人一项目只能申请一次。")
    version = _standing(file, timezone.localdate(at))
    row = ReliefApplication.objects.create(
        file=file,
        programme=programme,
        union=file.union,
        name=file.name,
        person_index=file.person_index,
        moved_at=at,
        drafted_by=by,
    )
    names = {one.number: one.facts.name for one in version.persons.everywhere(OWN_FILE)}
    documents.carry_over(row, persons=names, at=at, by=by)
    return row


@operation("applications.submit")
def submit(
    application: ReliefApplication, *, at: datetime, by: User | None, seen: int | None = None
) -> ReliefApplication:
    """提交: judged by what the file says on the day; from here on that snapshot and the criteria's version are kept.

    The programme's closing moment is still in time; later it is taken, and flagged. One sent back keeps the moment it
    was first submitted. Raises Refused with what the file or the papers lack.
    """
    row = hold(application, "submit", by=by, seen=seen)
    _demand_open(row.programme, at)
    _demand_on_file(row.file)
    on = timezone.localdate(at)
    version = _standing(row.file, on)
    contents = version.contents
    if lacks := lacking(contents):
        raise Refused(f"档案还不完整，请先在档案里补上：{'、'.join(lacks)}。")
    _demand_papers(row, checklist_of(row, contents, on=on).missing)
    first = row.submitted_at or at
    return move(
        row,
        "submit",
        State.SUBMITTED,
        at=at,
        by=by,
        seen=seen,
        submitted_at=first,
        is_late=first > row.programme.closes_at,
        **_as_judged(version, judge_version(version, row.programme, on=on)),
    )


@operation("applications.agree")
def agree(
    application: ReliefApplication,
    *,
    reviewer: str,
    on: date,
    opinion: str,
    at: datetime,
    by: User | None,
    seen: int | None = None,
) -> ReliefApplication:
    """单位工会审核: who of the committee decided, on which day, with which opinion; never the applicant."""
    row = hold(application, "agree", by=by, seen=seen)
    reviewer, opinion = reviewer.strip(), opinion.strip()
    if not reviewer:
        raise Refused("请填写单位工会委员会的审核人姓名。")
    if reviewer == row.name:
        raise Refused("审核人不能是申请人本人，请由工会委员会的其他委员审核。")
    if not opinion:
        raise Refused("请填写单位工会的审核意见，如：情况属实，同意申报。")
    if on > timezone.localdate(at):
        raise Refused("审核日期还没有到，请填写实际审核的日期。")
    if row.submitted_at is not None and on < timezone.localdate(row.submitted_at):
        raise Refused(f"审核日期早于提交日期（{timezone.localdate(row.submitted_at)}），请核对。")
    return move(row, "agree", State.AGREED, at=at, by=by, on=on, opinion=opinion, decided_by=reviewer)


@operation("applications.send_back_within")
def send_back_within(
    application: ReliefApplication, *, to: State, reason: str, at: datetime, by: User | None, seen: int | None = None
) -> ReliefApplication:
    """单位工会退回 to a named earlier step; what hung on a notice no longer does."""
    return back(application, "send_back_within", to, reason=reason, at=at, by=by, seen=seen)


@operation("applications.send_back")
def back(
    application: ReliefApplication,
    act: str,
    to: State,
    *,
    reason: str,
    at: datetime,
    by: User | None,
    seen: int | None = None,
    **values: Any,
) -> ReliefApplication:
    """退回 by whichever act: always with a reason, to a named earlier step, never an edit of what was."""
    row = hold(application, act, by=by, seen=seen)
    if not reason.strip():
        raise Refused("请写明退回的原因，对方才知道改什么。")
    if to not in earlier(State(row.state)):
        raise Refused(f"只能退回到前面的步骤：{'、'.join(LABELS[one] for one in earlier(State(row.state)))}。")
    _take_off_board(row, timezone.localdate(at))
    return move(row, act, to, at=at, by=by, opinion=reason.strip(), **values)


@operation("applications.report")
def report(
    application: ReliefApplication, *, at: datetime, by: User | None, seen: int | None = None
) -> ReliefApplication:
    """申报: the notice is over, and its stamped result report is here. On to the township, or the county at once."""
    row = hold(application, "report", by=by, seen=seen)
    over = Step.objects.everywhere(OWN_FILE).filter(application=row, act="notice_over").order_by("-number").first()
    scans = Document.objects.everywhere(OWN_FILE).filter(application=row, kind=DocumentRule.Kind.NOTICE_REPORT)
    if over is not None:
        scans = scans.filter(at__gte=over.at)
    if not scans.exists():
        raise Refused("请先打印公示结果报告，盖章后扫描或拍照，作为“盖章的公示结果报告”上传，再申报。")
    contents = row.version.contents if row.version else None
    if contents is not None:
        _demand_papers(row, checklist_of(row, contents, on=timezone.localdate(at)).missing)
    to = State.OPINION if row.programme.asks_opinion else State.COUNTY_REVIEW
    return move(row, "report", to, at=at, by=by)


@operation("applications.withdraw")
def withdraw(
    application: ReliefApplication, *, reason: str, at: datetime, by: User | None, seen: int | None = None
) -> ReliefApplication:
    """撤回, until it is approved: the worker no longer asks for it."""
    row = hold(application, "withdraw", by=by, seen=seen)
    if not reason.strip():
        raise Refused("请写明撤回的原因，如：本人不再申请。")
    _take_off_board(row, timezone.localdate(at))
    return move(row, "withdraw", State.WITHDRAWN, at=at, by=by, opinion=reason.strip())


@operation("applications.resume")
def resume(
    application: ReliefApplication, *, at: datetime, by: User | None, seen: int | None = None
) -> ReliefApplication:
    """A withdrawn application is a draft again; whether it is in time is asked anew."""
    row = hold(application, "resume", by=by, seen=seen)
    _demand_on_file(row.file)
    others = ReliefApplication.objects.everywhere("one application of a person to a programme").exclude(pk=row.pk)
    over = (State.REFUSED, State.WITHDRAWN)
    if others.filter(person_index=row.person_index, programme=row.programme).exclude(state__in=over).exists():
        raise Refused(f"{row.name}已用另一份档案申请过“{row.programme.name}”，一人一项目只能申请一次。")
    return move(row, "resume", State.DRAFT, at=at, by=by, submitted_at=None, is_late=False)


@operation("applications.consent")
def consent(application: ReliefApplication, *, on: date, by: User | None) -> ReliefApplication:
    """The worker separately consents to the masked name on the internet; asked twice it is one consent."""
    row: ReliefApplication = ReliefApplication.objects.lock(application)
    if not row.consents:
        amend(row, {"consented_on": on, "consent_withdrawn_on": None})
    return row


@operation("applications.withdraw_consent")
def withdraw_consent(application: ReliefApplication, *, on: date, by: User | None) -> ReliefApplication:
    """Taken back at any time, without a reason: the name is gone from the page at once."""
    row: ReliefApplication = ReliefApplication.objects.lock(application)
    if row.consents:
        amend(row, {"consent_withdrawn_on": on})
    _lines(row, PublicNotice.Kind.ONLINE).update(withdrawn_on=on)
    return row


def _take_off_board(row: ReliefApplication, on: date) -> None:
    """Its line of a notice that hangs still: the next notice shows it anew."""
    if row.state == State.POSTED:
        _lines(row, PublicNotice.Kind.UNIT).filter(notice__state=PublicNotice.State.RUNNING).update(withdrawn_on=on)


def _lines(row: ReliefApplication, kind: str) -> Any:
    lines = NoticeLine.objects.everywhere("of a locked application")
    return lines.filter(application=row, notice__kind=kind, withdrawn_on__isnull=True)


def _standing(file: HardshipFile, on: date) -> FileVersion:
    versions = FileVersion.objects.everywhere(OWN_FILE).filter(file=file).select_related("file__union")
    version: FileVersion | None = versions.standing_on(on).first()
    if version is None:
        raise Refused(f"这份档案从 {file.opened_on} 起建档，现在还没有生效，不能申请。")
    return version


def _as_judged(version: FileVersion, advice: Advice) -> dict[str, Any]:
    """What the application keeps of the advice; the lines, which tell incomes and illness, are sealed."""
    judgement = advice.judgement
    lines = [{"about": one.about, "text": one.text, "holds": one.holds} for one in advice.lines]
    said = {"on": str(advice.on), "line": str(advice.line), "excluded": list(judgement.excluded), "lines": lines}
    return {
        "version": version,
        "criteria": advice.criteria,
        "name": version.name,
        "met": list(judgement.met),
        "borderline": list(judgement.borderline),
        "is_eligible": judgement.eligible,
        "national": str(judgement.national or ""),
        "members": judgement.members,
        "per_capita": judgement.per_capita,
        "judgement_sealed": seal(json.dumps(said, ensure_ascii=False), JUDGEMENT),
    }


def _demand_papers(row: ReliefApplication, missing: list[Any]) -> None:
    if missing:
        named = "、".join(need.called for need in missing[:MOST_NAMED])
        more = f"等 {len(missing)} 份" if len(missing) > MOST_NAMED else ""
        raise Refused(f"还缺材料：{named}{more}。请拍照上传后再办。")


def _demand_on_file(file: HardshipFile) -> None:
    if file.state != HardshipFile.State.ON_FILE:
        raise Refused(NOT_ON_FILE.format(state=file.get_state_display()))


def _demand_open(programme: ReliefProgramme, at: datetime) -> None:
    if not programme.is_open:
        raise Refused(f"“{programme.name}”没有启用，不能申报。请联系县总工会权益保障部。")
    if at < programme.opens_at:
        opens = timezone.localtime(programme.opens_at)
        raise Refused(f"“{programme.name}”还没有开始申报，{opens:%Y-%m-%d %H:%M}起可以申报。")
