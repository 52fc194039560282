"""That a person's data were deleted: when, by whom, on what ground; nothing of what they were (PIPL 47)."""

from django.conf import settings
from django.db import models

from members.models.member import Member
from members.querysets import ErasureQuerySet


class Erasure(models.Model):
    class Basis(models.TextChoices):
        REQUEST = "request", "本人申请删除"
        WITHDRAWN_CONSENT = "withdrawn_consent", "本人撤回同意"
        RETENTION_OVER = "retention_over", "保存期限届满"
        UNLAWFUL = "unlawful", "误登或无依据登记"

    member = models.OneToOneField(Member, models.PROTECT, related_name="erasure", verbose_name="会员")
    erased_on = models.DateField("删除日期")
    basis = models.CharField("删除依据", max_length=20, choices=Basis.choices)
    reason = models.CharField("说明", max_length=200)
    erased_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="经办人", editable=False
    )

    objects = ErasureQuerySet.as_manager()

    class Meta:
        verbose_name = "个人信息删除"
        verbose_name_plural = "个人信息删除"
        ordering = ["-erased_on", "-id"]

    def __str__(self) -> str:
        return f"个人信息删除 {self.pk}"
