"""换届上报: reported by a chair, confirmed or sent back by the responsible body; confirmed, it is a succession."""

from datetime import date, datetime
from typing import Any, TypedDict, Unpack

from accounts.book import operation
from accounts.duties import Role
from accounts.models import User
from accounts.refused import Refused
from unions.models import ElectionReport, Officer, Organisation, PortalSettings, Post
from unions.operations import succession
from unions.operations.rows import amend
from unions.operations.succession import Leaving

State = ElectionReport.State
OF_THE_PERSON = (
    "sex", "born_on", "political_status", "education", "full_time", "employer_post", "office_phone", "mobile",
    "is_principal_or_kin",
)  # fmt: skip
SEATS = (Post.CHAIR, Post.VICE_CHAIR)


class Details(TypedDict, total=False):
    """What a chair knows of an election; post, name and elected_on are needed."""

    post: str
    name: str
    elected_on: date
    term_ends_on: date | None
    sex: str
    office_phone: str
    mobile: str
    leaving: Officer | None
    left_on: date | None
    is_reelected: bool
    note: str


@operation("elections.report")
def report(union: Organisation, *, at: datetime, by: User | None, **details: Unpack[Details]) -> ElectionReport:
    """Waits for the responsible body where the county has it so; else it is a succession at once.

    Reported twice while it waits, it is one. Raises Refused when the seat does not fit, or the same person's election
    waits with other values.
    """
    union = Organisation.objects.lock(union)
    same = ElectionReport.objects.everywhere("of the locked union").filter(
        union=union, post=details["post"], name=details["name"], state=State.WAITING
    )
    if (there := same.first()) is not None:
        return _demand_same(there, details)
    _demand_seat(union, details)
    row = ElectionReport.objects.create(union=union, reported_by=by, reported_at=at, **details)
    if not PortalSettings.objects.current().elections_wait:
        _take_effect(row, at=at, decided_by=None, by=by)
    return row


@operation("elections.withdraw")
def withdraw(row: ElectionReport, *, at: datetime, by: User | None) -> ElectionReport:
    """The chair takes back what waits or was sent back; twice is once. Raises Refused once it is confirmed."""
    row = ElectionReport.objects.lock(row)
    if row.state == State.CONFIRMED:
        raise Refused("这份换届上报已经确认，不能撤回。登记有误的，请联系上级工会更正。")
    if row.state != State.WITHDRAWN:
        amend(row, {"state": State.WITHDRAWN, "decided_by": by, "decided_at": at})
    return row


@operation("elections.confirm")
def confirm(row: ElectionReport, *, at: datetime, by: User) -> ElectionReport:
    """The body's yes: who leaves leaves, who was elected comes in (`officers.succeed`). Twice is once.

    Raises Refused for one's own report or union, for one that does not wait, and when the seat changed meanwhile.
    """
    row = ElectionReport.objects.lock(row)
    if row.state == State.CONFIRMED:
        return row
    if reason := reason_against(row, by=by):
        raise Refused(reason)
    return _take_effect(row, at=at, decided_by=by, by=by)


@operation("elections.send_back")
def send_back(row: ElectionReport, *, why: str, at: datetime, by: User) -> ElectionReport:
    """Back to the chair, with the reason; twice is once, the first reason stays. Raises Refused as `confirm`."""
    row = ElectionReport.objects.lock(row)
    if row.state == State.SENT_BACK:
        return row
    if reason := reason_against(row, by=by):
        raise Refused(reason)
    if not why.strip():
        raise Refused("请写明退回的原因，上报人才知道改什么。")
    amend(row, {"state": State.SENT_BACK, "why": why, "decided_by": by, "decided_at": at})
    return row


def reason_against(row: ElectionReport, *, by: User) -> str:
    """Why this user may not decide on the report; "" when nothing stands against it. Changes nothing."""
    if row.reported_by_id == by.pk:
        return "这份换届是您本人上报的，须由上级工会的其他干部办理。"
    if any(post.role == Role.CHAIR and post.organisation_id == row.union_id for post in by.standing):
        return "您是该工会的主席，本工会的换届须由上级工会办理。"
    if row.state != State.WAITING:
        return f"这份换届上报{row.get_state_display()}，不能再办理。请刷新后核对。"
    return ""


def succession_of(row: ElectionReport) -> dict[str, Any]:
    """The report as `officers.succeed` takes it, besides the union. Raises Refused when the seat changed meanwhile."""
    _demand_unchanged_seat(row)
    kept = ("post", "name", "elected_on", "term_ends_on", "sex", "office_phone", "mobile")
    values: dict[str, Any] = {name: getattr(row, name) for name in kept}
    if row.leaving is not None and row.is_reelected:
        # The same person: what is known goes on.
        values |= {name: getattr(row.leaving, name) for name in OF_THE_PERSON if not values.get(name)}
    leaves = row.leaving is not None and row.left_on is not None
    values["leaving"] = Leaving(row.leaving, row.left_on, is_reelected=row.is_reelected) if leaves else None  # type: ignore[arg-type]
    return values


def _take_effect(row: ElectionReport, *, at: datetime, decided_by: User | None, by: User | None) -> ElectionReport:
    elected = succession.succeed(row.union, by=by, **succession_of(row))
    amend(row, {"state": State.CONFIRMED, "decided_by": decided_by, "decided_at": at, "elected": elected})
    return row


def _demand_same(there: ElectionReport, details: Details) -> ElectionReport:
    if any(getattr(there, name) != value for name, value in details.items()):
        raise Refused(f"{there.name} 的换届已经上报，正在等待确认。要改的，请先撤回那一份，再重新上报。")
    return there


def _demand_seat(union: Organisation, details: Details) -> None:
    leaving, left_on = details.get("leaving"), details.get("left_on")
    if union.dissolved_on is not None:
        raise Refused(f"该工会已于 {union.dissolved_on} 撤销，不能再上报换届。")
    if details["post"] not in SEATS:
        raise Refused("手机端只上报主席、副主席的换届，其他干部请告诉上级工会登记。")
    if union.established_on is not None and details["elected_on"] < union.established_on:
        raise Refused(f"当选日期早于该工会的建会日期（{union.established_on}），请核对。")
    if leaving is None:
        return
    if leaving.union_id != union.pk or leaving.post != details["post"]:
        raise Refused(f"{leaving.name} 不是该工会的{Post(details['post']).label}，请重新选择离任的人。")
    if left_on is not None and left_on < leaving.elected_on:
        raise Refused(f"离任日期早于 {leaving.name} 的当选日期（{leaving.elected_on}），请核对。")


def _demand_unchanged_seat(row: ElectionReport) -> None:
    """Somebody else may have dealt with the seat while the report waited."""
    leaving = row.leaving
    if leaving is not None and leaving.left_on not in (None, row.left_on):
        raise Refused(
            f"{leaving.name} 已于 {leaving.left_on} 离任，与上报的 {row.left_on} 不一致：席位在上报后有变动。"
            "请核对工会的任职记录，再退回本件请主席重新上报。"
        )
    if leaving is None and row.post == Post.CHAIR:
        sitting = Officer.objects.everywhere("of the report's union").filter(union=row.union).chairs()
        if (chair := sitting.sitting_on(row.elected_on).first()) is not None and chair.name != row.name:
            raise Refused(f"该工会在 {row.elected_on} 的主席是 {chair.name}，席位已不空缺。请退回本件请对方核对。")
