"""乡镇意见: given in words, or passed over by itself once its working days are silent (hardship.md §5; domain.md E-24)."""

from datetime import datetime

from django.utils import timezone

from accounts import wall
from accounts.book import operation
from accounts.models import User
from accounts.refused import Refused
from hardship.calendars import county_calendar
from hardship.models import ReliefApplication
from hardship.operations.steps import hold, move
from hardship.standings import opinion_due
from hardship.transitions import State

SILENT = "{days}个工作日内（至{last}）未提出意见，自动转县级审核。"


@operation("opinions.give")
def opine(
    application: ReliefApplication,
    *,
    agrees: bool,
    words: str,
    at: datetime,
    by: User | None,
    seen: int | None = None,
) -> ReliefApplication:
    """同意 or 不同意, with words where it does not agree. Either way the county decides: it is an opinion."""
    row = hold(application, "opine", by=by, seen=seen)
    words = words.strip()
    if not agrees and not words:
        raise Refused("不同意的，请写明理由，供县级审核时参考。")
    said = "同意" if agrees else "不同意"
    return move(row, "opine", State.COUNTY_REVIEW, at=at, by=by, opinion=f"{said}。{words}" if words else f"{said}。")


@operation("opinions.pass_on")
def pass_on(application: ReliefApplication, *, at: datetime, by: User | None) -> ReliefApplication:
    """Silent for all its days: on to the county, and the step says so. Raises Refused before they are over."""
    row = hold(application, "pass_on", by=by)
    last = opinion_due(row, county_calendar())
    if not last < timezone.localdate(at):
        raise Refused(f"乡镇（开发区、系统）的意见期到 {last}，还没有满，不能转县级审核。")
    silent = SILENT.format(days=row.programme.opinion_days, last=last)
    return move(row, "pass_on", State.COUNTY_REVIEW, at=at, by=by, opinion=silent)


def pass_on_due(*, at: datetime) -> int:
    """Pass on all whose days are over; returns how many. Safe to run twice: what has moved meanwhile is left alone."""
    rows = ReliefApplication.objects.everywhere("opinions whose days are over").filter(state=State.OPINION)
    works, today, done = county_calendar(), timezone.localdate(at), 0
    for row in rows.select_related("programme").order_by("pk"):
        if not opinion_due(row, works) < today:
            continue
        try:
            with wall.whole("opinions whose days are over"):
                pass_on(row, at=at, by=None)
        except Refused:
            continue
        done += 1
    return done
