"""提醒设置: the county's days and thresholds, one row; its list leads straight to it."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.admin.base import DeskAdmin
from accounts.duties import Duty
from unions.models import Reminders
from unions.operations import reminders

ONLY = 1


@admin.register(Reminders)
class RemindersAdmin(DeskAdmin):
    see_duty = Duty.SEE_CAMPAIGNS
    edit_duty = Duty.EDIT_CAMPAIGNS
    may_add = False
    takes_away = False
    fields = (
        "term_first_days",
        "term_second_days",
        "term_last_days",
        "renew_days",
        "phone_unions",
        "least_age",
    )

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        response = super().changelist_view(request, extra_context)
        return redirect("admin:unions_reminders_change", ONLY) if response.status_code == 200 else response

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Reminders | None:
        """The county's row, or the defaults that hold until it saves its own."""
        if object_id != str(ONLY):
            return None
        row = Reminders.objects.current()
        row.pk = ONLY
        return row

    def change_row(self, request: HttpRequest, row: Any, values: dict[str, Any]) -> Reminders:
        return reminders.change(**values, by=request.user)  # type: ignore[arg-type]
