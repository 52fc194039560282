"""What relief makes due from each role, most urgent first; each task names the list it counts."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Min
from django.utils import timezone

from accounts.duties import Duty
from hardship.calendars import county_calendar
from hardship.models import HardshipFile, Objection, PaymentBatch, PublicNotice, ReliefApplication, ReliefSettings
from hardship.reports.files import unreviewed_since
from hardship.reports.paid import failed_instalments, unlisted_instalments
from hardship.transitions import State
from hardship.workdays import after

LATE, SOON, OPEN = "bad", "warn", ""


@dataclass(frozen=True)
class Task:
    """`words` follow the number; `when` is the state beside it; `page` and `query` are the list's address."""

    count: int
    words: str
    page: str
    query: dict[str, str] = field(default_factory=dict)
    when: str = ""
    tone: str = OPEN


BATCHES, NOTICES = "admin:hardship_paymentbatch_changelist", "admin:hardship_publicnotice_changelist"
APPLICATIONS, FILES = "admin:hardship_reliefapplication_changelist", "admin:hardship_hardshipfile_changelist"
# Where the thing is done in place.
OPINIONS, BALANCING = "admin:hardship_reliefapplication_opinions", "admin:hardship_reliefapplication_balancing"
APPROVAL = "admin:hardship_reliefapplication_approval"
LISTS = "admin:relief_figures_list"


def tasks(user: Any, on: date) -> list[Task]:
    """Nothing that stands at nought. A handful of counts per role."""
    return [task for source in SOURCES for task in source(user, on) if task.count]


def _finance(user: Any, on: date) -> Iterator[Task]:
    if not user.may(Duty.PAY_RELIEF):
        return
    failed = failed_instalments(user).count()
    yield Task(failed, "笔发放失败，要核对账号后重发", LISTS, _instalments("failed"), "发放失败", LATE)
    batches = PaymentBatch.objects.values("state").order_by().annotate(count=Count("pk"), first=Min("made_on"))
    found = {row["state"]: row for row in batches}
    yield _of_batches(found, "sealed", "个批次还没有全部回盘", "待回盘", on)
    yield _of_batches(found, "draft", "个批次正在编制", "编制中", on)
    waiting = unlisted_instalments(user).count()
    yield Task(waiting, "笔已批准，还没有列入发放批次", LISTS, _instalments("unlisted"), "待编批次", SOON)


def _instalments(of: str) -> dict[str, str]:
    return {"show": "instalments", "of": of, "programme": "all"}


def _of_batches(found: dict[str, Any], state: str, words: str, when: str, on: date) -> Task:
    row = found.get(state, {"count": 0, "first": on})
    days = (on - row["first"]).days
    return Task(
        row["count"], words, BATCHES, {"state__exact": state}, f"{when}，最早 {days} 天前" if days else when, SOON
    )


def _approver(user: Any, on: date) -> Iterator[Task]:
    if user.may(Duty.APPROVE_RELIEF):
        yield _at(user, on, State.APPROVAL, "件帮扶申请待您审批", "待审批", SOON, page=APPROVAL)


def _review(user: Any, on: date) -> Iterator[Task]:
    if not user.may(Duty.REVIEW_RELIEF):
        return
    limits = _opinion_limits(user)
    if silent := sum(limit < on for limit in limits):
        said = f"{silent} 件已过期，将自动转县级"
        yield Task(len(limits), "件申请在等乡镇意见", APPLICATIONS, {"state": str(State.OPINION)}, said, LATE)
    open_ones = Objection.objects.visible_to(user).filter(answered_on=None, notice__kind=PublicNotice.Kind.ONLINE)
    yield Task(open_ones.count(), "条网上公开的异议待答复", NOTICES, {"kind__exact": "online"}, "待答复", LATE)
    yield _at(user, on, State.COUNTY_REVIEW, "件帮扶申请待县级审核", "待审核", SOON)
    yield _at(user, on, State.BALANCING, "件帮扶申请待汇总平衡", "待平衡", OPEN, page=BALANCING)
    yield _at(user, on, State.NOTICE_OVER, "件申请公示已满，等单位申报", "单位未申报", OPEN)
    before = on - timedelta(days=ReliefSettings.current().review_days)
    files = HardshipFile.objects.visible_to(user).on_file().filter(unreviewed_since(before)).count()
    yield Task(files, "份困难职工档案满一年没有复核", FILES, {"review": "due"}, "待复核", SOON)


def _opinions(user: Any, on: date) -> Iterator[Task]:
    """With the days until the first of them passes on by itself."""
    if not user.may(Duty.GIVE_OPINION):
        return
    limits = _opinion_limits(user)
    left = (min(limits, default=on) - on).days
    when = f"最早还有 {left} 天" if left > 0 else "最早今天到期" if left == 0 else "有的已过期"
    yield Task(
        len(limits), "件帮扶申请待您出具意见，逾期自动转县级", OPINIONS, {}, when,
        SOON if left > 1 else LATE,
    )  # fmt: skip


def _opinion_limits(user: Any) -> list[date]:
    """The last day for the opinion on each application that waits for one."""
    rows = ReliefApplication.objects.visible_to(user).filter(state=State.OPINION)
    found = list(rows.values_list("moved_at", "programme__opinion_days"))
    works = county_calendar() if found else None
    return [after(timezone.localdate(at), days, works) for at, days in found if works is not None]


def _at(user: Any, on: date, state: State, words: str, when: str, tone: str, *, page: str = "") -> Task:
    rows = ReliefApplication.objects.visible_to(user).filter(state=state)
    found = rows.aggregate(count=Count("pk"), first=Min("moved_at"))
    days = (on - timezone.localdate(found["first"])).days if found["first"] else 0
    said = f"{when}，最久 {days} 天" if days else when
    query = {} if page else {"state": str(state)}
    return Task(found["count"], words, page or APPLICATIONS, query, said, tone)


SOURCES: tuple[Callable[[Any, date], Iterator[Task]], ...] = (_opinions, _approver, _finance, _review)
