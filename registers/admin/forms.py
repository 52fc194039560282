"""What people type about an import. Checks form, never law."""

import uuid
from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings

from accounts.models import User
from registers.models import ImportRun
from registers.registry import names, plan_of

MOST_FILES = 20
RECOGNISE = "自动识别（看表名和表头）"


class UploadForm(forms.Form):
    """All but the files themselves. `batch` keeps a button pressed twice from sending everything twice."""

    register = forms.ChoiceField(label="登记表", required=False)
    batch = forms.UUIDField(required=False, widget=forms.HiddenInput)
    mends = forms.ModelChoiceField(ImportRun.objects.none(), required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["register"].choices = [("", RECOGNISE), *registers_of(user)]
        fields["batch"].initial = uuid.uuid4
        fields["mends"].queryset = ImportRun.objects.visible_to(user).filter(by=user, fault_count__gt=0)


class SayForm(forms.Form):
    register = forms.ChoiceField(label="这是哪张登记表", error_messages={"required": "请选定这是哪张登记表。"})

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["register"].choices = [("", "请选择"), *registers_of(user)]  # type: ignore[attr-defined]


class ExportForm(forms.Form):
    reason = forms.CharField(
        label="用途",
        max_length=200,
        help_text="表中有单位和人员的信息，导出会连同用途记入日志。",
        error_messages={"required": "请写明导出的用途。"},
    )
    whole = forms.BooleanField(
        label="导出完整的证件号码和移动电话",
        required=False,
        help_text="不勾选的，号码隐去中间几位，这样的表不能再导入。人数很多的，要由另一人同意后才能导出。",
    )

    def __init__(self, *args: Any, asks_whole: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_whole:
            del self.fields["whole"]


def registers_of(user: User) -> list[tuple[str, str]]:
    """(name, 中文名) of the registers this user may import."""
    return [(name, plan_of(name).register.title) for name in names() if user.may(plan_of(name).duty)]


def wrong_with(file: Any) -> str:
    """Why a sent file is not even looked at; empty when it is."""
    ending = Path(file.name or "").suffix.lower()
    if ending == ".xls":
        return "不能导入 .xls 文件，请在 Excel 或 WPS 中另存为 .xlsx 后再导入。"
    if ending not in {".xlsx", ".csv"}:
        return "只能导入 .xlsx 或 .csv 文件，请另存为其中一种后再导入。"
    if not file.size:
        return "这个文件是空的，请重新选择。"
    if file.size > settings.REGISTER_MAX_BYTES:
        return "文件超过 50 MB，请拆成几个文件分别导入。"
    return ""
