"""The book: who did what. Rows are only ever added; the database refuses anything else."""

from django.conf import settings
from django.db import models
from django.db.models.fields.json import KeyTransform


class Change(models.TextChoices):
    INSERT = "insert", "新增"
    UPDATE = "update", "修改"
    DELETE = "delete", "删除"
    EVENT = "event", "事件"


class BookEntry(models.Model):
    """One line: a row that changed (written by a trigger, so bulk work and SQL are in it) or an event."""

    at = models.DateTimeField("时间")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.DO_NOTHING,
        db_constraint=False,
        null=True,
        verbose_name="操作人",
        related_name="+",
    )
    act = models.CharField("操作", max_length=64)
    act_id = models.UUIDField("操作编号", null=True)
    change = models.CharField("类型", max_length=8, choices=Change.choices)
    table_name = models.CharField("数据表", max_length=64, blank=True)
    row_id = models.BigIntegerField("记录", null=True)
    before = models.JSONField("改前", null=True)
    after = models.JSONField("改后", null=True)
    details = models.JSONField("说明", null=True)
    address = models.CharField("来源地址", max_length=64, blank=True)
    request = models.CharField("请求", max_length=64, blank=True)
    database_user = models.CharField("数据库用户", max_length=64, blank=True)

    class Meta:
        verbose_name = "日志"
        verbose_name_plural = "日志"
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["table_name", "row_id", "id"], name="book_row"),
            # In the order of the book, so that a page of any filter is read from its end (docs/performance.md).
            models.Index(fields=["act_id", "id"], name="book_act_lines", condition=models.Q(act_id__isnull=False)),
            models.Index(fields=["by", "id"], name="book_who"),
            models.Index(fields=["act", "id"], name="book_what"),
            # Rows that are gone are found by the union they hung on; those that are not, by their own keys.
            models.Index(
                KeyTransform("union_id", "before"), "id", name="book_gone", condition=models.Q(change="delete")
            ),
            models.Index(fields=["by", "at"], name="book_by", condition=models.Q(change="event")),
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.table_name} {self.row_id or ''}".strip()
