"""What to print, and for whom."""

from typing import Any

from django import forms

from unions.models import Organisation, Piece
from unions.printing import ALL, BODIES, LACKING

WHOM = (
    (LACKING, "只做还缺这一项的工会（推荐）：如牌匾只做还没有悬挂的"),
    (ALL, "全部工会"),
)
SHAPES = (("", "横牌，600 × 400 毫米"), ("upright", "竖牌，350 × 2400 毫米"))


class PrintForm(forms.Form):
    """For one union, or (with `union` None) for all below a body of the user's own part."""

    organisation: Any = forms.ModelChoiceField(
        label="范围",
        queryset=None,
        empty_label=None,
        error_messages={"required": "请选择为哪个单位下属的工会制作。", "invalid_choice": "请从列出的单位里选择。"},
    )
    pieces = forms.MultipleChoiceField(
        label="材料",
        choices=Piece.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请至少选择一种打印材料。", "invalid_choice": "没有这种材料，请从列出的里面选。"},
    )
    only = forms.ChoiceField(label="哪些工会", choices=WHOM, widget=forms.RadioSelect, initial=LACKING)
    shape = forms.ChoiceField(label="牌匾样式", choices=SHAPES, widget=forms.RadioSelect, initial="", required=False)
    with_mobiles = forms.BooleanField(
        label="联系卡和公示表上印手机号码",
        required=False,
        help_text="按双亮方案，在单位内部公布办公电话和手机号码，至少一个。印出的材料不要贴到单位以外。",
    )
    reason = forms.CharField(
        label="用途",
        max_length=100,
        help_text="材料含干部姓名和电话，用途和制作人会记入日志。如：七月集中亮牌。",
        error_messages={"required": "请用一句话写明用途。"},
    )

    def __init__(self, data: Any, *, user: Any, union: Organisation | None) -> None:
        super().__init__(data, label_suffix="")
        rows = Organisation.objects.visible_to(user).filter(dissolved_on=None)
        choice: Any = self.fields["organisation"]
        if union is not None:
            choice.queryset, choice.initial = rows.filter(pk=union.pk), union.pk
            choice.widget = forms.HiddenInput()
            self.fields["only"].required = False
            self.fields["only"].widget = forms.HiddenInput()
        else:
            choice.queryset = rows.filter(kind__in=BODIES).order_by("path")
            choice.label_from_instance = lambda row: f"{row.name}下属的工会"

    @property
    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Under heads, as the desk's longer forms are."""
        heads = (
            ("印什么", ("pieces", "shape")),
            ("给谁印", ("organisation", "only")),
            ("怎么印", ("with_mobiles", "reason")),
        )
        shown = {field.name for field in self.visible_fields()}
        parted = [(head, [self[name] for name in names if name in shown]) for head, names in heads]
        return [(head, fields) for head, fields in parted if fields]

    def options(self, base: str) -> dict[str, Any]:
        """What the job needs besides the pieces; `base` is the site's address on the QR codes."""
        values = self.cleaned_data
        return {
            "base": base,
            "only": values["only"] or ALL,
            "upright": values["shape"] == "upright",
            "with_mobiles": values["with_mobiles"],
        }
