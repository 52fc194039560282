"""日志: who did what, when; look-only."""

from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from accounts.admin.base import DeskAdmin
from accounts.admin.lines import ACTS, act_label, differences, event_details, table_label
from accounts.duties import Duty
from accounts.models import BookEntry

SHOWN_IN_LIST = 3


class WhenFilter(admin.SimpleListFilter):
    title = "时间"
    parameter_name = "when"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("0", "今天"), ("7", "最近 7 天"), ("30", "最近 30 天"), ("180", "最近半年")]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        value = self.value()
        if value is None or not value.isdecimal() or len(value) > 4:
            return queryset
        midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
        return queryset.filter(at__gte=midnight - timedelta(days=int(value)))


class TableFilter(admin.SimpleListFilter):
    title = "对象"
    parameter_name = "table"
    tables = (
        "unions_organisation",
        "unions_officer",
        "unions_display",
        "unions_employer",
        "unions_honour",
        "unions_appointment",
        "accounts_user",
    )

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(table, table_label(table)) for table in self.tables]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(table_name=self.value()) if self.value() else queryset


class ActFilter(admin.SimpleListFilter):
    title = "操作"
    parameter_name = "act"
    shown = (
        "accounts.sign_in",
        "accounts.sign_in_refused",
        "accounts.open_account",
        "accounts.change_password",
        "appointments.appoint",
        "appointments.end_appointment",
        "registers.import",
        "registers.undo_import",
        "registers.export",
        "sql",
    )

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(act, ACTS[act]) for act in self.shown]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(act=self.value()) if self.value() else queryset


@admin.register(BookEntry)
class BookEntryAdmin(DeskAdmin):
    see_duty = Duty.SEE_BOOK
    empty_text = "没有符合条件的日志。可以清除筛选条件。"
    ordering = ("-id",)
    list_display = ("time", "who", "what", "subject", "row_id", "summary", "address")
    list_display_links = ("time",)
    list_filter = (WhenFilter, ActFilter, TableFilter, "change")
    list_select_related = ("by",)
    search_fields = ("by__username",)
    search_help_text = "操作人的用户名或姓名，或记录编号（数字）"
    change_form_template = "admin/accounts/book_line.html"

    @admin.display(description="时间")
    def time(self, row: BookEntry) -> str:
        return f"{timezone.localtime(row.at):%Y-%m-%d %H:%M:%S}"

    @admin.display(description="操作人", empty_value="系统")
    def who(self, row: BookEntry) -> str | None:
        return f"{row.by.name}（{row.by.username}）" if row.by else None

    @admin.display(description="操作")
    def what(self, row: BookEntry) -> str:
        return act_label(row.act)

    @admin.display(description="对象")
    def subject(self, row: BookEntry) -> str:
        return table_label(row.table_name) if row.table_name else ""

    @admin.display(description="变更")
    def summary(self, row: BookEntry) -> str:
        """The first few fields that differ; the line's own page has them all."""
        if row.change == "event":
            return "；".join(f"{label}：{value}" for label, value in event_details(row))
        found = differences(row)
        if row.change != "update":
            return f"{row.get_change_display()}，{len(found)} 项"
        told = [f"{each.label}：{each.before or '（空）'} → {each.after or '（空）'}" for each in found]
        return "；".join(told[:SHOWN_IN_LIST]) + ("…" if len(told) > SHOWN_IN_LIST else "")

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        words = search_term.strip()
        if not words:
            return queryset, False
        if words.isdecimal() and len(words) < 19:
            return queryset.filter(row_id=int(words)), False
        return queryset.filter(by__username=words) | queryset.filter(by__name=words), False

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        line = kwargs["obj"]
        context |= {
            "title": f"{act_label(line.act)}",
            "line": line,
            "act": act_label(line.act),
            "table": table_label(line.table_name) if line.table_name else "",
            "differences": differences(line),
            "event_details": event_details(line),
        }
        return super().render_change_form(request, context, *args, **kwargs)
