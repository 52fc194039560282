"""Moving, merging and dissolving unions: first what changes in the figures, then the act."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from accounts.admin.acts import Act
from accounts.duties import Duty
from unions.admin.parts import in_words
from unions.forms.acts import DissolveForm, MergeForm, MoveForm
from unions.models import Appointment, Display, Employer, Officer, Organisation
from unions.operations import organisations
from unions.previews import Rehearsal, rehearse

TEMPLATE = "admin/unions/_effects.html"
NEXT = "下一步：看看数字会怎么变"


@dataclass(frozen=True)
class Effects:
    """What goes along, as sentences with their counts, and the figures before and after."""

    lines: list[str]
    rehearsal: Rehearsal
    warning: str = ""


def structure_acts() -> tuple[Act, ...]:
    """What only whoever keeps the place above may do: nobody dissolves the body he or she works in."""
    return (
        Act(
            "move",
            "变更上级工会",
            Duty.EDIT_ORGANISATIONS,
            lambda row, values, by: _move(row, values["new_parent"], by),
            form=MoveForm,
            applies=lambda row: row.parent_id is not None,
            at=place_above,
            preview=lambda row, values, by: _move_effects(row, values["new_parent"], by),
            preview_template=TEMPLATE,
            preview_verb=NEXT,
        ),
        Act(
            "merge",
            "并入其他工会",
            Duty.EDIT_ORGANISATIONS,
            lambda row, values, by: _merge(row, values, by),
            form=MergeForm,
            applies=lambda row: row.parent_id is not None and row.dissolved_on is None,
            at=place_above,
            preview=lambda row, values, by: _merge_effects(row, values, by),
            preview_template=TEMPLATE,
            preview_verb=NEXT,
        ),
        Act(
            "dissolve",
            "撤销工会",
            Duty.EDIT_ORGANISATIONS,
            lambda row, values, by: _dissolve(row, values, by),
            form=DissolveForm,
            applies=lambda row: row.parent_id is not None and row.dissolved_on is None,
            at=place_above,
            preview=lambda row, values, by: _dissolve_effects(row, values, by),
            preview_template=TEMPLATE,
            preview_verb=NEXT,
        ),
        Act(
            "reinstate",
            "恢复工会",
            Duty.EDIT_ORGANISATIONS,
            lambda row, values, by: _reinstate(row, by),
            warning="只恢复工会本身：转走的单位、终止的任职、双亮记录和账号不会跟着回来。刚刚办错的，请改用“撤销上次办理”。",
            applies=lambda row: row.dissolved_on is not None,
            at=place_above,
        ),
    )


def place_above(row: Organisation) -> Organisation:
    """Where the duty for these acts is asked; the county federation's own is its own."""
    return row.parent or row


def _move_effects(row: Organisation, new_parent: Organisation, by: Any) -> Effects:
    branch = Organisation.objects.visible_to(by).filter(path__startswith=row.path)
    lines = [
        f"从“{row.parent.name if row.parent else ''}”移到“{new_parent.name}”，连同下级共 {branch.count()} 个工会组织。",
        f"随之归新的上级管理：干部 {_count(Officer, by, union__path__startswith=row.path, left_on=None)} 人，"
        f"单位 {_count(Employer, by, union__path__startswith=row.path)} 家，"
        f"账号 {_accounts(row.path)} 个（照常使用）。",
    ]
    done = rehearse(
        lambda: organisations.move(row, new_parent, by=by), on=timezone.localdate(), by=by, around=[row, new_parent]
    )
    elsewhere = Employer.objects.visible_to(by).filter(union__path__startswith=row.path)
    if new_parent.ids_above[:2] != row.ids_above[:2] and (count := elsewhere.count()):
        lines.append(f"这 {count} 家单位登记的“责任工会”不会跟着变，移过去之后请到单位的页面上核对。")
    return Effects(lines, done)


def _merge_effects(row: Organisation, values: dict[str, Any], by: Any) -> Effects:
    into, on = values["into"], values["on"]
    done = rehearse(
        lambda: organisations.merge(row, into, on=on, why=values["why"], by=by), on=_day(on), by=by, around=[row, into]
    )
    lines = [
        f"“{row.name}”从 {in_words(on)}起撤销，原因记为“{done.result.dissolved_why}”。",
        f"单位 {done.changed.get('unions_employer', 0)} 家转到“{into.name}”名下；"
        f"干部 {done.changed.get('unions_officer', 0)} 人的任职、双亮记录 {done.changed.get('unions_display', 0)} 条"
        f"在 {in_words(on)}终止；账号 {done.changed.get('unions_appointment', 0)} 个当天关闭。",
        "荣誉仍记在原工会名下，不转移。要在新的工会任职的人，请在合并后登记当选。",
    ]
    return Effects(lines, done)


def _dissolve_effects(row: Organisation, values: dict[str, Any], by: Any) -> Effects:
    on = values["on"]
    done = rehearse(
        lambda: organisations.dissolve(row, on=on, why=values["why"], successor=values["successor"], by=by),
        on=_day(on),
        by=by,
        around=[row],
    )
    lines = [
        f"“{row.name}”从 {in_words(on)}起不再计入统计；账号 {done.changed.get('unions_appointment', 0)} 个当天关闭。",
        f"在任干部 {_count(Officer, by, union=row, left_on=None)} 人、有效的双亮记录 "
        f"{_count(Display, by, union=row, ends_on=None)} 条保持登记原样，不再计入。",
    ]
    if employers := _count(Employer, by, union=row, deregistered_on=None):
        lines.append(
            f"还有 {employers} 家单位挂在它名下，撤销后请为它们另行建会或改挂别的工会；并入别的工会的，请改办“并入”。"
        )
    return Effects(lines, done)


def _day(on: date) -> date:
    """The figures are those of today, or of the day itself when it is still to come."""
    return max(on, timezone.localdate())


def _count(model: Any, by: Any, **lookups: Any) -> int:
    count: int = model.objects.visible_to(by).filter(**lookups).count()
    return count


def _accounts(path: str) -> int:
    posts = Appointment.objects.everywhere("a count of what goes along").filter(organisation__path__startswith=path)
    return posts.standing_on(timezone.localdate()).values("user").distinct().count()


def _move(row: Organisation, new_parent: Organisation, by: Any) -> str:
    organisations.move(row, new_parent, by=by)
    return _with_undo(f"“{row.name}”的上级工会已变更为“{new_parent.name}”。", row)


def _merge(row: Organisation, values: dict[str, Any], by: Any) -> str:
    organisations.merge(row, values["into"], on=values["on"], why=values["why"], by=by)
    return _with_undo(f"“{row.name}”已并入“{values['into'].name}”，合并日期 {in_words(values['on'])}。", row)


def _dissolve(row: Organisation, values: dict[str, Any], by: Any) -> str:
    organisations.dissolve(row, on=values["on"], why=values["why"], successor=values["successor"], by=by)
    return _with_undo(f"“{row.name}”已登记撤销，撤销日期 {in_words(values['on'])}。", row)


def _reinstate(row: Organisation, by: Any) -> str:
    organisations.reinstate(row, by=by)
    return f"“{row.name}”已恢复。它的账号须由系统管理员重新任命。"


def _with_undo(done: str, row: Organisation) -> str:
    undo = reverse("admin:unions_organisation_take-back", args=[row.pk])
    return format_html('{}办错了可以<a href="{}">撤销</a>。', done, undo)
