"""A list taken away as a workbook: asked for, made in the background, kept for some days."""

from pathlib import Path
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone


class ListExportQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """One's own: a workbook holds rows of its owner's part."""
        return self.filter(by=user) if user.is_authenticated else self.none()


class ListExport(models.Model):
    """One list as it was filtered. Its Job says how far it is; `made_at` is empty until the workbook is whole."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="导出人")
    at = models.DateTimeField("发起时间", default=timezone.now)
    list_key = models.CharField("列表", max_length=60)  # unions.officer
    title = models.CharField("名单", max_length=60)
    query = models.TextField("筛选参数", blank=True)
    words = models.CharField("筛选条件", max_length=400, blank=True)
    reason = models.CharField("用途", max_length=100, blank=True)
    # Paths of the organisations whose rows are in it: who no longer stands there does not get it.
    places = models.JSONField("范围", default=list)
    rows = models.PositiveIntegerField("行数", default=0)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    stored_as = models.CharField(max_length=60, blank=True)  # "" again once the file is deleted
    made_at = models.DateTimeField("生成时间", null=True)
    expires_at = models.DateTimeField("保留至", null=True)

    objects = ListExportQuerySet.as_manager()

    class Meta:
        verbose_name = "我的导出"
        verbose_name_plural = "我的导出"
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.title}（{self.pk}）"

    @property
    def file_name(self) -> str:
        return f"{self.title}{timezone.localtime(self.at):%Y%m%d}.xlsx"

    @property
    def file_path(self) -> Path:
        """Where the workbook lies: outside the web root, under a name of ours."""
        return workbooks() / self.stored_as


def workbooks() -> Path:
    """The folder of finished exports, made when needed, readable by the application only."""
    folder = Path(settings.MEDIA_ROOT) / "exports"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder
