"""会员指标: every figure by responsible body as of a day, each number leading to the list behind it."""

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from accounts.duties import Duty
from campaigns import figures as printed
from campaigns.admin.behind import BadQuestion
from config import ready
from config.figures.asked import Question, asked, choices
from members import figures
from members.figures import Row
from unions.models import Organisation, Reminders


@dataclass(frozen=True)
class Cell:
    """`fault` is said in words beside the number."""

    text: str
    url: str = ""
    fault: str = ""


# Heading, what is shown, and the list behind it: a show of members.figures, a query of the members' list, or "".
Column = tuple[str, Callable[[Row], Cell], str]


def _count(name: str) -> Callable[[Row], Cell]:
    return lambda row: Cell(f"{getattr(row, name):,}")


def _share(name: str) -> Callable[[Row], Cell]:
    return lambda row: Cell(printed.percent(getattr(row, name)))


def _rate(row: Row) -> Cell:
    return Cell(printed.percent(row.rate), fault="超过 100%，请核对" if row.is_fault else "")


def _growth(row: Row) -> Cell:
    return Cell("无基数" if row.growth is None else f"{printed.points(row.growth * 100)}%")


PERSONS: tuple[Column, ...] = (
    ("会员", _count("members"), "?standing=current"),
    ("其中农民工", _count("migrants"), "?standing=current&is_migrant__exact=1"),
    ("女会员", _count("women"), "?standing=current&sex__exact=female"),
    ("保留会籍", _count("retained"), "?standing=retained"),
    ("在岗会员", _count("employed"), ""),
    ("申报职工", _count("staff"), "declared"),
    ("入会率", _rate, ""),
    ("超过100%的工会", _count("over"), "over"),
    ("期间新增会员", _count("new_members"), "?joined={span}"),
    ("其中农民工", _count("new_migrants"), "?joined={span}&is_migrant__exact=1"),
    ("期间增长", _growth, ""),
    ("期间新建工会", _count("new_unions"), "new_unions"),
)
UNITS: tuple[Column, ...] = (
    ("全部单位", _count("units"), "units"),
    ("已建会", _count("organised"), "organised"),
    ("未建会", _count("without_union"), "unorganised"),
    ("建会率", _share("organised_rate"), ""),
    ("应建会", _count("should"), "should"),
    ("必须建会", _count("must"), "must"),
    ("应建女职工委员会", _count("obliged"), "obliged"),
    ("其中未建", _count("lacking"), "lacking"),
)


def member_figures(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """`?on=…&since=…&category=…&body=…`; `&now=1` counts a large county anew."""
    user: Any = request.user
    if not user.may(Duty.SEE_MEMBERS):
        raise PermissionDenied
    context |= {"title": "会员指标", "choices": choices(request), "query": request.GET}
    try:
        question = asked(request)
    except BadQuestion as problem:
        return TemplateResponse(request, "admin/figures/figures.html", context | {"problem": str(problem)}, status=400)
    now = ready.registers()
    kept = figures_of(question, now, anew=now.is_large and request.GET.get("now") == "1")
    rows = [row for row in rows_of(kept.value) if row.category == question.category]
    limits = Reminders.objects.current()
    places = dict(Organisation.objects.visible_to(user).bodies().values_list("code", "pk"))
    context |= {
        "question": question,
        "kept": kept,
        "is_large": now.is_large,
        "limits": limits,
        "category": figures.Category(question.category).label,
        "tables": [
            table("会员", PERSONS, rows, question, places),
            table("三个清楚和建会", UNITS, rows, question, places),
        ],
        "total": rows[-1] if rows else None,
        "lists": [(words, _list(question, show)) for show, words in figures.ALL_SHOWS.items()],
        "now_url": f"?{question.query(now='1')}",
        "workbook_url": f"{reverse('admin:member_figures_workbook')}?{question.query()}",
        "may_take": user.may(Duty.EXPORT_REGISTERS),
    }
    return TemplateResponse(request, "admin/figures/figures.html", context)


def figures_of(question: Question, now: ready.Registers, *, anew: bool = False) -> ready.Kept:
    """The rows as plain values, of every category; kept ready in a large county."""
    span, within = question.span, question.within
    key = f"member-figures:{span.on}:{span.since}:{','.join(within)}"
    return ready.kept(key, lambda: [asdict(row) for row in figures.figures(span, within)], now, anew=anew)


def rows_of(values: list[dict[str, Any]]) -> list[Row]:
    """The rows of a figure kept ready, with the unions directly under the county as a line of their own."""
    rows = [Row(**value) for value in values]
    return figures.with_direct(rows, printed.DIRECT)


def table(
    title: str, columns: Iterable[Column], rows: list[Row], question: Question, places: dict[str, int]
) -> dict[str, Any]:
    """`places` are the bodies' ids by code, for the members' list."""
    columns = list(columns)
    return {
        "title": title,
        "heads": [heading for heading, _, _ in columns],
        "lines": [
            {
                "name": "合计" if row.is_total else row.name,
                "is_total": row.is_total,
                "url": "" if row.is_total or row.is_direct else f"?{question.query(body=row.body)}",
                "cells": [_cell(row, show, behind, question, places) for _, show, behind in columns],
            }
            for row in rows
        ],
    }


def _cell(row: Row, show: Callable[[Row], Cell], behind: str, question: Question, places: dict[str, int]) -> Cell:
    cell = show(row)
    if not behind or cell.text == "0":
        return cell
    is_members = behind.startswith("?")
    return Cell(
        cell.text, _persons(question, behind, row, places) if is_members else _list(question, behind, row), cell.fault
    )


def _persons(question: Question, behind: str, row: Row, places: dict[str, int]) -> str:
    """The members' own list, which knows who belongs today only, and no ownership; "" where it can't show this number."""
    if question.span.on != timezone.localdate() or question.category != figures.Category.ALL or row.is_direct:
        return ""
    place = places.get(row.body)
    if not row.is_total and place is None:
        return ""
    where = "" if row.is_total else f"&body={place}"
    return (
        reverse("admin:members_member_changelist")
        + behind.format(span=f"{question.span.since}_{question.span.on}")
        + where
    )


def _list(question: Question, show: str, row: Row | None = None) -> str:
    of: dict[str, str] = {"show": show}
    if row is not None and row.body and not row.is_total:
        of["body"] = row.body
    if row is not None and row.is_direct:
        of["direct"] = "yes"
    return f"{reverse('admin:member_figures_list')}?{question.query(**of)}"
