"""The filters of the list of files. None asks what is sealed: causes and incomes stand on no list."""

from datetime import date, timedelta
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from hardship.due_reviews import review_day
from hardship.models import HardshipFile, ReliefSettings
from unions.admin.filters import Choice


class ReviewFilter(Choice):
    """年度复核: who is due, of those that are open."""

    title = "年度复核"
    parameter_name = "review"
    options = (("due", "逾期未复核"), ("soon", "30 天内到期"), ("done", "在期内"))

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() not in dict(self.options):
            return queryset
        day = review_day(timezone.localdate())
        rows = queryset.on_file()
        if self.value() == "due":
            return rows.filter(reviewed_on__lte=day)
        soon = day + timedelta(days=30)
        return (
            rows.filter(reviewed_on__gt=day, reviewed_on__lte=soon)
            if self.value() == "soon"
            else rows.filter(reviewed_on__gt=day)
        )


class RetentionFilter(Choice):
    """Ended so long ago that the originals need not be kept any longer (总工办〔2016〕36号: ten years)."""

    title = "保存期限"
    parameter_name = "retention"
    options = (("over", "已满保存年限"),)

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(ended_on__lte=kept_until(timezone.localdate())) if self.value() == "over" else queryset


def kept_until(today: date) -> date:
    """What had ended by this day has been kept for the county's years."""
    years = ReliefSettings.current().retention_years
    try:
        return today.replace(year=today.year - years)
    except ValueError:  # 29 February
        return date(today.year - years, 2, 28)


class OpenedFilter(admin.SimpleListFilter):
    """建档年度."""

    title = "建档年度"
    parameter_name = "opened"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        rows = HardshipFile.objects.visible_to(request.user)  # type: ignore[arg-type]
        years = rows.order_by().values_list("opened_on__year", flat=True).distinct()
        return [(str(year), f"{year}年") for year in sorted(years, reverse=True)]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        asked = self.value() or ""
        return queryset.filter(opened_on__year=int(asked)) if asked.isdecimal() and len(asked) == 4 else queryset
