"""As which file a paper of relief is printed, and why."""

from django import forms

from hardship.printing import PDF, XLSX

KINDS = ((PDF, "PDF，直接打印"), (XLSX, "Excel 工作簿，可以报送电子版"))


class PrintForm(forms.Form):
    kind = forms.ChoiceField(label="格式", choices=KINDS, widget=forms.RadioSelect, initial=PDF)
    reason = forms.CharField(
        label="用途",
        max_length=60,
        help_text="用途、打印人和份数会记入日志，并印在每页页脚。",
        error_messages={"required": "请用一句话写明用途。"},
    )
