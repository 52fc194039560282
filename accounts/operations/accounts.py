"""What changes about accounts."""

from typing import Any

from accounts.book import operation
from accounts.models import User
from accounts.refused import Refused


@operation("accounts.open_account")
def open_account(username: str, *, name: str, password: str, phone: str = "", by: User | None) -> User:
    """A new account that can't do anything yet: what it may do comes with an appointment.

    Raises Refused when the user name is taken.
    """
    username = username.strip()
    if User.objects.filter(username__iexact=username).exists():
        raise Refused(f"用户名“{username}”已被使用，请换一个。")
    user = User(username=username, name=name.strip(), phone=phone.strip(), must_change_password=by is not None)
    user.set_password(password)
    user.save()
    return user


@operation("accounts.change_details")
def change_details(user: User, *, name: str, phone: str, is_active: bool, by: User | None) -> User:
    """The name shown, the phone, and whether the account may sign in. Nobody closes his or her own account."""
    if by is not None and by.pk == user.pk and not is_active:
        raise Refused("不能停用自己的账号，请由另一位系统管理员操作。")
    user = User.objects.select_for_update().get(pk=user.pk)
    user.name, user.phone, user.is_active = name, phone, is_active
    user.save(update_fields=["name", "phone", "is_active"])
    return user


@operation("accounts.change_password")
def change_password(user: Any, password: str, *, by: Any) -> User:
    """A new password; every other session of the account ends, for the session hash hangs on it.

    Set by somebody else (a reset), it must be changed at the next sign-in.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    user.set_password(password)
    user.must_change_password = by is None or by.pk != user.pk
    user.save(update_fields=["password", "must_change_password"])
    return user
