"""What belongs to one union on a day, as small tables on its page. Each shows at most ROWS and leads to the whole list."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, IntegerField, Value, When
from django.urls import reverse

from accounts.duties import Duty
from unions.admin.page_parts import PageView
from unions.models import Display, Employer, Honour, Item, Officer, Organisation

ROWS = 20


@dataclass(frozen=True)
class State:
    """A row's state on the day, in a word; `look` is one of good, quiet, warn."""

    text: str
    look: str = "quiet"


@dataclass(frozen=True)
class Section:
    """`rows` are (address, cells, state on the day); `more` is the list behind, `add` the page for a new one or ""."""

    title: str
    heads: tuple[str, ...]
    rows: list[tuple[str, tuple[str, ...], State]]
    more: str
    empty: str
    add: str = ""
    is_cut: bool = False


def sections_of(view: PageView, *, with_children: bool) -> list[Section]:
    """The tables this user may see, in the page's order. One query each."""
    union, user = view.union, view.user
    sections = []
    if with_children:
        sections.append(_children(view))
    if user.may(Duty.SEE_OFFICERS, union):
        sections.append(_officers(view))
    if user.may(Duty.SEE_DISPLAYS, union):
        sections.append(_displays(view))
    if user.may(Duty.SEE_EMPLOYERS, union):
        sections.append(_employers(view))
    return [*sections, _honours(view)]


@dataclass(frozen=True)
class _Kind:
    """What one section's table is made of; `key` is the parameter that names the union in addresses."""

    title: str
    page: str
    cells: Any
    state: Any
    empty: str
    key: str = "union"

    def of(self, union: Organisation, heads: tuple[str, ...], rows: Any, *, may_add: bool) -> Section:
        found = list(rows[: ROWS + 1])
        address = f"admin:unions_{self.page}"
        return Section(
            self.title,
            heads,
            [
                (reverse(f"{address}_change", args=[row.pk]), tuple(map(_text, self.cells(row))), self.state(row))
                for row in found[:ROWS]
            ],
            f"{reverse(f'{address}_changelist')}?{self.key}={union.pk}",
            self.empty,
            f"{reverse(f'{address}_add')}?{self.key}={union.pk}" if may_add else "",
            len(found) > ROWS,
        )


def _text(value: Any) -> str:
    if value is None or value == "":
        return "—"
    return value.isoformat() if isinstance(value, date) else str(value)


def _state(since: date | None, until: date | None, on: date, words: tuple[str, str, str]) -> State:
    """`words` are for before, during and after."""
    before, during, after = words
    if since is None or on < since:
        return State(before)
    return State(after) if until is not None and until <= on else State(during, "good")


def _holding_first(since: str, until: str, on: date) -> Case:
    holds = {f"{since}__lte": on}
    return Case(
        When(**{f"{until}__lte": on}, then=Value(1)),
        When(**holds, then=Value(0)),
        default=Value(2),
        output_field=IntegerField(),
    )


def _children(view: PageView) -> Section:
    kind = _Kind(
        "下级工会",
        "organisation",
        lambda row: (row.name, row.code, row.get_kind_display(), row.established_on, row.dissolved_on),
        lambda row: _state(row.established_on, row.dissolved_on, view.on, ("尚未成立", "存续", "已撤销")),
        "还没有下级工会。",
        key="parent",
    )
    rows = Organisation.objects.visible_to(view.user).filter(parent=view.union).order_by("code")
    heads = ("工会名称", "工会编码", "组织类型", "建会日期", "撤销日期")
    return kind.of(view.union, heads, rows, may_add=view.user.may(Duty.EDIT_ORGANISATIONS, view.union))


def _officers(view: PageView) -> Section:
    kind = _Kind(
        "工会干部",
        "officer",
        lambda row: (row.name, row.get_post_display(), row.elected_on, row.term_ends_on, row.left_on),
        lambda row: _seat(row, view.on),
        "还没有登记干部。先登记在任的主席，双亮的“亮身份”才能上报。",
    )
    rows = Officer.objects.visible_to(view.user).filter(union=view.union)
    post = Case(
        *(When(post=post, then=Value(place)) for place, post in enumerate(("chair", "vice_chair", "member"))),
        default=Value(9),
        output_field=IntegerField(),
    )
    rows = rows.annotate(turn=_holding_first("elected_on", "left_on", view.on), place=post)
    rows = rows.order_by("turn", "place", "-elected_on", "pk")
    heads = ("姓名", "职务", "当选日期", "任期届满", "离任日期")
    return kind.of(view.union, heads, rows, may_add=view.user.may(Duty.EDIT_OFFICERS, view.union))


def _seat(officer: Officer, on: date) -> State:
    found = _state(officer.elected_on, officer.left_on, on, ("未到任", "在任", "已离任"))
    if found.text == "在任" and officer.term_ends_on is not None and officer.term_ends_on < on:
        return State("在任，任期已满", "warn")
    return found


def _displays(view: PageView) -> Section:
    kind = _Kind(
        "双亮台账",
        "display",
        lambda row: (
            row.get_item_display(),
            row.get_way_display(),
            row.officer.name if row.officer else "",
            row.starts_on,
            row.ends_on,
            row.verified_on,
            row.verified_by,
        ),
        lambda row: _shown(row, view.on),
        "还没有双亮记录。牌匾挂出、身份亮出后，在这里上报。",
    )
    rows = Display.objects.visible_to(view.user).filter(union=view.union).select_related("officer")
    rows = rows.annotate(turn=_holding_first("starts_on", "ends_on", view.on))
    place = Case(*(When(item=item, then=Value(turn)) for turn, item in enumerate(Item.values)), default=Value(9))
    heads = ("事项", "方式", "干部", "开始日期", "结束日期", "核实日期", "核实人")
    rows = rows.order_by("turn", place, "-starts_on", "pk")
    return kind.of(view.union, heads, rows, may_add=view.user.may(Duty.REPORT_DISPLAYS, view.union))


def _shown(display: Display, on: date) -> State:
    """Whether the fact counts on the day: an officer's no longer than the tenure (coverage.md §1)."""
    found = _state(display.starts_on, display.ends_on, on, ("未开始", "有效", "已结束"))
    if found.text != "有效":
        return found
    if display.officer is not None and display.officer.left_on is not None and display.officer.left_on <= on:
        return State("干部已离任，不再计入", "warn")
    is_verified = display.verified_on is not None and display.verified_on <= on
    return State("有效，已核实", "good") if is_verified else State("有效，待核实", "warn")


def _employers(view: PageView) -> Section:
    kind = _Kind(
        "覆盖的法人单位",
        "employer",
        lambda row: (row.name, row.get_nature_display(), row.get_size_display(), row.staff, row.deregistered_on),
        lambda row: _state(date.min, row.deregistered_on, view.on, ("", "在册", "已注销")),
        "还没有登记所覆盖的单位。独立基层工会须登记一个，才能计入统计。",
    )
    rows = Employer.objects.visible_to(view.user).filter(union=view.union).order_by("credit_code")
    heads = ("单位名称", "单位性质", "企业规模", "职工人数", "注销日期")
    return kind.of(view.union, heads, rows, may_add=view.user.may(Duty.EDIT_ORGANISATIONS, view.union))


def _honours(view: PageView) -> Section:
    kind = _Kind(
        "荣誉",
        "honour",
        lambda row: (row.name, row.get_level_display(), row.awarded_on, row.revoked_on, row.awarded_by),
        lambda row: _state(row.awarded_on, row.revoked_on, view.on, ("尚未授予", "有效", "已撤销")),
        "还没有登记荣誉。",
    )
    rows = Honour.objects.visible_to(view.user).filter(union=view.union).order_by("-awarded_on", "pk")
    heads = ("荣誉名称", "级别", "授予日期", "撤销日期", "授予单位")
    return kind.of(view.union, heads, rows, may_add=view.user.may(Duty.EDIT_ORGANISATIONS, view.union))
