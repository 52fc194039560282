"""How often a plaque's code was opened on a day. Nothing is kept of who opened it."""

from django.db import models

from unions.models.organisation import Organisation
from unions.querysets_portal import ScanCountQuerySet


class ScanCount(models.Model):
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="scans", verbose_name="工会")
    day = models.DateField("日期")
    count = models.PositiveIntegerField("扫码次数", default=0)

    objects = ScanCountQuerySet.as_manager()

    class Meta:
        verbose_name = "扫码次数"
        verbose_name_plural = "扫码次数"
        ordering = ["organisation", "-day"]
        constraints = [models.UniqueConstraint(fields=["organisation", "day"], name="scan_count_once_a_day")]

    def __str__(self) -> str:
        return f"{self.day}（{self.count}）"
