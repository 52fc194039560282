"""Forms that a phone may send twice: what the first one was answered."""

from django.conf import settings
from django.db import models


class SentOnce(models.Model):
    """One form as it was rendered (`key`) and sent; a repeat gets the same answer, an address to go to."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="账号")
    key = models.UUIDField("表单编号")
    at = models.DateTimeField("收到时间")
    answer = models.CharField("去向", max_length=300, blank=True)

    class Meta:
        verbose_name = "已收到的表单"
        verbose_name_plural = "已收到的表单"
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="sent_once")]
        indexes = [models.Index(fields=["at"], name="sent_once_at")]

    def __str__(self) -> str:
        return str(self.key)
