"""发现信息有误: anybody tells us in two taps, without an account, and sees later what came of it."""

import re
import unicodedata
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from accounts import book, throttle
from accounts.masks import masked_words
from accounts.public import public, small_body
from unions import public as reading
from unions.forms.error_reports import ReportErrorForm, signed_receipt
from unions.models import ErrorReport, Organisation
from unions.operations import error_reports
from unions.views.directory.parts import kept_pace, missing, page, show

# One address may be a whole factory behind one router; one union is not flooded whatever the addresses.
OF_AN_ADDRESS, AN_HOUR = 10, timedelta(hours=1)
OF_A_UNION, A_DAY = 30, timedelta(days=1)
LOOKS_LIKE_A_RECEIPT = re.compile(r"[A-Za-z0-9_-]{1,40}")


@public
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@small_body
@csrf_exempt  # nobody is signed in; the signed receipt binds the form, so that no cookie is set on a page for everybody
@kept_pace
def report_error(request: HttpRequest, token: str) -> HttpResponse:
    found = reading.union_page(token, timezone.localdate())
    if found is None:
        return missing(request)
    published, pk = found
    if published.dissolved_on:
        return redirect("union-page", token)
    form = ReportErrorForm(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_valid():
        receipt = form.cleaned_data["receipt"]
        if _known(receipt) or _allowed(request, token):
            union = Organisation.objects.everywhere("the union of the page").get(pk=pk)
            with book.nowhere():
                error_reports.receive(union, at=timezone.now(), by=None, **_values(form))
            return redirect("error-report", receipt)
        status = 429
    context = {"union": published, "form": form, "receipt": _receipt(form), "is_too_many": status == 429}
    return show(request, "report_error", context, status=status)


def _values(form: ReportErrorForm) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in ("what", "words", "receipt")}


def _receipt(form: ReportErrorForm) -> str:
    """The page's receipt: the one it came with while that is good, so that a mended form still counts once."""
    sent = str(form.data.get("receipt", ""))
    return sent if form.is_bound and "receipt" not in form.errors else signed_receipt()


def _known(receipt: str) -> bool:
    return bool(ErrorReport.objects.everywhere("whoever holds the receipt").filter(receipt=receipt).exists())


def _allowed(request: HttpRequest, token: str) -> bool:
    """Counts the try; who tried is kept nowhere (accounts/throttle.py)."""
    now, address = timezone.now(), request.META.get("REMOTE_ADDR", "")
    return throttle.allowed(
        "error_report.address", address, limit=OF_AN_ADDRESS, per=AN_HOUR, at=now
    ) and throttle.allowed("error_report.union", token, limit=OF_A_UNION, per=A_DAY, at=now)


@page
def find_error_report(request: HttpRequest) -> HttpResponse:
    """Type the receipt that was written down."""
    receipt = "".join(request.GET.get("receipt", "").split())
    if not LOOKS_LIKE_A_RECEIPT.fullmatch(receipt) or not _known(receipt):
        receipt = unicodedata.normalize("NFKC", receipt).replace("-", "").upper()
    if LOOKS_LIKE_A_RECEIPT.fullmatch(receipt):
        return redirect("error-report", receipt)
    return show(request, "error_report", {"report": None, "is_asking": not receipt}, status=404 if receipt else 200)


@public
@require_safe
@never_cache
@kept_pace
def error_report(request: HttpRequest, receipt: str) -> HttpResponse:
    """What came of it, for whoever holds the receipt: neither who told nor who answered."""
    rows = ErrorReport.objects.everywhere("whoever holds the receipt").select_related("organisation")
    report = rows.filter(receipt=receipt).first()
    if report is None:
        return show(request, "error_report", {"report": None}, status=404)
    found = reading.union_page(report.organisation.token, timezone.localdate())
    context = {"report": report, "union": found[0] if found else None, "answer": masked_words(report.answer)}
    return show(request, "error_report", context)
