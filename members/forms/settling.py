"""合并: which entry stays, whose membership, and which of two values is right."""

from typing import Any

from django import forms

from accounts.masks import masked_mobile
from members.models import Member, Membership
from members.operations.settling import TAKEN

FIRST, SECOND = "first", "second"


class MergeForm(forms.Form):
    survivor = forms.ChoiceField(
        label="保留哪一条登记",
        widget=forms.RadioSelect,
        help_text="证件号码、性别、出生日期以保留的一条为准。",
        error_messages={"required": "请选择保留哪一条登记。"},
    )
    note = forms.CharField(
        label="核对说明", max_length=200, required=False, help_text="如：已看证件原件，号码抄错一位。"
    )

    def scope_to(self, row: Any, user: Any) -> None:
        """Only what differs is asked; of two values one of which is empty, the other is chosen beforehand."""
        survivor: Any = self.fields["survivor"]
        survivor.choices = [(FIRST, f"先登记的：{_place(row.first)}"), (SECOND, f"后登记的：{_place(row.second)}")]
        added: dict[str, forms.Field] = {}
        if (keep := _currents(row, user)) is not None:
            added["keep"] = _radio("会籍以哪一条为准", keep, "另一条的会籍记为重复登记，不再计入人数。")
        for name in TAKEN:
            one, two = getattr(row.first, name), getattr(row.second, name)
            if one != two:
                label = str(Member._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
                choices = [
                    (FIRST, f"{_said(row.first, name)}（先登记的）"),
                    (SECOND, f"{_said(row.second, name)}（后登记的）"),
                ]
                added[f"field_{name}"] = _radio(label, choices, initial=SECOND if _is_empty(one) else FIRST)
        note = self.fields.pop("note")
        self.fields |= {**added, "note": note}


def _radio(label: str, choices: list[tuple[str, str]], help_text: str = "", initial: str = "") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=choices,
        help_text=help_text,
        initial=initial or None,
        widget=forms.RadioSelect,
        error_messages={"required": f"请选择{label}。"},
    )


def _currents(row: Any, user: Any) -> list[tuple[str, str]] | None:
    """The two current memberships, where there are two."""
    rows = Membership.objects.visible_to(user).current().filter(member__in=[row.first_id, row.second_id])
    current = {each.member_id: each for each in rows.select_related("union")}
    if len(current) < 2:
        return None
    sides = ((FIRST, row.first_id), (SECOND, row.second_id))
    return [(side, f"{current[key].union.name}，{current[key].since} 入会") for side, key in sides]


def _place(member: Member) -> str:
    return f"{member.name}，{member.union.name}"


def _is_empty(value: Any) -> bool:
    return value is None or value == ""


def _said(member: Member, name: str) -> str:
    value = getattr(member, name)
    if _is_empty(value):
        return "未填"
    if isinstance(value, bool):
        return "是" if value else "否"
    if name == "mobile":
        return masked_mobile(value)
    display = getattr(member, f"get_{name}_display", None)
    return str(display() if display is not None else value)
