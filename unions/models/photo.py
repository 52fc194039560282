"""Pictures that show a display: redrawn by us, kept outside the web root, read through the scope only."""

from pathlib import Path

from django.conf import settings
from django.db import models

from unions.models.display import Display
from unions.querysets_portal import PhotoQuerySet


class Photo(models.Model):
    """One picture of one fact. `looks` is a perceptual hash: like pictures have like ones."""

    display = models.ForeignKey(Display, models.CASCADE, related_name="photos", verbose_name="双亮记录")
    stored_as = models.CharField(max_length=60, unique=True)
    sha256 = models.CharField("SHA-256", max_length=64)
    looks = models.CharField(max_length=16)
    width = models.PositiveSmallIntegerField("宽")
    height = models.PositiveSmallIntegerField("高")
    bytes = models.PositiveIntegerField("字节数")
    at = models.DateTimeField("上传时间")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="上传人")

    objects = PhotoQuerySet.as_manager()

    class Meta:
        verbose_name = "照片"
        verbose_name_plural = "照片"
        ordering = ["display", "id"]
        indexes = [models.Index(fields=["looks"], name="photo_looks")]

    def __str__(self) -> str:
        return f"照片（{self.display_id}）"


def photos() -> Path:
    """The folder of pictures, made when needed, readable by the application only."""
    folder = Path(settings.MEDIA_ROOT) / "photos"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder
