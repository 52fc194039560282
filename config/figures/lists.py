"""The lists behind 会员指标: unions or units, a page of them at the desk or all in a workbook. No persons stand in them."""

import io
from datetime import date
from math import ceil
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.http import content_disposition_header

from accounts import book
from accounts.duties import Duty
from campaigns import figures as printed
from campaigns.admin.behind import BadQuestion
from config import ready
from config.figures.asked import Question, asked, choices, is_of_units, show_of
from config.figures.page import PERSONS, UNITS, figures_of, member_figures, rows_of
from members.figures import ALL_SHOWS, Category, Union, Unit, unions_behind, units_behind
from registers.declare import Column, Register
from registers.writer import write_table
from unions.models import Organisation

PER_PAGE = 50
MOST = 20_000  # rows of a workbook handed over at once
CLASSES = {"integer": "n", "day": "d"}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
UNION_HEADS = (
    ("工会编码", "code"), ("工会名称", "code"), ("责任主体", "code"), ("建会日期", "day"), ("会员", "integer"),
    ("女会员", "integer"), ("在岗会员", "integer"), ("申报职工", "integer"), ("相差", "integer"), ("入会率", "code"),
    ("花名册核对", "day"), ("核对人数", "integer"), ("此后增减", "integer"),
)  # fmt: skip
UNIT_HEADS = (
    ("统一社会信用代码", "code"), ("单位名称", "code"), ("责任主体", "code"), ("职工人数", "integer"),
    ("登记会员", "integer"), ("所属工会", "code"), ("是否建会", "code"),
)  # fmt: skip


def pages(site: Any) -> list[Any]:
    """The addresses of these pages on the desk."""

    def whole(request: HttpRequest) -> HttpResponse:
        return member_figures(request, site.each_context(request))

    def one(request: HttpRequest) -> HttpResponse:
        return figures_list(request, site.each_context(request))

    return [
        path("figures/", site.admin_view(whole), name="member_figures"),
        path("figures/list/", site.admin_view(one), name="member_figures_list"),
        path("figures/workbook/", site.admin_view(figures_workbook), name="member_figures_workbook"),
    ]


def figures_list(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """`?show=…` besides what the figures' page takes."""
    user: Any = request.user
    if not user.may(Duty.SEE_MEMBERS):
        raise PermissionDenied
    context |= {"title": "名单", "choices": choices(request), "query": request.GET}
    try:
        question, show = asked(request), show_of(request)
    except BadQuestion as problem:
        return TemplateResponse(request, "admin/figures/list.html", context | {"problem": str(problem)}, status=400)
    total, found = _behind(question, show, limit=PER_PAGE, offset=(question.page - 1) * PER_PAGE)
    pages_there = max(1, ceil(total / PER_PAGE))
    if question.page > pages_there:
        raise Http404
    heads = UNIT_HEADS if is_of_units(show) else UNION_HEADS
    context |= {
        "title": ALL_SHOWS[show],
        "question": question,
        "show": show,
        "category": Category(question.category).label,
        "heads": heads,
        "rows": [
            (
                url,
                [
                    ("—" if cell is None else cell, CLASSES.get(kind, ""))
                    for cell, (_, kind) in zip(cells, heads, strict=True)
                ],
                fault,
            )
            for url, cells, fault in _linked(user, found)
        ],
        "total": total,
        "page": question.page,
        "pages": pages_there,
        "before": f"?{question.query(show=show, page=str(question.page - 1))}" if question.page > 1 else "",
        "after": f"?{question.query(show=show, page=str(question.page + 1))}" if question.page < pages_there else "",
        "figures_url": f"{reverse('admin:member_figures')}?{question.query()}",
        "workbook_url": f"{reverse('admin:member_figures_workbook')}?{question.query(show=show)}"
        + ("&direct=yes" if question.is_direct else ""),
        "may_take": user.may(Duty.EXPORT_REGISTERS),
    }
    return TemplateResponse(request, "admin/figures/list.html", context)


def figures_workbook(request: HttpRequest) -> HttpResponse:
    """The list that `?show=…` names, else the figures themselves, as a workbook; the book notes who took it."""
    user: Any = request.user
    if not (user.may(Duty.SEE_MEMBERS) and user.may(Duty.EXPORT_REGISTERS)):
        raise PermissionDenied
    try:
        question = asked(request)
        show = show_of(request) if request.GET.get("show") else ""
    except BadQuestion as problem:
        messages.warning(request, str(problem))
        return redirect("admin:member_figures")
    if show:
        total, found = _behind(question, show, limit=MOST)
        if total > MOST:
            messages.warning(request, f"名单有 {total} 行，一次最多下载 {MOST} 行，请先选一个责任主体或类别。")
            return redirect(f"{reverse('admin:member_figures_list')}?{question.query(show=show)}")
        heads: Any = UNIT_HEADS if is_of_units(show) else UNION_HEADS
        title, rows = ALL_SHOWS[show], [cells for _, cells, _ in _linked(user, found)]
    else:
        title, heads, rows = "会员指标", *_sheet(question)
    register = Register(
        "figures",
        title[:31],
        tuple(
            Column(name, f"c{n}", "integer" if kind == "integer" else "code") for n, (name, kind) in enumerate(heads)
        ),
    )
    target = io.BytesIO()
    write_table(target, register, rows)
    on = f"{question.span.since} 至 {question.span.on}"
    book.record("figures.download", by=user, list=title, on=on, place=question.place.code if question.place else "")
    response = HttpResponse(target.getvalue(), content_type=XLSX)
    name = f"{title}{question.span.on}.xlsx"
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


def _sheet(question: Question) -> tuple[Any, list[list[Any]]]:
    """Heads and rows of the figures in one sheet, every category."""
    columns = [*PERSONS, *UNITS]
    heads = [("责任主体", "code"), ("类别", "code"), *((heading, "code") for heading, _, _ in columns)]
    rows = [
        [
            "合计" if row.is_total else row.name,
            Category(row.category).label,
            *(
                f"{cell.text}（{cell.fault}）" if cell.fault else cell.text
                for cell in (show(row) for _, show, _ in columns)
            ),
        ]
        for row in rows_of(figures_of(question, ready.registers()).value)
    ]
    return heads, rows


def _behind(question: Question, show: str, *, limit: int, offset: int = 0) -> tuple[int, list[Any]]:
    read: Any = units_behind if is_of_units(show) else unions_behind
    total, found = read(question.behind(show), limit=limit, offset=offset)
    return int(total), list(found)


def _linked(user: Any, found: list[Any]) -> list[tuple[str, list[Any], bool]]:
    """(address of the row's page, cells, is it a fault) of each. One query for the bodies' names."""
    bodies = dict(
        Organisation.objects.visible_to(user).filter(pk__in={row.body_id for row in found}).values_list("pk", "name")
    )
    return [_of_unit(row, bodies) if isinstance(row, Unit) else _of_union(row, bodies) for row in found]


def _of_union(row: Union, bodies: dict[int, str]) -> tuple[str, list[Any], bool]:
    url = reverse("admin:unions_organisation_change", args=[row.pk])
    moved = row.members - row.confirmed if row.confirmed is not None else None
    return (
        url,
        [
            row.code, row.name, bodies.get(row.body_id, "—"), _day(row.established_on), row.members, row.women,
            row.employed, row.staff, row.difference, printed.percent(row.rate), _day(row.checked_on), row.confirmed, moved,
        ],
        row.staff > 0 and row.difference > 0,
    )  # fmt: skip


def _of_unit(row: Unit, bodies: dict[int, str]) -> tuple[str, list[Any], bool]:
    url = reverse("admin:unions_employer_change", args=[row.pk])
    union = (row.union_name or "—") if row.is_organised else "—"
    done = "已建会" if row.is_organised else "未建会"
    return url, [row.credit_code, row.name, bodies.get(row.body_id, "—"), row.staff, row.members, union, done], False


def _day(day: date | None) -> str:
    return day.isoformat() if day else "—"
