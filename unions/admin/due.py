"""Filters of what is due or lacking; the front page's numbers lead to them, with the same rows."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from unions.admin.filters import Choice
from unions.models import Reminders


class TermFilter(admin.SimpleListFilter):
    """Whose term is over, or ends within the county's own numbers of days."""

    title = "任期"
    parameter_name = "term"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        days = Reminders.objects.current().term_days
        return [("over", "任期已满"), *((str(within), f"{within} 天内届满") for within in sorted(days))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        value, today = self.value(), timezone.localdate()
        if value == "over":
            return queryset.term_over_on(today)
        if value and value.isascii() and value.isdigit() and len(value) <= 4:
            return queryset.term_ending_within(int(value), today)
        return queryset


class RenewFilter(Choice):
    """Who came in by a change and does not show identity and contact yet (domain.md E-03)."""

    title = "双亮信息更新"
    parameter_name = "renew"
    options = (("all", "变动后待更新"), ("due", "待更新，未逾期"), ("overdue", "逾期未更新"))

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() not in dict(self.options):
            return queryset
        today = timezone.localdate()
        waiting = queryset.to_renew_on(today)
        if self.value() == "all":
            return waiting
        days = Reminders.objects.current().renew_days
        if self.value() == "overdue":
            return waiting.elected_before(days, today)
        return waiting.elected_since(days, today)


class RegisteredFilter(Choice):
    title = "注销"
    parameter_name = "registered"
    options = (("yes", "存续"), ("no", "已注销"))

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() not in dict(self.options):
            return queryset
        return queryset.filter(deregistered_on__isnull=self.value() == "yes")
