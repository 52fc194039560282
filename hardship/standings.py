"""What an application waits for, and from whom: the line on a list and the next step on its page (hardship.md §5)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from hardship.models import ReliefApplication, Step
from hardship.money import yuan
from hardship.transitions import LABELS, State
from hardship.workdays import Calendar, after

BACK = {"send_back_within", "uphold_objection", "send_back", "send_back_approval"}
# What the union's own chair does next, as the button says it.
CHAIRS: dict[str, str] = {
    State.DRAFT: "补齐材料，提交",
    State.SUBMITTED: "登记单位工会审核",
    State.AGREED: "张贴公示",
    State.POSTED: "看公示",
    State.NOTICE_OVER: "上传公示结果报告，申报",
}
WAITS: dict[str, str] = {
    State.OPINION: "等乡镇（开发区、系统）意见",
    State.COUNTY_REVIEW: "等县总工会审核",
    State.BALANCING: "等县总工会汇总平衡",
    State.APPROVAL: "等县总工会领导审批",
    State.APPROVED: "已批准，等发放",
    State.PAYING: "正在发放",
}
OVER = (State.CLOSED, State.REFUSED, State.WITHDRAWN)


@dataclass(frozen=True)
class Standing:
    """One application as its chair reads it. `reason`: why it came back, where it did; `due_on` the last day in time."""

    application: ReliefApplication
    says: str
    tone: str
    reason: str = ""
    due_on: date | None = None

    @property
    def amount(self) -> str:
        """What was approved, in words of a list; "" before that."""
        return yuan(self.application.approved) if self.application.approved is not None else ""

    @property
    def is_the_chairs(self) -> bool:
        return State(self.application.state) in CHAIRS

    @property
    def is_over(self) -> bool:
        return State(self.application.state) in OVER

    @property
    def waits(self) -> bool:
        return not self.is_the_chairs and not self.is_over


def standings(rows: Iterable[ReliefApplication], on: date) -> list[Standing]:
    """Of each, in the order given. One query for all of them; the programmes are to be selected with the rows."""
    found = list(rows)
    steps = Step.objects.everywhere("the last steps of applications already in scope").filter(application__in=found)
    last = {step.application_id: step for step in steps.order_by("number")}
    return [_standing(row, last.get(row.pk), on) for row in found]


def _standing(row: ReliefApplication, last: Step | None, on: date) -> Standing:
    state = State(row.state)
    if state in CHAIRS and last is not None and last.act in BACK:
        return Standing(row, "被退回", "returned", last.opinion)
    if state == State.DRAFT:
        return Standing(row, *_draft(row, on), due_on=timezone.localdate(row.programme.closes_at))
    if state in OVER:
        tone = {State.CLOSED: "verified", State.REFUSED: "returned"}.get(state, "over")
        return Standing(row, LABELS[state], tone)
    return Standing(row, LABELS[state], "none" if state in CHAIRS and state != State.POSTED else "reported")


def _draft(row: ReliefApplication, on: date) -> tuple[str, str]:
    """The days left to hand it in; the closing day itself is still one."""
    left = (timezone.localdate(row.programme.closes_at) - on).days
    if left < 0:
        return "申报已截止", "overdue"
    return ("今天截止", "overdue") if left == 0 else (f"还有 {left} 天截止", "soon" if left <= 7 else "none")


def opinion_due(row: ReliefApplication, works: Calendar) -> date:
    """The last of the working days in which the body may speak; the next morning it has passed on (rule A8)."""
    return after(timezone.localdate(row.moved_at), row.programme.opinion_days, works)
