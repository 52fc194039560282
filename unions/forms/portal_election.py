"""换届上报 on a phone: who leaves, who was elected, when; everything else may stay empty."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from unions.forms.fields import MobileField, NameField, OfficePhoneField
from unions.forms.portal import NO_SUCH_DAY, DayField, DayInput, WordsField, not_ahead
from unions.models import ElectionReport, Officer, Organisation, Post, Sex

VACANT, FURTHER = "chair", "vice_chair"


class ElectionForm(forms.Form):
    seat = forms.ChoiceField(
        label="换的是哪个职务",
        widget=forms.RadioSelect,
        error_messages={
            "required": "请选择换的是哪个职务。",
            "invalid_choice": "这位干部已不在任，可能上级工会刚办过，请返回核对。",
        },
    )
    is_reelected = forms.BooleanField(
        label="连选连任，还是原来这个人", required=False, help_text="勾选后不用再填姓名和没有变的号码。"
    )
    name = NameField(label="当选人姓名", max_length=64, required=False, keeps=False)
    elected_on = DayField("当选日期")
    left_on = forms.DateField(
        label="原任离任日期",
        required=False,
        widget=DayInput,
        help_text="留空就是当选那一天。",
        error_messages={"invalid": NO_SUCH_DAY},
    )
    term_ends_on = forms.DateField(
        label="任期届满日期",
        required=False,
        widget=DayInput,
        error_messages={"invalid": NO_SUCH_DAY},
    )
    sex = forms.ChoiceField(label="性别", choices=[("", "不填"), *Sex.choices], required=False)
    office_phone = OfficePhoneField(label="办公电话", max_length=64, required=False)
    mobile = MobileField(label="手机号码", max_length=32, required=False)
    note = WordsField(
        label="说明", max_length=200, required=False, help_text="如：会员大会选举，应到 60 人，实到 52 人。"
    )

    def __init__(
        self,
        *args: Any,
        union: Organisation,
        leaders: Sequence[Officer],
        back: ElectionReport | None = None,
        **kwargs: Any,
    ) -> None:
        """`back` is one that was sent back and is reported anew, with what had been typed."""
        super().__init__(*args, **kwargs)
        self.union = union
        self.sitting = {str(officer.pk): officer for officer in leaders}
        seats = [(key, f"{one.get_post_display()} {one.name}") for key, one in self.sitting.items()]
        if not any(one.post == Post.CHAIR for one in leaders):
            seats.insert(0, (VACANT, "主席空缺，补上主席"))
        seats.append((FURTHER, "没有人离任，增选一位副主席"))
        field: Any = self.fields["seat"]
        field.choices = seats
        years = union.term_years
        self.fields["term_ends_on"].help_text = f"留空按届期 {years} 年推算。" if years else "不清楚的可以留空。"
        for name in ("office_phone", "mobile"):
            self.fields[name].widget.attrs["inputmode"] = "tel"
        self.initial = _typed(back) if back is not None else {}

    def clean_elected_on(self) -> date:
        day: date = self.cleaned_data["elected_on"]
        not_ahead(day, "当选日期")
        return day

    def clean_left_on(self) -> date | None:
        day: date | None = self.cleaned_data["left_on"]
        not_ahead(day, "离任日期")
        return day

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        leaving = self.sitting.get(values.get("seat", ""))
        if values.get("is_reelected"):
            if leaving is None:
                self.add_error("is_reelected", "没有人离任，谈不上连任。请选择连任的人，或取消勾选。")
            else:
                values["name"] = values.get("name") or leaving.name
        elif not values.get("name") and "name" not in self.errors:
            self.add_error("name", "请填写当选人的姓名。")
        return values

    @property
    def details(self) -> dict[str, Any]:
        """The values as `elections.report` takes them."""
        values = self.cleaned_data
        leaving = self.sitting.get(values["seat"])
        kept = ("name", "elected_on", "term_ends_on", "sex", "office_phone", "mobile", "is_reelected", "note")
        return {
            **{name: values[name] for name in kept},
            "post": leaving.post if leaving else values["seat"],
            "leaving": leaving,
            "left_on": (values["left_on"] or values["elected_on"]) if leaving else None,
        }


def _typed(row: ElectionReport) -> dict[str, Any]:
    kept = ("name", "elected_on", "left_on", "term_ends_on", "sex", "office_phone", "mobile", "is_reelected", "note")
    return {**{name: getattr(row, name) for name in kept}, "seat": str(row.leaving_id or row.post)}
