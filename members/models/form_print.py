"""A real-name form that was printed: its version code tells whether paper and record still agree (domain.md E-40)."""

from django.conf import settings
from django.db import models

from members.querysets import FormPrintQuerySet
from unions.models import Organisation


class FormPrint(models.Model):
    class Form(models.TextChoices):
        ORGANISATION = "organisation", "基层工会组织实名制登记表"
        MEMBER = "member", "工会会员实名制登记表"
        OFFICER = "officer", "工会干部实名制登记表"
        TRANSFER = "transfer", "工会会员组织关系接转登记表"

    form = models.CharField("表种", max_length=16, choices=Form.choices)
    union = models.ForeignKey(Organisation, models.PROTECT, related_name="form_prints", verbose_name="工会")
    # The row the form is printed from; 0 for a form of the whole union (a roster sheet).
    row_id = models.BigIntegerField("记录", default=0)
    code = models.CharField("版本码", max_length=24, unique=True)
    digest = models.CharField("内容摘要", max_length=64)
    printed_on = models.DateField("打印日期")
    printed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="打印人", editable=False
    )
    received_on = models.DateField("纸质件收到日期", null=True, blank=True)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="收件人", editable=False
    )

    objects = FormPrintQuerySet.as_manager()

    class Meta:
        verbose_name = "实名制登记表打印"
        verbose_name_plural = "实名制登记表打印"
        ordering = ["-printed_on", "-id"]
        indexes = [models.Index(fields=["form", "union", "row_id"], name="formprint_row")]

    def __str__(self) -> str:
        return self.code
