"""Every import is a record: who, when, which file, what it did; it opens to what it changed and can be undone."""

from pathlib import Path
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts.duties import Duty


class ImportRunQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """One's own runs; those who see all of the county's registers see every run.

        A run carries rows of the sender's part, so nobody below the county sees another's.
        """
        if not user.is_authenticated or not user.may(Duty.SEE_IMPORTS):
            return self.none()
        if any(path.count("/") == 2 for path in user.paths_with(Duty.SEE_IMPORTS)):
            return self.all()
        return self.filter(by=user)


class ImportRun(models.Model):
    """One check or import of one file."""

    class State(models.TextChoices):
        WAITING = "waiting", "等待检查"
        CHECKED = "checked", "已检查，未写入"
        FAULTY = "faulty", "有错误，未写入"
        WRITTEN = "written", "已写入"
        PARTLY = "partly", "已写入正确行"
        UNREADABLE = "unreadable", "文件无法读取"
        UNDONE = "undone", "已撤销"

    register = models.CharField("登记表", max_length=20)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, verbose_name="导入人")
    at = models.DateTimeField("时间", default=timezone.now)
    file_name = models.CharField("文件", max_length=255)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    stored_as = models.CharField(max_length=100, blank=True)
    check_only = models.BooleanField("只检查", default=False)
    partial = models.BooleanField("只写入正确行", default=False)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.WAITING)
    act_id = models.UUIDField(null=True, db_index=True)
    rows = models.PositiveIntegerField("行数", default=0)
    created = models.PositiveIntegerField("新增", default=0)
    changed = models.PositiveIntegerField("修改", default=0)
    unchanged = models.PositiveIntegerField("未变", default=0)
    fault_count = models.PositiveIntegerField("错误", default=0)
    # At most the first FAULTS_KEPT, personal numbers masked; the fault workbook holds them all.
    faults = models.JSONField(default=list)
    warnings = models.JSONField(default=list)
    message = models.TextField("说明", blank=True)
    fault_file = models.CharField(max_length=100, blank=True)
    undone_at = models.DateTimeField("撤销时间", null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="撤销人"
    )

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        verbose_name = "导入记录"
        verbose_name_plural = "导入记录"
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.file_name}（{self.pk}）"

    @property
    def has_written(self) -> bool:
        return self.state in {self.State.WRITTEN, self.State.PARTLY}

    @property
    def source_path(self) -> Path:
        """Where the uploaded file lies: outside the web root, under a name of ours."""
        return uploads() / self.stored_as

    @property
    def fault_path(self) -> Path:
        return uploads() / self.fault_file


FAULTS_KEPT = 200


def uploads() -> Path:
    """The folder of uploaded workbooks and fault workbooks, made when needed, readable by the application only."""
    folder = Path(settings.MEDIA_ROOT) / "imports"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder
