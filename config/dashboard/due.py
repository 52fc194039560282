"""What is due from whoever opens the desk, most urgent first; each line opens the list it counts."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Min
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from accounts.duties import Duty
from accounts.models import Job
from campaigns.admin.report import missed_everywhere
from campaigns.models import Report
from config import ready
from config.dashboard.counts import Number, Numbers, key_of
from hardship.due import tasks
from members.admin.filters import retention_day, sides
from members.models import Duplicate, Member, Transfer
from members.operations.arrivals import has_senders_word
from registers.models import ImportRun, NumberRelease
from unions.models import ErrorReport
from unions.verifier import waiting_for

LATE, SOON, OPEN = "bad", "warn", ""
WORDS_ASKED = 50  # transfers read one by one for the sender's word
ANSWER_WITHIN = 7  # days in which whoever told us of a wrong entry should hear of it


@dataclass(frozen=True)
class Due:
    """`words` follow the number; `when` is the state beside it, in the tone of the chip."""

    count: int
    words: str
    url: str
    when: str = ""
    tone: str = OPEN


def work_list(user: Any, numbers: Numbers) -> list[Due]:
    """Nothing that stands at nought."""
    return [due for source in SOURCES for due in source(user, numbers) if due.count]


def _late(user: Any, numbers: Numbers) -> Iterator[Due]:
    if user.may(Duty.REPORT_DISPLAYS):
        limit = numbers.days.renew_days
        yield _due(
            numbers.of("renew_overdue"), "名新任主席、副主席的双亮信息还没有更新", f"变动已超过 {limit} 天", LATE
        )
        yield _due(numbers.of("returned"), "条双亮记录被退回，要改正后重新报送", "已退回", LATE)


def _reports(user: Any, numbers: Numbers) -> Iterator[Due]:
    page = reverse("admin:campaigns_report_changelist")
    if user.may(Duty.ISSUE_REPORTS):
        drafts = list(
            Report.objects.visible_to(user).filter(state=Report.State.DRAFT, county=None).values_list("pk", flat=True)
        )
        one = reverse("admin:campaigns_report_change", args=drafts) if len(drafts) == 1 else ""
        yield Due(len(drafts), "份全县通报待审核发布", one or f"{page}?state__exact=draft&level=county", "待发布", SOON)
    if user.may(Duty.MAKE_REPORTS):
        missed = sum(len(months) for _, months in missed_everywhere())
        yield Due(missed, "个月份还没有通报", f"{page}#missed", "缺通报", LATE)
        waiting = Report.objects.visible_to(user).filter(state=Report.State.PENDING, county=None)
        yield Due(waiting.count(), "份全县通报正在生成", f"{page}?state__exact=pending&level=county", "生成中")


def _imports(user: Any, numbers: Numbers) -> Iterator[Due]:
    if not user.may(Duty.IMPORT_REGISTERS):
        return
    page = reverse("admin:registers_importrun_changelist")
    mine = ImportRun.objects.visible_to(user).filter(by=user)
    checked = mine.filter(state=ImportRun.State.CHECKED).exclude(stored_as="")
    waiting = mine.filter(state=ImportRun.State.WAITING)
    for rows, query, words, when, tone in (
        (mine.open_rounds(), "round=open", "次导入有错误待改", "待改正", SOON),
        (checked, "round=write", "次导入已检查，还没有写入", "待写入", SOON),
        (waiting, f"state__exact={ImportRun.State.WAITING}", "次导入正在检查", "进行中", OPEN),
    ):
        yield Due(rows.count(), words, f"{page}?{query}&mine=yes", when, tone)


def _releases(user: Any, numbers: Numbers) -> Iterator[Due]:
    page, asked = reverse("admin:registers_numberrelease_changelist"), NumberRelease.objects
    waiting = NumberRelease.State.WAITING
    yield Due(
        asked.waiting_for(user).count(),
        "份完整号码的导出申请等您答复",
        f"{page}?state__exact={waiting}",
        "待同意",
        SOON,
    )
    mine = asked.visible_to(user).filter(by=user, opens_until__gt=timezone.now())
    yield Due(
        mine.count(), "份完整号码的导出已经同意", f"{page}?state__exact={NumberRelease.State.AGREED}", "可以导出", SOON
    )


def _officers(user: Any, numbers: Numbers) -> Iterator[Due]:
    if user.may(Duty.REPORT_DISPLAYS):
        limit = numbers.days.renew_days
        yield _due(numbers.of("renew_due"), "名新任主席、副主席待更新双亮信息", f"变动后 {limit} 天内", SOON)
    if user.may(Duty.INVITE_CHAIRS):
        yield _due(numbers.of("new_chairs"), "位新任主席还没有登录单，不能登录", "待发登录单", SOON)
    if user.may(Duty.EDIT_OFFICERS):
        yield _due(numbers.of("elections"), "份主席上报的换届待确认", "待确认", SOON)
        last = numbers.days.term_last_days
        yield _due(numbers.of("term_over"), "名干部任期已满，要换届", "已届满", LATE)
        yield _due(numbers.of(f"term_{last}"), "名干部任期即将届满", f"{last} 天内", SOON)


def _displays(user: Any, numbers: Numbers) -> Iterator[Due]:
    """Those this person may verify; one's own entries wait for somebody else."""
    if user.may(Duty.VERIFY_DISPLAYS):
        place = key_of(f"queue-{user.pk}", numbers.on, user.paths_with(Duty.VERIFY_DISPLAYS))
        rows = waiting_for(user, numbers.on).order_by()
        waiting = ready.kept(place, rows.count, numbers.now)
        yield Due(int(waiting.value), "条双亮记录待核实", reverse("admin:unions_display_queue"), "待核实")


def _members(user: Any, numbers: Numbers) -> Iterator[Due]:
    if user.may(Duty.EDIT_MEMBERS):
        into = sides(user.paths_with(Duty.EDIT_MEMBERS), "in")
        out = sides(user.paths_with(Duty.EDIT_MEMBERS), "out")
        pending = Transfer.objects.visible_to(user).pending()
        page = f"{reverse('admin:members_transfer_changelist')}?state__exact=pending"
        yield Due(pending.filter(into).count(), "名会员的接转待接收", f"{page}&side=in", "待接收", SOON)
        # Those the other side asked for: what its own side applied for waits for the receiver.
        asked = pending.filter(out, from_opinion="").exclude(into)
        count = sum(not has_senders_word(one) for one in asked.select_related("from_union", "applied_by")[:WORDS_ASKED])
        yield Due(count, "名会员别处申请转入，待表态", f"{page}&side=out", "待表态", SOON)
    if user.may(Duty.SETTLE_DUPLICATES):
        pairs = Duplicate.objects.visible_to(user).to_settle().count()
        yield Due(pairs, "对会员疑似重复登记", reverse("admin:members_duplicate_changelist"), "待核对")
    if user.may(Duty.ERASE_MEMBERS):
        place = key_of("retention", numbers.on, user.paths_with(Duty.ERASE_MEMBERS))
        rows = Member.objects.visible_to(user).left_before(retention_day()).order_by()
        over = ready.kept(place, rows.count, numbers.now)
        page = reverse("admin:members_member_changelist")
        yield Due(int(over.value), "名已离会会员的个人信息保存期满", f"{page}?retention=over", "可以删除")


def _told(user: Any, numbers: Numbers) -> Iterator[Due]:
    if not user.may(Duty.ANSWER_ERROR_REPORTS):
        return
    waiting = ErrorReport.objects.visible_to(user).waiting()
    found = waiting.aggregate(count=Count("pk"), first=Min("at"))
    page = f"{reverse('admin:unions_errorreport_changelist')}?open=yes"
    is_late = found["first"] is not None and (numbers.on - timezone.localdate(found["first"])).days > ANSWER_WITHIN
    state = (f"有的超过 {ANSWER_WITHIN} 天", LATE) if is_late else ("待答复", SOON)
    yield Due(found["count"], "条公众反映的信息错误待核对答复", page, *state)


def _seats(user: Any, numbers: Numbers) -> Iterator[Due]:
    if user.may(Duty.EDIT_OFFICERS):
        yield _due(numbers.of("vacant"), "个工会主席空缺", "空缺")
    if user.may(Duty.EDIT_ORGANISATIONS):
        yield _due(numbers.of("unorganised"), "家单位尚未建会", "未建会")


def _jobs(user: Any, numbers: Numbers) -> Iterator[Due]:
    if user.may(Duty.SEE_JOBS):
        page = reverse("admin:accounts_job_changelist")
        failed = Job.objects.filter(state=Job.State.FAILED).count()
        yield Due(failed, "个后台任务没有办成", f"{page}?state__exact=failed", "失败", LATE)
        live = Job.objects.filter(state=Job.State.RUNNING).count()
        yield Due(live, "个后台任务正在进行", f"{page}?state__exact=running", "进行中")


def _relief(user: Any, numbers: Numbers) -> Iterator[Due]:
    for task in tasks(user, numbers.on):
        yield Due(task.count, task.words, _address(task.page, task.query), task.when, task.tone)


def _address(page: str, query: dict[str, str]) -> str:
    return f"{reverse(page)}?{urlencode(query)}" if query else reverse(page)


SOURCES = (_late, _relief, _reports, _imports, _releases, _officers, _told, _members, _displays, _seats, _jobs)


def _due(number: Number | None, words: str, when: str, tone: str = OPEN) -> Due:
    return Due(number.count, words, number.url, when, tone) if number else Due(0, words, "")
