"""What changes about display facts: reported, ended, verified, sent back (coverage.md §1)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts.book import operation
from accounts.duties import Role
from accounts.models import User
from accounts.refused import Refused
from unions.models import Display, Item, Officer, Organisation, Photo, Post, Way
from unions.models.display import OFFICER_ITEMS, WAYS_OF
from unions.operations import photos
from unions.operations.rows import amend, erase

NOT_RETURNED: dict[str, Any] = {"returned_on": None, "returned_by": "", "returned_why": ""}


@operation("displays.report_display")
def report_display(
    union: Organisation,
    *,
    item: str,
    way: str,
    starts_on: date,
    officer: Officer | None = None,
    ends_on: date | None = None,
    content: str = "",
    by: User | None,
) -> Display:
    """A new fact, not verified; reported twice it is one. `ends_on` is the first day it no longer holds.

    Raises Refused when the way does not fit the item, the union did not exist, or the officer did not sit as its
    chair or vice-chair on `starts_on`.
    """
    union = Organisation.objects.lock(union)
    same = Display.objects.everywhere("of the locked union").filter(
        union=union, item=item, way=way, officer=officer, starts_on=starts_on
    )
    if (there := same.first()) is not None:
        return there
    _demand_fit(union, item, way, starts_on)
    _demand_officer(union, item, officer, starts_on)
    return Display.objects.create(
        union=union,
        item=item,
        way=way,
        officer=officer,
        starts_on=starts_on,
        ends_on=ends_on,
        content=content,
        entered_by=by,
    )


@operation("displays.change_content")
def change_content(display: Display, *, content: str, by: User | None) -> Display:
    """Correct the words; a fact that changed in the world ends, and a new one starts."""
    display = Display.objects.lock(display)
    if display.verified_on is not None and content != display.content:
        raise Refused("这条记录已经核实，内容不能再改。请先撤回核实，或结束它并上报新的记录。")
    amend(display, {"content": content})
    return display


@operation("displays.end_display")
def end_display(display: Display, *, on: date, by: User | None) -> Display:
    """The fact holds no longer from `on`; one sent back is answered by it.

    Raises Refused when it ended on another day already.
    """
    display = Display.objects.lock(display)
    if display.ends_on not in (None, on):
        raise Refused(f"这条记录已于 {display.ends_on} 结束。仍在悬挂或公布的，请上报一条新的记录。")
    amend(display, {"ends_on": on, **NOT_RETURNED})
    return display


@operation("displays.renew")
def renew(display: Display, *, on: date, content: str, by: User | None) -> Display:
    """What is published says something else from `on`: the old fact ends, a new one of the same place starts.

    The words of one that started on that day and waits to be verified are corrected instead. Unchanged words write
    nothing. Raises Refused for one that had ended, or starts later.
    """
    display = Display.objects.lock(display)
    if display.content == content and content:
        return display
    if display.ends_on is not None and display.ends_on <= on or display.starts_on > on:
        raise Refused("这条记录在那一天没有在公布，请刷新后核对，再上报新的记录。")
    if display.starts_on == on:
        return change_content(display, content=content, by=by)
    amend(display, {"ends_on": on, **NOT_RETURNED})
    return report_display(
        display.union, item=display.item, way=display.way, starts_on=on, officer=display.officer, content=content, by=by
    )


@operation("displays.verify")
def verify(display: Display, *, on: date, by: User) -> Display:
    """A superior union confirmed the fact on that day; one verified already stays as it is.

    Raises Refused for one's own entry, a chair's own union, or a day before the fact (roles.md).
    """
    display = Display.objects.lock(display)
    if display.verified_on is None:
        if reason := reason_against(display, on=on, by=by):
            raise Refused(reason)
        amend(display, {"verified_on": on, "verified_by": by.name})
    return display


@dataclass(frozen=True)
class Done:
    """Keys of the rows changed now, how many had been so before, and (display, reason) of those refused."""

    rows: list[int]
    before: int
    refused: list[tuple[Display, str]]

    @property
    def now(self) -> int:
        return len(self.rows)


@operation("displays.verify_many")
def verify_many(displays: Iterable[Display], *, on: date, by: User) -> Done:
    """Verify what may be verified, in one statement; the others are handed back with the reason."""
    rows = _locked(displays)
    done = sorted_out(rows, by=by, on=on)
    _all_of(done.rows).update(verified_on=on, verified_by=by.name)
    return done


@operation("displays.send_back")
def send_back(display: Display, *, on: date, why: str, by: User) -> Display:
    """Back to whoever reported it, with the reason; sent back twice is once, the first reason stays.

    Who may is who may verify (roles.md). Coverage does not change by it: coverage.md §1 knows only the fact's days and
    its verification, so a fact that never was so must be ended or removed. Raises Refused for one's own entry, a
    chair's own union, one verified, or without a reason.
    """
    display = Display.objects.lock(display)
    if display.returned_on is None:
        _demand_reason(why)
        if reason := reason_against(display, on=on, by=by, to_verify=False):
            raise Refused(reason)
        amend(display, {"returned_on": on, "returned_by": by.name, "returned_why": why})
    return display


@operation("displays.send_back_many")
def send_back_many(displays: Iterable[Display], *, on: date, why: str, by: User) -> Done:
    """Send back what may be sent back, with one reason, in one statement; the others come with what stands against."""
    _demand_reason(why)
    rows = _locked(displays)
    done = sorted_out(rows, by=by, on=on, to_verify=False)
    _all_of(done.rows).update(returned_on=on, returned_by=by.name, returned_why=why)
    return done


@operation("displays.resubmit")
def resubmit(display: Display, *, content: str, way: str, starts_on: date, by: User | None) -> Display:
    """Handed in again after it was sent back, with what was mended; waits to be verified anew.

    Whoever mends it has entered it from then on, and so does not verify it. One that is not sent back stays as it is.
    Raises Refused when the mended values do not fit (as `report_display`).
    """
    display = Display.objects.lock(display)
    if display.returned_on is None:
        return display
    mended = {"content": content, "way": way, "starts_on": starts_on}
    if any(getattr(display, name) != value for name, value in mended.items()):
        _demand_fit(display.union, display.item, way, starts_on)
        _demand_officer(display.union, display.item, display.officer, starts_on)
        mended["entered_by"] = by
    amend(display, {**mended, **NOT_RETURNED})
    return display


@operation("displays.withdraw_verification")
def withdraw_verification(display: Display, *, by: User | None) -> Display:
    """Verified by mistake: the fact is merely reported again."""
    display = Display.objects.lock(display)
    amend(display, {"verified_on": None, "verified_by": ""})
    return display


@operation("displays.remove")
def remove(display: Display, *, by: User | None) -> None:
    """Take out a fact reported by mistake, with its pictures. Raises Refused once it is verified."""
    display = Display.objects.lock(display)
    if display.verified_on is not None:
        raise Refused("这条记录已经核实，不能删除。确属误报的，请先撤回核实。")
    photos.discard_on_commit(list(Photo.objects.everywhere("of the locked display").filter(display=display)))
    erase(display, "已有其他记录挂在这条台账上，不能删除。")


def reason_against(display: Display, *, on: date, by: User, to_verify: bool = True) -> str:
    """Why this user may not verify (else: send back) the fact on that day; "" when nothing stands against it."""
    act = "核实" if to_verify else "退回"
    if display.entered_by_id == by.pk:
        instead = "须由其他工会干部核实" if to_verify else "不对的请直接修改、登记结束或删除"
        return f"这条记录是您本人录入的，{instead}。"
    if any(post.role == Role.CHAIR and post.organisation_id == display.union_id for post in by.standing):
        return f"您是该工会的主席，本工会的记录须由上级工会{act}。"
    if to_verify and display.returned_on is not None:
        return f"这条记录已于 {display.returned_on} 退回（{display.returned_why}），等上报人重新报送后再核实。"
    if not to_verify and display.verified_on is not None:
        return f"这条记录已于 {display.verified_on} 核实，要退回请先撤回核实。"
    if on < display.starts_on:
        return f"{act}日期早于这条记录的开始日期（{display.starts_on}），请改填{act}当天的日期。"
    return ""


def sorted_out(rows: Iterable[Display], *, on: date, by: User, to_verify: bool = True) -> Done:
    """Which of the rows this user may verify (else: send back) on that day, and why not the others. Changes nothing."""
    waiting, refused, before = [], [], 0
    for display in rows:
        if (display.verified_on if to_verify else display.returned_on) is not None:
            before += 1
        elif reason := reason_against(display, on=on, by=by, to_verify=to_verify):
            refused.append((display, reason))
        else:
            waiting.append(display.pk)
    return Done(waiting, before, refused)


def _locked(displays: Iterable[Display]) -> Any:
    rows = _all_of([display.pk for display in displays])
    return rows.select_for_update(of=("self",)).select_related("union").order_by("pk")


def _all_of(keys: list[int]) -> Any:
    return Display.objects.everywhere("rows the caller was shown").filter(pk__in=keys)


def _demand_reason(why: str) -> None:
    if not why.strip():
        raise Refused("请写明退回的原因，上报人才知道改什么。")


def _demand_fit(union: Organisation, item: str, way: str, starts_on: date) -> None:
    if way not in WAYS_OF[item]:
        ways = "、".join(Way(each).label for each in WAYS_OF[item])
        raise Refused(f"{Item(item).label}的方式只能是：{ways}，请重新选择。")
    if union.established_on is not None and starts_on < union.established_on:
        raise Refused(f"开始日期早于该工会的建会日期（{union.established_on}），请核对。")
    if union.dissolved_on is not None and starts_on >= union.dissolved_on:
        raise Refused(f"该工会已于 {union.dissolved_on} 撤销，请核对开始日期。")


def _demand_officer(union: Organisation, item: str, officer: Officer | None, starts_on: date) -> None:
    if item not in OFFICER_ITEMS:
        if officer is not None:
            raise Refused(f"{Item(item).label}是工会的事项，请把“干部”一栏留空。")
        return
    if officer is None:
        raise Refused(f"{Item(item).label}要写明是哪位主席或副主席，请选择干部。")
    sits = officer.elected_on <= starts_on and (officer.left_on is None or starts_on < officer.left_on)
    if officer.union_id != union.pk or officer.post not in (Post.CHAIR, Post.VICE_CHAIR) or not sits:
        raise Refused(f"{officer.name} 在 {starts_on} 不是该工会在任的主席或副主席，请核对干部和开始日期。")
