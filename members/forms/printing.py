"""What is printed, as which file, and why."""

from typing import Any

from django import forms

from members.printing import PDF, XLSX

KINDS = ((PDF, "PDF，直接打印"), (XLSX, "Excel 工作簿，可以报送电子版"))


class PrintFormsForm(forms.Form):
    """`choices` are the forms offered; with one there is nothing to choose."""

    what = forms.MultipleChoiceField(
        label="登记表",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请至少选择一种登记表。", "invalid_choice": "没有这种登记表，请从列出的里面选。"},
    )
    kind = forms.ChoiceField(label="格式", choices=KINDS, widget=forms.RadioSelect, initial=PDF)
    reason = forms.CharField(
        label="用途",
        max_length=60,
        help_text="登记表上有完整的证件号码。用途、打印人和份数会记入日志，并印在每页页脚。如：报送五月实名制登记表。",
        error_messages={"required": "请用一句话写明用途。"},
    )

    def __init__(self, data: Any, *, choices: list[tuple[str, str]]) -> None:
        super().__init__(data, label_suffix="")
        what: Any = self.fields["what"]
        if len(choices) > 1:
            what.choices = choices
        else:
            del self.fields["what"]
        self.only = [choices[0][0]] if len(choices) == 1 else []

    @property
    def wanted(self) -> list[str]:
        return self.only or self.cleaned_data["what"]


class CodeForm(forms.Form):
    """A code as it stands at the foot of a page."""

    code = forms.CharField(
        label="版本码",
        max_length=24,
        help_text="登记表页脚上的 12 位字母和数字，大小写、横线都不要紧。",
        error_messages={"required": "请填写页脚上的版本码。"},
    )
