"""日志: who did what, when, from where, with before and after side by side; look-only, for the auditor."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.http import urlencode

from accounts.admin import book_query
from accounts.admin.base import DeskAdmin, refuse_odd_letters
from accounts.admin.book_names import Names, names_for, subject
from accounts.admin.event_lines import event_details
from accounts.admin.lines import Difference, act_label, differences, table_label
from accounts.duties import Duty
from accounts.models import BookEntry
from accounts.models.book import Change

LINES_PER_PAGE = 50
LONGEST_NUMBER = 18


@dataclass(frozen=True)
class Line:
    """One line as it is read."""

    entry: BookEntry
    what: str  # the record's kind
    name: str
    url: str
    differences: list[Difference]
    details: list[tuple[str, str]]
    own_act: str  # set where the line's act is not its group's


@dataclass(frozen=True)
class Act:
    """One act: its lines, and the address of all of them where the page shows only some."""

    label: str
    entry: BookEntry
    lines: list[Line]
    all_lines: str


def as_line(entry: BookEntry, names: Names, act: str = "") -> Line:
    name, url = subject(entry, names)
    is_event = entry.change == Change.EVENT
    return Line(
        entry,
        table_label(entry.table_name) if entry.table_name else "",
        name,
        url,
        [] if is_event else differences(entry, names),
        event_details(entry) if is_event else [],
        act_label(entry.act) if entry.act != act else "",
    )


@admin.register(BookEntry)
class BookEntryAdmin(DeskAdmin):
    see_duty = Duty.SEE_BOOK
    takes_away = False  # with a page of its own: config/book_export.py
    change_form_template = "admin/accounts/book_line.html"

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        refuse_odd_letters(request)
        form = book_query.BookFilter(request.GET, label_suffix="")
        lines = form.lines()
        one_act = form.cleaned_data.get("act_id") if form.is_valid() else None
        found = (
            _lines(lines, _number(request))
            if one_act
            else book_query.page(lines, before=_number(request), left_out=_left_out(request))
        )
        names = names_for(line for together in found.acts for line in together.lines)
        kept = {key: str(value) for key, value in request.GET.items() if value and key not in {"before", "left_out"}}
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "日志",
            "form": form,
            "acts": [_act(together, names) for together in found.acts],
            "one_act": one_act,
            "kinds": [("", "全部"), *((key, label) for key, label, _ in book_query.KINDS)],
            "kind": request.GET.get("kind", ""),
            "kindless": urlencode({key: value for key, value in kept.items() if key not in {"kind", "act_id"}}),
            "is_filtered": bool(set(kept) - {"kind"}),
            "is_later_page": "before" in request.GET,
            "query": urlencode(kept),
            "older": _older(kept, found),
        }
        return TemplateResponse(request, "admin/accounts/book.html", context)

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        line = kwargs["obj"]
        shown = as_line(line, names_for([line]))
        context |= {
            "title": act_label(line.act),
            "line": line,
            "shown": shown,
            "act": act_label(line.act),
            "table": shown.what,
            "differences": shown.differences,
            "event_details": shown.details,
        }
        return super().render_change_form(request, context, *args, **kwargs)


def _act(together: book_query.Together, names: Names) -> Act:
    # What the person asked for names the act; what was recorded within it comes after.
    changes = [line for line in together.lines if line.change != Change.EVENT]
    head = (changes or together.lines)[-1]
    lines = [as_line(line, names, head.act) for line in together.lines]
    return Act(act_label(head.act), head, lines, f"?act_id={head.act_id}" if together.more else "")


def _lines(lines: Any, before: int) -> book_query.Page:
    """All lines of one act, one by one."""
    rows = (lines.filter(id__lt=before) if before else lines).select_related("by").order_by("-id")
    found = list(rows[: LINES_PER_PAGE + 1])
    shown = found[:LINES_PER_PAGE]
    acts = [book_query.Together(shown)] if shown else []
    return book_query.Page(acts, shown[-1].pk if len(found) > LINES_PER_PAGE else 0, [])


def _older(kept: dict[str, str], found: book_query.Page) -> str:
    """The query of the next page; "" on the last."""
    if not found.before:
        return ""
    left_out = [("left_out", str(number)) for number in found.left_out]
    return urlencode([*kept.items(), ("before", str(found.before)), *left_out])


def _number(request: HttpRequest) -> int:
    given = request.GET.get("before", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) <= LONGEST_NUMBER else 0


def _left_out(request: HttpRequest) -> list[uuid.UUID]:
    found = []
    for given in request.GET.getlist("left_out")[: book_query.ACTS_PER_PAGE * 3]:
        try:
            found.append(uuid.UUID(given))
        except ValueError:
            continue
    return found
