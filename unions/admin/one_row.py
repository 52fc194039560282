"""The county's own choices, one row each: 提醒设置, 手机端设置. Their lists lead straight to the row."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts.admin.base import DeskAdmin
from accounts.duties import Duty
from unions.models import PortalSettings, Reminders
from unions.operations import reminders

ONLY = 1


class OneRowAdmin(DeskAdmin):
    """Who sees campaigns reads it, who edits campaigns changes it."""

    see_duty = Duty.SEE_CAMPAIGNS
    edit_duty = Duty.EDIT_CAMPAIGNS
    may_add = False
    takes_away = False

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        response = super().changelist_view(request, extra_context)
        page = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[ONLY])
        return redirect(page) if response.status_code == 200 else response

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """The county's row, or the defaults that hold until it saves its own."""
        if object_id != str(ONLY):
            return None
        row = self.model.objects.current()
        row.pk = ONLY
        return row


@admin.register(Reminders)
class RemindersAdmin(OneRowAdmin):
    fields = (
        "term_first_days",
        "term_second_days",
        "term_last_days",
        "renew_days",
        "phone_unions",
        "least_age",
        "women_members",
        "unit_staff",
        "unit_members",
        "retention_years",
    )

    def change_row(self, request: HttpRequest, row: Any, values: dict[str, Any]) -> Reminders:
        return reminders.change(**values, by=request.user)  # type: ignore[arg-type]


@admin.register(PortalSettings)
class PortalSettingsAdmin(OneRowAdmin):
    fields = (
        "invitation_days",
        "trusted_days",
        "confirm_every_days",
        "roster_check_days",
        "elections_wait",
        "hotline",
    )

    def change_row(self, request: HttpRequest, row: Any, values: dict[str, Any]) -> PortalSettings:
        return reminders.change_portal_settings(**values, by=request.user)  # type: ignore[arg-type]
