"""疑似重复: pairs of entries side by side, to be settled one by one."""

from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from accounts.admin.acts import Act
from accounts.duties import Duty
from accounts.masks import masked_id_number
from members.admin.person_page import FACTS, union_name
from members.admin.words import NUMBER, label_of, number_of, said
from members.forms.acts import ApartForm
from members.forms.settling import MergeForm
from members.models import Duplicate, Member, Membership, State
from members.nearness import body, near
from members.operations import settling
from unions.admin.base import ScopedAdmin
from unions.admin.filters import BodyFilter, Choice
from unions.admin.parts import day
from unions.admin.undo import undo_act

OPEN = Duplicate.State.OPEN


@dataclass(frozen=True)
class Line:
    """One fact of both entries; `differs` is judged on the whole values, not on what the masks leave."""

    label: str
    first: str
    second: str
    differs: bool


@dataclass(frozen=True)
class Effects:
    """What a merge does, in sentences."""

    lines: list[str]


class SettledFilter(Choice):
    """Open ones unless asked otherwise; of those only where both entries still stand."""

    title = "核对"
    parameter_name = "settled"
    options = (("different", "不是同一人"), ("merged", "已合并"), ("all", "全部"))

    def choices(self, changelist: Any) -> Any:
        found = list(super().choices(changelist))
        found[0]["display"] = "待核对"
        return found

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() in (Duplicate.State.DIFFERENT, Duplicate.State.MERGED):
            return queryset.filter(state=self.value())
        return queryset if self.value() == "all" else queryset.to_settle()


class PairBodyFilter(BodyFilter):
    path_lookup = "first__union__path"


@admin.register(Duplicate)
class DuplicateAdmin(ScopedAdmin):
    see_duty = Duty.SEE_MEMBERS
    edit_duty = Duty.SETTLE_DUPLICATES
    may_add = False
    empty_text = "没有待核对的疑似重复。系统每晚查找：姓名、出生日期、移动电话都相同，或姓名相同、证件号码只差一点的，列在这里由人核对。"
    change_form_template = "admin/members/duplicate_page.html"
    ordering = ("-found_on", "-id")
    list_filter = (PairBodyFilter, SettledFilter, "why")
    list_select_related = ("first__union", "second__union")
    list_display = (
        "names",
        "numbers",
        "where",
        "why",
        day("found_on", "发现日期"),
        "state",
        day("settled_on", "核对日期"),
    )
    acts = (
        Act(
            "apart",
            "不是同一人",
            Duty.SETTLE_DUPLICATES,
            lambda row, values, by: _apart(row, values, by),
            form=ApartForm,
            warning="两条登记都保留，以后不再列为疑似重复。",
            applies=lambda row: row.state == OPEN,
        ),
        Act(
            "merge",
            "合并",
            Duty.SETTLE_DUPLICATES,
            lambda row, values, by: _merge(row, values, by),
            form=MergeForm,
            warning="确认是同一个人再合并。合并错了可以撤销，只要其后没有再改过。",
            applies=lambda row: row.state == OPEN,
            preview=lambda row, values, by: _effects(row, values, by),
            preview_template="admin/members/_merge_effects.html",
            preview_verb="下一步：看看合并成什么样",
        ),
        undo_act(Duty.SETTLE_DUPLICATES),
    )

    # -- who may: where both entries are

    def place(self, row: Any) -> Any:
        return row.first.union if isinstance(row, Duplicate) else row

    def holds(self, request: HttpRequest, duty: Duty | None, row: Any = None) -> bool:
        if isinstance(row, Duplicate):
            return all(super(DuplicateAdmin, self).holds(request, duty, each.union) for each in (row.first, row.second))
        return super().holds(request, duty, row)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Settled by its two acts, never rewritten."""
        return False

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("first__union", "second__union", "settled_by")

    def called(self, row: Duplicate) -> str:
        return self.names(row)

    # -- the list

    @admin.display(description="姓名")
    def names(self, row: Duplicate) -> str:
        first, second = row.first.name, row.second.name
        return first if first == second else f"{first} / {second}"

    @admin.display(description="证件号码")
    def numbers(self, row: Duplicate) -> str:
        return format_html("{}<br>{}", *(masked_id_number(number_of(each)) for each in (row.first, row.second)))

    @admin.display(description="工会")
    def where(self, row: Duplicate) -> str:
        return format_html("{}<br>{}", row.first.union.name, row.second.union.name)

    def sheet_columns(self, request: HttpRequest) -> list[tuple[str, Any]]:
        return [
            ("先登记的", "first__name"),
            ("证件号码", lambda row: masked_id_number(number_of(row.first))),
            ("工会", "first__union__name"),
            ("后登记的", "second__name"),
            ("证件号码（后）", lambda row: masked_id_number(number_of(row.second))),
            ("工会（后）", "second__union__name"),
            ("疑似原因", "get_why_display"),
            ("发现日期", "found_on"),
            ("状态", "get_state_display"),
            ("核对日期", "settled_on"),
            ("核对说明", "note"),
        ]

    # -- the pair

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("why", "found_on", "settled_on", "note")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.get_fields(request, obj)

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        row = kwargs.get("obj")
        user: Any = request.user
        if row is not None:
            read_memberships(user, row)
            left = Duplicate.objects.visible_to(user).to_settle().exclude(pk=row.pk)
            context |= {
                "pair": row,
                "lines": compared(row),
                "hint": hint(row),
                "sides": [(side, _memberships(user, side)) for side in (row.first, row.second)],
                "next": left.order_by(*self.ordering).values_list("pk", flat=True).first(),
            }
        response: HttpResponse = super().render_change_form(request, context, *args, **kwargs)
        return response


def read_memberships(user: Any, row: Duplicate) -> None:
    """Both sides' memberships in the user's part, one query."""
    keys = (row.first_id, row.second_id)
    found = Membership.objects.visible_to(user).filter(member__in=keys).select_related("union", "employer")
    listed = list(found.order_by("-since", "-id"))
    for side in (row.first, row.second):
        side.seen_memberships = [each for each in listed if each.member_id == side.pk]  # type: ignore[attr-defined]


def compared(row: Duplicate) -> list[Line]:
    """Both entries fact by fact, masked."""
    return [_line(name, row.first, row.second) for name in ("name", *FACTS)]


def _line(name: str, one: Member, two: Member) -> Line:
    whole = (number_of(one), number_of(two)) if name == NUMBER else (getattr(one, name), getattr(two, name))
    return Line(label_of(name), said(one, name), said(two, name), whole[0] != whole[1])


def hint(row: Duplicate) -> str:
    """Where two near numbers differ, without a digit of them."""
    places = near(body(number_of(row.first)), body(number_of(row.second)))
    if not places:
        return ""
    if len(places) == 1:
        return f"两个证件号码只有第 {places[0]} 位不同（校验位随之不同）。"
    return f"两个证件号码的第 {places[0]}、{places[1]} 位颠倒（校验位随之不同）。"


def _memberships(user: Any, side: Member) -> list[tuple[Membership, str]]:
    return [(each, union_name(user, each.union)) for each in side.seen_memberships]  # type: ignore[attr-defined]


def _chosen(row: Duplicate, values: dict[str, Any]) -> dict[str, Any]:
    """The form's choices as the operation takes them."""
    sides = {"first": row.first, "second": row.second}
    survivor = sides[values["survivor"]]
    other = "second" if values["survivor"] == "first" else "first"
    return {
        "survivor": survivor,
        "keep": sides[values.get("keep") or values["survivor"]],
        "take": [name for name in settling.TAKEN if values.get(f"field_{name}") == other],
    }


def _effects(row: Duplicate, values: dict[str, Any], by: Any) -> Effects:
    """Looked up, and what the operation would refuse is refused before anybody presses."""
    chosen = _chosen(row, values)
    survivor = chosen["survivor"]
    other = row.second if survivor == row.first else row.first
    lines = [
        f"保留{_called(row, survivor)}，证件号码 {masked_id_number(number_of(survivor))}；另一条并入它，"
        f"证件号码 {masked_id_number(number_of(other))} 今后也找到这个人。"
    ]
    for fate in settling.fates_of(survivor, other, keep=chosen["keep"]):
        each, name = fate.membership, union_name(by, fate.membership.union)
        span = f"{each.since} 起{f'、{each.until} 止' if each.until else ''}"
        if fate.is_superfluous:
            lines.append(f"“{name}”{span}的会籍与另一段重叠，记为重复登记，不再计入任何一天的人数。")
        elif each.state != State.DUPLICATE:
            lines.append(f"“{name}”{span}的会籍{'转到保留的登记上' if fate.moves else '不变'}。")
    taken = [label_of(name) for name in chosen["take"]]
    if taken:
        lines.append(f"{'、'.join(taken)}改为另一条登记上的。")
    return Effects(lines)


def _called(row: Duplicate, member: Member) -> str:
    return "先登记的一条" if member.pk == row.first_id else "后登记的一条"


def _apart(row: Duplicate, values: dict[str, Any], by: Any) -> str:
    settling.tell_apart(row, note=values["note"], on=timezone.localdate(), by=by)
    return "已核对为不是同一人，以后不再列出。"


def _merge(row: Duplicate, values: dict[str, Any], by: Any) -> str:
    chosen = _chosen(row, values)
    survivor = chosen.pop("survivor")
    settling.merge(row, survivor, **chosen, note=values["note"], on=timezone.localdate(), by=by)
    return format_html(
        '已合并，<a href="{}">{}</a> 保留。合并错了可以<a href="{}">撤销</a>。',
        reverse("admin:members_member_change", args=[survivor.pk]),
        survivor.name,
        reverse("admin:members_duplicate_take-back", args=[row.pk]),
    )
