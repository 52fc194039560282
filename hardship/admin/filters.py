"""What the county's settings of relief can be narrowed to."""

from typing import Any

from django.contrib import admin
from django.db.models.functions import ExtractYear
from django.http import HttpRequest

from hardship.models import CalendarDay


class CalendarYearFilter(admin.SimpleListFilter):
    title = "年份"
    parameter_name = "year"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        years = CalendarDay.objects.annotate(year=ExtractYear("day")).values_list("year", flat=True).distinct()
        return [(str(year), f"{year} 年") for year in sorted(set(years), reverse=True)]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        year = self.value()
        if not (year and year.isascii() and year.isdigit() and len(year) == 4):
            return queryset
        return queryset.filter(day__year=int(year))
