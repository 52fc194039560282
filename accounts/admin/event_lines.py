"""What an event in the book says of itself: a sign-in, an export, a refusal; no row was changed."""

from accounts.masks import masked_text
from accounts.models import BookEntry

EVENT_LABELS = {
    "username": "用户名",
    "register": "登记表",
    "rows": "行数",
    "filters": "筛选条件",
    "reason": "用途",
    "count": "数量",
    "field": "项目",
    "pieces": "材料",
    "mobiles": "手机号码",
    "why": "原因",
    "device": "设备",
    "address": "来源地址",
    "name": "名称",
    "list": "名单",
    "on": "截至日期",
    "left": "离任",
    "elected": "当选",
    "act": "办理事项",
    "act_id": "操作编号",
    "file": "文件",
    "sha256": "文件校验码",
    "numbers": "证件号码",
    "withdrawn": "退会",
    "moved": "转出",
    "retained": "保留",
    "doubtful": "待核实",
}


def event_details(entry: BookEntry) -> list[tuple[str, str]]:
    """What an event says of itself, as (label, value); empty values are left out."""
    return [
        (EVENT_LABELS.get(key, key), masked_text(str(value))) for key, value in (entry.details or {}).items() if value
    ]
