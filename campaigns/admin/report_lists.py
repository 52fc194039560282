"""What stands behind a report's figures: its frozen list of unions not covered, and what a correction changed."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from accounts.masks import masked_mobile
from campaigns import figures, workbook
from campaigns.differences import FigureChange, UnionChange, changed_figures, changed_unions
from campaigns.models import Category, Report
from campaigns.operations import reports
from unions.models import Organisation

PER_PAGE = 50
CHANGES_SHOWN = 500
MOBILE_DIGITS = 11
NAMES = {"unions": "在册", "sign": "牌匾", "office": "办公地点", "plaque": "亮牌子", "identity": "亮身份"} | {
    "covered": "双亮覆盖",
    "verified": "核实",
}


@dataclass(frozen=True)
class Lacking:
    """A line of the frozen list; `url` is the union's page, "" where it is gone or not the user's."""

    code: str
    name: str
    url: str
    body: str
    missing: str
    chair: str
    phone: str


class ReportLists:
    """Mixed into the report's admin: `<pk>/uncovered/` and `<pk>/difference/`."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view  # type: ignore[attr-defined]
        return [
            path("<path:object_id>/uncovered/", view(self.uncovered_view), name="campaigns_report_uncovered"),
            path("<path:object_id>/difference/", view(self.difference_view), name="campaigns_report_difference"),
            *super().get_urls(),  # type: ignore[misc]
        ]

    def uncovered_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The list as the report keeps it, by body and by what is missing."""
        report = self._found(request, object_id)  # type: ignore[attr-defined]
        if report.state == Report.State.PENDING:
            messages.warning(request, "通报还没有生成完，请稍候再看名单。")
            return redirect("admin:campaigns_report_change", report.pk)
        kept = _kept(request, report)
        body, lacks = request.GET.get("body", ""), request.GET.get("missing", "")
        names = {row["body"]: row["name"] for row in kept.figures if row["category"] == Category.ALL}
        if body not in {"", *names} or lacks not in {"", *workbook.MISSING}:
            raise Http404
        rows = [row for row in kept.uncovered if body in ("", row["body"]) and (not lacks or lacks in row["missing"])]
        page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
        context = {
            **self._context(request, report, f"{_title(report)}：未覆盖名单"),
            "names": names,
            "missing": workbook.MISSING,
            "body": body,
            "lacks": lacks,
            "page": page,
            "rows": _lines(request, list(page), names, report),
            "query": urlencode({"body": body, "missing": lacks}),
        }
        return TemplateResponse(request, "admin/campaigns/uncovered.html", context)

    def difference_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """A correction beside the version it replaces: the figures that differ, and each union whose standing does."""
        report = self._found(request, object_id)  # type: ignore[attr-defined]
        if report.corrects_id is None or report.state == Report.State.PENDING:
            messages.warning(request, "只有生成好的更正版才有差异可看。")
            return redirect("admin:campaigns_report_change", report.pk)
        earlier, later = _kept(request, report.corrects), _kept(request, report)
        changes = changed_unions(earlier.uncovered, later.uncovered)
        names = {row["body"]: row["name"] for row in [*earlier.figures, *later.figures]}
        context = {
            **self._context(request, report, f"{_title(report)}：与第{report.corrects.version}版的差异"),
            "figures": [_figure_line(change) for change in changed_figures(earlier.figures, later.figures)],
            "total": len(changes),
            "unions": [_union_line(change, names) for change in changes[:CHANGES_SHOWN]],
            "shown": CHANGES_SHOWN,
        }
        return TemplateResponse(request, "admin/campaigns/difference.html", context)

    def _context(self, request: HttpRequest, report: Report, title: str) -> dict[str, Any]:
        return {
            **self.admin_site.each_context(request),  # type: ignore[attr-defined]
            "opts": self.opts,  # type: ignore[attr-defined]
            "report": report,
            "original": report,
            "title": title,
            "day": reports.last_day(report.month),
        }


def versions_of(request: HttpRequest, report: Report) -> list[Report]:
    """The chain of the month's versions, oldest first; alone it is not worth showing."""
    user: Any = request.user
    chain = Report.objects.visible_to(user).light().filter(
        campaign=report.campaign_id, body=report.body_id, month=report.month
    )  # fmt: skip
    versions = list(chain.order_by("version"))
    return versions if len(versions) > 1 else []


def _title(report: Report) -> str:
    return f"{report.body}{report.month:%Y年%-m月}通报（第{report.version}版）"


def _kept(request: HttpRequest, report: Report) -> Report:
    user: Any = request.user
    kept: Report = Report.objects.visible_to(user).only("figures", "uncovered").get(pk=report.pk)
    return kept


def _lines(request: HttpRequest, rows: list[dict[str, Any]], names: dict[str, str], report: Report) -> list[Lacking]:
    user: Any = request.user
    codes = [row["union"] for row in rows]
    there = dict(Organisation.objects.visible_to(user).filter(code__in=codes).values_list("code", "pk"))
    county = "" if report.county_id else report.body.code
    return [
        Lacking(
            row["union"],
            row["name"],
            reverse("admin:unions_organisation_change", args=[there[row["union"]]]) if row["union"] in there else "",
            figures.DIRECT if row["body"] == county else names.get(row["body"], ""),
            "、".join(workbook.MISSING[condition] for condition in row["missing"]),
            row["chair"],
            _shown(row["phone"]),
        )
        for row in rows
    ]


def _shown(phone: str) -> str:
    """An office's number as it is, a mobile masked (roles.md); the whole is in the workbook, whose download is logged."""
    return masked_mobile(phone) if len(phone) == MOBILE_DIGITS and phone.isdigit() else phone


def _figure_line(change: FigureChange) -> dict[str, Any]:
    return {
        "name": change.name,
        "category": Category(change.category).label,
        "counts": [(NAMES[key], change.before[key], change.after[key]) for key in change.before],
        "rates": (change.rate_before, change.rate_after),
    }


def _union_line(change: UnionChange, names: dict[str, str]) -> dict[str, Any]:
    return {
        "code": change.union,
        "name": change.name,
        "body": names.get(change.body, ""),
        "before": _lacking(change.before),
        "after": _lacking(change.after),
    }


def _lacking(missing: tuple[str, ...] | None) -> str:
    if missing is None:
        return "不在名单（已完成，或不在统计范围）"
    return "缺：" + "、".join(workbook.MISSING[condition] for condition in missing)


def links_of(report: Report, county: str) -> Any:
    """For the tables of a report's page: the address behind a figure's column, "" where there is none.

    Counts open today's view of that day; the number still needed opens the list that the report keeps.
    """
    live = reverse("admin:campaigns_campaign_unions", args=[report.campaign_id])
    frozen = reverse("admin:campaigns_report_uncovered", args=[report.pk])
    on: date = reports.last_day(report.month)

    def link(figure: figures.Figure, column: int) -> str:
        place = {"body": figure["body"]}
        if figure["name"] == figures.DIRECT:
            place["direct"] = "yes"
        if column in SHOWS:
            asked = {"on": on.isoformat(), "category": figure["category"], "show": SHOWS[column], **place}
            return f"{live}?{urlencode(asked)}"
        if column == GAP and figure["category"] == Category.ALL:
            return frozen if figure["body"] == county and "is_total" in figure else f"{frozen}?{urlencode(place)}"
        return ""

    return link


# Columns of workbook.cells that open a list.
SHOWS = {1: "in_scope", 2: "plaque", 3: "identity", 4: "covered", 5: "verified"}
GAP = 9
