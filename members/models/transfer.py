"""A member's way from one union to another: applied for, then accepted by the receiver. Nobody is moved silently."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from members.models.member import Member
from members.querysets import TransferQuerySet
from unions.models import Employer, Organisation

OBJECTS = "不同意"  # an opinion that begins so is no consent


class Transfer(models.Model):
    """工会会员组织关系接转. Both sides see it; `name` and `masked_number` are what the other side may read of the person."""

    class State(models.TextChoices):
        PENDING = "pending", "待接收"
        ACCEPTED = "accepted", "已接收"
        DECLINED = "declined", "不同意接收"
        CANCELLED = "cancelled", "已撤回"

    member = models.ForeignKey(Member, models.PROTECT, related_name="transfers", verbose_name="会员")
    name = models.CharField("姓名", max_length=64)
    masked_number = models.CharField("证件号码", max_length=32)
    from_union = models.ForeignKey(Organisation, models.PROTECT, related_name="transfers_out", verbose_name="转出工会")
    to_union = models.ForeignKey(Organisation, models.PROTECT, related_name="transfers_in", verbose_name="转入工会")
    to_employer = models.ForeignKey(
        Employer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="转入后的工作单位"
    )
    applied_on = models.DateField("申请日期")
    reason = models.CharField("接转原因", max_length=100, blank=True)
    from_opinion = models.CharField("转出工会意见", max_length=200, blank=True)
    to_opinion = models.CharField("转入工会意见", max_length=200, blank=True)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.PENDING)
    # The day the receiver accepted (接收日期), declined, or the sender took it back.
    closed_on = models.DateField("办结日期", null=True, blank=True)
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="申请人", editable=False
    )
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="办结人", editable=False
    )

    objects = TransferQuerySet.as_manager()

    class Meta:
        verbose_name = "会员接转"
        verbose_name_plural = "会员接转"
        ordering = ["-applied_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["member", "to_union", "applied_on"],
                name="transfer_once",
                violation_error_message="同一会员同一天转入同一工会的申请已经登记过了。",
            ),
            models.UniqueConstraint(
                fields=["member"],
                name="transfer_one_pending",
                condition=Q(state="pending"),
                violation_error_message="这位会员已有一份待接收的接转申请，请先办结。",
            ),
            models.CheckConstraint(
                name="transfer_leads_elsewhere",
                condition=~Q(from_union=F("to_union")),
                violation_error_message="转出工会和转入工会不能是同一个。",
            ),
            models.CheckConstraint(
                name="transfer_closed_has_its_day",
                condition=Q(state="pending", closed_on__isnull=True)
                | ~Q(state="pending") & Q(closed_on__gte=F("applied_on")),
                violation_error_message="办结的接转要有办结日期，且不早于申请日期。",
            ),
        ]
        indexes = [
            models.Index(fields=["to_union", "state"], name="transfer_to"),
            models.Index(fields=["from_union", "state"], name="transfer_from"),
        ]

    def __str__(self) -> str:
        return f"接转 {self.pk}"

    @property
    def is_told_where_from(self) -> bool:
        """Did the sending side say that the person comes from it? Whoever only asked does not read it before, nor by an
        objection (security.md 24)."""
        agreed = bool(self.from_opinion) and not self.from_opinion.startswith(OBJECTS)
        return agreed or self.state == self.State.ACCEPTED
