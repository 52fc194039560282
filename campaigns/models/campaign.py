"""A campaign: phases, who is in scope since when, and the targets. All of it is the county's data."""

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q

from campaigns.querysets import CampaignQuerySet
from unions.models import Kind, Ownership


class JudgeOn(models.TextChoices):
    COVERED = "covered", "按上报数考核"
    VERIFIED = "verified", "按核实数考核"


class Category(models.TextChoices):
    """coverage.md §3."""

    ALL = "all", "全部"
    STATE_OWNED = "state_owned", "国有企业"
    HONOURED_NON_PUBLIC = "honoured_non_public", "获市以上荣誉的非公企业"


class SizeClass(models.TextChoices):
    SMALL = "small", "小型、微型"
    NOT_SMALL = "not_small", "小型、微型以外"


class Campaign(models.Model):
    """One campaign, such as the 双亮 of 2012 to 2014."""

    slug = models.CharField(
        "代号",
        max_length=40,
        unique=True,
        validators=[
            RegexValidator(r"^[a-z0-9]+(-[a-z0-9]+)*$", "代号只用小写字母、数字和短横线，如 shuangliang-2012。")
        ],
    )
    name = models.CharField("名称", max_length=80)
    starts_on = models.DateField("开始日期")
    ends_on = models.DateField("结束日期", help_text="活动的最后一天（含当日）。")
    judge_on = models.CharField("考核口径", max_length=10, choices=JudgeOn.choices, default=JudgeOn.COVERED)
    # Months before this one are no missed reports: the county did not run the campaign here yet.
    reports_from = models.DateField("通报起始月份", help_text="从这个月起每月生成通报，填该月任一天。")

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = "活动"
        verbose_name_plural = "活动"
        ordering = ["-starts_on"]
        constraints = [
            models.CheckConstraint(
                name="campaign_ends_after_it_starts",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message="活动的结束日期早于开始日期，请核对。",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Phase(models.Model):
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="phases", verbose_name="活动")
    name = models.CharField("阶段", max_length=80)
    starts_on = models.DateField("开始日期")
    ends_on = models.DateField("结束日期", help_text="阶段的最后一天（含当日）。")

    class Meta:
        verbose_name = "阶段"
        verbose_name_plural = "阶段"
        ordering = ["starts_on"]
        constraints = [
            models.CheckConstraint(
                name="phase_ends_after_it_starts",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message="阶段的结束日期早于开始日期，请核对。",
            )
        ]

    def __str__(self) -> str:
        return self.name


class ScopeRule(models.Model):
    """From this day on, unions of this kind (and employer ownership, and size) are counted."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="scope_rules", verbose_name="活动")
    from_day = models.DateField("起始日期")
    kind = models.CharField("组织类型", max_length=32, choices=Kind.choices)
    ownership = models.CharField(
        "所有制",
        max_length=20,
        choices=Ownership.choices,
        blank=True,
        help_text="独立基层工会按其单位的性质；不限请留空。",
    )
    size = models.CharField("规模", max_length=10, choices=SizeClass.choices, blank=True, help_text="不限请留空。")

    class Meta:
        verbose_name = "统计范围"
        verbose_name_plural = "统计范围"
        ordering = ["from_day", "id"]

    def __str__(self) -> str:
        return f"{self.from_day} {self.get_kind_display()}"


class Target(models.Model):
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="targets", verbose_name="活动")
    category = models.CharField("类别", max_length=24, choices=Category.choices)
    due_on = models.DateField("到期日")
    share = models.DecimalField(
        "比例",
        max_digits=5,
        decimal_places=4,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
        help_text="0 到 1 之间的小数，如 0.5 表示 50%。",
    )
    label = models.CharField("名称", max_length=40, blank=True, help_text="如“基本全覆盖”，印在数字旁边。")

    class Meta:
        verbose_name = "目标"
        verbose_name_plural = "目标"
        ordering = ["due_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "category", "due_on"],
                name="target_once",
                violation_error_message="同一类别同一到期日只能有一个目标。",
            ),
            models.CheckConstraint(
                name="target_share_is_a_share",
                condition=Q(share__gte=0, share__lte=1),
                violation_error_message="目标比例要在 0 到 1 之间。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_category_display()} {self.due_on}"
