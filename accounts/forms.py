from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm


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
        return str(self.cleaned_data["username"]).replace("\x00", "").strip()


class PasswordForm(PasswordChangeForm):
    """Old password, new one twice; Django's validators say in Chinese what is wrong."""
