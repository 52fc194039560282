from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.contrib.auth.password_validation import MinimumLengthValidator
from django.core.exceptions import ValidationError

LONGEST_NAME = 64


class SignInForm(AuthenticationForm):
    error_messages = {
        "invalid_login": "用户名或密码不正确，或该账号已停用。忘记密码请联系县总工会系统管理员重置。",
        "inactive": "用户名或密码不正确，或该账号已停用。忘记密码请联系县总工会系统管理员重置。",
    }

    def __init__(self, request: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(request, *args, **kwargs)
        self.fields["username"].label = "用户名"
        self.fields["username"].error_messages["required"] = "请填写用户名。"
        self.fields["password"].error_messages["required"] = "请填写密码。"
        self.fields["password"].widget = forms.PasswordInput(attrs={"autocomplete": "current-password"})

    def clean_username(self) -> str:
        # A NUL byte would reach the database and come back as an error page.
        return counted_name(None, {"username": self.cleaned_data["username"]})


def counted_name(request: Any, credentials: Any = None) -> str:
    """The user name under which attempts are counted: one, whatever the letters' case; never too long to be kept."""
    name = (credentials or {}).get("username") or (request.POST.get("username", "") if request is not None else "")
    return str(name).replace("\x00", "").strip().lower()[:LONGEST_NAME]


class LongEnough(MinimumLengthValidator):
    """Django's own sentence has no Chinese yet."""

    def validate(self, password: str, user: Any = None) -> None:
        if len(password) < self.min_length:
            raise ValidationError(f"密码太短，至少要 {self.min_length} 个字符。", code="password_too_short")

    def get_help_text(self) -> str:
        return f"密码至少要 {self.min_length} 个字符。"


class PasswordForm(PasswordChangeForm):
    """Old password, new one twice; Django's validators say in Chinese what is wrong."""

    def clean_new_password1(self) -> str:
        new = str(self.cleaned_data["new_password1"])
        if self.user.check_password(new):
            raise ValidationError("新密码不能与旧密码相同，请换一个。", code="password_unchanged")
        return new


class CodeForm(forms.Form):
    """A code from the phone, or a recovery code."""

    code = forms.CharField(
        label="验证码",
        max_length=32,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "text", "autofocus": True, "spellcheck": "false"}
        ),
        error_messages={"required": "请填写验证码。", "max_length": "验证码不正确，请核对后重新填写。"},
    )
