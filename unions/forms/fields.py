"""Form fields for numbers that must be well formed: the same judges as the imports use (registers/checks.py)."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from registers.cells import clean, packed
from registers.checks import credit_code_trouble, id_number_trouble, mobile_number, phone_numbers


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


class MobileField(PackedField):
    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if text and (text := mobile_number(text) or "") == "":
            raise ValidationError("不是手机号码，应为 11 位数字且以 13 至 19 开头，请核对。")
        return text
