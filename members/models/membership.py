"""Who belonged to which union from when to when."""

from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Deferrable, F, Q

from members.models.member import Member
from members.querysets import MembershipQuerySet
from unions.models import Employer, Organisation
from unions.models.officer import DateRange


class State(models.TextChoices):
    """会籍状态; `transferred` and `duplicate` come of transfers and merges, never of a form."""

    NORMAL = "normal", "正常"
    RETAINED = "retained", "保留"
    WITHDRAWN = "withdrawn", "退会"
    EXPELLED = "expelled", "除名"
    TRANSFERRED = "transferred", "转出"
    DUPLICATE = "duplicate", "重复登记"


CURRENT = (State.NORMAL, State.RETAINED)
ENDED = (State.WITHDRAWN, State.EXPELLED, State.TRANSFERRED, State.DUPLICATE)


class Membership(models.Model):
    """Holds from `since` until `until`, that day not included; current while `until` is empty.

    One person has at most one at a time in the whole county (registers.md §2): the database sees to it. `union` repeats
    what the person's own row says only while it is current.
    """

    member = models.ForeignKey(Member, models.PROTECT, related_name="memberships", verbose_name="会员")
    union = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships", verbose_name="工会")
    employer = models.ForeignKey(
        Employer, models.PROTECT, null=True, blank=True, related_name="memberships", verbose_name="工作单位"
    )
    since = models.DateField("入会日期")
    until = models.DateField("会籍终止日期", null=True, blank=True)
    state = models.CharField("会籍状态", max_length=12, choices=State.choices, default=State.NORMAL)
    changed_on = models.DateField("会籍变化日期", null=True, blank=True)
    reason = models.CharField("会籍变化原因", max_length=100, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = "会籍"
        verbose_name_plural = "会籍"
        ordering = ["-since", "-id"]
        constraints = [
            ExclusionConstraint(
                name="membership_one_at_a_time",
                expressions=[
                    (F("member"), RangeOperators.EQUAL),
                    (DateRange(F("since"), F("until")), RangeOperators.OVERLAPS),
                ],
                deferrable=Deferrable.IMMEDIATE,
                violation_error_message="同一个人同一时间只能有一个会籍，请先办理转出或终止原会籍。",
            ),
            models.CheckConstraint(
                name="membership_ends_after_it_starts",
                condition=Q(until__gte=F("since")),
                violation_error_message="会籍终止日期早于入会日期，请核对。",
            ),
            models.CheckConstraint(
                name="membership_current_or_ended",
                condition=Q(state__in=CURRENT, until__isnull=True) | Q(state__in=ENDED, until__isnull=False),
                violation_error_message="会籍状态与终止日期不一致：正常、保留的没有终止日期，其余的要有。",
            ),
            models.CheckConstraint(
                name="membership_change_has_its_day",
                condition=Q(state="normal") | Q(changed_on__isnull=False),
                violation_error_message="会籍状态有变化的，要填会籍变化日期。",
            ),
        ]
        indexes = [
            models.Index(fields=["union", "until", "since"], name="membership_union"),
            models.Index(fields=["since", "union", "member"], name="membership_since"),
            models.Index(fields=["member", "until"], name="membership_member"),
        ]

    def __str__(self) -> str:
        return f"会籍 {self.pk}"


def current_of(member: Any) -> Membership | None:
    """Of a person read with `seen_memberships` (those of the reader's part): the one that has not ended."""
    return next((row for row in member.seen_memberships if row.until is None), None)


def last_of(member: Any) -> Membership | None:
    """The current one, else the one that ended last; entries that were superfluous come after all others."""

    def order(row: Membership) -> tuple[bool, bool, Any, int]:
        return row.until is None, row.state != State.DUPLICATE, row.until or row.since, row.pk

    return max(member.seen_memberships, key=order, default=None)
