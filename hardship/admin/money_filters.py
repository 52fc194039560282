"""What the lists of money can be narrowed to."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from hardship.models import FundSource, PaymentBatch, ReliefProgramme


class _Of(admin.SimpleListFilter):
    """Rows of one programme or source, named by the field that leads there."""

    lookup: str
    model: Any

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(str(row.pk), row.name) for row in self.model.objects.all()[:200]]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        chosen = dict(self.lookup_choices)
        return queryset.filter(**{self.lookup: self.value()}) if self.value() in chosen else queryset


class ProgrammeFilter(_Of):
    title, parameter_name, lookup, model = "项目", "programme", "programme", ReliefProgramme


class PaymentProgrammeFilter(_Of):
    title, parameter_name, lookup, model = "项目", "programme", "batch__programme", ReliefProgramme


class SourceFilter(_Of):
    title, parameter_name, lookup, model = "资金来源", "source", "source", FundSource


class PaymentSourceFilter(_Of):
    title, parameter_name, lookup, model = "资金来源", "source", "instalment__budget__source", FundSource


class BatchFilter(admin.SimpleListFilter):
    title = "批次"
    parameter_name = "batch"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(code, code) for code in PaymentBatch.objects.values_list("code", flat=True)[:100]]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(batch__code=self.value()) if self.value() else queryset


class FailedFilter(admin.SimpleListFilter):
    """Failed, and no later payment of the same instalment stands in its place."""

    title = "失败的"
    parameter_name = "failed"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("open", "还没有重发"), ("again", "已重新列入")]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() not in {"open", "again"}:
            return queryset
        living = ["listed", "sent", "paid"]
        failed = queryset.filter(state="failed")
        again = failed.filter(instalment__payments__state__in=living)
        return again.distinct() if self.value() == "again" else failed.exclude(pk__in=again.values("pk"))
