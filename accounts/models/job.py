"""Work that must happen: a row first, a message second."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class Job(models.Model):
    """One piece of background work. Its row is the truth; the message on the queue only wakes a worker."""

    class State(models.TextChoices):
        QUEUED = "queued", "排队中"
        RUNNING = "running", "进行中"
        DONE = "done", "已完成"
        FAILED = "failed", "失败"

    kind = models.CharField("工作", max_length=32)
    subject_id = models.BigIntegerField("对象")
    state = models.CharField("状态", max_length=8, choices=State.choices, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField("尝试次数", default=0)
    lease_until = models.DateTimeField(null=True)
    done = models.PositiveIntegerField("已完成", default=0)
    total = models.PositiveIntegerField("总数", default=0)
    message = models.TextField("说明", blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, verbose_name="发起人")
    created_at = models.DateTimeField("发起时间", default=timezone.now)
    ended_at = models.DateTimeField("结束时间", null=True)

    # Set while a worker is at it, on its own copy: somebody else stopped the job or took it over.
    lost: bool = False

    class Meta:
        verbose_name = "后台任务"
        verbose_name_plural = "后台任务"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject_id"],
                condition=models.Q(state__in=["queued", "running"]),
                name="one_live_job_per_subject",
            ),
        ]
        indexes = [models.Index(fields=["state", "lease_until"], name="job_waiting")]

    def __str__(self) -> str:
        return f"后台任务 {self.pk}"

    @property
    def percent(self) -> int | None:
        """How far, 0 to 100; None while nothing is known yet."""
        return min(100, self.done * 100 // self.total) if self.total else None
