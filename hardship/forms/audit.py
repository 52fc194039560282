"""Which span the auditor asks for, and what for."""

from typing import Any

from django import forms

from unions.forms.acts import DayField


class AuditForm(forms.Form):
    first = DayField("起始日期", "可以跨年，如 2012-01-01。")
    last = DayField("截止日期", "起止两天都算在内。")
    with_documents = forms.BooleanField(
        label="附申请材料、银行文件和签领表",
        required=False,
        initial=True,
        help_text="不勾选的只有账目表格。",
    )
    reason = forms.CharField(
        label="用途",
        max_length=100,
        help_text="材料含个人信息，用途和索取人会记入日志，并写在每张表上。如：2012年度帮扶资金审计。",
        error_messages={"required": "请用一句话写明用途。"},
    )

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if values.get("first") and values.get("last") and values["last"] < values["first"]:
            self.add_error("last", "截止日期不能早于起始日期。")
        return values
