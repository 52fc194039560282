"""Union officers; one row is one tenure of one post."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Deferrable, F, Func, Q

from unions.models.organisation import Organisation
from unions.querysets import OfficerQuerySet


class Post(models.TextChoices):
    CHAIR = "chair", "主席"
    VICE_CHAIR = "vice_chair", "副主席"
    MEMBER = "member", "委员"
    AUDIT_DIRECTOR = "audit_director", "经审委员会主任"
    AUDIT_MEMBER = "audit_member", "经审委员"
    WOMEN_DIRECTOR = "women_director", "女职工委员会主任"
    WOMEN_MEMBER = "women_member", "女职工委员"
    ORGANISER = "organiser", "组织员"


class Sex(models.TextChoices):
    MALE = "male", "男"
    FEMALE = "female", "女"


class FullTime(models.TextChoices):
    FULL_TIME = "full_time", "专职"
    PART_TIME = "part_time", "兼职"


class DateRange(Func):
    function = "DATERANGE"
    output_field = DateRangeField()


class Officer(models.Model):
    """A tenure: holds from the day elected until the day left, that day not included (coverage.md §1)."""

    union = models.ForeignKey(Organisation, models.PROTECT, related_name="officers", verbose_name="工会")
    name = models.CharField("姓名", max_length=64)
    post = models.CharField("职务", max_length=16, choices=Post.choices)
    elected_on = models.DateField("当选日期")
    left_on = models.DateField("离任日期", null=True, blank=True)
    term_ends_on = models.DateField("任期届满日期", null=True, blank=True)
    sex = models.CharField("性别", max_length=6, choices=Sex.choices, blank=True)
    born_on = models.DateField("出生日期", null=True, blank=True)
    # The number is sealed (accounts/encryption.py); the index serves exact comparison only.
    id_number_sealed = models.CharField("身份证号", max_length=120, blank=True, editable=False)
    id_number_index = models.CharField(max_length=64, blank=True, editable=False)
    political_status = models.CharField("政治面貌", max_length=32, blank=True)
    education = models.CharField("文化程度", max_length=32, blank=True)
    full_time = models.CharField("专兼职", max_length=10, choices=FullTime.choices, blank=True)
    employer_post = models.CharField("行政职务", max_length=64, blank=True)
    is_principal_or_kin = models.BooleanField("是否企业主要负责人或其近亲属", null=True, blank=True)
    office_phone = models.CharField("办公电话", max_length=64, blank=True)
    mobile = models.CharField("手机号码", max_length=32, blank=True)

    objects = OfficerQuerySet.as_manager()

    class Meta:
        verbose_name = "工会干部"
        verbose_name_plural = "工会干部"
        ordering = ["union", "post", "-elected_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["union", "name", "post", "elected_on"],
                name="officer_once",
                violation_error_message="这位干部的同一任职已经登记过了。",
            ),
            ExclusionConstraint(
                name="officer_one_chair_at_a_time",
                expressions=[
                    (F("union"), RangeOperators.EQUAL),
                    (DateRange(F("elected_on"), F("left_on")), RangeOperators.OVERLAPS),
                ],
                condition=Q(post=Post.CHAIR),
                deferrable=Deferrable.IMMEDIATE,
                violation_error_message="同一工会同一时间只能有一位主席，请先登记前任的离任日期。",
            ),
            models.CheckConstraint(
                name="officer_leaves_after_elected",
                condition=Q(left_on__gte=F("elected_on")),
                violation_error_message="离任日期早于当选日期，请核对。",
            ),
            models.CheckConstraint(
                name="officer_term_ends_after_elected",
                condition=Q(term_ends_on__gte=F("elected_on")),
                violation_error_message="任期届满日期早于当选日期，请核对。",
            ),
            models.CheckConstraint(
                name="officer_no_principal_on_committee",
                condition=~Q(is_principal_or_kin=True) | Q(post=Post.ORGANISER) | Q(is_principal_or_kin__isnull=True),
                violation_error_message="企业主要负责人及其近亲属不能担任工会委员会职务（《工会法》第十条）。",
            ),
        ]
        indexes = [models.Index(fields=["mobile"], name="officer_mobile", condition=~Q(mobile=""))]

    def __str__(self) -> str:
        return f"{self.name}（{self.get_post_display()}）"
