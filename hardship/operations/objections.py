"""异议: what somebody objects to while a notice hangs, and the union's answer (hardship.md §5 单位公示)."""

from datetime import date, datetime

from django.utils import timezone

from accounts.book import operation
from accounts.models import User
from accounts.refused import Refused
from hardship.models import NoticeLine, Objection, PublicNotice, ReliefApplication
from hardship.operations.notices import OF_A_NOTICE, demand_running, locked, posted
from hardship.operations.steps import move
from hardship.transitions import LABELS, State
from unions.operations.rows import amend


@operation("notices.object")
def receive(
    notice: PublicNotice,
    *,
    application: ReliefApplication | None = None,
    received_on: date,
    said_by: str = "",
    contact: str = "",
    text: str,
    at: datetime,
    by: User | None,
) -> Objection:
    """Somebody objects: from that day on the clock stands still. Anonymous ones count as well.

    Raises Refused for a day outside the notice, and once the notice is over.
    """
    notice = locked(notice)
    demand_running(notice)
    if not notice.starts_on <= received_on <= timezone.localdate(at):
        raise Refused(f"收到异议的日期应在张贴日期（{notice.starts_on}）和今天之间，请核对。")
    if not text.strip():
        raise Refused("请写明异议的内容。")
    if application is not None and application.pk not in {one.pk for one in posted(notice)}:
        raise Refused("这份申请不在这张公示上，或者已经退回，请重新选择。")
    return Objection.objects.create(
        notice=notice,
        application=application,
        received_on=received_on,
        said_by=said_by,
        contact=contact,
        text=text,
        by=by,
    )


@operation("notices.answer")
def answer(
    objection: Objection,
    *,
    is_upheld: bool,
    reply: str,
    on: date,
    back_to: State = State.DRAFT,
    at: datetime,
    by: User | None,
) -> Objection:
    """The union answers: dismissed, the clock goes on the day after; upheld, the application goes back to that step.

    The same answer twice is one. Raises Refused where it was answered otherwise, or names no application to send back.
    """
    notice = locked(objection.notice)
    objection = Objection.objects.lock(objection)
    wanted = Objection.Answer.UPHELD if is_upheld else Objection.Answer.DISMISSED
    if objection.answered_on is not None:
        if (objection.answer, objection.reply) == (wanted, reply):
            return objection
        raise Refused("这件异议已经有人答复过了，请刷新后再看。")
    if not objection.received_on <= on <= timezone.localdate(at):
        raise Refused(f"答复日期应在收到日期（{objection.received_on}）和今天之间，请核对。")
    if not reply.strip():
        raise Refused("请写明调查情况和答复内容。")
    if is_upheld:
        _send_back(notice, objection, reply, back_to, on=on, at=at, by=by)
    amend(objection, {"answer": wanted, "reply": reply, "answered_on": on, "answered_by": by})
    return objection


def _send_back(
    notice: PublicNotice, objection: Objection, reply: str, to: State, *, on: date, at: datetime, by: User | None
) -> None:
    row = objection.application
    if row is None:
        raise Refused("异议成立的，要指明是哪份申请。请把这件异议按“不成立”答复，再登记一件指明申请的异议。")
    if row.state not in (State.POSTED, State.NOTICE_OVER):
        raise Refused(f"{row.name}的申请现在是“{LABELS[State(row.state)]}”，不能再按公示异议退回。")
    move(row, "uphold_objection", to, at=at, by=by, on=on, opinion=f"公示异议成立：{reply}"[:400])
    lines = NoticeLine.objects.everywhere(OF_A_NOTICE).filter(notice=notice, application=row, withdrawn_on__isnull=True)
    lines.update(withdrawn_on=on)
