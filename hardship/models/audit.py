"""审计材料: everything about the money of a span of years, in one download (hardship.md §8)."""

from pathlib import Path
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class AuditPackageQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """One's own: whoever needs another makes one, with a reason of his own."""
        return self.filter(by=user) if user.is_authenticated else self.none()


class AuditPackage(models.Model):
    """One package as it was asked for. Its Job says how far it is; `made_at` is empty until the file is whole."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="索取人")
    at = models.DateTimeField("发起时间")
    first = models.DateField("起始日期")
    last = models.DateField("截止日期")
    with_documents = models.BooleanField("附申请材料", default=True)
    reason = models.CharField("用途", max_length=100)
    payments = models.PositiveIntegerField("发放笔数", default=0)
    documents = models.PositiveIntegerField("材料份数", default=0)
    bytes = models.PositiveBigIntegerField("大小", default=0)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    stored_as = models.CharField(max_length=60, blank=True)  # "" again once the file is deleted
    made_at = models.DateTimeField("生成时间", null=True)
    expires_at = models.DateTimeField("保留至", null=True)

    objects = AuditPackageQuerySet.as_manager()

    class Meta:
        verbose_name = "审计材料"
        verbose_name_plural = "审计材料"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="auditpackage_ends_after_it_starts",
                condition=Q(last__gte=F("first")),
                violation_error_message="截止日期不能早于起始日期。",
            )
        ]

    def __str__(self) -> str:
        return f"审计材料 {self.first:%Y%m%d}-{self.last:%Y%m%d}（{self.pk}）"

    @property
    def file_name(self) -> str:
        return f"帮扶资金审计材料{self.first:%Y%m%d}-{self.last:%Y%m%d}.zip"


def audit_files() -> Path:
    """The folder of packages, outside the web root, readable by the application only."""
    folder = Path(settings.MEDIA_ROOT) / "audit"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder
