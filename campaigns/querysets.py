"""Which campaigns and reports."""

from datetime import date, timedelta
from typing import Any, Self

from django.db import models

from accounts.duties import Duty
from accounts.scope import ScopedQuerySet


class CampaignQuerySet(models.QuerySet[Any]):
    """Campaigns belong to the county as a whole; whoever sees figures may see what they are figures of."""

    def running_in(self, month: date) -> Self:
        """Campaigns one of whose days lies in the month that starts on `month`."""
        following = (month.replace(day=28) + timedelta(days=4)).replace(day=1)
        return self.filter(starts_on__lt=following, ends_on__gte=month)

    def of_coverage(self) -> Self:
        """Campaigns that count 双亮: others have indicator targets only, and no place where coverage is shown."""
        return self.filter(models.Q(scope_rules__isnull=False) | models.Q(indicator_targets__isnull=True)).distinct()


class ReportQuerySet(ScopedQuerySet):
    path_lookups = ("body__path",)
    see = Duty.SEE_REPORTS

    def light(self) -> Self:
        """Without the workbook and the rows, which may be megabytes."""
        return self.defer("workbook", "uncovered", "figures", "indicators").select_related(
            "campaign", "body", "made_by", "issued_by"
        )

    def newest_version(self) -> Self:
        """Of each (campaign, body, month) the highest version only."""
        later = self.model._base_manager.filter(
            campaign=models.OuterRef("campaign"),
            body=models.OuterRef("body"),
            month=models.OuterRef("month"),
            version__gt=models.OuterRef("version"),
        )
        return self.filter(~models.Exists(later))


class AllocationQuerySet(ScopedQuerySet):
    """What is allotted to one's own part; the county's targets themselves everybody sees who sees campaigns."""

    path_lookups = ("body__path",)
    see = Duty.SEE_CAMPAIGNS
