"""The chairs' forms about applications: begun, handed in, agreed to, reported, withdrawn, and their papers."""

from collections.abc import Sequence
from typing import Any

from django import forms

from hardship.checklist import Need
from hardship.models import HardshipFile, ReliefProgramme
from hardship.transitions import LABELS, State
from unions.forms.portal import DayField, WordsField, not_ahead

AGREE, BACK = "agree", "back"
MOST_AT_ONCE = 10


class SeenForm(forms.Form):
    """`seen` is how many steps there were when the page was shown: whoever comes second is told who came first."""

    seen = forms.IntegerField(required=False, min_value=0, max_value=9_999, widget=forms.HiddenInput)

    def __init__(self, *args: Any, steps: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("seen", steps)


class ApplyForm(forms.Form):
    """One family, one programme."""

    file = forms.ChoiceField(
        label="为哪一户申请",
        widget=forms.RadioSelect,
        error_messages={"required": "请选择为哪一户申请。", "invalid_choice": "这份档案刚刚有变化，请重新选择。"},
    )
    programme = forms.ChoiceField(
        label="申请哪个项目",
        widget=forms.RadioSelect,
        error_messages={"required": "请选择申请哪个项目。", "invalid_choice": "这个项目刚刚停用，请重新选择。"},
    )

    def __init__(
        self, *args: Any, files: Sequence[HardshipFile], programmes: Sequence[ReliefProgramme], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.families = {str(one.pk): one for one in files}
        self.programmes = {str(one.pk): one for one in programmes}
        file_field: Any = self.fields["file"]
        file_field.choices = [(key, f"{one.name}（{one.code}）") for key, one in self.families.items()]
        programme_field: Any = self.fields["programme"]
        programme_field.choices = [(key, one.name) for key, one in self.programmes.items()]
        for name, found in (("file", self.families), ("programme", self.programmes)):
            if len(found) == 1:
                self.initial.setdefault(name, next(iter(found)))


class AgreeForm(SeenForm):
    """单位工会审核: the committee's word, or back to be mended."""

    outcome = forms.ChoiceField(
        label="审核结果",
        choices=[(AGREE, "同意申报"), (BACK, "退回修改")],
        widget=forms.RadioSelect,
        error_messages={"required": "请选择审核结果。"},
    )
    reviewer = WordsField(
        label="审核人", max_length=64, required=False, help_text="工会委员会里审核的人，不能是申请人本人。"
    )
    on = DayField("审核日期")
    opinion = WordsField(
        label="审核意见",
        max_length=200,
        initial="情况属实，同意申报。",
        error_messages={"required": "请填写审核意见；退回的，写明改什么。"},
    )

    def clean_on(self) -> Any:
        not_ahead(self.cleaned_data["on"], "审核日期")
        return self.cleaned_data["on"]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if values.get("outcome") == AGREE and not values.get("reviewer"):
            self.add_error("reviewer", "请填写审核人姓名。")
        return values


class WhyForm(SeenForm):
    reason = WordsField(label="原因", max_length=200, error_messages={"required": "请写明原因。"})


class BackForm(WhyForm):
    """退回 within the union, to one of the steps before."""

    to = forms.ChoiceField(
        label="退回到哪一步",
        widget=forms.RadioSelect,
        error_messages={"required": "请选择退回到哪一步。", "invalid_choice": "请重新选择退回到哪一步。"},
    )

    def __init__(self, *args: Any, targets: Sequence[State], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["to"]
        field.choices = [(str(one), LABELS[one]) for one in targets]
        self.order_fields(["to", "reason", "seen"])

    def clean_to(self) -> State:
        return State(self.cleaned_data["to"])


class ConsentForm(forms.Form):
    agrees = forms.BooleanField(
        label="本人已单独签字同意在网上公开（姓名只公开姓，其余用星号代替）",
        error_messages={"required": "请在本人签字同意后勾选。不同意的不用办理，不影响帮扶。"},
    )


class ManyFiles(forms.FileInput):
    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return files.getlist(name) or None


class PapersField(forms.FileField):
    """Pictures or PDFs, one or several; what is in them is judged where they are read."""

    def __init__(self, **kwargs: Any) -> None:
        errors = {
            "required": "还没有选文件，请拍照，或选照片、PDF。",
            "empty": "有一个文件是空的，请重新拍照或另选。",
            "invalid": "没有收到文件，请重新拍照或另选。",
        }
        widget = ManyFiles(attrs={"accept": "image/*,application/pdf", "multiple": True})
        super().__init__(widget=widget, allow_empty_file=True, error_messages=errors, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        given = data if isinstance(data, list | tuple) else [data]
        if len(given) > MOST_AT_ONCE:
            raise forms.ValidationError(f"一次最多 {MOST_AT_ONCE} 份，请分几次上传。")
        return [super(PapersField, self).clean(one, initial) for one in given]


class PaperForm(forms.Form):
    """Papers for one place on the list; of this year's the year is said, not read."""

    papers = PapersField(label="拍照，或选照片、PDF", help_text="几页的可以一次选几张。拍平、拍清楚，四角都要在里面。")

    def __init__(self, *args: Any, need: Need, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if need.of_year:
            self.fields["is_of_year"] = forms.BooleanField(
                label=f"这是 {need.of_year} 年度的",
                error_messages={"required": f"这一项要 {need.of_year} 年度的材料，请核对后勾选。"},
            )
