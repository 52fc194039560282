"""The small forms of acts on a membership, a transfer, a pair and a person's data."""

from datetime import date
from typing import Any

from django import forms

from members.forms.person import NumberField
from members.models import CHANGE_REASONS, Erasure, current_of
from unions.forms.acts import DayField, pick_union, today
from unions.forms.fields import NameField
from unions.models import Employer, Organisation

OTHER = "other"


def ReasonField(reasons: tuple[str, ...]) -> forms.ChoiceField:  # noqa: N802 (reads as a field)
    """One of the form's own reasons, or another that is written out."""
    choices = [("", "请选择"), *((reason, reason) for reason in reasons), (OTHER, "其他（请在下面写明）")]
    return forms.ChoiceField(label="会籍变化原因", choices=choices, error_messages={"required": "请选择会籍变化原因。"})


class WithReason(forms.Form):
    reason = ReasonField(CHANGE_REASONS)
    other = forms.CharField(label="其他原因", max_length=100, required=False, help_text="上面选“其他”时填写。")

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if values.get("reason") == OTHER:
            values["reason"] = values.get("other", "").strip()
            if not values["reason"]:
                self.add_error("other", "请用一句话写明原因。")
        return values


class RetainForm(WithReason):
    on = DayField("会籍变化日期", "从这一天起保留会籍。")
    field_order = ("on", "reason", "other")

    def clean_on(self) -> date:
        return not_to_come(self.cleaned_data["on"], "会籍变化日期")


class LeaveForm(WithReason):
    on = DayField("会籍变化日期", "从这一天起不再是会员。")
    field_order = ("on", "reason", "other")

    def clean_on(self) -> date:
        return not_to_come(self.cleaned_data["on"], "会籍变化日期")


class ResumeForm(forms.Form):
    on = DayField("恢复日期", "从这一天起会籍恢复正常。")

    def clean_on(self) -> date:
        return not_to_come(self.cleaned_data["on"], "恢复日期")


def not_to_come(day: date, label: str) -> date:
    if day > today():
        raise forms.ValidationError(f"{label}还没有到，请填写实际的日期。")
    return day


def employers_of(union: Organisation, user: Any) -> Any:
    """The units that a union covers, as far as the user may see them."""
    return Employer.objects.visible_to(user).filter(union=union).order_by("name")


def _employer() -> forms.ModelChoiceField:
    return forms.ModelChoiceField(
        Employer.objects.none(),
        label="工作单位",
        required=False,
        empty_label="未填",
        help_text="本工会覆盖的单位；没有就不选。",
        error_messages={"invalid_choice": "这个单位不在本工会覆盖范围内，请重新选择。"},
    )


class MembershipForm(forms.Form):
    """更正会籍."""

    since = DayField("入会日期", "本人入会申请批准的那一天；由别处转来的，是接收的那一天。")
    employer = _employer()

    def scope_to(self, row: Any, user: Any) -> None:
        current = current_of(row)
        assert current is not None  # the act is open for current members only
        self.fields["employer"].queryset = employers_of(row.union, user)  # type: ignore[attr-defined]
        self.initial = {"since": current.since, "employer": current.employer_id}


class RejoinForm(forms.Form):
    """A former member joins again: everything but the day is known."""

    union = forms.ModelChoiceField(
        Organisation.objects.none(),
        label="工会",
        help_text="输入编码或名称查找。",
        error_messages={"required": "请选择工会。", "invalid_choice": "没有这个工会，请重新选择。"},
    )
    since = DayField("入会日期", "本人入会申请批准的那一天。")

    def scope_to(self, row: Any, user: Any) -> None:
        pick_union(self.fields["union"], user)
        self.initial = {"union": row.union_id}

    def clean_since(self) -> date:
        return not_to_come(self.cleaned_data["since"], "入会日期")


class ApplyForm(forms.Form):
    """A member of one's own part is to move to another union, here or elsewhere in the county."""

    to_union = forms.ModelChoiceField(
        Organisation.objects.none(),
        label="转入工会（您的管理范围内）",
        required=False,
        help_text="输入编码或名称查找。转到别的乡镇、开发区、系统的，不选这一项，填下一项。",
        error_messages={"invalid_choice": "没有这个工会，请重新选择。"},
    )
    elsewhere = forms.CharField(
        label="转入工会（其他乡镇、开发区、系统）",
        max_length=200,
        required=False,
        help_text="填写工会编码，或与登记一字不差的全称。",
    )
    on = DayField("申请日期")
    reason = forms.CharField(label="接转原因", max_length=100, required=False, help_text="如：工作调动。")
    opinion = forms.CharField(label="转出工会意见", max_length=200, required=False)

    def scope_to(self, row: Any, user: Any) -> None:
        pick_union(self.fields["to_union"], user)

    def clean_on(self) -> date:
        return not_to_come(self.cleaned_data["on"], "申请日期")

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        words = values.get("elsewhere", "").strip()
        if bool(values.get("to_union")) == bool(words) and not self.errors:
            self.add_error("to_union", "请选择转入工会，或在下一项写明转入工会，两项填一项。")
        if words and not values.get("to_union"):
            values["to_union"] = _named_union(words)
            if values["to_union"] is None:
                self.add_error("elsewhere", "没有找到这个工会，请核对编码或全称。")
        return values


def _named_union(words: str) -> Organisation | None:
    """The one union with this code or whole name; unions' names are public."""
    rows = Organisation.objects.everywhere("a transfer leads to any union of the county")
    found = list(rows.filter(code=words)[:2]) or list(rows.filter(name=words)[:2])
    return found[0] if len(found) == 1 else None


class AskForForm(forms.Form):
    """转入: the receiver applies for a person by number and name."""

    to_union = forms.ModelChoiceField(
        Organisation.objects.none(),
        label="转入工会",
        help_text="输入编码或名称查找。",
        error_messages={"required": "请选择转入工会。", "invalid_choice": "没有这个工会，请重新选择。"},
    )
    id_number = NumberField(label="证件号码", error_messages={"required": "请填写本人的证件号码。"})
    name = NameField(label="姓名", max_length=64)
    on = DayField("申请日期")
    reason = forms.CharField(label="接转原因", max_length=100, required=False, help_text="如：工作调动。")

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        pick_union(self.fields["to_union"], user)

    def clean_on(self) -> date:
        return not_to_come(self.cleaned_data["on"], "申请日期")


class AcceptForm(forms.Form):
    on = DayField("接收日期", "从这一天起是转入工会的会员。")
    employer = _employer()
    opinion = forms.CharField(label="转入工会意见", max_length=200, required=False)

    def scope_to(self, row: Any, user: Any) -> None:
        self.fields["employer"].queryset = employers_of(row.to_union, user)  # type: ignore[attr-defined]
        self.initial = {"employer": row.to_employer_id}

    def clean_on(self) -> date:
        return not_to_come(self.cleaned_data["on"], "接收日期")


class DeclineForm(forms.Form):
    opinion = forms.CharField(
        label="不同意接收的原因",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "请写明不同意接收的原因，转出工会要据此答复本人。"},
    )


class AgreeForm(forms.Form):
    opinion = forms.CharField(label="转出工会意见", max_length=200, required=False, help_text="不填记为“同意转出”。")


class ObjectForm(forms.Form):
    opinion = forms.CharField(
        label="不同意转出的原因",
        max_length=190,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "请写明不同意转出的原因，转入工会要据此答复本人。"},
    )


class ApartForm(forms.Form):
    note = forms.CharField(
        label="核对说明",
        max_length=200,
        help_text="凭什么认定是两个人，如：已看两人证件原件。",
        error_messages={"required": "请写明凭什么认定是两个人。"},
    )


class EraseForm(forms.Form):
    basis = forms.ChoiceField(
        label="删除依据",
        choices=[("", "请选择"), *Erasure.Basis.choices],
        error_messages={"required": "请选择删除依据。"},
    )
    reason = forms.CharField(
        label="说明",
        max_length=200,
        help_text="不要写姓名、证件号码：这一句会一直保存。",
        error_messages={"required": "请用一句话说明，如：本人 2026 年 11 月书面申请。"},
    )
    name = forms.CharField(
        label="会员姓名",
        max_length=64,
        help_text="删除后不能恢复。请输入这位会员的姓名，以免删错人。",
        error_messages={"required": "请输入这位会员的姓名。"},
    )

    def scope_to(self, row: Any, user: Any) -> None:
        self.expected = row.name

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"].strip()
        if name != self.expected:
            raise forms.ValidationError("与这位会员的姓名不符，请核对是不是打开了别人的页面。")
        return name
