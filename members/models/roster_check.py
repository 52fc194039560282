"""挤水分: a union went through its roster in one pass and said who is still there (domain.md RN-03)."""

from django.conf import settings
from django.db import models

from members.querysets import RosterCheckQuerySet
from unions.models import Organisation


class RosterCheck(models.Model):
    """One pass over a union's roster, on one day."""

    union = models.ForeignKey(Organisation, models.PROTECT, related_name="roster_checks", verbose_name="工会")
    checked_on = models.DateField("核对日期")
    kept = models.PositiveIntegerField("在册人数")
    left = models.PositiveIntegerField("减少人数", default=0)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="核对人", editable=False
    )

    objects = RosterCheckQuerySet.as_manager()

    class Meta:
        verbose_name = "花名册核对"
        verbose_name_plural = "花名册核对"
        ordering = ["-checked_on", "-id"]
        indexes = [models.Index(fields=["union", "-checked_on"], name="rostercheck_union")]

    def __str__(self) -> str:
        return f"花名册核对 {self.checked_on}"
