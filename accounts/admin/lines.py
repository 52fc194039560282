"""A line of the book as people read it: who, what, and only the fields that differ. Personal numbers stay masked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.apps import apps
from django.db.models import DateTimeField
from django.utils import timezone

from accounts.admin.relief_acts import RELIEF_ACTS
from accounts.masks import masked_mobile, masked_text
from accounts.models import BookEntry
from accounts.models.book import Change

# Columns that only machines read.
# Keys and file names of ours, which say nothing to a reader.
LEFT_OUT = frozenset({"id", "path", "id_number_index", "list_key", "stored_as", "token", "looks", "personal"})
SEALED = "（已加密）"
PERSONALLY = "（已修改）"  # of persons the book only says what changed (accounts.PersonalPast)
# What a row of a table is called, by the table and the row's key.
Names = Mapping[tuple[str, int], str]

ACTS = {
    "sql": "数据库直接操作",
    "accounts.sign_in": "登录",
    "accounts.sign_in_refused": "登录失败",
    "accounts.sign_out": "退出登录",
    "accounts.second_step": "通过动态验证码",
    "accounts.second_step_refused": "动态验证码不正确",
    "accounts.recovery_code": "使用恢复码",
    "accounts.enrol_second_factor": "绑定手机动态验证码",
    "accounts.remake_recovery_codes": "重新生成恢复码",
    "accounts.reset_second_factor": "重置动态验证码",
    "accounts.unlock_second_factor": "解除验证码锁定",
    "accounts.unlock_sign_in": "解除登录锁定",
    "accounts.trust_phone": "记住本人手机",
    "accounts.end_session": "退出一处登录",
    "accounts.end_sessions": "退出多处登录",
    "accounts.open_account": "开通账号",
    "accounts.disable": "停用账号",
    "accounts.enable": "恢复账号",
    "accounts.change_details": "修改账号",
    "accounts.change_password": "修改密码",
    "accounts.reset_password": "运维人员重置密码",
    "appointments.appoint": "任命角色",
    "appointments.confirm": "复核任命",
    "appointments.end_appointment": "终止角色任命",
    "organisations.establish_county": "设立县总工会",
    "organisations.establish": "登记工会组织",
    "organisations.change_details": "修改工会组织",
    "organisations.move": "变更上级工会",
    "organisations.dissolve": "撤销工会组织",
    "organisations.merge": "合并工会组织",
    "organisations.reinstate": "恢复工会组织",
    "organisations.remove": "删除误登的工会组织",
    "organisations.publish": "在公开目录中显示",
    "organisations.unpublish": "从公开目录中撤下",
    "consents.give": "登记手机号公开同意",
    "consents.withdraw": "撤回手机号公开同意",
    "reminders.change": "修改提醒设置",
    "reminders.change_portal_settings": "修改手机端设置",
    "employers.register": "登记法人单位",
    "employers.change_details": "修改法人单位",
    "employers.deregister": "注销法人单位",
    "employers.reinstate": "撤回法人单位注销",
    "employers.remove": "删除误登的法人单位",
    "employers.establish_union": "为法人单位建会",
    "acts.take_back": "撤销办理",
    "acts.rehearse": "预演办理",
    "officers.elect": "登记当选干部",
    "officers.leave": "登记干部离任",
    "officers.return_to_office": "撤回干部离任",
    "officers.replace_chair": "更换主席",
    "officers.succeed": "换届交接",
    "officers.change_details": "修改干部信息",
    "officers.remove": "删除误登的任职",
    "error_reports.receive": "收到信息纠错",
    "error_reports.answer": "答复信息纠错",
    "invitations.issue": "发放主席登录单",
    "invitations.issue_many": "批量发放主席登录单",
    "invitations.withdraw": "作废主席登录单",
    "invitations.redeem": "主席首次登录",
    "invitations.join": "主席把新任工会加到原有账号",
    "personal.show": "查看完整个人信息",
    "officers.show_id_number": "查看完整身份证号",
    "displays.report_display": "上报双亮记录",
    "displays.end_display": "结束双亮记录",
    "displays.change_content": "修改双亮内容",
    "displays.verify": "核实双亮记录",
    "displays.verify_many": "批量核实双亮记录",
    "displays.withdraw_verification": "撤回核实",
    "displays.send_back": "退回双亮记录",
    "displays.send_back_many": "批量退回双亮记录",
    "displays.resubmit": "重新报送双亮记录",
    "displays.remove": "删除误报的双亮记录",
    "photos.keep": "上传双亮照片",
    "photos.remove": "删除双亮照片",
    "prints.order": "制作打印材料",
    "prints.make": "生成打印材料",
    "prints.stop": "停止制作打印材料",
    "prints.download": "下载打印材料",
    "prints.delete_old": "清理过期的打印材料",
    "prints.take_own": "下载本工会打印材料",
    "displays.renew": "更换公布内容",
    "confirmations.confirm": "确认信息无变化",
    "elections.report": "上报换届",
    "elections.withdraw": "撤回换届上报",
    "elections.confirm": "确认换届上报",
    "elections.send_back": "退回换届上报",
    "members.join": "办理入会",
    "members.enrol": "建立演示会员",
    "members.change_details": "修改会员信息",
    "members.change_membership": "更正会籍",
    "members.retain": "保留会籍",
    "members.resume": "恢复正常会籍",
    "members.withdraw": "办理退会",
    "members.expel": "办理除名",
    "members.reinstate": "撤回退会或除名",
    "forms.print": "打印实名制登记表",
    "forms.receive": "登记收到纸质登记表",
    "forms.take_back_receipt": "撤回收件登记",
    "members.find_duplicates": "查找疑似重复的会员",
    "members.tell_apart": "核对为不是同一人",
    "members.merge": "合并重复登记的会员",
    "members.erase": "删除会员个人信息",
    "transfers.apply": "申请会员接转",
    "transfers.accept": "接收转入会员",
    "transfers.decline": "不同意接收会员",
    "transfers.cancel": "撤回会员接转申请",
    "transfers.agree": "同意会员转出",
    "transfers.object": "不同意会员转出",
    "transfers.receive": "接收转入会员",
    "transfers.take_back": "撤销接收转入会员",
    "members.take_back_join": "撤回误登的入会",
    "members.probe_stopped": "查询别处会员号码过多，当天停办",
    "rosters.check": "核对花名册",
    "rosters.take_back": "撤销花名册核对",
    "rosters.download": "下载花名册",
    "honours.award": "登记荣誉",
    "honours.revoke": "撤销荣誉",
    "honours.change": "修改荣誉",
    "honours.remove": "删除误登的荣誉",
    "registers.receive_file": "上传登记表",
    "registers.say_register": "选定登记表",
    "registers.check_again": "重新检查登记表",
    "registers.write_checked": "确认写入登记表",
    "registers.stop": "停止导入",
    "registers.give_up": "放弃导入",
    "registers.import": "导入登记表",
    "registers.undo_import": "撤销导入",
    "registers.delete_old_files": "清理到期的导入文件",
    "registers.people_elsewhere": "导入的表里有不在本范围的人",
    "registers.export": "导出登记表",
    "releases.ask": "申请导出完整号码",
    "releases.agree": "同意导出完整号码",
    "releases.refuse": "不同意导出完整号码",
    "lists.order_export": "开始导出名单",
    "lists.make_export": "生成名单工作簿",
    "lists.download_export": "下载名单",
    "lists.delete_old_exports": "清理过期的名单",
    "lists.save_filter": "保存筛选",
    "lists.change_filter": "修改保存的筛选",
    "lists.remove_filter": "删除保存的筛选",
    "registers.download_faults": "下载错误工作簿",
    "campaigns.make_from_template": "由模板新建活动",
    "campaigns.save": "修改活动",
    "campaigns.allocate": "分配目标",
    "reports.order": "生成通报",
    "reports.make": "统计通报数据",
    "reports.remake": "重新生成通报",
    "reports.issue": "发布通报",
    "reports.correct": "更正通报",
    "reports.download": "下载通报",
    "figures.download": "下载会员指标",
    "book.export": "导出日志",
    "keys.reseal": "更换加密密钥",
    "keys.reindex": "更换检索密钥",
    **RELIEF_ACTS,
}


@dataclass(frozen=True)
class Difference:
    """One field of a changed row; a missing side is an empty text."""

    label: str
    before: str
    after: str


def act_label(act: str) -> str:
    """The act in Chinese; one without a label here is shown under its own name."""
    return ACTS.get(act, act)


@cache
def model_of(table: str) -> Any:
    """The model of a table; None when it is none of ours."""
    return next((model for model in apps.get_models() if model._meta.db_table == table), None)


def table_label(table: str) -> str:
    """What the rows of the table are called; the table's own name when it is none of ours."""
    model = model_of(table)
    return str(model._meta.verbose_name) if model else table


def differences(entry: BookEntry, names: Names | None = None) -> list[Difference]:
    """The fields that differ, in the table's order; `names` stand for the rows that keys point to. No query."""
    before, after = entry.before or {}, entry.after or {}
    found: list[Difference] = []
    found += [Difference(_label(entry.table_name, name), "", PERSONALLY) for name in _personal(entry)]
    for field in dict.fromkeys([*before, *after]):
        if field in LEFT_OUT or (entry.change == Change.UPDATE and before.get(field) == after.get(field)):
            continue
        old, new = (shown(entry.table_name, field, row.get(field), names) for row in (before, after))
        if old or new:
            found.append(Difference(_label(entry.table_name, field), old, new))
    return found


def _personal(entry: BookEntry) -> list[str]:
    return [name for name in (entry.after or {}).get("personal", []) if name not in LEFT_OUT]


def field_of(table: str, column: str) -> Any:
    """The field behind a column; None when the table or column is gone."""
    model = model_of(table)
    if model is None:
        return None
    return next((field for field in model._meta.fields if field.column == column), None)


def _label(table: str, column: str) -> str:
    field = field_of(table, column)
    return str(field.verbose_name) if field is not None else column


def shown(table: str, column: str, value: Any, names: Names | None = None) -> str:
    """A stored value as text: choices by their label, booleans in words, personal numbers masked."""
    if value is None or value == "":
        return ""
    if column == "id_number_sealed":
        return SEALED
    if column == "mobile" or (column == "phone" and table == "accounts_user"):
        return masked_mobile(str(value))
    if isinstance(value, bool):
        return "是" if value else "否"
    field = field_of(table, column)
    if isinstance(field, DateTimeField):
        return f"{timezone.localtime(datetime.fromisoformat(value)):%Y-%m-%d %H:%M}"
    label = _choice(field, value)
    if label:
        return label
    if field is not None and field.many_to_one:
        return (names or {}).get((field.related_model._meta.db_table, value), f"第 {value} 号记录")
    return masked_text(str(value))


def _choice(field: Any, value: Any) -> str:
    """The label of a stored choice; a list's values one after the other; "" for anything else."""
    if isinstance(value, list):
        labels = dict(getattr(getattr(field, "base_field", None), "flatchoices", ()))
        return "、".join(str(labels.get(one, one)) for one in value) or "（空）"
    if isinstance(value, dict):
        return "、".join(f"{key} {one}" for key, one in value.items()) or "（空）"
    return str(dict(field.flatchoices).get(value, "")) if field is not None else ""
