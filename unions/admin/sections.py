"""What belongs to one union, as small tables on its page. Each shows at most ROWS and leads to the whole list."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, IntegerField, Value, When
from django.urls import reverse
from django.utils import timezone

from accounts.duties import Duty
from unions.models import Display, Employer, Honour, Officer, Organisation

ROWS = 20


@dataclass(frozen=True)
class Section:
    """`rows` are (address, cells); `more` is the list behind, `add` the page for a new one or ""."""

    title: str
    heads: tuple[str, ...]
    rows: list[tuple[str, tuple[str, ...]]]
    more: str
    empty: str
    add: str = ""
    is_cut: bool = False


def sections_of(union: Organisation, user: Any) -> list[Section]:
    """The tables this user may see, in the page's order. One query each."""
    today = timezone.localdate()
    sections = []
    if not union.is_grassroots:
        sections.append(_children(union, user))
    if user.may(Duty.SEE_OFFICERS, union):
        sections.append(_officers(union, user, today))
    if user.may(Duty.SEE_DISPLAYS, union):
        sections.append(_displays(union, user))
    sections.append(_employers(union, user))
    sections.append(_honours(union, user))
    return sections


@dataclass(frozen=True)
class _Kind:
    """What one section's table is made of; `key` is the parameter that names the union in addresses."""

    title: str
    page: str
    cells: Any
    empty: str
    key: str = "union"

    def of(self, union: Organisation, heads: tuple[str, ...], rows: Any, *, may_add: bool) -> Section:
        found = list(rows[: ROWS + 1])
        address = f"admin:unions_{self.page}"
        return Section(
            self.title,
            heads,
            [(reverse(f"{address}_change", args=[row.pk]), tuple(map(_text, self.cells(row)))) for row in found[:ROWS]],
            f"{reverse(f'{address}_changelist')}?{self.key}={union.pk}",
            self.empty,
            f"{reverse(f'{address}_add')}?{self.key}={union.pk}" if may_add else "",
            len(found) > ROWS,
        )


def _text(value: Any) -> str:
    if value is None or value == "":
        return "—"
    return value.isoformat() if isinstance(value, date) else str(value)


def _children(union: Organisation, user: Any) -> Section:
    kind = _Kind(
        "下级工会",
        "organisation",
        lambda row: (row.code, row.name, row.get_kind_display(), row.established_on, row.dissolved_on),
        "还没有下级工会。",
        key="parent",
    )
    rows = Organisation.objects.visible_to(user).filter(parent=union).order_by("code")
    heads = ("工会编码", "工会名称", "组织类型", "建会日期", "撤销日期")
    return kind.of(union, heads, rows, may_add=user.may(Duty.EDIT_ORGANISATIONS, union))


def _officers(union: Organisation, user: Any, today: date) -> Section:
    kind = _Kind(
        "工会干部",
        "officer",
        lambda row: (
            row.name,
            row.get_post_display(),
            row.elected_on,
            row.term_ends_on,
            row.left_on,
            _state(row, today),
        ),
        "还没有登记干部。先登记在任的主席，双亮的“亮身份”才能上报。",
    )
    rows = Officer.objects.visible_to(user).filter(union=union)
    gone = Case(When(left_on__lte=today, then=Value(1)), default=Value(0), output_field=IntegerField())
    post = Case(
        *(When(post=post, then=Value(place)) for place, post in enumerate(("chair", "vice_chair", "member"))),
        default=Value(9),
        output_field=IntegerField(),
    )
    rows = rows.annotate(gone=gone, place=post).order_by("gone", "place", "-elected_on", "pk")
    heads = ("姓名", "职务", "当选日期", "任期届满", "离任日期", "状态")
    return kind.of(union, heads, rows, may_add=user.may(Duty.EDIT_OFFICERS, union))


def _state(officer: Officer, today: date) -> str:
    if officer.left_on is not None and officer.left_on <= today:
        return "已离任"
    if officer.elected_on > today:
        return "未到任"
    return "在任（任期已满）" if officer.term_ends_on and officer.term_ends_on < today else "在任"


def _displays(union: Organisation, user: Any) -> Section:
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
        "还没有双亮记录。牌匾挂出、身份亮出后，在这里上报。",
    )
    rows = Display.objects.visible_to(user).filter(union=union).select_related("officer")
    rows = rows.order_by("item", "-starts_on", "pk")
    heads = ("事项", "方式", "干部", "开始日期", "结束日期", "核实日期", "核实人")
    return kind.of(union, heads, rows, may_add=user.may(Duty.REPORT_DISPLAYS, union))


def _employers(union: Organisation, user: Any) -> Section:
    kind = _Kind(
        "覆盖的法人单位",
        "employer",
        lambda row: (row.name, row.get_nature_display(), row.get_size_display(), row.staff, row.deregistered_on),
        "还没有登记所覆盖的单位。独立基层工会须登记一个，才能计入统计。",
    )
    rows = Employer.objects.visible_to(user).filter(union=union).order_by("credit_code")
    heads = ("单位名称", "单位性质", "企业规模", "职工人数", "注销日期")
    return kind.of(union, heads, rows, may_add=user.may(Duty.EDIT_ORGANISATIONS, union))


def _honours(union: Organisation, user: Any) -> Section:
    kind = _Kind(
        "荣誉",
        "honour",
        lambda row: (row.name, row.get_level_display(), row.awarded_on, row.revoked_on, row.awarded_by),
        "还没有登记荣誉。",
    )
    rows = Honour.objects.visible_to(user).filter(union=union).order_by("-awarded_on", "pk")
    heads = ("荣誉名称", "级别", "授予日期", "撤销日期", "授予单位")
    return kind.of(union, heads, rows, may_add=user.may(Duty.EDIT_ORGANISATIONS, union))
