"""What the list of reports can be narrowed to; never to anything the user could not see."""

from datetime import date
from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from campaigns.models import Campaign, Report


class CampaignFilter(admin.SimpleListFilter):
    title = "活动"
    parameter_name = "of"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(campaign.slug, campaign.name) for campaign in Campaign.objects.all()]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(campaign__slug=self.value()) if self.value() else queryset


class LevelFilter(admin.SimpleListFilter):
    """The county's own reports, or those of its bodies."""

    title = "范围"
    parameter_name = "level"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("county", "全县通报"), ("body", "责任主体通报")]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() not in {"county", "body"}:
            return queryset
        return queryset.filter(county__isnull=self.value() == "county")


class MonthFilter(admin.SimpleListFilter):
    """The months that the user's own reports are about, newest first."""

    title = "月份"
    parameter_name = "in"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        seen = Report.objects.visible_to(request.user).order_by("-month").values_list("month", flat=True)  # type: ignore[arg-type]
        return [(f"{month:%Y-%m}", f"{month:%Y年%-m月}") for month in seen.distinct()[:36]]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        chosen = dict(self.lookup_choices)
        if self.value() not in chosen:
            return queryset
        year, month = map(int, str(self.value()).split("-"))
        return queryset.filter(month=date(year, month, 1))
