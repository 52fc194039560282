"""What the county sets for relief as a whole: living lines, the working calendar, days and telephones."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from accounts.admin.base import DeskAdmin
from accounts.duties import Duty
from hardship.admin.filters import CalendarYearFilter
from hardship.models import CalendarDay, LivingLine, ReliefSettings
from hardship.operations import county
from hardship.public_holidays import calendar, is_arranged
from unions.admin.one_row import ONLY, OneRowAdmin
from unions.admin.parts import day
from unions.models import Organisation
from unions.models.organisation import GRASSROOTS_KINDS

WEEKDAYS = "一二三四五六日"


class SetByRights(DeskAdmin):
    """Who sees relief reads it, 权益保障部 keeps it."""

    see_duty = Duty.SEE_RELIEF
    edit_duty = Duty.EDIT_PROGRAMMES
    export_persons = False
    may_remove = True


@admin.register(LivingLine)
class LivingLineAdmin(SetByRights):
    add_words = "登记保障线"
    empty_text = "还没有登记最低生活保障线，帮扶申请不能判定。请点“登记保障线”，填写县里现行的标准。"
    list_display = ("area", day("since", "执行日期"), "monthly", "source")
    list_select_related = ("organisation",)
    fields = ("organisation", "since", "monthly", "source")

    @admin.display(description="适用范围")
    def area(self, row: LivingLine) -> str:
        return row.organisation.name

    def called(self, row: LivingLine) -> str:
        return f"{row.organisation.name}：{row}"

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs["queryset"] = Organisation.objects.visible_to(request.user).exclude(kind__in=GRASSROOTS_KINDS)  # type: ignore[arg-type]
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def add_row(self, request: HttpRequest, row: Any, values: dict[str, Any]) -> LivingLine:
        return county.register_line(**values, by=request.user)  # type: ignore[arg-type]

    def change_row(self, request: HttpRequest, row: Any, values: dict[str, Any]) -> LivingLine:
        return county.correct_line(row, **values, by=request.user)  # type: ignore[arg-type]

    def remove_row(self, request: HttpRequest, row: Any) -> None:
        county.remove_line(row, by=request.user)  # type: ignore[arg-type]


@admin.register(CalendarDay)
class CalendarDayAdmin(SetByRights):
    add_words = "登记工作日调整"
    empty_text = (
        "没有登记过调整。国务院已公布的年份，放假和调休系统已知；新的安排公布后，请点“登记工作日调整”逐日登记。"
    )
    list_display = (day("day", "日期"), "weekday", "says", "known", "note")
    list_filter = (CalendarYearFilter,)
    fields = ("day", "works", "note")
    change_list_template = "admin/hardship/calendar_list.html"

    @admin.display(description="星期")
    def weekday(self, row: CalendarDay) -> str:
        return f"星期{WEEKDAYS[row.day.weekday()]}"

    @admin.display(description="调整为")
    def says(self, row: CalendarDay) -> str:
        return "上班" if row.works else "放假"

    @admin.display(description="系统原来认为")
    def known(self, row: CalendarDay) -> str:
        works = calendar()(row.day)
        same = "，与调整相同" if works == row.works else ""
        return f"{'上班' if works else '放假'}{same}"

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        asked = request.GET.get(CalendarYearFilter.parameter_name, "")
        year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else None
        told = {"year": year, "is_arranged": is_arranged(year) if year else None}
        return super().changelist_view(request, {**told, **(extra_context or {})})

    def add_row(self, request: HttpRequest, row: Any, values: dict[str, Any]) -> CalendarDay:
        return county.register_day(**values, by=request.user)  # type: ignore[arg-type]

    def change_row(self, request: HttpRequest, row: Any, values: dict[str, Any]) -> CalendarDay:
        return county.change_day(row, **values, by=request.user)  # type: ignore[arg-type]

    def remove_row(self, request: HttpRequest, row: Any) -> None:
        county.remove_day(row, by=request.user)  # type: ignore[arg-type]


@admin.register(ReliefSettings)
class ReliefSettingsAdmin(OneRowAdmin):
    see_duty = Duty.SEE_RELIEF
    edit_duty = Duty.EDIT_PROGRAMMES
    fields = ("review_days", "retention_years", "phone", "address")

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """The county's row, or the defaults that hold until it saves its own."""
        if object_id != str(ONLY):
            return None
        row = ReliefSettings.current()
        row.pk = ONLY
        return row

    def change_row(self, request: HttpRequest, row: Any, values: dict[str, Any]) -> ReliefSettings:
        return county.change_settings(**values, by=request.user)  # type: ignore[arg-type]
