"""The pages of data quality: every check with its count, and the rows of one check with where to mend them."""

from abc import ABC, abstractmethod
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone

from accounts.admin.base import refuse_odd_letters
from accounts.admin.paginator import COUNTED_TO, CappedPaginator
from accounts.duties import Duty
from accounts.masks import masked_mobile, masked_text
from config import ready
from config.dashboard.counts import key_of
from config.quality.checks import CHECKS
from unions.admin.employer import seen
from unions.models import Display, Employer, Officer, Organisation, Reminders

PER_PAGE = 50


def count_of(
    name: str, user: Any, on: date, days: Reminders, now: ready.Registers, *, anew: bool = False
) -> ready.Kept:
    """How many rows the check finds, to COUNTED_TO + 1 at most; kept ready in a large county."""
    rows = CHECKS[name].rows(user, on, days)
    place = key_of(f"quality-{name}", on, user.paths_with(rows.see))
    return ready.kept(place, lambda: _capped(rows), now, anew=anew)


def _capped(rows: Any) -> int:
    return int(rows.order_by().values("pk")[: COUNTED_TO + 1].count())


def pages(site: Any) -> list[Any]:
    """The addresses of these pages on the desk."""

    def whole(request: HttpRequest) -> HttpResponse:
        return quality(request, site.each_context(request))

    def one(request: HttpRequest, name: str) -> HttpResponse:
        return quality_list(request, site.each_context(request), name)

    return [
        path("quality/", site.admin_view(whole), name="quality"),
        path("quality/<slug:name>/", site.admin_view(one), name="quality_list"),
    ]


def quality(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """Every check, those that found something first. `?now=1` counts a large county anew."""
    user: Any = request.user
    if not user.may(Duty.SEE_DISPLAYS):
        raise PermissionDenied
    today, now, days = timezone.localdate(), ready.registers(), Reminders.objects.current()
    anew = now.is_large and request.GET.get("now") == "1"
    found = {name: count_of(name, user, today, days, now, anew=anew) for name in CHECKS}
    lines = [
        {"name": name, "check": CHECKS[name], "count": _words(kept.value), "is_clean": not kept.value}
        for name, kept in found.items()
    ]
    context |= {
        "title": "数据质量",
        "faulty": [line for line in lines if not line["is_clean"]],
        "clean": [line for line in lines if line["is_clean"]],
        "oldest": min(found.values(), key=lambda kept: kept.at),
        "is_large": now.is_large,
    }
    return TemplateResponse(request, "admin/quality/quality.html", context)


def _words(count: int) -> str:
    return f"{COUNTED_TO}+" if count > COUNTED_TO else str(count)


def quality_list(request: HttpRequest, context: dict[str, Any], name: str) -> HttpResponse:
    """The rows of one check, a page of them, each leading to where it is mended."""
    user: Any = request.user
    if not user.may(Duty.SEE_DISPLAYS):
        raise PermissionDenied
    if name not in CHECKS:
        raise Http404
    refuse_odd_letters(request)
    check = CHECKS[name]
    rows = check.rows(user, timezone.localdate(), Reminders.objects.current())
    shown = SHOWN[rows.model]
    pages = CappedPaginator(rows.select_related(*shown.related).order_by(*check.group, "pk"), PER_PAGE)
    page = pages.get_page(request.GET.get("page"))
    context |= {
        "title": check.title,
        "check": check,
        "heads": shown.heads,
        "rows": [(reverse(shown.url, args=[row.pk]), shown.cells(request, row)) for row in page],
        "page": page,
        "count": _words(pages.count),
        "unit": shown.unit,
    }
    return TemplateResponse(request, "admin/quality/list.html", context)


class Shown(ABC):
    """How rows of one table are listed: the first cell leads to the row's page."""

    heads: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    url = ""
    unit = "条"

    @abstractmethod
    def cells(self, request: HttpRequest, row: Any) -> list[str]:
        """The row's texts, as many as there are heads."""


class _Organisations(Shown):
    heads = ("工会名称", "工会编码", "组织类型", "上级工会", "建会日期")
    related = ("parent",)
    url = "admin:unions_organisation_change"
    unit = "家"

    def cells(self, request: HttpRequest, row: Organisation) -> list[str]:
        above = seen(request, row.parent) if row.parent else "—"
        return [row.name, row.code, row.get_kind_display(), above, _day(row.established_on)]


class _Employers(Shown):
    heads = ("单位名称", "统一社会信用代码", "单位性质", "职工人数", "责任工会", "所属工会")
    related = ("body", "union")
    url = "admin:unions_employer_change"
    unit = "家"

    def cells(self, request: HttpRequest, row: Employer) -> list[str]:
        union = seen(request, row.union) if row.union else "未建会"
        return [row.name, row.credit_code, row.get_nature_display(), str(row.staff), seen(request, row.body), union]


class _Officers(Shown):
    heads = ("姓名", "职务", "工会", "出生日期", "当选日期", "任期届满", "手机号码")
    related = ("union",)
    url = "admin:unions_officer_change"
    unit = "名"

    def cells(self, request: HttpRequest, row: Officer) -> list[str]:
        days = [_day(day) for day in (row.born_on, row.elected_on, row.term_ends_on)]
        return [row.name, row.get_post_display(), row.union.name, *days, masked_mobile(row.mobile) or "—"]


class _Displays(Shown):
    heads = ("事项", "工会", "干部", "开始日期", "结束日期", "核实日期", "内容")
    related = ("union", "officer")
    url = "admin:unions_display_change"

    def cells(self, request: HttpRequest, row: Display) -> list[str]:
        days = [_day(day) for day in (row.starts_on, row.ends_on, row.verified_on)]
        return [
            str(row),
            row.union.name,
            row.officer.name if row.officer else "—",
            *days,
            masked_text(row.content) or "—",
        ]


SHOWN: dict[type[Model], Shown] = {
    Organisation: _Organisations(),
    Employer: _Employers(),
    Officer: _Officers(),
    Display: _Displays(),
}


def _day(day: date | None) -> str:
    return day.isoformat() if day else "—"
