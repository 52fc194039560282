"""Which user holds which role in which organisation."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.duties import ROLE_LABELS, Role
from unions.models.officer import Officer
from unions.models.organisation import Organisation
from unions.querysets import AppointmentQuerySet


class Appointment(models.Model):
    """Holds from `since` until `until`, that day not included. A chair's hangs on the tenure and ends with it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="appointments", verbose_name="账号")
    role = models.CharField("角色", max_length=20, choices=list(ROLE_LABELS.items()))
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="appointments", verbose_name="所在组织")
    officer = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="appointments", verbose_name="任职"
    )
    since = models.DateField("起始日期")
    until = models.DateField("终止日期", null=True, blank=True)

    # None: the operator at the command line.
    appointed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", verbose_name="任命人"
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", verbose_name="复核人"
    )
    awaits_confirmation = models.BooleanField("待复核", default=False, editable=False)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = "角色任命"
        verbose_name_plural = "角色任命"
        ordering = ["user", "role"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "organisation"],
                condition=Q(until__isnull=True),
                name="appointment_once",
                violation_error_message="该账号在这个组织已有这个角色。",
            ),
            models.CheckConstraint(
                name="appointment_ends_after_it_starts",
                condition=Q(until__gte=F("since")),
                violation_error_message="终止日期早于起始日期，请核对。",
            ),
            models.CheckConstraint(
                name="appointment_chair_hangs_on_tenure",
                condition=Q(role=Role.CHAIR, officer__isnull=False) | ~Q(role=Role.CHAIR),
                violation_error_message="工会主席的账号要挂在其任职记录上。",
            ),
            models.CheckConstraint(
                name="appointment_not_by_oneself",
                condition=Q(appointed_by=None) | ~Q(appointed_by=F("user")),
                violation_error_message="不能给自己任命角色，请由另一位系统管理员办理。",
            ),
            models.CheckConstraint(
                name="appointment_confirmed_by_a_third",
                condition=Q(confirmed_by=None) | ~(Q(confirmed_by=F("user")) | Q(confirmed_by=F("appointed_by"))),
                violation_error_message="任命系统管理员要由另一位系统管理员复核，不能是本人或任命人。",
            ),
            # Two persons for whoever may appoint (docs/decisions/0008); the operator is the county's second pair of eyes.
            models.CheckConstraint(
                name="appointment_of_administrator_by_two",
                condition=~Q(role=Role.SYSTEM_ADMIN)
                | Q(appointed_by=None)
                | Q(awaits_confirmation=True)
                | Q(confirmed_by__isnull=False),
                violation_error_message="任命系统管理员要由另一位系统管理员复核。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}（{self.organisation_id}）"
