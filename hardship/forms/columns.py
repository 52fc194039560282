"""Form fields of a register's columns: what an import judges, a form judges by the same parser and in the same words."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from registers.cells import clean
from registers.declare import PERSONAL_NUMBERS, Column
from registers.faults import advice
from registers.parsers import PARSERS, Bad

LONG = 150  # characters from which a text has several lines
INPUT_MODES = {
    "money": "decimal",
    "number": "decimal",
    "integer": "numeric",
    "mobile": "tel",
    "card": "numeric",
}


class Offering(forms.TextInput):
    """A text with words to pick from; others may be typed."""

    def __init__(self, words: tuple[str, ...], attrs: dict[str, Any]) -> None:
        super().__init__(attrs)
        self.words = words

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        listed = f"{name}-words"
        field = super().render(name, value, {**(attrs or {}), "list": listed}, renderer)
        words = format_html_join("", '<option value="{}"></option>', ((word,) for word in self.words))
        return format_html('{}<datalist id="{}">{}</datalist>', field, listed, words)


class ColumnField(forms.CharField):
    """One cell. Empty is None, or "" of a text; otherwise what the column's parser makes of it."""

    def __init__(self, column: Column, **kwargs: Any) -> None:
        self.column = column
        kwargs.setdefault("label", column.name)
        kwargs.setdefault("required", column.required)
        kwargs.setdefault("help_text", column.help)
        super().__init__(widget=_widget(column), max_length=1_000, **kwargs)
        picks = column.kind in ("choice", "boolean")
        self.error_messages["required"] = f"请{'选择' if picks else '填写'}{self.label}。"

    def clean(self, value: Any) -> Any:
        text = clean(super().clean(value))
        if not text:
            return "" if self.column.kind in ("text", "choice", "id_number", "card", "mobile") else None
        try:
            return PARSERS[self.column.kind](self.column, timezone.localdate())(text)
        except Bad as bad:
            raise ValidationError(advice(bad.code, text, bad.details).replace("后重新导入", "")) from bad

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, bool):
            return "是" if value else "否"
        if isinstance(value, date):
            return value.isoformat()
        return str(value) if isinstance(value, Decimal) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(super().has_changed(self.prepare_value(initial), data))


class SeveralField(forms.MultipleChoiceField):
    """Several of a column's words, as a tuple in the list's order."""

    def __init__(self, column: Column, **kwargs: Any) -> None:
        kwargs.setdefault("label", column.name)
        words = [(word, word) for word in column.choices or ()]
        super().__init__(choices=words, required=False, widget=forms.CheckboxSelectMultiple, **kwargs)
        self.widget.attrs |= _unkept(column)

    def clean(self, value: Any) -> Any:
        chosen = super().clean(value)
        return tuple(word for word, _ in self.choices if word in chosen)  # type: ignore[misc, union-attr]


def field_of(column: Column, **kwargs: Any) -> forms.Field:
    return SeveralField(column, **kwargs) if column.kind == "choices" else ColumnField(column, **kwargs)


def _unkept(column: Column) -> dict[str, str]:
    """No draft on a phone holds what is sensitive (static/js/drafts.js)."""
    return {"data-unkept": "", "autocomplete": "off"} if column.secret or column.kind in PERSONAL_NUMBERS else {}


def _widget(column: Column) -> forms.Widget:
    attrs: dict[str, Any] = _unkept(column)
    if column.kind == "choice":
        words = list(column.choices or ())
        return forms.Select(attrs, choices=[("", "请选择" if column.required else "未填"), *((w, w) for w in words)])
    if column.kind == "boolean":
        return forms.Select(attrs, choices=[("", "未填"), ("是", "是"), ("否", "否")])
    if column.kind == "date":
        return forms.TextInput(attrs | {"type": "date"})
    if column.offered:
        return Offering(column.offered, attrs)
    if column.kind == "text" and (column.max_length or 0) >= LONG:
        return forms.Textarea(attrs | {"rows": 3})
    if column.kind in INPUT_MODES:
        attrs["inputmode"] = INPUT_MODES[column.kind]
    return forms.TextInput(attrs)
