"""Where an account is signed in."""

from django.conf import settings
from django.db import models


class SignedIn(models.Model):
    """One browser that signed in. The session holds this row's number, so the row says nothing that opens a session.

    Ended here, the session is refused at its next request (accounts/middleware.py).
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="signed_in", verbose_name="账号")
    device = models.CharField("设备", max_length=64)
    address = models.CharField("来源地址", max_length=64, blank=True)
    since = models.DateTimeField("登录时间")
    last_seen = models.DateTimeField("最近使用")
    ended_at = models.DateTimeField("退出时间", null=True)
    # A chair's own phone, on which the session lasts for days (roles.md); never staff's.
    trusted = models.BooleanField("本人手机", default=False, db_default=False)

    class Meta:
        verbose_name = "登录状态"
        verbose_name_plural = "登录状态"
        ordering = ["-last_seen"]

    def __str__(self) -> str:
        return f"{self.device}（{self.address}）"
