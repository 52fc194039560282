"""The roster's pass as it comes in: `gone` names memberships, `how-<id>` what became of each."""

from collections.abc import Iterable
from typing import Any

from django import forms

from members.operations.roster import How

LONGEST = 18


class PassForm(forms.Form):
    """`on_roster` are the memberships on the page; what names none of them is passed over: it left meanwhile."""

    def __init__(self, *args: Any, on_roster: Iterable[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on_roster = set(on_roster)
        self.named: dict[int, str] = {}
        if self.is_bound:
            sent: Any = self.data
            for text in sent.getlist("gone"):
                if text.isascii() and text.isdigit() and len(text) <= LONGEST and int(text) in self.on_roster:
                    self.named[int(text)] = self.data.get(f"how-{text}", "")

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        open_ = sum(how not in How.values for how in self.named.values())
        if open_:
            raise forms.ValidationError(f"有 {open_} 人还没有选去向，请在名字下面选退会、转出、保留或待核实。")
        return values | {"gone": self.named}
