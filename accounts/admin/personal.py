"""Personal fields: masked wherever they stand, whole on request with a reason that the book keeps.

An admin names its fields in `personal` and adds `reveal(FIELD)` to its acts; that is all.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse

from accounts.admin.acts import Act
from accounts.duties import Duty
from accounts.masks import masked_text
from accounts.models import User
from accounts.operations import personal


class ReasonForm(forms.Form):
    """Why the whole value is looked at."""

    reason = forms.CharField(
        label="用途",
        max_length=100,
        help_text="如：核对本人材料。用途和查看人会记入日志。",
        error_messages={"required": "请用一句话写明用途。"},
    )


@dataclass(frozen=True)
class Personal:
    """One masked field: `duty` is held by those whose work needs the whole; the auditor may see it too.

    `value` takes the whole from a row (the field itself unless said), `mask` shows it to everybody else.
    """

    field: str
    label: str
    slug: str
    duty: Duty
    mask: Callable[[str], str] = masked_text
    value: Callable[[Any], str] | None = None

    def whole(self, row: Any) -> str:
        return self.value(row) if self.value is not None else str(getattr(row, self.field) or "")

    def hides(self, row: Any) -> bool:
        """Is there anything to reveal: a value that its mask changes?"""
        whole = self.whole(row)
        return bool(whole) and self.mask(whole) != whole


def reveal(field: Personal) -> Act:
    """The act that shows the whole value once, for a reason."""

    def run(row: Any, values: dict[str, Any], by: User) -> str:
        return personal.show(row, field=field.label, value=field.whole(row), reason=values["reason"], by=by)

    return Act(
        field.slug,
        f"查看完整{field.label}",
        field.duty,
        run,
        form=ReasonForm,
        warning="完整内容只供办理业务时核对、联系。查看人、时间和用途会记入日志。",
        applies=field.hides,
        also=Duty.SEE_BOOK,
        shows=True,
        grave=True,
    )


class ShowsMasked:
    """Mixed into an admin: the page shows `personal` fields masked, to editors too.

    An editor types a whole new value or leaves the stars: then the stored value stays as it is.
    """

    personal: ClassVar[tuple[Personal, ...]] = ()

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, obj, change=change, **kwargs)  # type: ignore[misc]
        masked = {each.field: each.mask for each in self.personal}

        class Masked(form):
            def __init__(self, *args: Any, **kwargs: Any) -> None:
                super().__init__(*args, **kwargs)
                for name in masked.keys() & self.fields.keys():
                    stored = str(getattr(self.instance, name) or "") if self.instance.pk else ""
                    if (shown := keep_masked(self.fields[name], stored, masked[name])) is not None:
                        self.initial[name] = shown

        return Masked

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """Who may not edit reads the row itself: this request's copy of it is masked, nothing is saved any more."""
        row = kwargs.get("obj")
        response: HttpResponse = super().render_change_form(request, context, *args, **kwargs)  # type: ignore[misc]
        for each in self.personal if row is not None else ():
            if value := getattr(row, each.field, None):
                setattr(row, each.field, each.mask(str(value)))
        return response


def keep_masked(field: Any, stored: str, mask: Callable[[str], str] = masked_text) -> str | None:
    """Lets a form field show `stored` masked: sent back as shown it means the stored value, otherwise what was typed.

    Returns what to show as the field's initial value; None when the mask hides nothing.
    """
    shown = mask(stored)
    if shown == stored:
        return None
    clean = field.clean

    def clean_or_keep(value: Any) -> Any:
        text = str(value or "").strip()
        if text == shown:
            return stored
        if "*" in text:
            raise ValidationError("这里还有星号。不改就保持原样；要改，请填写完整的新内容。", code="masked")
        return clean(value)

    field.clean = clean_or_keep
    field.help_text = f"{field.help_text} 星号处已隐去：不改就保持原样，要改就填写完整的新内容。".strip()
    return shown
