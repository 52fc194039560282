"""What a campaign asks for besides 双亮: a number or share of an indicator, and what of it is allotted to each body."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from campaigns.indicators import BY_SLUG, CATEGORIES, INDICATORS
from campaigns.models.campaign import Campaign
from campaigns.querysets import AllocationQuerySet
from unions.models import Organisation


class IndicatorTarget(models.Model):
    """The county's own; `amount` for a number, `share` for a rate (docs/rules/members.md 22)."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="indicator_targets", verbose_name="活动")
    indicator = models.CharField("指标", max_length=24, choices=[(i.slug, i.label) for i in INDICATORS])
    category = models.CharField("类别", max_length=24, choices=CATEGORIES, default="all")
    due_on = models.DateField("到期日")
    counts_from = models.DateField(
        "起算日期", null=True, blank=True, help_text="新增、增长从这一天起计；不填从活动开始日期起计。"
    )
    amount = models.PositiveIntegerField("目标数", null=True, blank=True, help_text="人数、家数填这一栏。")
    share = models.DecimalField(
        "目标比例",
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
        help_text="比例填这一栏：0 到 1 之间的小数，如 0.5 表示 50%。",
        max_digits=5,
        decimal_places=4,
    )
    label = models.CharField("名称", max_length=40, blank=True, help_text="如“约”“力争”，印在目标前面。")

    class Meta:
        verbose_name = "指标目标"
        verbose_name_plural = "指标目标"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "indicator", "category", "due_on"],
                name="indicator_target_once",
                violation_error_message="同一指标、类别和到期日只能有一个目标。",
            ),
            models.CheckConstraint(
                name="indicator_target_number_or_share",
                condition=Q(amount__isnull=True, share__gte=0, share__lte=1)
                | Q(amount__isnull=False, share__isnull=True),
                violation_error_message="目标数和目标比例填一个：人数、家数填目标数，比例填 0 到 1 之间的小数。",
            ),
            models.CheckConstraint(
                name="indicator_target_counts_before_due",
                condition=Q(counts_from__isnull=True) | Q(counts_from__lte=models.F("due_on")),
                violation_error_message="起算日期晚于到期日，请核对。",
            ),
        ]

    def __str__(self) -> str:
        return f"{BY_SLUG[self.indicator].label} {self.due_on}"


class Allocation(models.Model):
    """What of a target is one body's; the sum need not be the county's number (domain.md E-17)."""

    target = models.ForeignKey(IndicatorTarget, models.CASCADE, related_name="allocations", verbose_name="指标目标")
    body = models.ForeignKey(Organisation, models.PROTECT, related_name="allocations", verbose_name="责任主体")
    amount = models.PositiveIntegerField("分配数", null=True, blank=True)
    share = models.DecimalField(
        "分配比例",
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
        max_digits=5,
        decimal_places=4,
    )

    objects = AllocationQuerySet.as_manager()

    class Meta:
        verbose_name = "目标分配"
        verbose_name_plural = "目标分配"
        ordering = ["target", "body__code"]
        constraints = [
            models.UniqueConstraint(
                fields=["target", "body"],
                name="allocation_once",
                violation_error_message="这个责任主体已有这项目标的分配。",
            ),
            models.CheckConstraint(
                name="allocation_number_or_share",
                condition=Q(amount__isnull=True, share__gte=0, share__lte=1)
                | Q(amount__isnull=False, share__isnull=True),
                violation_error_message="分配数和分配比例填一个。",
            ),
        ]

    def __str__(self) -> str:
        return f"分配 {self.pk}"
