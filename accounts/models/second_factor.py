"""The second factor: a code from the person's phone, and codes on paper for the day the phone is lost."""

from django.conf import settings
from django.db import models


class SecondFactor(models.Model):
    """Made when the first code from the phone was right. The seed opens only with the field keys (security.md 5, 70)."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="second_factor", verbose_name="账号"
    )
    seed_sealed = models.CharField("密钥", max_length=160)
    # The 30-second step of the last code that was taken: no step opens twice.
    last_step = models.BigIntegerField("上次使用", default=0)
    failures = models.PositiveSmallIntegerField("连续输错次数", default=0)
    locked_until = models.DateTimeField("锁定到", null=True)
    enrolled_at = models.DateTimeField("启用时间")

    class Meta:
        verbose_name = "动态验证码"
        verbose_name_plural = "动态验证码"

    def __str__(self) -> str:
        return f"动态验证码（{self.user_id}）"


class RecoveryCode(models.Model):
    """One of ten; opens once. Only a keyed fingerprint is kept."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="recovery_codes", verbose_name="账号"
    )
    code_index = models.CharField(max_length=64, unique=True)
    used_at = models.DateTimeField("使用时间", null=True)

    class Meta:
        verbose_name = "恢复码"
        verbose_name_plural = "恢复码"

    def __str__(self) -> str:
        return f"恢复码（{self.user_id}）"
