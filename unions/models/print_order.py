"""The print kit of a whole body, made by a job and kept for some days."""

from pathlib import Path

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from unions.models.organisation import Organisation
from unions.querysets_portal import PrintOrderQuerySet


class Piece(models.TextChoices):
    PLAQUE = "plaque", "牌匾"
    CHEST_CARD = "chest_card", "胸卡"
    CONTACT_CARD = "contact_card", "联系卡"
    DESK_PLATE = "desk_plate", "办公桌牌"
    OFFICE_NOTICE = "office_notice", "办公地点告示"
    PUBLICATION_SHEET = "publication_sheet", "公布栏公示表"


class PrintOrder(models.Model):
    """What was ordered for the unions below `organisation`. Its Job says how far it is; `made_at` is empty until then."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+", verbose_name="单位")
    pieces = ArrayField(models.CharField(max_length=20, choices=Piece.choices), verbose_name="材料", default=list)
    options = models.JSONField("选项", default=dict)
    reason = models.CharField("用途", max_length=100, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="制作人")
    at = models.DateTimeField("发起时间", default=timezone.now)
    stored_as = models.CharField(max_length=60, blank=True)  # "" again once the file is deleted
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    pages = models.PositiveIntegerField("页数", default=0)
    unions = models.PositiveIntegerField("工会数", default=0)
    # What could not be printed, in sentences: a name with a character the font lacks, a union without a chair.
    missing = models.JSONField("未能印出", default=list)
    made_at = models.DateTimeField("完成时间", null=True)
    expires_at = models.DateTimeField("保留至", null=True)

    objects = PrintOrderQuerySet.as_manager()

    class Meta:
        verbose_name = "打印材料"
        verbose_name_plural = "打印材料"
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"打印材料（{self.pk}）"


def print_files() -> Path:
    """The folder of finished kits, made when needed, readable by the application only."""
    folder = Path(settings.MEDIA_ROOT) / "prints"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder
