"""What may be done with a file, each act a page with a small form; changing what it says has pages of its own."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from accounts.admin.acts import Act
from accounts.admin.personal import Personal, reveal
from accounts.duties import Duty
from accounts.masks import masked_id_number, masked_mobile
from hardship.facts import FileFacts
from hardship.models import FileVersion, HardshipFile
from hardship.operations import files
from unions.admin.parts import in_words
from unions.forms.acts import DayField

State = HardshipFile.State


def facts_now(row: HardshipFile) -> FileFacts:
    version: FileVersion = FileVersion.objects.everywhere("of a file already in scope").get(file=row, number=row.latest)
    return version.facts


def masked_card(value: str) -> str:
    return f"**** {value[-4:]}" if value else ""


ID_NUMBER = Personal(
    "id_number", "身份证号", "id-number", Duty.EDIT_FILES, masked_id_number, lambda row: facts_now(row).id_number
)
CARD = Personal("card", "银行卡号", "card", Duty.EDIT_FILES, masked_card, lambda row: facts_now(row).card)
MOBILE = Personal("mobile", "手机号码", "mobile", Duty.EDIT_FILES, masked_mobile, lambda row: facts_now(row).mobile)


class ReviewForm(forms.Form):
    reviewed_on = DayField("复核日期", "入户或凭材料核对的那一天。")
    note = forms.CharField(label="复核情况", max_length=200, required=False, help_text="如：入户核对，与登记一致。")


class EndForm(forms.Form):
    on = DayField("日期", "从这一天起不再是在档的困难职工。")
    reason = forms.CharField(label="原因", max_length=200, error_messages={"required": "请写明原因。"})


class BackForm(forms.Form):
    reason = forms.CharField(label="原因", max_length=200, error_messages={"required": "请写明为什么撤回。"})


def _is(*states: str) -> Any:
    return lambda row: row.state in states


def _review(row: HardshipFile, values: dict[str, Any], by: Any) -> str:
    on = values["reviewed_on"]
    files.review(row, reviewed_on=on, note=values["note"], at=timezone.now(), by=by)
    return f"{row.name}的档案已于{in_words(on)}复核，与登记一致。情况有变的，请办“变更”。"


def _out(row: HardshipFile, values: dict[str, Any], by: Any) -> str:
    files.out_of_hardship(row, out_on=values["on"], reason=values["reason"], at=timezone.now(), by=by)
    return _ended(row, f"{row.name}的档案从{in_words(values['on'])}起脱困。")


def _close(row: HardshipFile, values: dict[str, Any], by: Any) -> str:
    files.close(row, closed_on=values["on"], reason=values["reason"], at=timezone.now(), by=by)
    return _ended(row, f"{row.name}的档案从{in_words(values['on'])}起注销。")


def _ended(row: HardshipFile, done: str) -> str:
    back = reverse("admin:hardship_hardshipfile_take-back", args=[row.pk])
    return format_html('{}办错了可以<a href="{}">撤回</a>。', done, back)


def _take_back(row: HardshipFile, values: dict[str, Any], by: Any) -> str:
    files.take_back(row, reason=values["reason"], at=timezone.now(), by=by)
    return f"{row.name}的档案已恢复在档。"


ACTS = (
    Act(
        "review",
        "年度复核",
        Duty.EDIT_FILES,
        _review,
        form=ReviewForm,
        warning="核对后与登记一致的，在这里登记；收入、家庭成员等有变化的，先办“变更”。",
        applies=_is(State.ON_FILE),
    ),
    Act(
        "out",
        "办理脱困",
        Duty.EDIT_FILES,
        _out,
        form=EndForm,
        warning="脱困后档案保留，只能查看；以后返困的另建新档，与这份相连。",
        applies=_is(State.ON_FILE),
    ),
    Act(
        "close",
        "注销档案",
        Duty.EDIT_FILES,
        _close,
        form=EndForm,
        warning="用于建错、迁出本县、职工去世等情形。档案按规定保存，不删除。",
        applies=_is(State.ON_FILE, State.OUT),
    ),
    Act(
        "take-back",
        "撤回脱困（注销）",
        Duty.EDIT_FILES,
        _take_back,
        form=BackForm,
        warning="只用于脱困、注销办错了的情形，档案从今天起恢复在档。真正返困的请办“返困另建档案”。",
        applies=_is(State.OUT, State.CLOSED),
    ),
    reveal(ID_NUMBER),
    reveal(CARD),
    reveal(MOBILE),
)
