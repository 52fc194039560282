"""Honours a union holds; those of city level or above make the priority group (coverage.md §3)."""

from django.db import models
from django.db.models import F, Q

from unions.models.organisation import Organisation
from unions.querysets import HonourQuerySet


class Level(models.TextChoices):
    NATIONAL = "national", "国家级"
    PROVINCIAL = "provincial", "省级"
    CITY = "city", "市级"
    COUNTY = "county", "县级"


class Honour(models.Model):
    """Held from the day awarded until the day revoked, that day not included."""

    union = models.ForeignKey(Organisation, models.PROTECT, related_name="honours", verbose_name="工会")
    name = models.CharField("荣誉名称", max_length=120)
    level = models.CharField("级别", max_length=10, choices=Level.choices)
    awarded_on = models.DateField("授予日期")
    revoked_on = models.DateField("撤销日期", null=True, blank=True)
    awarded_by = models.CharField("授予单位", max_length=120, blank=True)

    objects = HonourQuerySet.as_manager()

    class Meta:
        verbose_name = "荣誉"
        verbose_name_plural = "荣誉"
        ordering = ["union", "awarded_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["union", "name", "awarded_on"],
                name="honour_once",
                violation_error_message="这项荣誉已经登记过了。",
            ),
            models.CheckConstraint(
                name="honour_revoked_after_awarded",
                condition=Q(revoked_on__gte=F("awarded_on")),
                violation_error_message="撤销日期早于授予日期，请核对。",
            ),
        ]

    def __str__(self) -> str:
        return self.name
