"""撤销: the last act on a record, taken back whole while nothing later touched it."""

from typing import Any

from django.utils import timezone

from accounts.admin.acts import Act
from accounts.duties import Duty
from unions.forms.acts import TakeBackForm
from unions.operations import undoing


def undo_act(duty: Duty, also: Duty | None = None) -> Act:
    """Open where one of the duties is held; the operation asks for the duty of the very act."""
    return Act(
        "take-back",
        "撤销上次办理",
        duty,
        lambda row, values, by: _take_back(row, values, by),
        form=TakeBackForm,
        warning=_what,
        applies=lambda row: undoing.last_act_on(row) is not None,
        also=also,
    )


def _what(row: Any) -> str:
    last = undoing.last_act_on(row)
    if last is None:
        return ""
    at = timezone.localtime(last.at)
    return (
        f"将撤销 {at:%Y年%-m月%-d日 %H:%M} {last.by.name if last.by else '系统'}办理的“{last.label}”："
        "它登记的记录删去，它改动的记录恢复原样，包括账号。其后又改过的，不能整个撤销，会说明原因。"
    )


def _take_back(row: Any, values: dict[str, Any], by: Any) -> str:
    done = undoing.take_back(row, values["act_id"], by=by)
    return f"已撤销：恢复 {done['restored']} 条记录，删去 {done['deleted']} 条。日志里仍看得到办理和撤销的经过。"
