"""删除个人信息: a second look at what goes and what stays, then the act."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from accounts.admin.acts import Act
from accounts.duties import Duty
from members.admin.person_page import FACTS
from members.admin.words import label_of
from members.forms.acts import EraseForm
from members.models import Erasure, Member, current_of
from members.operations import erasing


@dataclass(frozen=True)
class Effects:
    goes: list[str]
    stays: list[str]


def _may_go(row: Member) -> bool:
    return row.erased_on is None and row.merged_into_id is None and current_of(row) is None


ERASE = Act(
    "erase",
    "删除个人信息",
    Duty.ERASE_MEMBERS,
    lambda row, values, by: _erase(row, values, by),
    form=EraseForm,
    warning="删除后不能恢复，也不能撤销。只用于本人申请、撤回同意、保存期限届满，或误登、无依据登记的情形。",
    applies=_may_go,
    preview=lambda row, values, by: _effects(row),
    preview_template="admin/members/_erase_effects.html",
    preview_verb="下一步：看看删去什么、留下什么",
    grave=True,
)


def _effects(row: Member) -> Effects:
    done = erasing.foresee(row)
    goes = [f"{'、'.join(label_of(name) for name in ('name', *FACTS) if name in erasing.EMPTIED)}，全部清空。"]
    if done.entries > 1:
        goes.append(f"并入这位会员的 {done.entries - 1} 条重复登记，同样清空。")
    if done.old_values:
        goes.append(f"以前改动时保留的旧值 {done.old_values} 份，删去；相关的改动、导入从此不能连同个人信息一起撤销。")
    if done.transfers:
        goes.append(f"接转记录 {done.transfers} 份中的姓名、证件号码，清空。")
    if done.pairs:
        goes.append(f"待核对的疑似重复 {done.pairs} 对，结束核对。")
    stays = [
        f"会籍 {done.memberships} 段的工会、单位、起止日期和状态：历年人数不变。",
        f"{'、'.join(label_of(name) for name in FACTS if name not in erasing.EMPTIED)}：只用于统计，认不出是谁。",
        "日志中办理的时间、经办人和事项：日志里本来没有这个人的个人信息。",
        "这次删除的依据、说明、日期和经办人。",
    ]
    stays.append("已导出的名单、已上传的登记表文件各有保存期限，到期自动删除；已打印的纸质件请另行处理。")
    return Effects(goes, stays)


def _erase(row: Member, values: dict[str, Any], by: Any) -> str:
    erasing.erase(row, basis=Erasure.Basis(values["basis"]), reason=values["reason"], on=timezone.localdate(), by=by)
    return "个人信息已删除，会籍记录和人数保留。"
