"""What changes about display facts: reported, ended, verified (coverage.md §1)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from accounts.book import operation
from accounts.duties import Role
from accounts.models import User
from accounts.refused import Refused
from unions.models import Display, Item, Officer, Organisation, Post, Way
from unions.models.display import OFFICER_ITEMS, WAYS_OF
from unions.operations.rows import amend, erase


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
    """The fact holds no longer from `on`. Raises Refused when it ended on another day already."""
    display = Display.objects.lock(display)
    if display.ends_on not in (None, on):
        raise Refused(f"这条记录已于 {display.ends_on} 结束。仍在悬挂或公布的，请上报一条新的记录。")
    amend(display, {"ends_on": on})
    return display


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
class Verified:
    """How many were verified now, how many had been, and (display, reason) of those refused."""

    now: int
    before: int
    refused: list[tuple[Display, str]]


@operation("displays.verify_many")
def verify_many(displays: Iterable[Display], *, on: date, by: User) -> Verified:
    """Verify what may be verified, in one statement; the others are handed back with the reason."""
    keys = [display.pk for display in displays]
    rows = Display.objects.everywhere("rows the caller was shown").filter(pk__in=keys)
    waiting, refused, before = [], [], 0
    for display in rows.select_for_update(of=("self",)).select_related("union").order_by("pk"):
        if display.verified_on is not None:
            before += 1
        elif reason := reason_against(display, on=on, by=by):
            refused.append((display, reason))
        else:
            waiting.append(display.pk)
    rows.filter(pk__in=waiting).update(verified_on=on, verified_by=by.name)
    return Verified(len(waiting), before, refused)


@operation("displays.withdraw_verification")
def withdraw_verification(display: Display, *, by: User | None) -> Display:
    """Verified by mistake: the fact is merely reported again."""
    display = Display.objects.lock(display)
    amend(display, {"verified_on": None, "verified_by": ""})
    return display


@operation("displays.remove")
def remove(display: Display, *, by: User | None) -> None:
    """Take out a fact reported by mistake. Raises Refused once it is verified."""
    display = Display.objects.lock(display)
    if display.verified_on is not None:
        raise Refused("这条记录已经核实，不能删除。确属误报的，请先撤回核实。")
    erase(display, "已有其他记录挂在这条台账上，不能删除。")


def reason_against(display: Display, *, on: date, by: User) -> str:
    """Why this user may not verify the fact on that day, as a sentence; "" when nothing stands against it."""
    if display.entered_by_id == by.pk:
        return "这条记录是您本人录入的，须由其他工会干部核实。"
    if any(post.role == Role.CHAIR and post.organisation_id == display.union_id for post in by.standing):
        return "您是该工会的主席，本工会的记录须由上级工会核实。"
    if on < display.starts_on:
        return f"核实日期早于这条记录的开始日期（{display.starts_on}），请改填核实当天的日期。"
    return ""


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
