"""What may be done to one application at the desk, each on a page of its own."""

from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils import timezone

from accounts.admin.acts import Act
from accounts.duties import Duty
from hardship.forms.deciding import ApproveForm, BackForm, ReasonForm, ReviewForm
from hardship.models import ReliefApplication
from hardship.money import in_words, yuan
from hardship.operations import approving, reviewing
from hardship.transitions import ACTS as MOVES
from hardship.transitions import LABELS, State

# The act of transitions.py behind each page.
BEHIND = {
    "review": "review",
    "back": "send_back",
    "refuse": "refuse",
    "reopen": "reopen",
    "approve": "approve",
    "approval-back": "send_back_approval",
    "disapprove": "disapprove",
    "revoke": "revoke",
}


def begins(act: str) -> Any:
    """Does the act begin at the application's step?"""
    states = {str(old) for old, _ in MOVES[act].moves}
    return lambda row: row.state in states


def _review(row: ReliefApplication, values: dict[str, Any], by: Any) -> str:
    done = reviewing.review(row, opinion=values["opinion"], seen=values["seen"], at=timezone.now(), by=by)
    amount = f"，拟帮扶金额 {yuan(done.proposed)}" if done.proposed is not None else ""
    return f"{row.name}的申请已审核通过，转入汇总平衡{amount}。"


def _back(row: ReliefApplication, values: dict[str, Any], by: Any) -> str:
    to = State(values["to"])
    reviewing.send_back(row, to=to, reason=values["reason"], seen=values["seen"], at=timezone.now(), by=by)
    return f"{row.name}的申请已退回到“{LABELS[to]}”。"


def _refuse(row: ReliefApplication, values: dict[str, Any], by: Any) -> str:
    reviewing.refuse(row, reason=values["reason"], seen=values["seen"], at=timezone.now(), by=by)
    return f"{row.name}的申请已定为不予帮扶，原因会告知本人。"


def _reopen(row: ReliefApplication, values: dict[str, Any], by: Any) -> str:
    reviewing.reopen(row, reason=values["reason"], seen=values["seen"], at=timezone.now(), by=by)
    return f"不予帮扶已撤回，{row.name}的申请回到县级审核。"


def _approve(row: ReliefApplication, values: dict[str, Any], by: Any) -> str:
    done = approving.approve(
        row, values["shares"], opinion=values["opinion"], seen=values["seen"], at=timezone.now(), by=by
    )
    amount = done.approved or Decimal(0)
    return f"已批准{row.name} {yuan(amount)}（{in_words(amount)}），转财务发放。"


def _approval_back(row: ReliefApplication, values: dict[str, Any], by: Any) -> str:
    to = State(values["to"])
    approving.send_back(row, to=to, reason=values["reason"], seen=values["seen"], at=timezone.now(), by=by)
    return f"{row.name}的申请已退回到“{LABELS[to]}”。"


def _disapprove(row: ReliefApplication, values: dict[str, Any], by: Any) -> str:
    approving.disapprove(row, reason=values["reason"], seen=values["seen"], at=timezone.now(), by=by)
    return f"{row.name}的申请审批不同意，定为不予帮扶，原因会告知本人。"


def _revoke(row: ReliefApplication, values: dict[str, Any], by: Any) -> str:
    approving.revoke(row, reason=values["reason"], seen=values["seen"], at=timezone.now(), by=by)
    return f"{row.name}的审批已撤销，占用的预算已退回，申请回到待审批。"


def _advice(row: ReliefApplication) -> str:
    if row.is_eligible:
        return "材料逐份核对合格后才能通过。通过后转入汇总平衡，按项目标准拟定金额。"
    words = "临界，须由人复核" if row.borderline else "按标准不能享受帮扶"
    return f"系统建议：{words}。审核通过的，必须在意见里写明理由。"


def _to_approval(row: ReliefApplication) -> str:
    """Back to the list of the same programme."""
    return f"{reverse('admin:hardship_reliefapplication_approval')}?programme={row.programme_id}"


REVIEW, APPROVE = Duty.REVIEW_RELIEF, Duty.APPROVE_RELIEF
ACTS = (
    Act("review", "县级审核通过", REVIEW, _review, form=ReviewForm, warning=_advice, applies=begins("review")),
    Act(
        "back",
        "退回",
        REVIEW,
        _back,
        form=BackForm,
        warning="退回后由那一步的人重新办理，以后的步骤重走；以前的记录都保留。",
        applies=begins("send_back"),
    ),
    Act(
        "refuse",
        "不予帮扶",
        REVIEW,
        _refuse,
        form=ReasonForm,
        warning="原因会告知职工本人，职工可以查询。定错了可以撤回。",
        applies=begins("refuse"),
    ),
    Act(
        "reopen",
        "撤回不予帮扶",
        REVIEW,
        _reopen,
        form=ReasonForm,
        warning="申请回到县级审核，重新核对。",
        applies=begins("reopen"),
    ),
    Act(
        "approve",
        "审批同意",
        APPROVE,
        _approve,
        form=ApproveForm,
        grave=True,
        warning=lambda row: (
            f"拟帮扶金额 {yuan(row.proposed)}，每户最高 {yuan(row.programme.ceiling)}。批准后占用预算，转财务发放。"
        ),
        applies=begins("approve"),
        leads_to=_to_approval,
    ),
    Act(
        "approval-back",
        "审批退回",
        APPROVE,
        _approval_back,
        form=BackForm,
        warning="退回后由那一步的人重新办理；以前的记录都保留。",
        applies=begins("send_back_approval"),
        leads_to=_to_approval,
    ),
    Act(
        "disapprove",
        "审批不同意",
        APPROVE,
        _disapprove,
        form=ReasonForm,
        warning="申请定为不予帮扶，原因会告知职工本人。只是金额或材料有问题的，请用“审批退回”。",
        applies=begins("disapprove"),
        leads_to=_to_approval,
    ),
    Act(
        "revoke",
        "撤销审批",
        APPROVE,
        _revoke,
        form=ReasonForm,
        grave=True,
        warning="还没有列入发放批次的才能撤销。占用的预算退回，申请回到待审批。",
        applies=begins("revoke"),
    ),
)
