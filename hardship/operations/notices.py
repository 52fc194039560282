"""单位公示: posted on the union's board, held up by objections, over when its days have passed (hardship.md §5, §6)."""

import secrets
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from accounts import wall
from accounts.book import operation
from accounts.models import User
from accounts.refused import Refused
from hardship import papers
from hardship.models import DocumentRule, NoticeLine, PublicNotice, ReliefApplication
from hardship.notice_clock import clock_of
from hardship.operations import documents
from hardship.operations.steps import move
from hardship.transitions import State
from unions.models import Organisation
from unions.operations.rows import amend

Kind = DocumentRule.Kind
Running = PublicNotice.State.RUNNING
OF_A_NOTICE = "of a locked notice"
IN_HARDSHIP = "困难职工"  # said where no national category applies
NOT_YET = "{day} 还没有到，请在公示贴出以后填实际张贴的日期。"


@operation("notices.post")
def post(
    union: Organisation,
    applications: Sequence[ReliefApplication],
    *,
    departments: dict[int, str] | None = None,
    on: date,
    place: str,
    phone: str = "",
    at: datetime,
    by: User | None,
) -> PublicNotice:
    """The sheet hangs since the day `on`: these applications are 公示中, what the sheet says is frozen.

    `departments` gives 部门 by application; the union's name where it says nothing. Raises Refused for none, for those
    of two programmes, for one that the union's committee has not agreed to, and for a day to come.
    """
    if not applications:
        raise Refused("请至少选择一份已由单位工会审核同意的申请。")
    if on > timezone.localdate(at):
        raise Refused(NOT_YET.format(day=on))
    if not place.strip():
        raise Refused("请填写公示张贴在哪里，如：厂门口公示栏。")
    programme = applications[0].programme
    if any(one.programme_id != programme.pk or one.union_id != union.pk for one in applications):
        raise Refused("一张公示只能是本工会同一个帮扶项目的申请，请分开公示。")
    notice = PublicNotice.objects.create(
        kind=PublicNotice.Kind.UNIT,
        programme=programme,
        organisation=union,
        token=secrets.token_urlsafe(12),
        starts_on=on,
        days=programme.notice_days,
        place=place,
        phone=phone,
        by=by,
    )
    for number, one in enumerate(applications, 1):
        agreed = _agreed_on(one)
        if agreed is not None and on < agreed:
            raise Refused(f"{one.name}的申请 {agreed} 才审核同意，公示不能早于这一天，请核对张贴日期。")
        move(one, "post", State.POSTED, at=at, by=by, on=on)
        NoticeLine.objects.create(
            notice=notice,
            application=one,
            place=number,
            name=one.name,
            unit=(departments or {}).get(one.pk, "") or union.name,
            category=one.national or IN_HARDSHIP,
            kind=programme.get_kind_display(),
        )
    return notice


@operation("notices.take_down")
def take_down(notice: PublicNotice, *, reason: str, at: datetime, by: User | None) -> PublicNotice:
    """Posted by mistake: its applications wait for another notice. What hung, and that it did, stays on record."""
    notice = locked(notice)
    if notice.state == PublicNotice.State.CANCELLED:
        return notice
    demand_running(notice)
    if not reason.strip():
        raise Refused("请写明撤下公示的原因。")
    for one in posted(notice):
        move(one, "send_back_within", State.AGREED, at=at, by=by, opinion=f"公示撤下：{reason}")
    amend(notice, {"state": PublicNotice.State.CANCELLED, "ends_on": _last(notice, at), "why_down": reason})
    return notice


@operation("notices.attach_photo")
def attach_photo(notice: PublicNotice, upload: Any, *, at: datetime, by: User | None) -> int:
    """The picture of the posted sheet, kept with each application that hangs on it. Returns with how many.

    Raises Refused for what is no picture, once the notice is over, and when nothing hangs on it any more.
    """
    return _keep(notice, posted, Kind.NOTICE_PHOTO, papers.read(upload), Running, at=at, by=by)


@operation("notices.attach_report")
def attach_report(notice: PublicNotice, upload: Any, *, at: datetime, by: User | None) -> int:
    """The stamped result report, kept with each application that may be reported now. Returns with how many.

    Raises Refused before the notice is over and the report was printed.
    """
    paper = papers.read(upload)
    if not locked(notice).report_code:
        raise Refused("请先打印公示结果报告，盖章、签字以后再扫描或拍照上传。")
    return _keep(notice, passed, Kind.NOTICE_REPORT, paper, PublicNotice.State.OVER, at=at, by=by)


@operation("notices.end")
def end(notice: PublicNotice, *, at: datetime, by: User | None) -> PublicNotice:
    """公示期满: its applications may be reported. Done by itself once a day, and by whoever does not want to wait.

    Raises Refused before its days have fully passed, while an objection is open, and without a picture of the sheet.
    """
    notice = locked(notice)
    if notice.state == PublicNotice.State.OVER:
        return notice
    demand_running(notice)
    clock = clock_of(notice, timezone.localdate(at))
    if clock.open_objections:
        raise Refused(f"还有 {clock.open_objections} 件异议没有答复，公示期停在那里。请先答复异议。")
    if not clock.has_passed:
        raise Refused(f"公示期还没有满：{clock.days} 个工作日已过 {clock.done} 个，{clock.last} 过完才期满。")
    if notice.photo_id is None:
        raise Refused("还没有上传公示照片。请把贴出的公示拍照上传，再办理公示期满。")
    for one in posted(notice):
        move(one, "notice_over", State.NOTICE_OVER, at=at, by=by)
    amend(notice, {"state": PublicNotice.State.OVER, "ends_on": clock.last})
    return notice


def end_due(*, at: datetime) -> int:
    """End every notice whose time is over; returns how many. Safe to run twice: what may not end yet is left alone."""
    rows = PublicNotice.objects.everywhere("notices whose days have passed")
    running = rows.filter(kind=PublicNotice.Kind.UNIT, state=Running, photo__isnull=False).order_by("pk")
    ended = 0
    with wall.whole("the timetable ends notices of every union"):
        for notice in running:
            try:
                end(notice, at=at, by=None)
            except Refused:
                continue
            ended += 1
    return ended


def locked(notice: PublicNotice) -> PublicNotice:
    found: PublicNotice = PublicNotice.objects.lock(notice)
    return found


def posted(notice: PublicNotice) -> list[ReliefApplication]:
    """Its applications that still hang, in the sheet's order: none that went back meanwhile, or hangs on a later sheet."""
    return _hanging(notice, State.POSTED)


def passed(notice: PublicNotice) -> list[ReliefApplication]:
    """Its applications whose notice is over and that wait to be reported, in the sheet's order."""
    return _hanging(notice, State.NOTICE_OVER)


def _hanging(notice: PublicNotice, state: State) -> list[ReliefApplication]:
    rows = ReliefApplication.objects.everywhere(OF_A_NOTICE).select_related("file")
    found = list(rows.filter(notice_lines__notice=notice, state=state).order_by("notice_lines__place"))
    lines = NoticeLine.objects.everywhere(OF_A_NOTICE).filter(application__in=[one.pk for one in found])
    unit = lines.filter(notice__kind=PublicNotice.Kind.UNIT).order_by("pk")
    newest = dict(unit.values_list("application_id", "notice_id"))
    return [one for one in found if newest[one.pk] == notice.pk]


def _keep(
    notice: PublicNotice,
    whose: Callable[[PublicNotice], list[ReliefApplication]],
    kind: str,
    paper: papers.Paper,
    state: str,
    *,
    at: datetime,
    by: User | None,
) -> int:
    notice = locked(notice)
    if notice.state != state:
        raise Refused(f"这张公示{notice.get_state_display()}，现在不能上传这种材料。请刷新后再看。")
    kept = [documents.keep(one, kind, paper, at=at, by=by) for one in whose(notice)]
    if not kept:
        raise Refused("这张公示上已经没有要办理的申请，不用上传。")
    if kind == Kind.NOTICE_PHOTO:
        amend(notice, {"photo_id": kept[0].pk})
    return len(kept)


def _agreed_on(application: ReliefApplication) -> date | None:
    step = (
        application.steps.everywhere("of an application already in scope")
        .filter(act="agree")
        .order_by("-number")
        .first()
    )
    return step.on if step is not None else None


def _last(notice: PublicNotice, at: datetime) -> date:
    return max(timezone.localdate(at), notice.starts_on)


def demand_running(notice: PublicNotice) -> None:
    if notice.state != Running:
        raise Refused(f"这张公示{notice.get_state_display()}，不能再办理。请刷新后再看。")
