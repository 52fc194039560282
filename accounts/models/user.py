"""People who sign in. What they may do hangs on their appointments (unions), never on this row."""

from functools import cached_property
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.utils import timezone

from accounts.duties import DUTIES, PERSONAL_DUTIES, RELIEF_DUTIES, Duty, Role
from accounts.masks import masked_text


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username__iexact=username)


class User(AbstractBaseUser):
    username = models.CharField(
        "用户名",
        max_length=64,
        unique=True,
        validators=[UnicodeUsernameValidator()],
        error_messages={"unique": "已有同名账号，请换一个用户名。"},
    )
    name = models.CharField("姓名", max_length=64)
    phone = models.CharField("联系电话", max_length=64, blank=True)
    is_active = models.BooleanField("可以登录", default=True)
    must_change_password = models.BooleanField("下次登录须改密码", default=False)
    created_at = models.DateTimeField("建立时间", default=timezone.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = "账号"
        verbose_name_plural = "账号"

    def __str__(self) -> str:
        return self.shown_username

    @property
    def shown_username(self) -> str:
        """As lists, the book and logs show it: a chair's is a mobile number, and masked."""
        return masked_text(self.username)

    @cached_property
    def standing(self) -> list[Any]:
        """The appointments that hold today, with their organisations; read anew for each request."""
        # The reverse of unions.Appointment.user, which stands two floors up.
        appointments = self.appointments
        return list(
            appointments.everywhere("the user's own appointments").standing_on(timezone.localdate()).with_places()
        )

    @property
    def administers(self) -> bool:
        """Is a system administrator, or waits to be confirmed as one; asked anew each time."""
        appointments = self.appointments
        posts = appointments.everywhere("is the account an administrator's").not_over_on(timezone.localdate())
        return bool(posts.filter(role=Role.SYSTEM_ADMIN).exists())

    def paths_with(self, duty: Duty) -> list[str]:
        """Paths of the organisations where one of the user's roles carries the duty."""
        return [post.organisation.path for post in self.standing if duty in DUTIES[post.role]]

    @property
    def personal_paths(self) -> list[str]:
        """The parts of the tree whose personal data one of the user's roles opens: what the database's wall lets through."""
        return [post.organisation.path for post in self.standing if PERSONAL_DUTIES & DUTIES[post.role]]

    @property
    def relief_paths(self) -> list[str]:
        """The same for families in hardship, whose tables have a wall of their own."""
        return [post.organisation.path for post in self.standing if RELIEF_DUTIES & DUTIES[post.role]]

    def may(self, duty: Duty, organisation: Any = None) -> bool:
        """May the user do it there (anywhere at all, when no organisation is named)?"""
        paths = self.paths_with(duty)
        if organisation is None:
            return bool(paths)
        return any(organisation.path.startswith(path) for path in paths)

    @property
    def is_staff(self) -> bool:
        """Works in the admin: what Django's admin asks for."""
        return self.is_active and self.may(Duty.WORK_AT_DESK)

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Django's own permissions are not used: duties decide (accounts/duties.py)."""
        return False

    def has_module_perms(self, app_label: str) -> bool:
        return False

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name
