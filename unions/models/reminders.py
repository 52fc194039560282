"""The county's days and thresholds: how early it is told of what is due, and what it takes for odd."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

A_YEAR = 366


class RemindersQuerySet(models.QuerySet["Reminders"]):
    def current(self) -> "Reminders":
        """The county's own; the defaults where it has set none. Writes nothing."""
        return self.first() or Reminders()


def _days(label: str, default: int, help_text: str) -> "models.PositiveSmallIntegerField[int, int]":
    within = [MinValueValidator(1), MaxValueValidator(A_YEAR)]
    return models.PositiveSmallIntegerField(label, default=default, help_text=help_text, validators=within)


def _people(label: str, default: int, help_text: str) -> "models.PositiveSmallIntegerField[int, int]":
    within = [MinValueValidator(1), MaxValueValidator(9999)]
    return models.PositiveSmallIntegerField(label, default=default, help_text=help_text, validators=within)


class Reminders(models.Model):
    """One row for the whole county. Defaults: domain.md F (terms, 90/60/30 days), E-03 (15 days), E-13 (10 women), E-18 (25)."""

    term_first_days = _days("任期届满第一次提醒（天）", 90, "届满前多少天开始列入“即将届满”。")
    term_second_days = _days("任期届满第二次提醒（天）", 60, "要比第一次少。")
    term_last_days = _days("任期届满最后一次提醒（天）", 30, "要比第二次少；这一档列入工作台待办。")
    renew_days = _days("双亮信息更新期限（天）", 15, "干部变动后多少天内要重新亮身份、公布联系方式，过了算逾期。")
    phone_unions = models.PositiveSmallIntegerField(
        "同一号码对应工会数",
        default=5,
        validators=[MinValueValidator(2), MaxValueValidator(999)],
        help_text="一个手机号码登记在多少家及以上的工会名下，列入数据质量检查。",
    )
    least_age = models.PositiveSmallIntegerField(
        "干部当选时最低年龄",
        default=18,
        validators=[MinValueValidator(16), MaxValueValidator(60)],
        help_text="当选时不满这个年龄的，列入数据质量检查。",
    )
    women_members = _people("应建女职工委员会的女会员人数", 10, "女会员达到多少人的工会应建立女职工委员会。")
    unit_staff = _people("应建会的职工人数", 25, "职工达到多少人、还没有工会的单位，列入应建会名单。")
    unit_members = _people("必须建会的会员人数", 25, "会员达到多少人、没有单独建会的单位，列入必须建会名单。")

    retention_years = models.PositiveSmallIntegerField(
        "会员个人信息保存年数",
        default=5,
        validators=[MinValueValidator(1), MaxValueValidator(50)],
        help_text="会籍终止满多少年后，列入可以删除个人信息的名单；不会自动删除。",
    )

    objects = RemindersQuerySet.as_manager()

    class Meta:
        verbose_name = "提醒设置"
        verbose_name_plural = "提醒设置"
        constraints = [
            models.CheckConstraint(
                name="reminders_once", condition=Q(id=1), violation_error_message="提醒设置只有一份。"
            ),
            models.CheckConstraint(
                name="reminders_come_closer",
                condition=Q(term_first_days__gt=F("term_second_days"), term_second_days__gt=F("term_last_days")),
                violation_error_message="三次任期提醒的天数要一次比一次少，如 90、60、30。",
            ),
        ]

    def __str__(self) -> str:
        return "提醒设置"

    @property
    def term_days(self) -> tuple[int, int, int]:
        """From the earliest reminder to the last."""
        return self.term_first_days, self.term_second_days, self.term_last_days
