"""The small forms of money: sums, days, reasons. Checks form, never law."""

import uuid
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.once import FIELD
from hardship.models import FundSource, PaymentBatch, ReliefProgramme
from hardship.money import NotMoney, parse
from unions.forms.acts import DayField


class YuanField(forms.CharField):
    """A sum in yuan as people type it; gives a Decimal with two decimals."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            return parse(text)
        except NotMoney as wrong:
            raise ValidationError(str(wrong)) from wrong


class ReasonField(forms.CharField):
    def __init__(self, label: str = "原因", *, example: str = "", **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 200)
        super().__init__(
            label=label, help_text=example, error_messages={"required": f"请用一句话写明{label}。"}, **kwargs
        )


class OnceForm(forms.Form):
    """A form that counts once however often its button is pressed (accounts/once.py)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[FIELD] = forms.CharField(required=False, widget=forms.HiddenInput, initial=uuid.uuid4)


def KindField() -> forms.ChoiceField:  # noqa: N802 (reads as a field)
    return forms.ChoiceField(label="类别", choices=[("", "请选择"), *FundSource.Kind.choices])


class OpenSourceForm(OnceForm):
    code = forms.CharField(label="来源编号", max_length=20, help_text="如 ZY01；以后不能改。")
    name = forms.CharField(label="资金来源", max_length=80, help_text="如：中央财政专项帮扶资金。")
    kind = KindField()
    opened_on = DayField("启用日期", "从这一天起记账。")
    opening = YuanField(label="期初余额（元）", required=False, help_text="启用当天账上已有的数；没有的留空。")
    note = forms.CharField(label="说明", max_length=200, required=False, help_text="如：拨款文号。")

    def clean_opening(self) -> Decimal:
        return self.cleaned_data["opening"] or Decimal(0)


class ChangeSourceForm(forms.Form):
    name = forms.CharField(label="资金来源", max_length=80)
    kind = KindField()
    note = forms.CharField(label="说明", max_length=200, required=False)

    def scope_to(self, row: FundSource, user: Any) -> None:
        self.initial.update(name=row.name, kind=row.kind, note=row.note)


class ReceiveForm(OnceForm):
    amount = YuanField(label="收入金额（元）", error_messages={"required": "请填收入金额。"})
    on = DayField("到账日期")
    note = ReasonField("说明", example="如：省总工会拨款，皖工办〔2012〕18 号。")


class CorrectForm(OnceForm):
    direction = forms.ChoiceField(
        label="更正方向", choices=[("more", "账上少了，增加"), ("less", "账上多了，减少")], widget=forms.RadioSelect
    )
    amount = YuanField(label="更正金额（元）", error_messages={"required": "请填更正金额。"})
    on = DayField("日期")
    reason = ReasonField("更正原因", example="如：1月15日的收入多记了100元。原来的那一条不会改动。")

    @property
    def signed(self) -> Decimal:
        amount: Decimal = self.cleaned_data["amount"]
        return amount if self.cleaned_data["direction"] == "more" else -amount

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if values.get("amount") is not None and values.get("direction"):
            values["signed"] = self.signed
        return values


class BudgetForm(forms.Form):
    programme = forms.ModelChoiceField(ReliefProgramme.objects.all(), label="项目", empty_label="请选择")
    source = forms.ModelChoiceField(FundSource.objects.filter(is_closed=False), label="资金来源", empty_label="请选择")
    amount = YuanField(label="预算（元）", error_messages={"required": "请填预算金额。"})


class ChangeBudgetForm(forms.Form):
    amount = YuanField(label="预算（元）", error_messages={"required": "请填预算金额。"})

    def scope_to(self, row: Any, user: Any) -> None:
        self.initial["amount"] = f"{row.amount:.2f}"
        self.fields["amount"].help_text = f"已批准 {row.reserved:,.2f}元，不能低于这个数。"


class MakeBatchForm(forms.Form):
    programme = forms.ModelChoiceField(
        ReliefProgramme.objects.all(), label="项目", empty_label=None, error_messages={"required": "请选择项目。"}
    )
    source = forms.ModelChoiceField(
        FundSource.objects.all(),
        label="资金来源",
        required=False,
        empty_label="全部来源",
        help_text="只发一个来源的，选定它。",
    )
    purpose = forms.CharField(
        label="用途", max_length=40, required=False, help_text="写在银行文件里，如：困难职工帮扶金；留空用项目名称。"
    )


class WhyForm(forms.Form):
    reason = ReasonField()


class VoidForm(forms.Form):
    """A file that might be at the bank already must not be paid a second time: the code is typed."""

    code = forms.CharField(label="批次号", help_text="为防误作废，请输入这个批次的批次号。")
    reason = ReasonField("作废原因")
    not_sent = forms.BooleanField(
        label="我已确认银行没有收到、也不会执行这份文件",
        error_messages={"required": "已经交银行的不能作废，请先与银行核实。"},
    )

    def scope_to(self, row: PaymentBatch, user: Any) -> None:
        self.batch = row
        if row.state == PaymentBatch.State.DRAFT:
            del self.fields["not_sent"], self.fields["code"]

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"].strip().upper()
        if code != self.batch.code:
            raise ValidationError(f"与这个批次不符，应为 {self.batch.code}。")
        return code


class SentForm(forms.Form):
    on = DayField("交银行日期", "交银行以后不能再作废。")


class TakeFileForm(forms.Form):
    kind = forms.ChoiceField(
        label="格式",
        choices=[("xlsx", "Excel 工作簿（.xlsx）"), ("csv", "CSV 文本（UTF-8）")],
        widget=forms.RadioSelect,
    )
    reason = ReasonField(
        "用途", example="如：交云岭农商行代发。文件含户名和账号，用途和下载人会记入日志。", initial="交银行代发"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].initial = "xlsx"


class ReturnFileForm(forms.Form):
    file = forms.FileField(
        label="银行回单",
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx"}),
        help_text="银行返回的 .csv 或 .xlsx，含 序号、户名、账号、金额、结果（成功或失败）和失败原因各列，先后不限。",
        error_messages={"required": "请选择银行回单文件。", "empty": "这个文件是空的，请重新选择。"},
    )
