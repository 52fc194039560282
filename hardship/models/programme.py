"""帮扶项目: when, by which criteria, with which documents; the living line it is measured by (hardship.md §1, §4)."""

from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from unions.models import Organisation


def yuan(label: str, **given: Any) -> "models.DecimalField[Any, Any]":
    """A sum in yuan, two decimals, never below zero."""
    given.setdefault("validators", [MinValueValidator(0)])
    return models.DecimalField(label, max_digits=12, decimal_places=2, **given)


class LivingLine(models.Model):
    """最低生活保障线: yuan per person and month, in an organisation's part of the tree, from a day."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="living_lines", verbose_name="适用范围")
    since = models.DateField("执行日期")
    monthly = yuan("元/人·月", validators=[MinValueValidator(1)])
    source = models.CharField("文件依据", max_length=120, blank=True)

    class Meta:
        verbose_name = "最低生活保障线"
        verbose_name_plural = "最低生活保障线"
        ordering = ["organisation__path", "-since"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "since"],
                name="livingline_once",
                violation_error_message="这个范围从这一天起的保障线已经登记过了。",
            ),
            models.CheckConstraint(name="livingline_above_zero", condition=Q(monthly__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.monthly}元（{self.since}起）"


class CalendarDay(models.Model):
    """The county's correction of one day of the working calendar, above what the library knows (domain.md E-25)."""

    day = models.DateField("日期", unique=True, error_messages={"unique": "这一天已经登记过了，请直接修改。"})
    works = models.BooleanField("上班")
    note = models.CharField("说明", max_length=60, blank=True)

    class Meta:
        verbose_name = "工作日调整"
        verbose_name_plural = "工作日调整"
        ordering = ["-day"]

    def __str__(self) -> str:
        return f"{self.day}{'上班' if self.works else '放假'}"


class ReliefSettings(models.Model):
    """One row: the county's days and telephones for relief."""

    review_days = models.PositiveSmallIntegerField(
        "档案复核期限（天）", default=365, validators=[MinValueValidator(30), MaxValueValidator(732)]
    )
    retention_years = models.PositiveSmallIntegerField(
        "档案保存年数", default=10, validators=[MinValueValidator(10), MaxValueValidator(50)]
    )
    phone = models.CharField("权益保障部电话", max_length=32, blank=True, help_text="印在公示上，供职工反映异议。")
    address = models.CharField("材料报送地点", max_length=120, blank=True)

    class Meta:
        verbose_name = "帮扶设置"
        verbose_name_plural = "帮扶设置"

    def __str__(self) -> str:
        return "帮扶设置"

    @classmethod
    def current(cls) -> "ReliefSettings":
        """The county's own; the defaults where it has set none. Writes nothing."""
        return cls.objects.first() or cls()


class ReliefProgramme(models.Model):
    """One round of relief: 元旦春节送温暖 of a winter, 金秋助学 of a year, …"""

    class Kind(models.TextChoices):
        SEND_WARMTH = "send_warmth", "元旦春节送温暖"
        LIVING = "living", "生活救助"
        MEDICAL = "medical", "大病救助"
        STUDY = "study", "金秋助学"
        SPRING = "spring", "春送岗位"
        SUMMER = "summer", "夏送清凉"
        AUTUMN = "autumn", "秋送助学"
        WINTER = "winter", "冬送温暖"
        OTHER = "other", "其他帮扶"

    slug = models.SlugField("项目代号", max_length=40, unique=True)
    name = models.CharField("项目名称", max_length=80)
    kind = models.CharField("帮扶类别", max_length=12, choices=Kind.choices)
    opens_at = models.DateTimeField("开始申报")
    closes_at = models.DateTimeField("截止申报", help_text="这一刻仍在期内；之后提交的照收，标记“逾期”。")
    notice_days = models.PositiveSmallIntegerField(
        "单位公示工作日", default=5, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    online_days = models.PositiveSmallIntegerField(
        "网上公开工作日", default=5, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    asks_opinion = models.BooleanField("征求乡镇（开发区、系统）意见", default=True)
    opinion_days = models.PositiveSmallIntegerField(
        "乡镇意见工作日", default=3, validators=[MinValueValidator(1), MaxValueValidator(30)]
    )
    asks_home_visit = models.BooleanField("要求入户调查", default=False)
    standard_amount = yuan("帮扶标准（元/户）", default=0, help_text="建议数额，汇总平衡时可以逐户调整。")
    ceiling = yuan("每户最高（元）", help_text="一份申请批准的数额不能超过它。")
    year_ceiling = yuan("每户全年最高（元）", null=True, blank=True, help_text="同一户一年内各项目合计；不限的留空。")
    instalments = models.PositiveSmallIntegerField(
        "发放期数", default=1, validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    is_open = models.BooleanField("已启用", default=False)
    note = models.CharField("说明", max_length=400, blank=True)

    class Meta:
        verbose_name = "帮扶项目"
        verbose_name_plural = "帮扶项目"
        ordering = ["-opens_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="programme_closes_after_it_opens",
                condition=Q(closes_at__gt=F("opens_at")),
                violation_error_message="截止申报要晚于开始申报。",
            ),
            models.CheckConstraint(
                name="programme_standard_within_ceiling",
                condition=Q(standard_amount__lte=F("ceiling")),
                violation_error_message="帮扶标准不能高于每户最高。",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CriteriaVersion(models.Model):
    """The criteria as they hold from a day; an application keeps the version it was judged by."""

    programme = models.ForeignKey(
        ReliefProgramme, models.PROTECT, related_name="criteria_versions", verbose_name="项目"
    )
    number = models.PositiveIntegerField("版本")
    since = models.DateField("执行日期")
    note = models.CharField("修改说明", max_length=200, blank=True)
    excludes_homes = models.BooleanField("排除：两套及以上住房", default=True)
    excludes_hires = models.BooleanField("排除：有经营性雇工", default=True)
    excludes_costly_school = models.BooleanField("排除：高收费择校或自费留学", default=True)
    excludes_car = models.BooleanField("排除：拥有非营运机动车", default=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="修改人", editable=False
    )

    class Meta:
        verbose_name = "帮扶条件版本"
        verbose_name_plural = "帮扶条件版本"
        ordering = ["programme", "-number"]
        constraints = [models.UniqueConstraint(fields=["programme", "number"], name="criteriaversion_once")]

    def __str__(self) -> str:
        return f"第{self.number}版（{self.since}起）"


class Criterion(models.Model):
    """One way to meet the programme (hardship.md §4); none of its conditions: empty."""

    version = models.ForeignKey(CriteriaVersion, models.CASCADE, related_name="criteria", verbose_name="版本")
    place = models.PositiveSmallIntegerField("顺序")
    code = models.CharField("条件代号", max_length=8)
    multiple = models.DecimalField(
        "收入不超过保障线的倍数",
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    is_inclusive = models.BooleanField("含本数", default=True)
    causes = ArrayField(models.CharField(max_length=20), verbose_name="致困原因之一", default=list, blank=True)
    needs_hard_after_aid = models.BooleanField("须政府救助后仍困难", default=False)
    least_cost = yuan("自负医药费或财产损失至少（元）", null=True, blank=True)
    source = models.CharField("依据", max_length=120, blank=True)

    class Meta:
        verbose_name = "帮扶条件"
        verbose_name_plural = "帮扶条件"
        ordering = ["version", "place"]
        constraints = [
            models.UniqueConstraint(fields=["version", "code"], name="criterion_once"),
            models.UniqueConstraint(fields=["version", "place"], name="criterion_place"),
        ]

    def __str__(self) -> str:
        return self.code


class DocumentRule(models.Model):
    """A document that an application must have attached (hardship.md §5, domain.md HR-07, E-10)."""

    class Kind(models.TextChoices):
        ID_COPY = "id_copy", "身份证复印件"
        HOUSEHOLD_REGISTER = "household_register", "户口簿复印件"
        INCOME_PROOF = "income_proof", "收入证明"
        DIAGNOSIS = "diagnosis", "诊断证明"
        RECEIPTS = "receipts", "本年度医药费单据"
        DISABILITY_CARD = "disability_card", "残疾证"
        SCHOOL_PROOF = "school_proof", "就学证明"
        LOSS_PROOF = "loss_proof", "灾害损失证明"
        SINGLE_PARENT_PROOF = "single_parent_proof", "单亲证明"
        HARDSHIP_PROOF = "hardship_proof", "困难证明"
        BANK_CARD = "bank_card", "银行卡复印件"
        AUTHORISATION = "authorisation", "家庭经济状况核对授权书"
        APPLICATION_FORM = "application_form", "签字的帮扶申请书"
        NOTICE_PHOTO = "notice_photo", "公示照片"
        NOTICE_REPORT = "notice_report", "盖章的公示结果报告"
        VISIT_RECEIPT = "visit_receipt", "慰问签领表"
        OTHER = "other", "其他材料"

    programme = models.ForeignKey(ReliefProgramme, models.CASCADE, related_name="document_rules", verbose_name="项目")
    kind = models.CharField("材料", max_length=24, choices=Kind.choices)
    # Of each counted member, or once for the household.
    of_each = models.BooleanField("每个家庭成员一份", default=False)
    causes = ArrayField(models.CharField(max_length=20), verbose_name="有下列致困原因时", default=list, blank=True)
    of_this_year = models.BooleanField("须为本年度", default=False)
    note = models.CharField("要求", max_length=200, blank=True)

    class Meta:
        verbose_name = "材料要求"
        verbose_name_plural = "材料要求"
        ordering = ["programme", "id"]
        constraints = [models.UniqueConstraint(fields=["programme", "kind"], name="documentrule_once")]

    def __str__(self) -> str:
        return self.get_kind_display()
