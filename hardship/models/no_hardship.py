"""本单位无困难职工: a union's word, for one programme, that nobody of it applies (domain.md HR-13: 底数清、全覆盖、不遗漏)."""

from django.conf import settings
from django.db import models

from hardship.models.programme import ReliefProgramme
from hardship.querysets import NoHardshipQuerySet
from unions.models import Organisation


class NoHardship(models.Model):
    """Without it, and without an application, the union has not handed in (hardship/reports/returns.py)."""

    union = models.ForeignKey(Organisation, models.PROTECT, related_name="no_hardships", verbose_name="工会")
    programme = models.ForeignKey(ReliefProgramme, models.PROTECT, related_name="no_hardships", verbose_name="项目")
    declared_on = models.DateField("声明日期")
    # Asked of a union that has files: why nobody of them applies.
    reason = models.CharField("说明", max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="声明人")

    objects = NoHardshipQuerySet.as_manager()

    class Meta:
        verbose_name = "无困难职工声明"
        verbose_name_plural = "无困难职工声明"
        ordering = ["-declared_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["union", "programme"],
                name="nohardship_once",
                violation_error_message="本单位已经就这个项目声明过无困难职工。",
            )
        ]

    def __str__(self) -> str:
        return f"无困难职工声明 {self.pk}"
