"""The steps of an application: which state leads where, by whose act (hardship.md §5). Pure; the database holds the same.

Separation of persons: each act belongs to a group, and of the groups in APART no two may be one person's on the same
application (roles.md: who entered an application neither reviews nor approves nor pays it).
"""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    AGREED = "agreed"
    POSTED = "posted"
    NOTICE_OVER = "notice_over"
    OPINION = "opinion"
    COUNTY_REVIEW = "county_review"
    BALANCING = "balancing"
    APPROVAL = "approval"
    APPROVED = "approved"
    PAYING = "paying"
    CLOSED = "closed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


LABELS = {
    State.DRAFT: "草稿",
    State.SUBMITTED: "待单位工会审核",
    State.AGREED: "待单位公示",
    State.POSTED: "公示中",
    State.NOTICE_OVER: "待申报",
    State.OPINION: "待乡镇意见",
    State.COUNTY_REVIEW: "县级审核",
    State.BALANCING: "汇总平衡",
    State.APPROVAL: "待审批",
    State.APPROVED: "待发放",
    State.PAYING: "发放中",
    State.CLOSED: "办结",
    State.REFUSED: "不予帮扶",
    State.WITHDRAWN: "已撤回",
}


class Group(StrEnum):
    ENTER = "enter"
    OPINION = "opinion"
    REVIEW = "review"
    APPROVE = "approve"
    PAY = "pay"
    SYSTEM = "system"


GROUP_WORDS = {
    Group.ENTER: "申报",
    Group.OPINION: "出具乡镇意见",
    Group.REVIEW: "县级审核",
    Group.APPROVE: "审批",
    Group.PAY: "发放",
    Group.SYSTEM: "系统办理",
}

APART = (
    frozenset({Group.ENTER, Group.OPINION}),
    frozenset({Group.ENTER, Group.REVIEW}),
    frozenset({Group.ENTER, Group.APPROVE}),
    frozenset({Group.ENTER, Group.PAY}),
    frozenset({Group.REVIEW, Group.APPROVE}),
    frozenset({Group.REVIEW, Group.PAY}),
    frozenset({Group.APPROVE, Group.PAY}),
)


@dataclass(frozen=True)
class Act:
    name: str
    label: str
    group: Group
    moves: tuple[tuple[State, State], ...]


S = State
BEFORE_APPROVAL = (
    S.DRAFT,
    S.SUBMITTED,
    S.AGREED,
    S.POSTED,
    S.NOTICE_OVER,
    S.OPINION,
    S.COUNTY_REVIEW,
    S.BALANCING,
    S.APPROVAL,
)
# 退回 leads to an earlier step at which somebody can act; a notice runs anew.
RETURN_TO = (S.DRAFT, S.SUBMITTED, S.AGREED, S.NOTICE_OVER, S.COUNTY_REVIEW, S.BALANCING)


def earlier(state: State) -> tuple[State, ...]:
    """The steps to which an application can be sent back from this one, the first of all first."""
    if state not in BEFORE_APPROVAL:
        return ()
    place = BEFORE_APPROVAL.index(state)
    return tuple(one for one in RETURN_TO if BEFORE_APPROVAL.index(one) < place)


def _back(*states: State) -> tuple[tuple[State, State], ...]:
    return tuple((state, to) for state in states for to in earlier(state))


ACTS = {
    act.name: act
    for act in (
        Act("submit", "提交", Group.ENTER, ((S.DRAFT, S.SUBMITTED),)),
        Act("agree", "单位工会审核同意", Group.ENTER, ((S.SUBMITTED, S.AGREED),)),
        Act("send_back_within", "单位工会退回", Group.ENTER, _back(S.SUBMITTED, S.AGREED, S.POSTED, S.NOTICE_OVER)),
        Act("post", "单位公示", Group.ENTER, ((S.AGREED, S.POSTED),)),
        Act("notice_over", "公示期满", Group.SYSTEM, ((S.POSTED, S.NOTICE_OVER),)),
        Act("uphold_objection", "公示异议成立", Group.ENTER, _back(S.POSTED, S.NOTICE_OVER)),
        Act("report", "申报", Group.ENTER, ((S.NOTICE_OVER, S.OPINION), (S.NOTICE_OVER, S.COUNTY_REVIEW))),
        Act("opine", "乡镇意见", Group.OPINION, ((S.OPINION, S.COUNTY_REVIEW),)),
        Act("pass_on", "逾期未表态，自动转县级", Group.SYSTEM, ((S.OPINION, S.COUNTY_REVIEW),)),
        Act("review", "县级审核通过", Group.REVIEW, ((S.COUNTY_REVIEW, S.BALANCING),)),
        Act("send_back", "县级退回", Group.REVIEW, _back(S.OPINION, S.COUNTY_REVIEW, S.BALANCING)),
        Act("balance", "汇总平衡完成", Group.REVIEW, ((S.BALANCING, S.APPROVAL),)),
        Act("refuse", "不予帮扶", Group.REVIEW, ((S.COUNTY_REVIEW, S.REFUSED), (S.BALANCING, S.REFUSED))),
        Act("reopen", "撤回不予帮扶", Group.REVIEW, ((S.REFUSED, S.COUNTY_REVIEW),)),
        Act("approve", "审批同意", Group.APPROVE, ((S.APPROVAL, S.APPROVED),)),
        Act("disapprove", "审批不同意", Group.APPROVE, ((S.APPROVAL, S.REFUSED),)),
        Act("send_back_approval", "审批退回", Group.APPROVE, _back(S.APPROVAL)),
        Act("revoke", "撤销审批", Group.APPROVE, ((S.APPROVED, S.APPROVAL),)),
        Act("pay", "列入发放批次", Group.PAY, ((S.APPROVED, S.PAYING),)),
        Act("unpay", "移出发放批次", Group.PAY, ((S.PAYING, S.APPROVED),)),
        Act("close", "办结", Group.PAY, ((S.PAYING, S.CLOSED),)),
        Act("withdraw", "撤回", Group.ENTER, tuple((state, S.WITHDRAWN) for state in BEFORE_APPROVAL)),
        Act("resume", "恢复申请", Group.ENTER, ((S.WITHDRAWN, S.DRAFT),)),
    )
}


def may_move(act: str, old: str, new: str) -> bool:
    """Does this act lead from one state to the other?"""
    return act in ACTS and (State(old), State(new)) in ACTS[act].moves


def apart(one: Group, other: Group) -> bool:
    """Must these two be different persons?"""
    return one != other and frozenset({one, other}) in APART
