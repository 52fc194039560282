"""The county's choices for the chairs' portal and the public directory."""

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q

A_YEAR = 366


class PortalSettingsQuerySet(models.QuerySet["PortalSettings"]):
    def current(self) -> "PortalSettings":
        """The county's own; the defaults where it has set none. Writes nothing."""
        return self.first() or PortalSettings()


def _days(label: str, default: int, most: int, help_text: str) -> "models.PositiveSmallIntegerField[int, int]":
    within = [MinValueValidator(1), MaxValueValidator(most)]
    return models.PositiveSmallIntegerField(label, default=default, help_text=help_text, validators=within)


class PortalSettings(models.Model):
    """One row for the whole county. `trusted_days` of roles.md is the most, a county may choose fewer."""

    invitation_days = _days("登录单有效期（天）", 14, 60, "主席登录单发放后多少天内可以使用。")
    trusted_days = _days("本人手机免登录（天）", 7, 7, "主席在自己的手机上多少天内不用再输密码，最多 7 天。")
    confirm_every_days = _days("信息确认间隔（天）", 90, A_YEAR, "主席多少天没有改动或确认，就提醒确认一次信息。")
    roster_check_days = _days(
        "花名册核对间隔（天）", 180, A_YEAR, "主席多少天没有核对花名册，就提醒核对一次（挤水分）。"
    )
    elections_wait = models.BooleanField(
        "换届上报须经上级确认",
        default=True,
        help_text="选“是”，主席上报的换届由责任主体确认后生效；选“否”，上报后立即生效。",
    )
    hotline = models.CharField(
        "职工服务热线",
        max_length=20,
        default="12351",
        validators=[RegexValidator(r"^[0-9-]{5,20}\Z", "热线只能写数字和短横线，如 12351。")],
        help_text="印在公开目录、主席手机端和打印材料上。",
    )

    objects = PortalSettingsQuerySet.as_manager()

    class Meta:
        verbose_name = "手机端设置"
        verbose_name_plural = "手机端设置"
        constraints = [
            models.CheckConstraint(
                name="portal_settings_once", condition=Q(id=1), violation_error_message="这项设置只有一份。"
            ),
        ]

    def __str__(self) -> str:
        return "手机端设置"
