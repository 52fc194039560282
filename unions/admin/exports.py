"""Taking a list away as a workbook: scoped and filtered as seen, reason asked where persons are in it, recorded."""

import csv
import io
from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest
from django.shortcuts import redirect
from import_export.admin import ExportMixin
from import_export.fields import Field
from import_export.formats.base_formats import CSV, XLSX
from import_export.forms import ExportForm
from import_export.resources import Resource

from accounts import book
from accounts.duties import Duty
from accounts.refused import Refused
from accounts.step_up import ask_again
from registers.declare import Column, Register
from registers.writer import write_table

ROWS_AT_MOST = 50_000
# What a spreadsheet would take for a formula (security.md 43).
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "|")


class Workbook(XLSX):
    """Every cell a text: nothing is computed, linked or turned into a number."""

    def get_title(self) -> str:
        return "Excel 工作簿（.xlsx）"

    def export_data(self, dataset: Any, **kwargs: Any) -> bytes:
        columns = tuple(Column(title, title, "code") for title in dataset.headers)
        target = io.BytesIO()
        write_table(target, Register("list", "名单", columns), (tuple(map(_text, cells)) for cells in dataset))
        return target.getvalue()


class Table(CSV):
    """UTF-8 with a mark, so that Excel and WPS read the Chinese; a leading formula sign gets an apostrophe."""

    def get_title(self) -> str:
        return "文本表格（.csv）"

    def export_data(self, dataset: Any, **kwargs: Any) -> str:
        target = io.StringIO()
        writer = csv.writer(target)
        writer.writerow(dataset.headers)
        for cells in dataset:
            texts = map(_text, cells)
            writer.writerow([f"'{text}" if text.startswith(DANGEROUS) else text for text in texts])
        return "\ufeff" + target.getvalue()


def _text(cell: Any) -> str:
    return "" if cell is None else str(cell)


class TakeAwayForm(ExportForm):
    """Which kind of file; `resource` stays hidden, there is one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["format"].label = "文件格式"
        self.fields["format"].choices = [(str(i), title) for i, title in enumerate(FORMAT_TITLES)]
        self.fields["format"].initial = "0"


class ReasonForm(TakeAwayForm):
    """A list of persons: why it is taken away goes into the book."""

    reason = forms.CharField(
        label="用途",
        max_length=100,
        help_text="名单含个人信息，用途和导出人会记入日志。如：换届通知。",
        error_messages={"required": "请用一句话写明用途。"},
    )


FORMATS = [Workbook, Table]
FORMAT_TITLES = [Workbook().get_title(), Table().get_title()]


def sheet_of(title: str, columns: Iterable[tuple[str, Any]]) -> type[Resource]:
    """An import-export resource of (heading, attribute) pairs; an attribute may be a function of the row."""
    body: dict[str, Any] = {"get_display_name": classmethod(lambda cls: title)}
    for number, (heading, source) in enumerate(columns):
        name = f"column_{number}"
        if callable(source):
            body[name] = Field(column_name=heading)
            body[f"dehydrate_{name}"] = _asking(source)
        else:
            body[name] = Field(column_name=heading, attribute=source)
    return type("Sheet", (Resource,), body)


def _asking(source: Any) -> Any:
    def dehydrate(self: Any, row: Any) -> str:
        return _text(source(row))

    return dehydrate


class TakeAway(ExportMixin):
    """Mixed into an admin: `sheet_columns(request)` says what stands in the workbook."""

    export_register: ClassVar[str] = ""
    export_persons: ClassVar[bool] = False
    import_export_change_list_template = "admin/change_list.html"
    export_template_name = "admin/desk/export.html"
    to_encoding = "utf-8"

    def sheet_columns(self, request: HttpRequest) -> Iterable[tuple[str, Any]]:
        raise NotImplementedError

    def has_export_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.may(Duty.EXPORT_REGISTERS)) and self.has_view_permission(request)  # type: ignore

    def get_export_formats(self) -> list[Any]:
        return FORMATS

    def get_export_form_class(self) -> type[forms.Form]:
        return ReasonForm if self.export_persons else TakeAwayForm

    def get_export_resource_classes(self, request: HttpRequest) -> list[type[Resource]]:
        return [sheet_of(str(self.opts.verbose_name_plural), self.sheet_columns(request))]

    def get_export_queryset(self, request: HttpRequest) -> Any:
        """What the list shows, less what the user may see but not take away."""
        rows = super().get_export_queryset(request)
        within = Q()
        for path in request.user.paths_with(Duty.EXPORT_REGISTERS):  # type: ignore[union-attr]
            for lookup in getattr(rows, "path_lookups", ()):
                within |= Q(**{f"{lookup}__startswith": path})
        return rows.filter(within)

    def get_export_data(self, file_format: Any, request: HttpRequest, queryset: Any, **kwargs: Any) -> Any:
        count = queryset.order_by().count()
        if count > ROWS_AT_MOST:
            raise Refused(f"名单有 {count} 行，一次最多导出 {ROWS_AT_MOST} 行，请先筛选。")
        form = kwargs.get("export_form")
        book.record(
            "registers.export",
            by=request.user,  # type: ignore[arg-type]
            register=self.export_register or self.opts.model_name,
            rows=count,
            filters=request.GET.urlencode()[:400],
            reason=form.cleaned_data.get("reason", "") if form else "",
        )
        return super().get_export_data(file_format, request, queryset, **kwargs)

    def export_action(self, request: HttpRequest) -> Any:
        if self.export_persons and self.has_export_permission(request) and (away := ask_again(request)) is not None:
            return away
        if "export_items" in request.POST:  # the list is what was filtered, never ids of the sender's choosing
            posted = request.POST.copy()
            del posted["export_items"]
            request.POST = posted  # type: ignore[assignment]
        try:
            return super().export_action(request)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("..")
