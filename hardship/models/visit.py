"""慰问: plans, groups, stops (hardship.md §7)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from hardship.codes import RECIPIENTS
from hardship.models.file import HardshipFile
from hardship.models.money import Budget, FundEntry
from hardship.models.programme import yuan
from hardship.querysets import OfPlanQuerySet, VisitPlanQuerySet, VisitStopQuerySet
from unions.models import Organisation

KINDS = [(one, one) for one in RECIPIENTS]


class VisitPlan(models.Model):
    class State(models.TextChoices):
        QUOTA = "quota", "定名额"
        LIST = "list", "定对象"
        SCHEDULE = "schedule", "已排日程"
        DONE = "done", "已慰问"
        SETTLED = "settled", "已结清"

    name = models.CharField("慰问名称", max_length=80)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="visit_plans", verbose_name="组织单位")
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.QUOTA, editable=False)
    on = models.DateField("慰问日期")
    gathers_at = models.TimeField("集合时间")
    departs_at = models.TimeField("出发时间")
    gathers_where = models.CharField("集合地点", max_length=80)
    cash_budget = yuan("慰问金预算（元）", default=0)
    goods_budget = yuan("慰问品预算（元）", default=0)
    budget = models.ForeignKey(
        Budget, models.PROTECT, null=True, blank=True, related_name="visit_plans", verbose_name="慰问金来源"
    )
    note = models.CharField("说明", max_length=200, blank=True)

    objects = VisitPlanQuerySet.as_manager()

    class Meta:
        verbose_name = "慰问"
        verbose_name_plural = "慰问"
        ordering = ["-on", "-id"]

    def __str__(self) -> str:
        return self.name


class VisitQuota(models.Model):
    plan = models.ForeignKey(VisitPlan, models.CASCADE, related_name="quotas", verbose_name="慰问")
    area = models.CharField("片区", max_length=40)
    kind = models.CharField("对象类别", max_length=16, choices=KINDS)
    families = models.PositiveSmallIntegerField("户数")

    objects = OfPlanQuerySet.as_manager()

    class Meta:
        verbose_name = "慰问名额"
        verbose_name_plural = "慰问名额"
        ordering = ["plan", "area", "kind"]
        constraints = [models.UniqueConstraint(fields=["plan", "area", "kind"], name="visitquota_once")]

    def __str__(self) -> str:
        return f"慰问名额 {self.pk}"


class VisitGroup(models.Model):
    plan = models.ForeignKey(VisitPlan, models.CASCADE, related_name="groups", verbose_name="慰问")
    number = models.PositiveSmallIntegerField("组别")
    area = models.CharField("片区", max_length=40)
    leader = models.CharField("带队领导", max_length=40)
    units = models.CharField("参加单位", max_length=200, blank=True)

    objects = OfPlanQuerySet.as_manager()

    class Meta:
        verbose_name = "慰问组"
        verbose_name_plural = "慰问组"
        ordering = ["plan", "number"]
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="visitgroup_once")]

    def __str__(self) -> str:
        return f"慰问第{self.number}组"


class VisitStop(models.Model):
    """One household visited. Relief money needs a file (先建档后帮扶); a visit may go to people without one (domain.md E-31)."""

    group = models.ForeignKey(VisitGroup, models.CASCADE, related_name="stops", verbose_name="慰问组")
    place = models.PositiveSmallIntegerField("顺序")
    kind = models.CharField("对象类别", max_length=16, choices=KINDS)
    file = models.ForeignKey(
        HardshipFile, models.PROTECT, null=True, blank=True, related_name="visits", verbose_name="困难职工档案"
    )
    union = models.ForeignKey(Organisation, models.PROTECT, related_name="visit_stops", verbose_name="工会")
    name = models.CharField("姓名", max_length=64)
    address = models.CharField(
        "慰问地点", max_length=120, blank=True, help_text="印在安排表上；由当地工会带路的，不用写门牌。"
    )
    phone = models.CharField("联系电话", max_length=32, blank=True)
    cash = yuan("慰问金（元）", default=0)
    goods = yuan("慰问品折价（元）", default=0)
    goods_named = models.CharField("慰问品", max_length=80, blank=True)
    cash_given = yuan("实发慰问金（元）", null=True, blank=True)
    goods_given = yuan("实发慰问品折价（元）", null=True, blank=True)
    signed_on = models.DateField("签收日期", null=True, blank=True)
    signed_by = models.CharField("签收人", max_length=64, blank=True)
    entry = models.OneToOneField(
        FundEntry, models.PROTECT, null=True, editable=False, related_name="visit_stop", verbose_name="资金明细"
    )
    receipt = models.CharField("签领表扫描件", max_length=60, blank=True, editable=False)
    missed = models.CharField("未访到的原因", max_length=120, blank=True, editable=False)
    note = models.CharField("说明", max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="登记人")

    objects = VisitStopQuerySet.as_manager()

    class Meta:
        verbose_name = "慰问对象"
        verbose_name_plural = "慰问对象"
        ordering = ["group", "place"]
        constraints = [
            models.CheckConstraint(
                name="visitstop_cash_given_is_signed",
                condition=Q(cash_given__isnull=True) | Q(signed_on__isnull=False) & ~Q(signed_by=""),
                violation_error_message="实发慰问金要有签收日期和签收人。",
            ),
            models.CheckConstraint(
                name="visitstop_cash_in_ledger",
                condition=Q(cash_given__isnull=True) | Q(cash_given=0) | Q(entry__isnull=False),
                violation_error_message="实发的慰问金要在资金来源里记账。",
            ),
            # 先建档后帮扶: money is relief, also from hand to hand.
            models.CheckConstraint(
                name="visitstop_cash_has_its_file",
                condition=Q(cash=0) & (Q(cash_given__isnull=True) | Q(cash_given=0)) | Q(file__isnull=False),
                violation_error_message="发慰问金的，先要有困难职工档案；没有档案的可以送慰问品。",
            ),
        ]

    def __str__(self) -> str:
        return f"慰问对象 {self.pk}"

    @property
    def is_signed(self) -> bool:
        return self.signed_on is not None

    @property
    def is_settled(self) -> bool:
        """Visited and signed for, or missed with a reason."""
        return self.is_signed or bool(self.missed)
