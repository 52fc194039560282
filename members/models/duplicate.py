"""Two entries that may be one person: found by machine, settled by a person, never merged silently."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from members.models.member import Member
from members.querysets import DuplicateQuerySet


class Duplicate(models.Model):
    """A pair, `first` the older entry. A pair settled as two persons is not found again for the same reason."""

    class Why(models.TextChoices):
        SAME_PERSON = "same_person", "姓名、出生日期、移动电话相同"
        NEAR_NUMBER = "near_number", "姓名相同，证件号码只差一位或相邻两位颠倒"
        SAME_NUMBER = "same_number", "同一证件号码的两种写法"

    class State(models.TextChoices):
        OPEN = "open", "待核对"
        DIFFERENT = "different", "不是同一人"
        MERGED = "merged", "已合并"

    first = models.ForeignKey(Member, models.PROTECT, related_name="+", verbose_name="先登记的")
    second = models.ForeignKey(Member, models.PROTECT, related_name="+", verbose_name="后登记的")
    why = models.CharField("疑似原因", max_length=16, choices=Why.choices)
    found_on = models.DateField("发现日期")
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.OPEN)
    settled_on = models.DateField("核对日期", null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="核对人", editable=False
    )
    note = models.CharField("核对说明", max_length=200, blank=True)
    # The merge in the book, for taking it back.
    merge_act = models.UUIDField(null=True, editable=False)

    objects = DuplicateQuerySet.as_manager()

    class Meta:
        verbose_name = "疑似重复"
        verbose_name_plural = "疑似重复"
        ordering = ["-found_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="duplicate_once"),
            models.CheckConstraint(name="duplicate_of_two", condition=Q(first__lt=F("second"))),
            models.CheckConstraint(
                name="duplicate_settled_has_its_day",
                condition=Q(state="open", settled_on__isnull=True) | ~Q(state="open") & Q(settled_on__isnull=False),
                violation_error_message="核对过的要有核对日期。",
            ),
        ]

    def __str__(self) -> str:
        return f"疑似重复 {self.pk}"
