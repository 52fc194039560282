"""The chair's forms about files: from when, why, the yearly review, and the end."""

from datetime import date

from django import forms

from unions.forms.portal import DayField, WordsField, not_ahead


class OpenForm(forms.Form):
    opened_on = DayField("建档日期")

    def clean_opened_on(self) -> date:
        day: date = self.cleaned_data["opened_on"]
        not_ahead(day, "建档日期")
        return day


class ChangeForm(forms.Form):
    since = DayField("从哪天起变了")
    reason = WordsField(label="变了什么（选填）", max_length=200, required=False, help_text="如：女儿考上大学。")

    def clean_since(self) -> date:
        day: date = self.cleaned_data["since"]
        not_ahead(day, "变更日期")
        return day


class ReviewForm(forms.Form):
    reviewed_on = DayField("复核日期", "入户或凭材料核对的那一天。")
    note = WordsField(label="复核情况（选填）", max_length=200, required=False, help_text="如：入户核对，与登记一致。")

    def clean_reviewed_on(self) -> date:
        day: date = self.cleaned_data["reviewed_on"]
        not_ahead(day, "复核日期")
        return day


class EndForm(forms.Form):
    on = DayField("日期", "从这一天起不再是在档的困难职工。")
    reason = WordsField(label="原因", max_length=200, error_messages={"required": "请写明原因。"})

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        not_ahead(day, "日期")
        return day


class BackForm(forms.Form):
    reason = WordsField(label="原因", max_length=200, error_messages={"required": "请写明为什么撤回。"})


class RelapseForm(OpenForm):
    opened_on = DayField("建档日期", "返困后重新建档的日期。")
