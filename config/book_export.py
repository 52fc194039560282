"""Taking the book away: what was filtered, as a workbook, for a reason that is itself a line of the book.

It stands on the top floor because workbooks are written by registers, and the book lies beneath them.
"""

import tempfile
from collections.abc import Iterator
from itertools import islice
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.utils import timezone

from accounts import book
from accounts.admin.base import refuse_odd_letters
from accounts.admin.book import as_line
from accounts.admin.book_names import names_for
from accounts.admin.book_query import BookFilter
from accounts.admin.lines import act_label
from accounts.duties import Duty
from accounts.masks import masked_words
from accounts.models import BookEntry
from accounts.step_up import ask_again
from registers.declare import Column, Register
from registers.writer import write_table

# Half a minute of work; the auditor narrows the time and takes the rest in a second file.
LINES_AT_MOST = 20_000
AT_ONCE = 1_000
HEADS = (
    "行号", "时间", "操作人", "用户名", "操作", "类型", "对象", "记录编号", "记录", "变更和说明", "来源地址", "请求编号", "数据库用户",
)  # fmt: skip
SHEET = Register("book", "日志", tuple(Column(head, head, "text") for head in HEADS))
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label="用途",
        max_length=100,
        help_text="日志含个人信息，用途、筛选条件和行数会记入日志。如：三季度权限审计。",
        error_messages={"required": "请用一句话写明用途。"},
    )


def export_book(request: HttpRequest) -> HttpResponseBase:
    """GET asks the reason, POST hands over the lines that the filter in the address finds, oldest first."""
    user: Any = request.user
    if not user.may(Duty.SEE_BOOK):
        raise PermissionDenied
    refuse_odd_letters(request)
    if (away := ask_again(request)) is not None:
        return away
    lines = BookFilter(request.GET).lines()
    count = lines.order_by().values("pk")[: LINES_AT_MOST + 1].count()
    form = ReasonForm(request.POST or None, label_suffix="")
    if request.method == "POST" and form.is_valid() and 0 < count <= LINES_AT_MOST:
        reason, asked = form.cleaned_data["reason"], _asked(request)
        book.record("book.export", by=user, rows=count, filters=asked, reason=reason)
        file = tempfile.TemporaryFile(suffix=".xlsx")  # noqa: SIM115 (FileResponse closes it)
        write_table(file, SHEET, _rows(lines))
        file.seek(0)
        name = f"日志-{timezone.localtime():%Y%m%d-%H%M}.xlsx"
        return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)
    context = {
        **admin.site.each_context(request),
        "opts": BookEntry._meta,
        "title": "导出日志",
        "form": form,
        "count": count,
        "most": LINES_AT_MOST,
        "query": request.GET.urlencode(),
    }
    return TemplateResponse(request, "admin/accounts/book_export.html", context)


def _asked(request: HttpRequest) -> str:
    """The filter in words for the book, personal numbers in it masked."""
    given = ((name, masked_words(value)) for name, values in request.GET.lists() for value in values if value)
    return "&".join(f"{name}={value}" for name, value in given)[:400]


def _rows(lines: Any) -> Iterator[tuple[str, ...]]:
    # Ordered and cut here, so that lines written meanwhile do not make the file longer than the count in the book.
    ordered = lines.select_related("by").order_by("id")[:LINES_AT_MOST]
    rows = ordered.iterator(chunk_size=AT_ONCE)
    while some := list(islice(rows, AT_ONCE)):
        names = names_for(some)
        for entry in some:
            yield _row(entry, names)


def _row(entry: BookEntry, names: Any) -> tuple[str, ...]:
    line = as_line(entry, names)
    told = [f"{each.label}：{each.before or '（空）'} → {each.after or '（空）'}" for each in line.differences]
    told += [f"{label}：{value}" for label, value in line.details]
    return (
        str(entry.pk),
        f"{timezone.localtime(entry.at):%Y-%m-%d %H:%M:%S}",
        entry.by.name if entry.by else "系统",
        entry.by.shown_username if entry.by else "",
        act_label(entry.act),
        entry.get_change_display(),
        line.what,
        str(entry.row_id or ""),
        line.name,
        "；".join(told),
        entry.address,
        entry.request,
        entry.database_user,
    )
