"""On a report's page: the address where everybody finds out whether it is genuine, to hand on as words or as a code."""

import segno
from django.http import HttpRequest
from django.urls import reverse

from campaigns import published
from campaigns.models import Report
from unions.addresses import base_address


def verified_at(request: HttpRequest, report: Report) -> dict[str, str]:
    """The public number, its page's address and a `data:` picture of that; nothing before the report is issued."""
    own = published.read(published.issued().filter(pk=report.pk))
    if not own:
        return {}
    url = base_address(request) + reverse("verification", args=[own[0].number])
    code = str(segno.make(url, error="m").svg_data_uri(scale=4, border=2))
    return {"number": own[0].number, "verify_url": url, "verify_code": code}
