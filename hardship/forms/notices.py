"""The chairs' forms about notices: posting, objections and their answers, papers of the notice."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from hardship.models import ReliefApplication
from hardship.transitions import LABELS, State
from unions.forms.portal import DayField, WordsField, not_ahead
from unions.models import Organisation

DISMISSED, UPHELD = "dismissed", "upheld"
BACK_TO = (State.DRAFT, State.SUBMITTED, State.AGREED)


class PostForm(forms.Form):
    """Which of the applications that the committee agreed to are posted, and as whose department each stands there."""

    chosen = forms.MultipleChoiceField(
        label="公示哪些申请",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "请至少选一份申请。",
            "invalid_choice": "有的申请刚刚被退回或已经公示，请重新选择。",
        },
    )
    on = DayField("从哪天贴出", "公示期从第二天起算工作日。")
    place = WordsField(
        label="贴在哪里", max_length=80, error_messages={"required": "请填写贴在哪里，如：厂门口公示栏。"}
    )
    phone = WordsField(
        label="本工会的异议电话（选填）",
        max_length=80,
        required=False,
        help_text="印在公示上。县总工会权益保障部的电话和职工服务热线会自动印上。",
    )

    def __init__(
        self, *args: Any, applications: Sequence[ReliefApplication], union: Organisation, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.applications = {str(one.pk): one for one in applications}
        chosen: Any = self.fields["chosen"]
        chosen.choices = [(key, one.name) for key, one in self.applications.items()]
        self.initial = {"chosen": list(self.applications), "phone": union.phone, "place": "单位公示栏"}
        for key, one in self.applications.items():
            employer = one.file.employer
            self.fields[f"department_{key}"] = WordsField(
                label=f"{one.name}的部门",
                max_length=120,
                required=False,
                initial=employer.name if employer else union.name,
            )

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        not_ahead(day, "张贴日期")
        return day

    @property
    def rows(self) -> list[ReliefApplication]:
        return [self.applications[key] for key in self.applications if key in self.cleaned_data["chosen"]]

    @property
    def departments(self) -> dict[int, str]:
        return {one.pk: self.cleaned_data[f"department_{key}"] for key, one in self.applications.items()}

    @property
    def department_fields(self) -> list[Any]:
        return [self[name] for name in self.fields if name.startswith("department_")]


class ObjectionForm(forms.Form):
    application = forms.ChoiceField(
        label="对哪份申请",
        required=False,
        help_text="说不清是谁的，选“未指明”。异议成立要退回申请的，须指明。",
        error_messages={"invalid_choice": "这份申请刚刚退回了，请重新选择。"},
    )
    received_on = DayField("哪天收到", "从这一天起公示期停住，答复以后接着算。")
    text = WordsField(
        label="反映的情况",
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "请写明反映的情况。"},
    )
    said_by = WordsField(label="反映人（选填）", max_length=64, required=False, help_text="匿名的留空，一样受理。")
    contact = WordsField(label="联系方式（选填）", max_length=64, required=False, help_text="只有办理的人看得到。")

    def __init__(self, *args: Any, applications: Sequence[ReliefApplication], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.applications = {str(one.pk): one for one in applications}
        field: Any = self.fields["application"]
        field.choices = [("", "未指明"), *((key, one.name) for key, one in self.applications.items())]

    @property
    def row(self) -> ReliefApplication | None:
        return self.applications.get(self.cleaned_data["application"])


class AnswerForm(forms.Form):
    outcome = forms.ChoiceField(
        label="调查结果",
        choices=[(DISMISSED, "异议不成立，公示期接着算"), (UPHELD, "异议成立，退回申请")],
        widget=forms.RadioSelect,
        error_messages={"required": "请选择调查结果。"},
    )
    reply = WordsField(
        label="调查情况和答复",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "请写明调查情况和答复。"},
    )
    on = DayField("哪天答复")
    back_to = forms.ChoiceField(
        label="成立的，退回到",
        choices=[(str(state), LABELS[state]) for state in BACK_TO],
        initial=State.DRAFT,
        required=False,
    )

    def clean_back_to(self) -> State:
        return State(self.cleaned_data["back_to"] or State.DRAFT)


class PaperField(forms.FileField):
    """A picture or a PDF; what is in the file is judged where it is read."""

    def __init__(self, label: str, **kwargs: Any) -> None:
        errors = {
            "required": "还没有选文件，请拍照，或选一张照片、一个 PDF。",
            "empty": "这个文件是空的，请重新拍照或另选一个。",
            "invalid": "没有收到文件，请重新拍照或另选一个。",
        }
        widget = forms.FileInput(attrs={"accept": "image/*,application/pdf"})
        super().__init__(label=label, widget=widget, allow_empty_file=True, error_messages=errors, **kwargs)


class PhotoForm(forms.Form):
    photo = PaperField("公示照片", help_text="拍下贴出来的公示，能看清内容和张贴的地方。")


class ReportScanForm(forms.Form):
    scan = PaperField("盖章的公示结果报告", help_text="盖章、签字以后扫描成 PDF，或者拍照。")


class WhyForm(forms.Form):
    reason = WordsField(label="原因", max_length=120, error_messages={"required": "请写明原因。"})
