"""A chair's way in for the first time: a slip with a link and a code, handed over by the responsible body (roles.md)."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from unions.models.officer import Officer
from unions.querysets_portal import InvitationQuerySet


class Invitation(models.Model):
    """Of one tenure; opens once, until it expires, is withdrawn or the tenure ends. Link and code are kept as keyed
    fingerprints only: the slip shows them once."""

    officer = models.ForeignKey(Officer, models.CASCADE, related_name="invitations", verbose_name="任职")
    token_index = models.CharField(max_length=64, unique=True, editable=False)
    code_index = models.CharField(max_length=64, unique=True, editable=False)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="发放人"
    )
    issued_at = models.DateTimeField("发放时间")
    expires_at = models.DateTimeField("有效期至")
    used_at = models.DateTimeField("使用时间", null=True)
    withdrawn_at = models.DateTimeField("作废时间", null=True)

    objects = InvitationQuerySet.as_manager()

    # A tenure taken back as a mistake takes its slips along, but for the one that made an account (registers/undo.py).
    goes_along_if: ClassVar[str] = "o.used_at IS NULL"

    class Meta:
        verbose_name = "主席登录单"
        verbose_name_plural = "主席登录单"
        ordering = ["-issued_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["officer"],
                condition=Q(used_at__isnull=True, withdrawn_at__isnull=True),
                name="invitation_one_open",
                violation_error_message="这位主席已有一张还没使用的登录单，请先作废它。",
            ),
            models.CheckConstraint(
                name="invitation_used_or_withdrawn",
                condition=Q(used_at__isnull=True) | Q(withdrawn_at__isnull=True),
                violation_error_message="登录单已使用，不能再作废。",
            ),
            models.CheckConstraint(
                name="invitation_expires_after_issued",
                condition=Q(expires_at__gt=F("issued_at")),
                violation_error_message="登录单的有效期早于发放时间，请核对。",
            ),
        ]

    def __str__(self) -> str:
        return f"登录单（{self.officer_id}）"
