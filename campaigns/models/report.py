"""The monthly report of one body: a draft can be remade, an issued one is frozen by the database."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from campaigns.models.campaign import Campaign
from campaigns.querysets import ReportQuerySet
from unions.models import Organisation


class Report(models.Model):
    """One report exists per (campaign, body, month, version) (coverage.md §6). `month` is the month's first day."""

    class State(models.TextChoices):
        PENDING = "pending", "待生成"
        DRAFT = "draft", "草稿"
        ISSUED = "issued", "已发布"

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="reports", verbose_name="活动")
    body = models.ForeignKey(Organisation, models.PROTECT, related_name="reports", verbose_name="单位")
    month = models.DateField("月份")
    version = models.PositiveSmallIntegerField("版本", default=1)
    state = models.CharField("状态", max_length=8, choices=State.choices, default=State.PENDING)
    corrects = models.ForeignKey("self", models.PROTECT, null=True, related_name="corrections", verbose_name="更正")
    reason = models.CharField("更正原因", max_length=300, blank=True)
    # A body's report is a slice of this one; empty on the county's own.
    county = models.ForeignKey("self", models.PROTECT, null=True, related_name="bodies", verbose_name="全县通报")
    # Which making of the county's figures this row holds; a body's draft is whole when it equals the county's.
    run = models.UUIDField(null=True, editable=False)
    made_at = models.DateTimeField("生成时间", null=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="生成人"
    )
    issued_at = models.DateTimeField("发布时间", null=True)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="发布人"
    )
    # The rows of coverage.md §7 for the bodies in this report, and the list of unions not covered.
    figures = models.JSONField(default=list)
    uncovered = models.JSONField(default=list)
    # One row per body and indicator target in force; empty where the campaign has none, as before there were any.
    indicators = models.JSONField(default=list)
    workbook = models.BinaryField(null=True)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = "月度通报"
        verbose_name_plural = "月度通报"
        ordering = ["-month", "body__code", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "body", "month", "version"],
                name="report_once",
                violation_error_message="这个月的通报已经有了。",
            ),
            models.UniqueConstraint(
                fields=["corrects"],
                name="report_corrected_once",
                violation_error_message="这份通报已经更正过了，请更正最新的版本。",
            ),
            models.CheckConstraint(
                name="report_month_is_a_first_day",
                condition=Q(month__day=1),
                violation_error_message="月份要写成该月的 1 日。",
            ),
            models.CheckConstraint(
                name="report_issued_whole",
                condition=~Q(state="issued")
                | Q(issued_at__isnull=False, workbook__isnull=False, made_at__isnull=False) & ~Q(sha256=""),
                violation_error_message="通报还没有生成完，不能发布。",
            ),
            models.CheckConstraint(
                name="report_correction_says_why",
                condition=Q(corrects__isnull=True, version=1)
                | Q(corrects__isnull=False, version__gt=1) & ~Q(reason=""),
                violation_error_message="更正通报要写明原因。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}"

    @property
    def number(self) -> str:
        """The report's own number, printed on it: campaign, body, month, version."""
        return f"{self.campaign.slug}-{self.body.code}-{self.month:%Y%m}-{self.version}"

    @property
    def file_name(self) -> str:
        return f"{self.body.name}{self.campaign.name}通报{self.month:%Y年%-m月}第{self.version}版.xlsx"
