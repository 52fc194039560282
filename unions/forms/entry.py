"""How a chair comes in: the code of the slip, phone and password, signing in, changing the password."""

import unicodedata
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.backends import proven_but_closed
from accounts.forms import LONGEST_NAME, PasswordForm, SignInForm
from accounts.models import User
from registers.cells import clean, packed
from registers.checks import mobile_number
from unions import sign_ins, slips
from unions.forms.fields import MobileField

NOT_THAT_CODE = (
    "这个登录码不能用。请对照登录单核对；登录单只能用一次，过期、作废或换届后也不能再用，"
    "请联系发给您登录单的上级工会重新发放。"
)
WRONG = "手机号或密码不正确，或该账号已关闭。忘记密码请联系上级工会重新发放登录单。"
NEW_PASSWORD_HELP = "至少 10 个字符，不能全是数字，也不要用姓名、手机号。可以用一句自己记得住的话。"  # noqa: S105


def _password(label: str, *, required: str, help_text: str = "") -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": "new-password"})
    return forms.CharField(
        label=label,
        strip=False,
        max_length=128,
        widget=widget,
        help_text=help_text,
        error_messages={"required": required, "max_length": "密码太长，最多 128 个字符。"},
    )


class SlipCodeForm(forms.Form):
    code = forms.CharField(
        label="登录码",
        max_length=slips.LONGEST_TYPED,
        help_text="登录单二维码下面的 12 位字母和数字，大小写、空格都不要紧。",
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "class": "code-input"}
        ),
        error_messages={"required": "请填写登录单上的登录码。", "max_length": NOT_THAT_CODE},
    )

    def clean_code(self) -> str:
        if not (code := slips.plain(self.cleaned_data["code"])):
            raise ValidationError(NOT_THAT_CODE)
        return code


class FirstSignInForm(forms.Form):
    """Phone, a password twice, and whether this is the chair's own phone."""

    phone = MobileField(
        label="手机号",
        max_length=32,
        help_text="以后用这个手机号登录。",
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "username"}),
        error_messages={"required": "请填写您的手机号。"},
    )
    password = _password("设置密码", required="请设置密码。", help_text=NEW_PASSWORD_HELP)
    again = _password("再输一次密码", required="请再输一次密码。")
    trusted = forms.BooleanField(required=False)

    def __init__(self, *args: Any, name: str = "", trusted_days: int = 7, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.name = name
        self.fields["trusted"].label = own_phone(trusted_days)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        password, again = given.get("password"), given.get("again")
        if password and again and password != again:
            self.add_error("again", "两次输入的密码不一样，请重新输入。")
        if password:
            phone = given.get("phone", "")
            try:
                validate_password(password, User(username=phone, phone=phone, name=self.name))
            except ValidationError as error:
                self.add_error("password", error)
        return given


class PortalSignInForm(SignInForm):
    """Phone and password. Staff who come here by mistake may type their user name."""

    trusted = forms.BooleanField(required=False)
    error_messages = {"invalid_login": WRONG, "inactive": WRONG}

    def __init__(self, *args: Any, trusted_days: int = 7, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "手机号"
        self.fields["username"].error_messages["required"] = "请填写手机号。"
        self.fields["username"].widget.attrs.update({"inputmode": "tel", "autocomplete": "username"})
        self.fields["username"].widget.attrs.pop("autofocus", None)
        self.fields["trusted"].label = own_phone(trusted_days)

    def get_invalid_login_error(self) -> ValidationError:
        former = proven_but_closed(self.request)
        said = sign_ins.end_in_words(former, timezone.localdate()) if former is not None else ""
        return ValidationError(said, code="over") if said else super().get_invalid_login_error()

    def clean_username(self) -> str:
        """139 0000 0001, +86 13900000001 and full width are the same number."""
        typed = super().clean_username()
        return plain_name(typed)


def plain_name(typed: str) -> str:
    wide = packed(clean(unicodedata.normalize("NFKC", typed)))
    return mobile_number(wide) or typed[:LONGEST_NAME]


def own_phone(days: int) -> str:
    return f"这是我自己的手机，{days} 天内免登录"


class PortalPasswordForm(PasswordForm):
    def __init__(self, user: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(user, *args, **kwargs)
        words = {"old_password": "现在的密码", "new_password1": "新密码", "new_password2": "再输一次新密码"}
        for name, label in words.items():
            self.fields[name].label = label
            self.fields[name].error_messages["required"] = f"请填写{label}。"
            self.fields[name].widget.attrs.pop("autofocus", None)
        self.fields["new_password1"].help_text = NEW_PASSWORD_HELP
