"""What changes about accounts."""

from typing import Any

from axes.utils import reset

from accounts import book
from accounts.book import operation
from accounts.models import User
from accounts.operations.sessions import end_all
from accounts.operations.two_persons import demand_not_an_administrators
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
def change_details(user: User, *, name: str, phone: str, by: User | None) -> User:
    """The name shown and the phone."""
    user = User.objects.select_for_update().get(pk=user.pk)
    user.name, user.phone = name, phone
    user.save(update_fields=["name", "phone"])
    return user


@operation("accounts.disable")
def disable(user: User, *, by: User | None) -> User:
    """The account is signed out everywhere and signs in no more. Nobody closes his or her own, so one always stays."""
    if by is not None and by.pk == user.pk:
        raise Refused("不能停用自己的账号，请由另一位系统管理员操作。")
    user = _set_active(user, False)
    end_all(user, by=by)
    return user


@operation("accounts.enable")
def enable(user: User, *, by: User | None) -> User:
    """May sign in again, with the roles that still stand."""
    return _set_active(user, True)


@operation("accounts.change_password")
def change_password(user: Any, password: str, *, by: Any) -> User:
    """A new password; every other session of the account ends, for the session hash hangs on it.

    Set by somebody else (a reset), it must be changed at the next sign-in, and all sessions end. Raises Refused for a
    reset of an administrator's by another.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    demand_not_an_administrators(user, "密码", by)
    user.set_password(password)
    user.must_change_password = by is None or by.pk != user.pk
    user.save(update_fields=["password", "must_change_password"])
    if user.must_change_password:
        end_all(user, by=by)
    return user


@operation("accounts.unlock_sign_in")
def unlock_sign_in(username: str, address: str, *, by: User) -> None:
    """The wrong passwords counted for this name from this address are forgotten. Raises Refused when there are none."""
    if not reset(username=username, ip=address):
        raise Refused("这条锁定已经解除或到期。")
    book.record("accounts.unlock_sign_in", by=by, username=username, address=address)


def _set_active(user: User, is_active: bool) -> User:
    user = User.objects.select_for_update().get(pk=user.pk)
    user.is_active = is_active
    user.save(update_fields=["is_active"])
    return user
