"""The filters of the list of applications. None asks what is sealed: no cause, no illness, no income."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from hardship.codes import NATIONAL
from hardship.models import ReliefProgramme
from hardship.transitions import LABELS
from unions.admin.filters import Choice


class ProgrammeFilter(admin.SimpleListFilter):
    title = "项目"
    parameter_name = "programme"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(str(pk), name) for pk, name in ReliefProgramme.objects.values_list("pk", "name")]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        asked = self.value() or ""
        return queryset.filter(programme=int(asked)) if asked.isdecimal() and len(asked) <= 18 else queryset


class StateFilter(Choice):
    title = "步骤"
    parameter_name = "state"
    options = tuple((str(state), label) for state, label in LABELS.items())

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(state=self.value()) if self.value() in dict(self.options) else queryset


class LateFilter(Choice):
    title = "申报时间"
    parameter_name = "late"
    options = (("yes", "逾期"), ("no", "在期内"))

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(is_late=self.value() == "yes") if self.value() in dict(self.options) else queryset


class AdviceFilter(Choice):
    title = "系统建议"
    parameter_name = "advice"
    options = (("yes", "符合条件"), ("no", "不符合条件"), ("borderline", "临界，须人工复核"))

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() == "borderline":
            return queryset.exclude(borderline=[])
        return queryset.filter(is_eligible=self.value() == "yes") if self.value() in ("yes", "no") else queryset


class NationalFilter(Choice):
    title = "国家类别"
    parameter_name = "national"
    options = (*((name, name) for name in NATIONAL), ("none", "不属于三类"))

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        asked = self.value()
        if asked not in dict(self.options):
            return queryset
        return queryset.filter(national="" if asked == "none" else asked)
