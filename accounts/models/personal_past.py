"""What personal columns said before a change: kept apart from the book, so that a person can be erased and the book stay whole."""

from django.db import models


class PersonalPast(models.Model):
    """The personal columns of one row as they were before one act changed or deleted it.

    The book's own line only names the columns (`after.personal`). Read by undo, deleted when the person is erased.
    """

    act_id = models.UUIDField("操作编号", null=True)
    table_name = models.CharField("数据表", max_length=64)
    row_id = models.BigIntegerField("记录")
    before = models.JSONField("改前")

    class Meta:
        verbose_name = "个人信息旧值"
        verbose_name_plural = "个人信息旧值"
        indexes = [models.Index(fields=["table_name", "row_id", "id"], name="personalpast_row")]

    def __str__(self) -> str:
        return f"{self.table_name} {self.row_id}"
