"""Form fields for names and numbers that must be well formed; numbers by the judges of the imports (registers/checks.py)."""

import re
import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from registers.cells import clean, packed
from registers.checks import credit_code_trouble, id_number_trouble, mobile_number, phone_numbers
from unions.published import is_office_phone

NO_OFFICE_PHONE = (
    "电话的位数不对，拨不通，公开目录也不会显示。固定电话连区号 10 至 12 位，如 0556-1234567；分机写在“转”字后面；"
    "多个号码用顿号隔开。"
)
NO_NAME = "这不像是人的姓名。请填写真实姓名：至少两个汉字或字母，中间可以有“·”或空格，不写数字、职务和备注。"
# Between the parts of a name: 阿依古丽·买买提, Jean-Luc O’Neil, J. Smith.
_JOINS = re.compile("[ ·•‧・．.'’‘＇‐-]")


def person_name(text: str) -> str | None:
    """The name of a person, tidied; None when nobody is called so: digits, signs, a single letter.

    Asked where a person types a name. Imports take what the registers allow (registers.md §2).
    """
    name = " ".join(clean(text).split())
    letters = _JOINS.sub("", name)
    starts_well = bool(name) and not _JOINS.match(name)
    return name if starts_well and len(letters) >= 2 and all(map(_is_letter, letters)) else None


def _is_letter(sign: str) -> bool:
    """Rare characters of names may stand in the private area; 〇 counts as a number among the letters."""
    return sign == "〇" or unicodedata.category(sign) in {"Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Co"}


class KeepsOnFile(forms.CharField):
    """What the form already showed is taken back as it is: an import may have brought in what nobody may type anew."""

    on_file: Any = None

    def __init__(self, *, keeps: bool = True, **kwargs: Any) -> None:
        """Without `keeps` it is judged anew, for what is reported a second time."""
        super().__init__(**kwargs)
        self.keeps = keeps

    def get_bound_field(self, form: Any, field_name: str) -> Any:
        if self.keeps:
            self.on_file = form.get_initial_for_field(self, field_name)
        return super().get_bound_field(form, field_name)


class NameField(KeepsOnFile):
    """A person's name."""

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if text and text != self.on_file and (text := person_name(text) or "") == "":
            raise ValidationError(NO_NAME)
        return text


class PackedField(forms.CharField):
    """Text without spaces, full-width digits made plain, letters upper case."""

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        return packed(clean(text)) if text else ""


class CodeField(PackedField):
    def validate(self, value: str) -> None:
        super().validate(value)
        if value and not (value.isascii() and value.isdigit() and 6 <= len(value) <= 20):
            raise ValidationError("工会编码应为 6 至 20 位数字，请核对。")


class PostcodeField(PackedField):
    def validate(self, value: str) -> None:
        super().validate(value)
        if value and not (value.isascii() and value.isdigit() and len(value) == 6):
            raise ValidationError("邮编应为 6 位数字，请核对。")


class CreditCodeField(PackedField):
    """`prefixes` empty means any."""

    def __init__(self, *, prefixes: tuple[str, ...] = (), **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.prefixes = prefixes

    def validate(self, value: str) -> None:
        super().validate(value)
        if not value:
            return
        if trouble := credit_code_trouble(value):
            raise ValidationError(f"不是有效的统一社会信用代码：{trouble}。请对照证书核对。")
        if self.prefixes and not value.startswith(self.prefixes):
            raise ValidationError(f"工会的统一社会信用代码应以 {' 或 '.join(self.prefixes)} 开头，请对照证书核对。")


class IdNumberField(PackedField):
    def validate(self, value: str) -> None:
        super().validate(value)
        if value and (trouble := id_number_trouble(value, timezone.localdate())):
            raise ValidationError(f"不是有效的居民身份证号：{trouble}。请对照证件核对。")


class PhoneField(PackedField):
    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if text and (text := phone_numbers(text) or "") == "":
            raise ValidationError("不是能拨打的电话号码，请按“区号-号码”填写；多个号码用顿号隔开。")
        return text


class OfficePhoneField(KeepsOnFile, PhoneField):
    """The telephone of an office: only what the public directory would show, or a mobile number."""

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if text and text != self.on_file and not is_office_phone(text):
            raise ValidationError(NO_OFFICE_PHONE)
        return text


class MobileField(PackedField):
    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if text and (text := mobile_number(text) or "") == "":
            raise ValidationError("不是手机号码，应为 11 位数字且以 13 至 19 开头，请核对。")
        return text
