"""发现信息有误: what anybody told us of a wrong entry in the public directory, without an account."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q

from unions.models.organisation import Organisation
from unions.querysets_portal import ErrorReportQuerySet

# Copied by hand from one phone to another: capitals and digits that nobody mistakes for one another.
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def new_receipt() -> str:
    """Opens the answer's page: twelve letters, sixty bits; cannot be guessed."""
    return "".join(secrets.choice(LETTERS) for _ in range(12))


class ErrorReport(models.Model):
    class What(models.TextChoices):
        PHONE = "phone", "电话打不通或不对"
        OFFICE = "office", "办公地点不对或已搬走"
        PERSON = "person", "主席或副主席已换人"
        PLAQUE = "plaque", "没有看到牌匾"
        OTHER = "other", "其他"

    class State(models.TextChoices):
        NEW = "new", "已收到"
        FIXED = "fixed", "已更正"
        UNFOUNDED = "unfounded", "已核对无误"

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="error_reports", verbose_name="工会")
    at = models.DateTimeField("收到时间")
    what = models.CharField("问题", max_length=8, choices=What.choices)
    words = models.CharField("说明", max_length=300, blank=True)
    receipt = models.CharField("回执编号", max_length=16, unique=True, editable=False, default=new_receipt)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.NEW)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="办理人"
    )
    answered_at = models.DateTimeField("办理时间", null=True)
    answer = models.CharField("答复", max_length=200, blank=True)

    objects = ErrorReportQuerySet.as_manager()

    class Meta:
        verbose_name = "信息纠错"
        verbose_name_plural = "信息纠错"
        ordering = ["at"]
        constraints = [
            models.CheckConstraint(
                name="error_report_answered_in_words",
                condition=Q(state="new", answered_at__isnull=True)
                | ~Q(state="new") & Q(answered_at__isnull=False) & ~Q(answer=""),
                violation_error_message="办结要写明答复。",
            ),
        ]
        indexes = [models.Index(fields=["organisation"], condition=Q(state="new"), name="error_report_open")]

    @property
    def receipt_in_groups(self) -> str:
        """`K7QM-3XPT-9ABC`, as it is shown and may be typed."""
        return "-".join(self.receipt[start : start + 4] for start in range(0, len(self.receipt), 4))

    def __str__(self) -> str:
        return f"信息纠错（{self.get_what_display()}）"
