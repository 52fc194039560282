"""核验通报: is a report that somebody holds genuine, and is it still the newest."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.masks import masked_words
from campaigns import published
from campaigns.operations.reports import last_day
from unions import public as reading
from unions.views.directory.parts import page


@page
def verify(request: HttpRequest) -> HttpResponse:
    """Type the number that stands on the report."""
    number = published.tidy(request.GET.get("number", ""))
    if number and published.standing_of(number):
        return redirect("verification", number)
    return _show(request, {"asked": number[: published.LONGEST]}, status=404 if number else 200)


@page
def verification(request: HttpRequest, number: str) -> HttpResponse:
    found = published.standing_of(number)
    if found is None:
        return _show(request, {"asked": number[: published.LONGEST].replace("\x00", "")}, status=404)
    values = {
        "found": found,
        "report": found.report,
        "day": last_day(found.report.month),
        "reason": masked_words(found.next.reason) if found.next else "",
        "older": [each for each in found.versions if each.pk != found.report.pk],
    }
    return _show(request, values)


def _show(request: HttpRequest, values: dict[str, Any], status: int = 200) -> HttpResponse:
    name = "verification" if "found" in values else "verify"
    return render(request, f"progress/{name}.html", {"hotline": reading.hotline(), **values}, status=status)
