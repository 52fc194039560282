"""换届上报: what a chair reports of an election; it becomes a tenure once the responsible body confirms it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from unions.models.officer import Officer, Post, Sex
from unions.models.organisation import Organisation
from unions.querysets_portal import ElectionReportQuerySet


class ElectionReport(models.Model):
    class State(models.TextChoices):
        WAITING = "waiting", "待确认"
        CONFIRMED = "confirmed", "已确认"
        SENT_BACK = "sent_back", "已退回"
        WITHDRAWN = "withdrawn", "已撤回"

    union = models.ForeignKey(Organisation, models.CASCADE, related_name="election_reports", verbose_name="工会")
    post = models.CharField(
        "职务", max_length=16, choices=[(str(one), one.label) for one in (Post.CHAIR, Post.VICE_CHAIR)]
    )
    name = models.CharField("当选人姓名", max_length=64)
    elected_on = models.DateField("当选日期")
    term_ends_on = models.DateField("任期届满日期", null=True, blank=True)
    sex = models.CharField("性别", max_length=6, choices=Sex.choices, blank=True)
    office_phone = models.CharField("办公电话", max_length=64, blank=True)
    mobile = models.CharField("手机号码", max_length=32, blank=True)
    # Who gives up the seat; empty where it was vacant.
    leaving = models.ForeignKey(
        Officer, models.CASCADE, null=True, blank=True, related_name="+", verbose_name="离任干部"
    )
    left_on = models.DateField("离任日期", null=True, blank=True)
    is_reelected = models.BooleanField("连选连任", default=False)
    note = models.CharField("说明", max_length=200, blank=True)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.WAITING)
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="上报人"
    )
    reported_at = models.DateTimeField("上报时间")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="办理人"
    )
    decided_at = models.DateTimeField("办理时间", null=True)
    why = models.CharField("退回原因", max_length=200, blank=True)
    elected = models.ForeignKey(
        Officer, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="登记的任职"
    )

    objects = ElectionReportQuerySet.as_manager()

    class Meta:
        verbose_name = "换届上报"
        verbose_name_plural = "换届上报"
        ordering = ["-reported_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["union", "post", "name"],
                condition=Q(state="waiting"),
                name="election_report_waits_once",
                violation_error_message="这位当选人的换届已经上报，正在等待确认。",
            ),
            models.CheckConstraint(
                name="election_report_says_when_left",
                condition=Q(leaving__isnull=True, left_on__isnull=True)
                | Q(leaving__isnull=False, left_on__isnull=False),
                violation_error_message="写明谁离任的，也要写明离任日期。",
            ),
            models.CheckConstraint(
                name="election_report_sent_back_with_a_reason",
                condition=~Q(state="sent_back") | ~Q(why=""),
                violation_error_message="退回要写明原因。",
            ),
            models.CheckConstraint(
                name="election_report_not_confirmed_by_oneself",
                condition=~Q(state="confirmed")
                | Q(reported_by__isnull=True)
                | Q(decided_by__isnull=True)
                | ~Q(reported_by=models.F("decided_by")),
                violation_error_message="换届由上级工会确认，不能由上报人自己确认。",
            ),
        ]

    def __str__(self) -> str:
        return f"换届上报（{self.get_post_display()} {self.name}）"
