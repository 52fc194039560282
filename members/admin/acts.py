"""What may be done with a member: each act a page with a small form."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from accounts.admin.acts import Act
from accounts.admin.personal import Personal, reveal
from accounts.duties import Duty
from accounts.masks import masked_id_number, masked_mobile
from accounts.refused import Refused
from members.admin.words import number_of
from members.forms.acts import ApplyForm, LeaveForm, MembershipForm, RejoinForm, ResumeForm, RetainForm
from members.models import Member, State, Transfer, current_of, last_of
from members.operations import belonging, transfers
from unions.admin.parts import in_words

MOBILE = Personal("mobile", "移动电话", "mobile", Duty.EDIT_MEMBERS, masked_mobile)
ID_NUMBER = Personal(
    "id_number_sealed",
    "证件号码",
    "id-number",
    Duty.EDIT_MEMBERS,
    masked_id_number,
    lambda row: number_of(row),
)


def _is_in(*states: State) -> Any:
    def applies(row: Member) -> bool:
        current = current_of(row)
        return current is not None and current.state in states

    return applies


def _is_under_way(row: Member) -> bool:
    """One application at a time; the one that waits stands on the page."""
    return Transfer.objects.everywhere("of a person already in scope").filter(member=row).pending().exists()


def _has_left(row: Member) -> bool:
    return row.erased_on is None and row.merged_into_id is None and current_of(row) is None


def _ended_so(row: Member) -> bool:
    last = last_of(row)
    return _has_left(row) and last is not None and last.state in (State.WITHDRAWN, State.EXPELLED)


def _current(row: Member) -> Any:
    """The row's own; another one since the page was drawn is the operation's to refuse."""
    return current_of(row)


def _correct(row: Member, values: dict[str, Any], by: Any) -> str:
    on = timezone.localdate()
    belonging.change_membership(_current(row), employer=values["employer"], since=values["since"], on=on, by=by)
    return f"{row.name} 的会籍已更正。"


def _apply(row: Member, values: dict[str, Any], by: Any) -> str:
    transfer = transfers.apply(
        row, values["to_union"], on=values["on"], reason=values["reason"], opinion=values["opinion"], by=by
    )
    page = reverse("admin:members_transfer_change", args=[transfer.pk])
    return format_html(
        '已为 {} 申请转到“{}”，等待对方接收。<a href="{}">查看这份申请</a>，办错了可以在那里撤回。',
        row.name,
        values["to_union"].name,
        page,
    )


def _retain(row: Member, values: dict[str, Any], by: Any) -> str:
    belonging.retain(_current(row), on=values["on"], reason=values["reason"], by=by, today=timezone.localdate())
    return f"{row.name} 从{in_words(values['on'])}起保留会籍。办错了可点“恢复正常会籍”。"


def _resume(row: Member, values: dict[str, Any], by: Any) -> str:
    belonging.resume(_current(row), on=values["on"], by=by, today=timezone.localdate())
    return f"{row.name} 的会籍已恢复正常。"


def _withdraw(row: Member, values: dict[str, Any], by: Any) -> str:
    belonging.withdraw(_current(row), on=values["on"], reason=values["reason"], by=by, today=timezone.localdate())
    return _ended(row, f"{row.name} 已登记退会，从{in_words(values['on'])}起不再是会员。")


def _expel(row: Member, values: dict[str, Any], by: Any) -> str:
    belonging.expel(_current(row), on=values["on"], reason=values["reason"], by=by, today=timezone.localdate())
    return _ended(row, f"{row.name} 已登记除名，从{in_words(values['on'])}起不再是会员。")


def _ended(row: Member, done: str) -> str:
    undo = reverse("admin:members_member_reinstate", args=[row.pk])
    return format_html('{}办错了可以<a href="{}">撤回</a>。', done, undo)


def _reinstate(row: Member, values: dict[str, Any], by: Any) -> str:
    last = last_of(row)
    assert last is not None  # the act is open only then
    belonging.reinstate(last, by=by)
    return f"{row.name} 的退会或除名登记已撤回，会籍照旧。"


def _rejoin(row: Member, values: dict[str, Any], by: Any) -> str:
    if not by.may(Duty.EDIT_MEMBERS, values["union"]):  # the page asked it of the union that the person was in
        raise Refused("这个工会的会员不归您管理，请由它的上级工会办理。")
    belonging.join(
        values["union"],
        since=values["since"],
        on=timezone.localdate(),
        id_kind=row.id_kind,
        id_number=number_of(row),
        name=row.name,
        by=by,
    )
    return f"{row.name} 已再次入会，工会：{values['union'].name}，入会日期 {in_words(values['since'])}。"


ACTS = (
    Act(
        "correct",
        "更正会籍",
        Duty.EDIT_MEMBERS,
        _correct,
        form=MembershipForm,
        warning="更正入会日期、工作单位登记错了的情形。换了工会的，请办“申请接转”。",
        applies=_is_in(State.NORMAL, State.RETAINED),
    ),
    Act(
        "transfer",
        "申请接转",
        Duty.EDIT_MEMBERS,
        _apply,
        form=ApplyForm,
        warning="转入工会接收以后，会籍才转过去；接收之前一切不变。",
        applies=lambda row: _is_in(State.NORMAL, State.RETAINED)(row) and not _is_under_way(row),
    ),
    Act(
        "retain",
        "保留会籍",
        Duty.EDIT_MEMBERS,
        _retain,
        form=RetainForm,
        warning="保留会籍期间仍计入会员，没有选举权、被选举权和表决权。",
        applies=_is_in(State.NORMAL),
    ),
    Act(
        "resume",
        "恢复正常会籍",
        Duty.EDIT_MEMBERS,
        _resume,
        form=ResumeForm,
        applies=_is_in(State.RETAINED),
    ),
    Act(
        "withdraw",
        "办理退会",
        Duty.EDIT_MEMBERS,
        _withdraw,
        form=LeaveForm,
        warning="本人书面申请退会的，从会籍变化日期起不再是会员。待接收的接转申请随之作废。",
        applies=_is_in(State.NORMAL, State.RETAINED),
    ),
    Act(
        "expel",
        "办理除名",
        Duty.EDIT_MEMBERS,
        _expel,
        form=LeaveForm,
        warning="除名要有工会会员大会或者代表大会的决定。从会籍变化日期起不再是会员。待接收的接转申请随之作废。",
        applies=_is_in(State.NORMAL, State.RETAINED),
    ),
    Act(
        "reinstate",
        "撤回退会或除名",
        Duty.EDIT_MEMBERS,
        _reinstate,
        warning="只用于退会、除名登记错了的情形：原来的会籍照旧，中间不断。后来又申请入会的，请办“再次入会”。",
        applies=_ended_so,
    ),
    Act(
        "rejoin",
        "再次入会",
        Duty.EDIT_MEMBERS,
        _rejoin,
        form=RejoinForm,
        warning="原来的会籍记录保留，从入会日期起另有一段新的会籍。",
        applies=_has_left,
    ),
    reveal(ID_NUMBER),
    reveal(MOBILE),
)
