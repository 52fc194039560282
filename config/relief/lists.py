"""The pages behind 帮扶统计: a list, and what is taken away as a workbook, with its reason and its reader's name."""

import io
from math import ceil
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.http import content_disposition_header

from accounts import book
from accounts.admin.takeaway import PlainForm, ReasonForm
from accounts.duties import Duty
from accounts.step_up import ask_again
from campaigns.admin.behind import BadQuestion
from config.relief.asked import Question, asked, choices
from config.relief.listings import Listing, listing, shown
from config.relief.page import demand, groups, relief_figures
from registers.declare import Column, Register
from registers.writer import write_tables

PER_PAGE = 50
MOST = 20_000  # rows of a workbook handed over at once
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHEET_NAME = 31  # characters, Excel's
CLASSES = {"integer": "n", "money": "n", "date": "d"}


def pages(site: Any) -> list[Any]:
    """The addresses of these pages on the desk."""

    def whole(request: HttpRequest) -> HttpResponse:
        return relief_figures(request, site.each_context(request))

    def one(request: HttpRequest) -> HttpResponse:
        return figures_list(request, site.each_context(request))

    def take(request: HttpRequest) -> HttpResponse:
        return workbook(request, site.each_context(request))

    return [
        path("relief-figures/", site.admin_view(whole), name="relief_figures"),
        path("relief-figures/list/", site.admin_view(one), name="relief_figures_list"),
        path("relief-figures/workbook/", site.admin_view(take), name="relief_figures_workbook"),
    ]


def figures_list(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """`?show=…` besides what the figures' page takes."""
    user: Any = request.user
    demand(user)
    context |= {"title": "名单", "query": request.GET}
    try:
        question = asked(request)
        found = _of(user, listing(question, request.GET))
    except BadQuestion as problem:
        return TemplateResponse(request, "admin/relief/list.html", context | {"problem": str(problem)}, status=400)
    total = found.count()
    pages_there = max(1, ceil(total / PER_PAGE))
    if question.page > pages_there:
        raise Http404
    start = (question.page - 1) * PER_PAGE
    kept = _kept(request)
    context |= {
        "title": found.title,
        "question": question,
        "listing": found,
        "choices": choices(request, question.programmes, question.asked.year, question.asked.on),
        "heads": [(name, CLASSES.get(kind, "")) for name, kind in found.heads],
        "rows": [_line(found, url, cells) for url, cells in found.read(question, start, start + PER_PAGE)],
        "total": total,
        "page": question.page,
        "pages": pages_there,
        "before": f"?{question.query(**kept, page=question.page - 1)}" if question.page > 1 else "",
        "after": f"?{question.query(**kept, page=question.page + 1)}" if question.page < pages_there else "",
        "kept": kept,
        "figures_url": f"{reverse('admin:relief_figures')}?{question.query()}",
        "workbook_url": f"{reverse('admin:relief_figures_workbook')}?{question.query(**kept)}",
        "may_take": user.may(Duty.EXPORT_REGISTERS) and total > 0,
    }
    return TemplateResponse(request, "admin/relief/list.html", context)


def workbook(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """The list that `?show=…` names, else the figures themselves; asks what for where persons stand in it."""
    user: Any = request.user
    demand(user)
    if not user.may(Duty.EXPORT_REGISTERS):
        raise PermissionDenied
    try:
        question = asked(request)
        found = _of(user, listing(question, request.GET)) if request.GET.get("show") else None
    except BadQuestion as problem:
        messages.warning(request, str(problem))
        return redirect("admin:relief_figures")
    if found is not None and (total := found.count()) > MOST:
        messages.warning(request, f"名单有 {total} 行，一次最多下载 {MOST} 行，请先选一个责任主体或项目。")
        return redirect(f"{reverse('admin:relief_figures_list')}?{question.query(**_kept(request))}")
    holds_persons = found is not None and found.holds_persons
    if holds_persons and (away := ask_again(request)) is not None:
        return away
    form = (ReasonForm if holds_persons else PlainForm)(request.POST or None, label_suffix="")
    if holds_persons and not (request.method == "POST" and form.is_valid()):
        assert found is not None
        context |= {
            "title": f"下载名单：{found.title}",
            "form": form,
            "listing": found,
            "total": total,
            "columns": [name for name, _ in found.heads],
            "list_url": f"{reverse('admin:relief_figures_list')}?{question.query(**_kept(request))}",
        }
        return TemplateResponse(request, "admin/relief/take.html", context)
    reason = form.cleaned_data.get("reason", "") if holds_persons else ""
    sheets = [_sheet(question, found)] if found is not None else _figures(question)
    return _handed(request, question, found.title if found else "帮扶统计", sheets, reason)


def _handed(
    request: HttpRequest, question: Question, title: str, sheets: list[tuple[Register, list[Any]]], reason: str
) -> HttpResponse:
    """The file, with its line in the book."""
    user: Any = request.user
    target = io.BytesIO()
    who = f"{user.name}（{user.username}）{timezone.localtime():%Y-%m-%d %H:%M} 下载"
    rows = sum(
        write_tables(target, sheets, f"含个人信息，请妥善保管，不得转发。{who}，用途：{reason}" if reason else who)
    )
    place = question.asked.place.code if question.asked.place else ""
    book.record("relief_figures.download", by=user, list=title, rows=rows, place=place, reason=reason)
    response = HttpResponse(target.getvalue(), content_type=XLSX)
    name = f"{title}{question.asked.on}.xlsx".replace("：", "")
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


def _sheet(question: Question, found: Listing) -> tuple[Register, list[Any]]:
    columns = tuple(Column(name, f"c{number}", cast(Any, kind)) for number, (name, kind) in enumerate(found.heads))
    rows = [cells for _, cells in found.read(question)]
    return Register("relief", _sheet_name(found.title, 1), columns), rows


def _figures(question: Question) -> list[tuple[Register, list[Any]]]:
    """Every table of the page on a sheet of its own."""
    sheets: list[tuple[Register, list[Any]]] = []
    for _, heading, tables in groups(question):
        for table in tables:
            heads = [table.first, *table.heads]
            columns = tuple(Column(name, f"c{number}", "code") for number, name in enumerate(heads))
            rows = [[line.name, *(cell.text for cell in line.cells)] for line in table.lines]
            title = _sheet_name(f"{heading.split('：')[0]}{table.title}", len(sheets) + 1)
            sheets.append((Register("relief", title, columns), rows))
    return sheets


def _sheet_name(title: str, number: int) -> str:
    plain = "".join("、" if letter in "：:/\\?*[]" else letter for letter in title)
    return f"{number}.{plain}"[:SHEET_NAME]


def _of(user: Any, found: Listing) -> Listing:
    if not user.may(found.duty):
        raise PermissionDenied
    return found


KEPT = ("show", "state", "phase", "age", "late", "done", "kind", "month", "of", "visited")


def _kept(request: HttpRequest) -> dict[str, str]:
    return {name: request.GET[name] for name in KEPT if request.GET.get(name)}


def _line(found: Listing, url: str, cells: list[Any]) -> tuple[str, list[tuple[str, str]]]:
    return url, [(shown(cell, kind), CLASSES.get(kind, "")) for cell, (_, kind) in zip(cells, found.heads, strict=True)]
