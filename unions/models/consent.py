"""An officer's own yes to showing the mobile number on the internet (domain.md E-05, 《个人信息保护法》第二十五条)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from unions.models.officer import Officer
from unions.querysets_portal import MobileConsentQuerySet


class MobileConsent(models.Model):
    """Holds from `since` until `until`, that day not included; hangs on the tenure and counts only while it holds."""

    class How(models.TextChoices):
        IN_PORTAL = "in_portal", "本人在手机端同意"
        ON_PAPER = "on_paper", "本人书面同意"

    officer = models.ForeignKey(Officer, models.CASCADE, related_name="mobile_consents", verbose_name="干部")
    since = models.DateField("同意日期")
    until = models.DateField("撤回日期", null=True, blank=True)
    # Keyed fingerprint of the number that was consented to: a consent to one number says nothing of another.
    number_index = models.CharField(max_length=64, editable=False)
    how = models.CharField("方式", max_length=10, choices=How.choices)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="登记人"
    )

    objects = MobileConsentQuerySet.as_manager()

    class Meta:
        verbose_name = "手机号公开同意"
        verbose_name_plural = "手机号公开同意"
        ordering = ["officer", "-since"]
        constraints = [
            models.UniqueConstraint(
                fields=["officer"],
                condition=Q(until__isnull=True),
                name="mobile_consent_one_open",
                violation_error_message="这位干部已登记过同意公开手机号。",
            ),
            models.CheckConstraint(
                name="mobile_consent_ends_after_it_starts",
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                violation_error_message="撤回日期早于同意日期，请核对。",
            ),
        ]

    def __str__(self) -> str:
        return f"手机号公开同意（{self.officer_id}）"
