"""The small forms of acts on one row: a date, a reason, another parent."""

from datetime import date
from typing import Any

from django import forms
from django.contrib.admin.sites import site
from django.contrib.admin.widgets import AdminDateWidget
from django.utils import timezone

from accounts.admin.widgets import PickOne
from unions.forms.fields import IdNumberField, MobileField, PhoneField
from unions.models import Organisation


def today() -> date:
    return timezone.localdate()


def DayField(label: str, help_text: str = "", **kwargs: Any) -> forms.DateField:  # noqa: N802 (reads as a field)
    """A date, today unless another is typed."""
    return forms.DateField(
        label=label,
        help_text=help_text,
        initial=today,
        widget=AdminDateWidget,
        error_messages={"required": f"请填写{label}。", "invalid": "没有这一天，请按 2012-10-31 的样子填写真实日期。"},
        **kwargs,
    )


class DissolveForm(forms.Form):
    on = DayField("撤销日期", "从这一天起该工会不再存在。")
    why = forms.CharField(
        label="撤销原因", max_length=200, error_messages={"required": "请写明撤销原因，如：企业注销、与其他工会合并。"}
    )


class DeregisterForm(forms.Form):
    on = DayField("注销日期", "从这一天起该单位不再计入。")


class LeaveForm(forms.Form):
    on = DayField("离任日期", "从这一天起不再任职。")


class EndForm(forms.Form):
    on = DayField("结束日期", "从这一天起不再有效。")


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label="用途", max_length=100, error_messages={"required": "请用一句话写明用途，如：核对换届材料。"}
    )


class RevokeForm(forms.Form):
    on = DayField("撤销日期", "从这一天起不再持有。")


class VerifyForm(forms.Form):
    on = DayField("核实日期", "实地或凭材料核实的那一天。")

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if on > today():
            raise forms.ValidationError("核实日期不能晚于今天，请填写实际核实的日期。")
        return on


class MoveForm(forms.Form):
    new_parent = forms.ModelChoiceField(
        Organisation.objects.none(),
        label="新的上级工会",
        help_text="输入编码或名称查找。它的全部下级随之变更。",
        error_messages={"required": "请选择新的上级工会。", "invalid_choice": "没有这个工会，请重新选择。"},
    )

    def scope_to(self, row: Organisation, user: Any) -> None:
        field: Any = self.fields["new_parent"]
        field.queryset = Organisation.objects.visible_to(user)
        widget = PickOne(Organisation._meta.get_field("parent"), site)
        widget.choices = field.widget.choices
        field.widget = widget


class ReplaceChairForm(forms.Form):
    elected_on = DayField("新主席当选日期", "前任主席自这一天起离任。")
    name = forms.CharField(label="新主席姓名", max_length=64, error_messages={"required": "请填写新主席的姓名。"})
    mobile = MobileField(label="手机号码", max_length=32, required=False)
    office_phone = PhoneField(label="办公电话", max_length=64, required=False)
    id_number = IdNumberField(label="身份证号", max_length=18, required=False, help_text="加密保存，可以以后补填。")
    is_principal_or_kin = forms.NullBooleanField(
        label="是否企业主要负责人或其近亲属", required=False, help_text="是的不能担任主席（《工会法》第十条）。"
    )
