"""资金总账: every source over any span, each figure with its entries, each entry with its payment (hardship.md §8)."""

import io
from dataclasses import dataclass
from math import ceil
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.http import content_disposition_header

from accounts import book
from accounts.duties import Duty
from hardship.admin.asked import BadQuestion, page_asked, span_asked
from hardship.models import FundEntry, FundSource, Payment
from hardship.reports import ledger
from registers.declare import Column, Kind, Register
from registers.writer import write_table

PER_PAGE = 100
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEADS: tuple[tuple[str, Kind], ...] = (("来源编号", "code"), ("资金来源", "text"), ("期初", "money"), ("收入", "money"), ("更正", "money"),
         ("发放", "money"), ("慰问", "money"), ("期末余额", "money"))  # fmt: skip


@dataclass(frozen=True)
class EntryLine:
    """An entry as a page shows it: where it leads, and to whom it went."""

    entry: FundEntry
    url: str
    payee: str
    after: Any


class Ledgers:
    """Mixed into the admin of fund sources: `ledger/` of all, `<pk>/ledger/` of one."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view  # type: ignore[attr-defined]
        return [
            path("ledger/", view(self.ledger_view), name="hardship_fundsource_ledger"),
            path("ledger/workbook/", view(self.workbook_view), name="hardship_fundsource_workbook"),
            path("<int:pk>/ledger/", view(self.entries_view), name="hardship_fundsource_entries"),
            *super().get_urls(),  # type: ignore[misc]
        ]

    def ledger_view(self, request: HttpRequest) -> HttpResponse:
        """All sources of the span; `?first=2012-01-01&last=2014-12-31`."""
        self._demand(request)
        context = self._context(request, "资金总账")
        try:
            span = span_asked(request)
        except BadQuestion as problem:
            return TemplateResponse(
                request, "admin/hardship/ledger.html", context | {"problem": str(problem)}, status=400
            )
        rows = ledger.ledger(span.first, span.last)
        context |= {"span": span, "rows": rows, "total": ledger.total(rows), "years": _years()}
        return TemplateResponse(request, "admin/hardship/ledger.html", context)

    def entries_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The entries of one source, or those behind one figure: `?figure=paid`."""
        self._demand(request)
        source = FundSource.objects.filter(pk=pk).first()
        figure = request.GET.get("figure", "")
        if source is None or (figure and figure not in ledger.WORDS):
            raise Http404
        context = self._context(request, f"{source.name}：{ledger.WORDS.get(figure, '资金明细')}")
        try:
            span, page = span_asked(request), page_asked(request)
        except BadQuestion as problem:
            return TemplateResponse(
                request, "admin/hardship/entries.html", context | {"problem": str(problem)}, status=400
            )
        rows = ledger.entries(source, span.first, span.last, figure)
        total = rows.count()
        pages = max(1, ceil(total / PER_PAGE))
        if page > pages:
            raise Http404
        context |= {
            "source": source,
            "span": span,
            "figure": figure,
            "figure_words": ledger.WORDS.get(figure, ""),
            "lines": self.entry_lines(request, rows[(page - 1) * PER_PAGE : page * PER_PAGE]),
            "total": total,
            "page": page,
            "pages": pages,
            "years": _years(),
        }
        return TemplateResponse(request, "admin/hardship/entries.html", context)

    def workbook_view(self, request: HttpRequest) -> HttpResponse:
        """The ledger of the span as a workbook; nobody is named in it."""
        self._demand(request)
        user: Any = request.user
        try:
            span = span_asked(request)
        except BadQuestion as problem:
            context = self._context(request, "资金总账") | {"problem": str(problem)}
            return TemplateResponse(request, "admin/hardship/ledger.html", context, status=400)
        rows = ledger.ledger(span.first, span.last)
        cells = [[source.code, source.name, *_cells(sums)] for source, sums in rows]
        cells.append(["合计", "", *_cells(ledger.total(rows))])
        target = io.BytesIO()
        columns = tuple(Column(name, f"c{n}", kind) for n, (name, kind) in enumerate(HEADS))
        write_table(target, Register("ledger", "资金总账", columns), cells)
        book.record("funds.download_ledger", by=user, first=span.first, last=span.last, rows=len(rows))
        response = HttpResponse(target.getvalue(), content_type=XLSX)
        name = f"资金总账{span.first:%Y%m%d}-{span.last:%Y%m%d}.xlsx"
        response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
        return response

    def entry_lines(self, request: HttpRequest, entries: Any) -> list[EntryLine]:
        """With the payee's name where the reader may see payments. Two queries."""
        user: Any = request.user
        rows = list(entries.select_related("visit_stop"))
        payments = Payment.objects.visible_to(user).in_bulk([one.payment_id for one in rows if one.payment_id])
        sees_visits = user.may(Duty.SEE_VISITS)
        return [_line(one, payments.get(one.payment_id), sees_visits) for one in rows]

    def _demand(self, request: HttpRequest) -> None:
        if not self.has_view_permission(request):  # type: ignore[attr-defined]
            raise PermissionDenied

    def _context(self, request: HttpRequest, title: str) -> dict[str, Any]:
        site, opts = self.admin_site, self.opts  # type: ignore[attr-defined]
        return {**site.each_context(request), "opts": opts, "title": title, "query": request.GET}


def _line(entry: FundEntry, payment: Payment | None, sees_visits: bool) -> EntryLine:
    after = getattr(entry, "after", None)
    if payment is not None:
        return EntryLine(entry, reverse("admin:hardship_payment_change", args=[payment.pk]), payment.payee, after)
    return EntryLine(entry, _visit_url(entry) if sees_visits else "", "", after)


def _visit_url(entry: FundEntry) -> str:
    """The page of the household that the cash went to."""
    stop = getattr(entry, "visit_stop", None) if entry.kind == FundEntry.Kind.VISIT else None
    return reverse("admin:hardship_visitstop_change", args=[stop.pk]) if stop is not None else ""


def _years() -> list[int]:
    """Years with entries, the latest first."""
    first = FundEntry.objects.order_by("on").values_list("on", flat=True).first()
    today = timezone.localdate()
    return list(range(today.year, (first or today).year - 1, -1))


def _cells(sums: ledger.Sums) -> list[Any]:
    return [sums.opening, sums.received, sums.corrected, sums.paid, sums.visits, sums.balance]
