"""One box for everything: unions, employers, officers, members and accounts by name, code, pinyin or initials."""

from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import urlencode

from accounts.admin.base import refuse_odd_letters
from accounts.admin.paginator import COUNTED_TO
from accounts.models import User
from members.models import Member
from unions.models import Employer, Officer, Organisation
from unions.querysets import code_of

SHOWN = 10
LONGEST = 100


@dataclass(frozen=True)
class Hit:
    name: str
    beside: str
    url: str


@dataclass(frozen=True)
class Group:
    """`count` is text: beyond COUNTED_TO it ends in a plus sign."""

    title: str
    unit: str
    hits: list[Hit]
    count: str
    more: bool
    url: str


# Table, what its rows are counted in, and what stands beside a row's name.
GROUPS: tuple[tuple[Any, str, Any], ...] = (
    (Organisation, "个", lambda row: f"{row.code}　{row.get_kind_display()}"),
    (Employer, "家", lambda row: f"{row.credit_code}　{row.get_nature_display()}"),
    (Officer, "人", lambda row: f"{row.union.name}　{row.get_post_display()}{'（已离任）' if row.left_on else ''}"),
    (Member, "人", lambda row: row.union.name),
    (User, "个", lambda row: row.shown_username),
)


def search(request: HttpRequest) -> HttpResponse:
    """What the user may see of all that answers the words; a whole code goes straight to its page."""
    refuse_odd_letters(request)
    words = " ".join(request.GET.get("q", "").split())[:LONGEST]
    page = exact(request, words)
    if page:
        return redirect(page)
    context = {
        **admin.site.each_context(request),
        "title": f"查找“{words}”" if words else "查找",
        "words": words,
        "find": words,
        "groups": groups(request, words) if words else [],
    }
    return TemplateResponse(request, "admin/search.html", context)


def exact(request: HttpRequest, words: str) -> str:
    """The page of the one row whose code or credit code the words are; "" when there is none, or more than one."""
    code = code_of(words)
    if not code:
        return ""
    user: Any = request.user
    unions = Organisation.objects.visible_to(user)
    found = [("organisation", pk) for pk in unions.filter(code=code).values_list("pk", flat=True)[:1]]
    found += [("organisation", pk) for pk in unions.filter(credit_code=code).values_list("pk", flat=True)[:1]]
    units = Employer.objects.visible_to(user).filter(credit_code=code)
    found += [("employer", pk) for pk in units.values_list("pk", flat=True)[:1]]
    return reverse(f"admin:unions_{found[0][0]}_change", args=[found[0][1]]) if len(found) == 1 else ""


def groups(request: HttpRequest, words: str) -> list[Group]:
    """The tables this user may open that hold an answer, each through its own list's search."""
    found = (_group(request, words, *each) for each in GROUPS)
    return [group for group in found if group is not None]


def _group(request: HttpRequest, words: str, model: Any, unit: str, beside: Any) -> Group | None:
    desk: Any = admin.site._registry[model]
    if not desk.has_module_permission(request):
        return None
    rows, _ = desk.get_search_results(request, _plain(model, request), words)
    shown = list(rows.order_by(*model._meta.ordering)[: SHOWN + 1])
    if not shown:
        return None
    count = len(shown)
    if count > SHOWN:
        count = rows.order_by().values("pk")[: COUNTED_TO + 1].count()
    name = model._meta.model_name
    return Group(
        title=str(model._meta.verbose_name_plural),
        unit=unit,
        hits=[
            Hit(row.name, beside(row), reverse(f"admin:{model._meta.app_label}_{name}_change", args=[row.pk]))
            for row in shown[:SHOWN]
        ],
        count=f"{COUNTED_TO}+" if count > COUNTED_TO else str(count),
        more=count > SHOWN,
        url=f"{reverse(f'admin:{model._meta.app_label}_{name}_changelist')}?{urlencode({'q': words})}",
    )


def _plain(model: Any, request: HttpRequest) -> Any:
    """The rows in scope without what only the list's columns need."""
    if model is User:
        return User.objects.all()  # `_group` has asked the duty
    rows = model.objects.visible_to(request.user)
    if model is Member:
        rows = rows.persons()
    return rows.select_related("union") if model in (Officer, Member) else rows
