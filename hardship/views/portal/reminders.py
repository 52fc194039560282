"""What else of relief is due from a chair (unions/further.py): the union's word, its notices, the yearly look at files."""

from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from accounts.duties import Duty
from hardship.models import HardshipFile, PublicNotice, ReliefSettings
from hardship.notice_clock import Clock, clocks_of
from hardship.reports.files import unreviewed_since
from hardship.views.portal.returns import unanswered
from members.operations.belonging import UNIONS_WITH_MEMBERS
from unions.further import Further, Tile
from unions.models import Organisation
from unions.views.portal.words import in_words

SOON = 7  # days before the closing moment in which the badge counts them
AHEAD = timedelta(days=30)  # a file comes due for its yearly look so long before


def reminders(union: Organisation, user: Any, on: date) -> tuple[list[Further], list[Tile]]:
    """A fixed number of queries."""
    if union.kind not in UNIONS_WITH_MEMBERS or not user.may(Duty.APPLY_FOR_RELIEF, union):
        return [], []
    return [*_words(union, user, on), *_notices(union, user, on), *_reviews(union, user, on)], []


def _words(union: Organisation, user: Any, on: date) -> list[Further]:
    """Silence is no answer: each running programme wants an application, or the word that nobody applies."""
    found = []
    for programme in unanswered(union, user):
        closes = timezone.localtime(programme.closes_at)
        left = (closes.date() - on).days
        found.append(
            Further(
                title=f"“{programme.name}”：本单位有困难职工吗？",
                detail=f"有的请申请，没有的点一下“本单位无困难职工”。{in_words(closes.date())} {closes:%H:%M} 截止。",
                badge="今天截止" if left == 0 else f"还有 {left} 天" if left <= SOON else "待回复",
                tone="overdue" if left <= 1 else "none",
                url=f"{reverse('portal-relief-none', args=[union.pk])}?programme={programme.pk}",
                due_on=closes.date(),
            )
        )
    return found


def _notices(union: Organisation, user: Any, on: date) -> list[Further]:
    """Sheets on the board that want something: an answer, a picture, their end. What is over is told by application."""
    rows = PublicNotice.objects.visible_to(user).filter(organisation=union, kind=PublicNotice.Kind.UNIT)
    running = list(rows.filter(state=PublicNotice.State.RUNNING).select_related("programme").order_by("starts_on"))
    clocks = clocks_of(running, on) if running else {}
    return [item for one in running if (item := _of_notice(one, clocks[one.pk])) is not None]


def _of_notice(notice: PublicNotice, clock: Clock) -> Further | None:
    if clock.open_objections:
        said = (
            f"公示有 {clock.open_objections} 件异议待答复",
            "调查后答复；没有答复以前，公示期停在那里。",
            "待答复",
            "overdue",
        )
    elif notice.photo_id is None:
        said = ("公示还没有拍照", "把贴出的公示拍一张照片上传，没有照片不能期满。", "待拍照", "none")
    elif clock.has_passed:
        said = ("公示期满，可以申报了", "打开公示办理期满，再打印结果报告。", "已期满", "returned")
    else:
        return None
    title, detail, badge, tone = said
    return Further(
        title=title,
        detail=f"{notice.programme.name}，{in_words(notice.starts_on)}张贴。{detail}",
        badge=badge,
        tone=tone,
        url=reverse("portal-relief-notice", args=[notice.pk]),
        since=notice.starts_on,
        is_pressing=tone != "none",
    )


def _reviews(union: Organisation, user: Any, on: date) -> list[Further]:
    """Files whose year is over, or nearly: looked at once more with the worker."""
    days = ReliefSettings.current().review_days
    rows = HardshipFile.objects.visible_to(user).filter(union=union).on_file()
    due = rows.filter(unreviewed_since(on - timedelta(days=days) + AHEAD)).order_by("reviewed_on", "opened_on")
    first = due.values_list("reviewed_on", "opened_on").first()
    if first is None:
        return []
    due_on = (first[0] or first[1]) + timedelta(days=days)
    late = (on - due_on).days
    return [
        Further(
            title=f"{due.count()} 份困难职工档案要复核",
            detail=f"每份档案一年至少复核一次，最早一份到 {in_words(due_on)}。没有变化的点一下就行。",
            badge=f"逾期 {late} 天" if late > 0 else "今天到期" if late == 0 else "快到期",
            tone="overdue" if late >= 0 else "none",
            url=reverse("portal-relief-files", args=[union.pk]),
            due_on=due_on,
        )
    ]
