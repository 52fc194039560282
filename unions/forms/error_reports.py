"""The public's two-tap form, and the desk's answer to it."""

from typing import Any

from django import forms
from django.core import signing
from django.utils import timezone

from accounts.masks import masked_words
from unions.models import ErrorReport
from unions.models.error_report import new_receipt

LONGEST = 300
LONGEST_ANSWER = 200
KEPT_SECONDS = 24 * 3600  # how long the page may lie open
SALT = "unions.error_report"
What, State = ErrorReport.What, ErrorReport.State

OWN_WORDS = ""
OFFERED: dict[str, dict[str, str]] = {
    State.FIXED: {
        What.PHONE: "电话已更正，请按新的号码联系。",
        What.OFFICE: "办公地点已更正。",
        What.PERSON: "主席、副主席信息已更新。",
        What.PLAQUE: "已督促该工会悬挂牌匾。",
        What.OTHER: "信息已更正。",
    },
    State.UNFOUNDED: {
        What.PHONE: "经拨打核对，电话可以接通，请在工作时间再试。",
        What.OFFICE: "经实地核对，办公地点与公布的一致。",
        What.PERSON: "经核对，现任主席、副主席与公布的一致。",
        What.PLAQUE: "经实地核对，牌匾已经悬挂。",
        What.OTHER: "经核对，公布的信息无误。",
    },
}


class ReportErrorForm(forms.Form):
    """What is wrong, and if one likes a few words. `receipt` was made with the page, so that sent twice counts once."""

    what = forms.ChoiceField(
        label="哪里不对？",
        choices=What.choices,
        error_messages={"required": "请先选一项哪里不对。", "invalid_choice": "请从列出的几项里选一项。"},
    )
    words = forms.CharField(
        label="补充说明（可不填）",
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": LONGEST}),
        error_messages={
            "max_length": "说明有 %(show_value)d 个字，请缩短到 %(limit_value)d 个字以内。",
            "null_characters_not_allowed": "说明里有无法保存的字符，请重新输入。",
        },
    )
    # People don't see it; what fills in every field does.
    website = forms.CharField(required=False, max_length=1000)
    receipt = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise forms.ValidationError("“请留空”一栏里有内容，没有收下。请把它清空后再提交。")
        return ""

    def clean_receipt(self) -> str:
        try:
            return str(signing.loads(self.cleaned_data["receipt"], salt=SALT, max_age=KEPT_SECONDS))
        except signing.BadSignature as stale:
            raise forms.ValidationError("这个页面放得太久了，请再按一次“提交”，您填的内容还在。") from stale

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("what") == What.OTHER and not given.get("words") and "words" not in self.errors:
            self.add_error("words", "选了“其他”，请写一句哪里不对。")
        return given


def signed_receipt() -> str:
    return signing.dumps(new_receipt(), salt=SALT)


class AnswerForm(forms.Form):
    """One of the offered sentences or one's own, and which other reports of the union it answers too."""

    state: str = ""
    offered = forms.ChoiceField(label="答复（反映的人会看到）", widget=forms.RadioSelect, required=False)
    words = forms.CharField(
        label="自己写的答复",
        max_length=LONGEST_ANSWER,
        required=False,
        help_text="写给公众看：不要写经办人姓名和个人手机号码。",
        error_messages={"max_length": "答复有 %(show_value)d 个字，请缩短到 %(limit_value)d 个字以内。"},
    )
    others = forms.MultipleChoiceField(
        label="一并答复本工会其他未办的纠错",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "勾选的纠错里有的已经办结，请重新勾选。"},
    )

    def scope_to(self, row: ErrorReport, user: Any) -> None:
        offers = OFFERED[self.state]
        self._choice("offered").choices = [(offers[row.what], offers[row.what]), (OWN_WORDS, "自己写")]
        others = ErrorReport.objects.visible_to(user).filter(organisation=row.organisation_id).waiting()
        self.waiting = {str(other.pk): other for other in others.exclude(pk=row.pk).order_by("at", "pk")}
        self._choice("others").choices = [(key, _line(other)) for key, other in self.waiting.items()]
        same = [key for key, other in self.waiting.items() if other.what == row.what]
        self.initial = {"offered": offers[row.what], "others": same}
        if not self.waiting:
            del self.fields["others"]

    def _choice(self, name: str) -> Any:
        return self.fields[name]

    def clean_words(self) -> str:
        words: str = " ".join(self.cleaned_data["words"].split())
        if masked_words(words) != words:
            raise forms.ValidationError("答复是公开的，请不要写手机号、身份证号、银行卡号，可以写办公电话。")
        return words

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        answer = given.get("words") or given.get("offered") or ""
        if not answer and not self.errors:
            self.add_error("words", "请选一句答复，或者自己写一句。")
        chosen = [self.waiting[key] for key in given.get("others") or []]
        return {"answer": answer, "others": chosen}


class FixedForm(AnswerForm):
    state = State.FIXED


class UnfoundedForm(AnswerForm):
    state = State.UNFOUNDED


def _line(report: ErrorReport) -> str:
    day = f"{timezone.localtime(report.at):%Y-%m-%d}"
    words = masked_words(report.words)
    return f"{day}　{report.get_what_display()}{f'：{words}' if words else ''}"
