"""Papers of relief on the chair's phone: of the own union, asked anew at each read, noted in the book.

The desk hands them out on a page of its own, for a reason (hardship/admin/papers.py).
"""

from typing import Any

from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from accounts import book
from hardship import papers
from hardship.models import Document
from unions.views.portal.frame import demand_chair

WHY = "办理本工会的帮扶申请"
# Kept by no cache; nothing in it runs, whoever opens it.
HEADERS = {
    "Cache-Control": "private, no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


@require_safe
def relief_document(request: HttpRequest, document: int) -> HttpResponseBase:
    """The whole page; a PDF only as a download. Who looked, and when, is in the book."""
    row = _found(request, document)
    user: Any = request.user
    response = _handed_over(row, row.stored_as)
    book.record("documents.show", by=user, row=row, kind=row.get_kind_display(), reason=WHY)
    return response


@require_safe
def relief_document_small(request: HttpRequest, document: int) -> HttpResponseBase:
    """A thumbnail on which no line can be read."""
    row = _found(request, document)
    if row.is_pdf:
        raise Http404
    return _handed_over(row, papers.small_of(row.stored_as))


def _found(request: HttpRequest, pk: int) -> Document:
    user: Any = request.user
    found: Document = get_object_or_404(Document.objects.visible_to(user).select_related("file__union"), pk=pk)
    demand_chair(request, found.file.union)
    return found


def _handed_over(row: Document, name: str) -> HttpResponseBase:
    if not papers.is_there(name):
        raise Http404
    kind, ending, how = ("application/pdf", "pdf", "attachment") if row.is_pdf else ("image/jpeg", "jpg", "inline")
    response = FileResponse((papers.folder() / name).open("rb"), content_type=kind)
    for header, value in HEADERS.items():
        response.headers[header] = value
    # The kind of paper says an illness: the name says the row only.
    response.headers["Content-Disposition"] = f'{how}; filename="relief-{row.pk}.{ending}"'
    return response
