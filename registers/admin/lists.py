"""The list of imports: its filters."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from registers.models import ImportRun
from registers.registry import titles


class RegisterFilter(admin.SimpleListFilter):
    title = "登记表"
    parameter_name = "register"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return titles()

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(register=self.value()) if self.value() else queryset


class RoundFilter(admin.SimpleListFilter):
    title = "轮次"
    parameter_name = "round"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("open", "有错误待改"), ("write", "已检查，待写入")]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() == "open":
            return queryset.open_rounds()
        if self.value() == "write":
            return queryset.filter(state=ImportRun.State.CHECKED).exclude(stored_as="")
        return queryset


class MineFilter(admin.SimpleListFilter):
    title = "导入人"
    parameter_name = "mine"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "我导入的")]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(by=request.user) if self.value() == "yes" else queryset
