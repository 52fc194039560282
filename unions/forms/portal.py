"""The forms of the chairs' portal: few fields, each filled in where its value is known."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from accounts.admin.personal import keep_masked
from registers.cells import clean as plain
from unions.checklist import Line
from unions.forms.fields import MobileField, OfficePhoneField
from unions.models import Display, Item, Officer, Organisation, Way
from unions.models.display import WAYS_OF

NO_SUCH_DAY = "没有这一天，请从日历里选择，或按 2012-10-31 的样子填写真实日期。"


def today() -> date:
    return timezone.localdate()


class DayInput(forms.DateInput):
    """The phone's own calendar."""

    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


def DayField(label: str, help_text: str = "", **kwargs: Any) -> forms.DateField:  # noqa: N802 (reads as a field)
    """A date up to today, today unless another is chosen."""
    errors = {"required": f"请填写{label}。", "invalid": NO_SUCH_DAY}
    kwargs.setdefault("initial", today)
    return forms.DateField(label=label, help_text=help_text, widget=DayInput, error_messages=errors, **kwargs)


class WordsField(forms.CharField):
    """A line of text as people type it on a phone: odd spaces and invisible characters are tidied."""

    def to_python(self, value: Any) -> str:
        return plain(super().to_python(value) or "").strip()


class PhotoField(forms.FileField):
    """One picture, from the camera or the album; what is in the file is judged where it is redrawn."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.FileInput(attrs={"accept": "image/*"})
        errors = {"empty": "这个文件是空的，请重新拍照或另选一张。", "invalid": "没有收到照片，请重新拍照或另选一张。"}
        super().__init__(widget=widget, required=False, allow_empty_file=True, error_messages=errors, **kwargs)


def not_ahead(day: date | None, label: str) -> None:
    if day is not None and day > today():
        raise forms.ValidationError(f"{label}不能晚于今天，请填写实际的日期。")


class RecordForm(forms.Form):
    """One item, in one or several ways at once: `ways` still free, the rest filled in."""

    ways = forms.MultipleChoiceField(
        label="方式",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "请至少选一种方式。",
            "invalid_choice": "这种方式刚刚已经上报过，或这一项没有这种方式，请重新选择。",
        },
    )
    starts_on = DayField("从哪天开始")
    content = WordsField(max_length=200, required=False)
    photo = PhotoField(label="照片（选填）", help_text="拍下现场，上级工会核实得更快。照片只给核实的人看。")

    def __init__(self, *args: Any, line: Line, union: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.line, self.union = line, union
        held = {fact.way for fact in line.holding}
        ways: Any = self.fields["ways"]
        ways.choices = [(str(way), way.label) for way in WAYS_OF[line.item] if way not in held]
        self._word_content()

    def _word_content(self) -> None:
        field = self.fields["content"]
        if self.line.item == Item.SIGN:
            field.label, field.initial = "牌匾上的字", self.union.name
            field.help_text = "与牌匾不一样的，请照牌匾改。"
        elif self.line.item == Item.OFFICE:
            field.label, field.initial = "公布的办公地点", self.union.address
            field.required = True
            field.error_messages["required"] = "请写明公布的办公地点，如：厂区二号楼一层 105 室。"
        else:
            del self.fields["content"]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if self.lacks_number:
            raise forms.ValidationError("还没有登记电话，没有号码可公布。请先登记办公电话或手机号码，再来上报。")
        return values

    @property
    def lacks_number(self) -> bool:
        """At least one number has to be published (domain.md E-05)."""
        officer = self.line.officer
        if officer is None or self.line.item != Item.CONTACT:
            return False
        return not (officer.office_phone or officer.mobile)

    def clean_starts_on(self) -> date:
        day: date = self.cleaned_data["starts_on"]
        not_ahead(day, "开始日期")
        officer, begun = self.line.officer, self.union.established_on
        if officer is not None and day < officer.elected_on:
            raise forms.ValidationError(f"开始日期早于 {officer.name} 的当选日期（{officer.elected_on}），请核对。")
        if begun is not None and day < begun:
            raise forms.ValidationError(f"开始日期早于工会的建会日期（{begun}），请核对。")
        return day


class EndForm(forms.Form):
    on = DayField("从哪天起不再悬挂或公布", "从这一天起这一条不再计入。")

    def __init__(self, *args: Any, display: Display, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.display = display

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        not_ahead(day, "结束日期")
        if day < self.display.starts_on:
            raise forms.ValidationError(f"结束日期早于开始日期（{self.display.starts_on}），请核对。")
        return day


class MendForm(forms.Form):
    """What was sent back, filled with what is on file."""

    way = forms.ChoiceField(
        label="方式",
        widget=forms.RadioSelect,
        error_messages={"required": "请选择方式。", "invalid_choice": "这一项没有这种方式，请重新选择。"},
    )
    starts_on = DayField("从哪天开始")
    content = WordsField(max_length=200, required=False)
    photo = PhotoField(label="照片（选填）", help_text="按退回的原因改好后再拍一张。")

    def __init__(self, *args: Any, display: Display, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.display = display
        ways: Any = self.fields["way"]
        ways.choices = [(str(way), Way(way).label) for way in WAYS_OF[display.item]]
        shown = keep_masked(self.fields["content"], display.content)
        self.fields["content"].label = "牌匾上的字" if display.item == Item.SIGN else "内容"
        self.initial = {"way": display.way, "starts_on": display.starts_on, "content": shown or display.content}

    def clean_starts_on(self) -> date:
        day: date = self.cleaned_data["starts_on"]
        not_ahead(day, "开始日期")
        return day


class OfficeForm(forms.Form):
    """The union's office: where it is, its telephone; nothing else of the union is a chair's to change."""

    address = WordsField(
        label="办公地点", max_length=200, error_messages={"required": "请填写办公地点，如：厂区二号楼一层 105 室。"}
    )
    phone = OfficePhoneField(label="办公电话", max_length=64, required=False)
    boards_too = forms.BooleanField(
        label="公布栏上的地点也已更换",
        required=False,
        help_text="勾选后，原来的公布记录今天结束，按新地点重新上报，等上级工会核实。",
    )

    def __init__(self, *args: Any, union: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shown = keep_masked(self.fields["phone"], union.phone)
        self.initial = {"address": union.address, "phone": shown or union.phone}


class PhonesForm(forms.Form):
    """An officer's two numbers; the mobile is shown with its stars."""

    office_phone = OfficePhoneField(label="办公电话", max_length=64, required=False)
    mobile = MobileField(label="手机号码", max_length=32, required=False)
    boards_too = forms.BooleanField(
        label="公布栏上的号码也已更换",
        required=False,
        help_text="勾选后，原来的公布记录今天结束，按新号码重新上报，等上级工会核实。",
    )

    def __init__(self, *args: Any, officer: Officer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("office_phone", "mobile"):
            stored = getattr(officer, name)
            self.initial[name] = keep_masked(self.fields[name], stored) or stored
            self.fields[name].widget.attrs["inputmode"] = "tel"

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if not self.errors and not (values.get("office_phone") or values.get("mobile")):
            raise forms.ValidationError("办公电话、手机号码至少要有一个，职工才找得到人。")
        return values


class ConsentForm(forms.Form):
    """A yes is ticked, never given by leaving something as it is; the button of a no needs nothing."""

    agrees = forms.BooleanField(error_messages={"required": "请先勾选，表示本人同意。不同意的，不用办理。"})

    def __init__(self, *args: Any, officer: Officer, is_own: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = "我同意在工会公开查询页面上显示我的手机号码，可以随时撤回"
        paper = f"{officer.name}本人已签书面同意，原件由本工会保存"
        self.fields["agrees"].label = own if is_own else paper


class PhotoForm(forms.Form):
    photo = PhotoField(label="补一张照片")

    def clean_photo(self) -> Any:
        if (photo := self.cleaned_data.get("photo")) is None:
            raise forms.ValidationError("还没有选照片，请拍照或从相册选一张。")
        return photo
