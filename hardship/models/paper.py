"""A paper of relief that was printed: its version code tells whether paper and record still agree (domain.md E-40)."""

from django.conf import settings
from django.db import models

from hardship.querysets import PaperQuerySet
from unions.models import Organisation


class PaperPrint(models.Model):
    class Kind(models.TextChoices):
        FILE = "file", "困难职工档案表"
        APPLICATION = "application", "困难职工帮扶申请表"
        RECEIPT = "receipt", "帮扶申请回执"
        NOTICE = "notice", "公示"
        NOTICE_RESULT = "notice-result", "困难职工帮扶公示结果报告"
        SCHEDULE = "schedule", "慰问安排表"
        RECEIPTS = "receipts", "慰问金（品）签领表"
        PAYMENTS = "payments", "帮扶资金发放表"
        BALANCING = "balancing", "汇总平衡表"

    kind = models.CharField("表种", max_length=16, choices=Kind.choices)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="paper_prints", verbose_name="单位")
    # The row the paper is printed from.
    row_id = models.BigIntegerField("记录")
    code = models.CharField("版本码", max_length=24, unique=True)
    digest = models.CharField("内容摘要", max_length=64)
    printed_on = models.DateField("打印日期")
    printed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="打印人", editable=False
    )

    objects = PaperQuerySet.as_manager()

    class Meta:
        verbose_name = "帮扶表单打印"
        verbose_name_plural = "帮扶表单打印"
        ordering = ["-printed_on", "-id"]
        indexes = [models.Index(fields=["kind", "row_id"], name="paperprint_row")]

    def __str__(self) -> str:
        return self.code
