"""信息无变化，确认: a chair looked at what is published and it is still so."""

from django.conf import settings
from django.db import models

from unions.models.organisation import Organisation
from unions.querysets_portal import ConfirmationQuerySet


class Confirmation(models.Model):
    union = models.ForeignKey(Organisation, models.CASCADE, related_name="confirmations", verbose_name="工会")
    on = models.DateField("确认日期")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="确认人")

    objects = ConfirmationQuerySet.as_manager()

    class Meta:
        verbose_name = "信息确认"
        verbose_name_plural = "信息确认"
        ordering = ["union", "-on"]
        constraints = [
            models.UniqueConstraint(
                fields=["union", "on"], name="confirmation_once_a_day", violation_error_message="今天已经确认过了。"
            ),
        ]

    def __str__(self) -> str:
        return f"信息确认（{self.on}）"
