"""What a chair wants printed: a question in an address, so that a phone's downloads can ask it again."""

from collections.abc import Iterable
from typing import Any

from django import forms

from unions.models import Officer, Piece

WHOLE = "all"
UPRIGHT = "upright"


class OwnPrintForm(forms.Form):
    """One piece or all of them; `officers` are those who may be chosen, nobody chosen means all."""

    piece = forms.ChoiceField(choices=((WHOLE, "全部材料"), *Piece.choices), error_messages={
        "required": "请点一种材料的“下载”。", "invalid_choice": "没有这种打印材料，请从页面列出的里面选。",
    })  # fmt: skip
    officer: Any = forms.TypedMultipleChoiceField(
        coerce=int,
        required=False,
        error_messages={"invalid_choice": "所选的人已不在任，或不是主席、副主席。请刷新页面后重新选择。"},
    )
    mobiles = forms.BooleanField(required=False)
    shape = forms.ChoiceField(
        choices=(("", "横牌"), (UPRIGHT, "竖牌")),
        required=False,
        error_messages={"invalid_choice": "没有这种牌匾样式，请选横牌或竖牌。"},
    )

    def __init__(self, data: Any, *, officers: Iterable[Officer]) -> None:
        super().__init__(data)
        people: Any = self.fields["officer"]
        people.choices = [(str(one.pk), one.name) for one in officers]

    @property
    def pieces(self) -> list[str]:
        chosen = self.cleaned_data["piece"]
        return [str(piece) for piece in Piece] if chosen == WHOLE else [chosen]

    @property
    def officers(self) -> list[int] | None:
        return self.cleaned_data["officer"] or None

    @property
    def faults(self) -> list[str]:
        """In sentences."""
        return [str(fault) for faults in self.errors.values() for fault in faults]
