"""The small forms of acts on one row: a date, a reason, another parent."""

from datetime import date
from typing import Any

from django import forms
from django.contrib.admin.sites import site
from django.utils import timezone
from unfold.widgets import UnfoldAdminDateWidget

from accounts.admin.personal import keep_masked
from accounts.admin.widgets import PickOne
from unions.models import Organisation, Way
from unions.models.display import WAYS_OF
from unions.operations.undoing import last_act_on


def today() -> date:
    return timezone.localdate()


def DayField(label: str, help_text: str = "", **kwargs: Any) -> forms.DateField:  # noqa: N802 (reads as a field)
    """A date, today unless another is typed."""
    return forms.DateField(
        label=label,
        help_text=help_text,
        initial=today,
        widget=UnfoldAdminDateWidget,
        error_messages={"required": f"请填写{label}。", "invalid": "没有这一天，请按 2012-10-31 的样子填写真实日期。"},
        **kwargs,
    )


class DissolveForm(forms.Form):
    on = DayField("撤销日期", "从这一天起该工会不再存在。")
    why = forms.CharField(
        label="撤销原因", max_length=200, error_messages={"required": "请写明撤销原因，如：企业注销、与其他工会合并。"}
    )

    successor = forms.ModelChoiceField(
        Organisation.objects.none(),
        label="承接工会",
        required=False,
        help_text="职工今后归哪个工会，没有就不填。公开目录和牌匾上的二维码会引到它。输入编码或名称查找。",
        error_messages={"invalid_choice": "没有这个工会，请重新选择。"},
    )

    def scope_to(self, row: Organisation, user: Any) -> None:
        pick_union(self.fields["successor"], user)


class WhyForm(forms.Form):
    """An act that the book should know the reason of."""

    why = forms.CharField(label="原因", max_length=200, error_messages={"required": "请用一句话写明原因。"})


class DeregisterForm(forms.Form):
    on = DayField("注销日期", "从这一天起该单位不再计入。")


class LeaveForm(forms.Form):
    on = DayField("离任日期", "从这一天起不再任职。")


class EndForm(forms.Form):
    on = DayField("结束日期", "从这一天起不再有效。")


class RevokeForm(forms.Form):
    on = DayField("撤销日期", "从这一天起不再持有。")


class VerifyForm(forms.Form):
    on = DayField("核实日期", "实地或凭材料核实的那一天。")

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if on > today():
            raise forms.ValidationError("核实日期不能晚于今天，请填写实际核实的日期。")
        return on


class SendBackForm(forms.Form):
    on = DayField("退回日期", "退回的那一天。")
    why = forms.CharField(
        label="退回原因",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="写给上报人看：哪里不对，要改成什么样。",
        error_messages={"required": "请写明退回的原因，上报人才知道改什么，如：牌匾名称与工会全称不符，请更换后重报。"},
    )

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if on > today():
            raise forms.ValidationError("退回日期不能晚于今天。")
        return on


class SendBackElectionForm(forms.Form):
    why = forms.CharField(
        label="退回原因",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="写给主席看：哪里不对，要改成什么样。",
        error_messages={"required": "请写明退回的原因，主席才知道改什么，如：当选日期与会议记录不符。"},
    )


class ResubmitForm(forms.Form):
    """What was sent back, to be mended; filled with what is on file."""

    way = forms.ChoiceField(label="方式", error_messages={"required": "请选择方式。"})
    starts_on = DayField("开始日期")
    content = forms.CharField(label="内容", max_length=200, required=False)

    def scope_to(self, row: Any, user: Any) -> None:
        field: Any = self.fields["way"]
        field.choices = [(str(way), Way(way).label) for way in WAYS_OF[row.item]]
        shown = keep_masked(self.fields["content"], row.content)
        self.initial = {"way": row.way, "starts_on": row.starts_on, "content": shown or row.content}


class TakeBackForm(forms.Form):
    """Which act the page showed, so that no other is taken back."""

    act_id = forms.UUIDField(widget=forms.HiddenInput)

    def scope_to(self, row: Any, user: Any) -> None:
        last = last_act_on(row)
        self.initial = {"act_id": last.act_id if last else None}


class MoveForm(forms.Form):
    new_parent = forms.ModelChoiceField(
        Organisation.objects.none(),
        label="新的上级工会",
        help_text="输入编码或名称查找。它的全部下级随之变更。",
        error_messages={"required": "请选择新的上级工会。", "invalid_choice": "没有这个工会，请重新选择。"},
    )

    def scope_to(self, row: Organisation, user: Any) -> None:
        pick_union(self.fields["new_parent"], user)


class MergeForm(forms.Form):
    into = forms.ModelChoiceField(
        Organisation.objects.none(),
        label="并入的工会",
        help_text="输入编码或名称查找。单位转到它名下，本工会的任职、双亮记录和账号在合并日终止。",
        error_messages={"required": "请选择并入的工会。", "invalid_choice": "没有这个工会，请重新选择。"},
    )
    on = DayField("合并日期", "从这一天起本工会不再存在。")
    why = forms.CharField(
        label="合并原因", max_length=150, error_messages={"required": "请写明合并原因或依据，如：企业合并，批复文号。"}
    )

    def scope_to(self, row: Organisation, user: Any) -> None:
        pick_union(self.fields["into"], user)


def pick_union(field: Any, user: Any) -> None:
    """The field finds any union the user may see, by code or name."""
    field.queryset = Organisation.objects.visible_to(user)
    widget = PickOne(Organisation._meta.get_field("parent"), site)
    widget.choices = field.widget.choices
    field.widget = widget
