"""The desk's forms about notices."""

from typing import Any

from django import forms
from django.utils import timezone

from hardship.models import PublicNotice
from hardship.operations.notices import posted
from unions.forms.acts import DayField


class ReceiveForm(forms.Form):
    """An objection that came to the county."""

    application = forms.ChoiceField(label="对哪份申请", required=False)
    received_on = DayField("收到日期", "从这一天起公示期停住，单位工会答复以后接着算。")
    text = forms.CharField(
        label="反映的情况",
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "请写明反映的情况。"},
    )
    said_by = forms.CharField(label="反映人", max_length=64, required=False, help_text="匿名的留空，一样受理。")
    contact = forms.CharField(label="联系方式", max_length=64, required=False, help_text="只有办理的人看得到。")

    def scope_to(self, row: PublicNotice, user: Any) -> None:
        self.applications = {str(one.pk): one for one in posted(row)}
        field: Any = self.fields["application"]
        field.choices = [("", "未指明"), *((key, one.name) for key, one in self.applications.items())]

    def clean_received_on(self) -> Any:
        day = self.cleaned_data["received_on"]
        if day > timezone.localdate():
            raise forms.ValidationError("收到日期不能晚于今天，请填写实际收到的日期。")
        return day


class WhyDownForm(forms.Form):
    reason = forms.CharField(label="撤下原因", max_length=120, error_messages={"required": "请写明撤下的原因。"})
