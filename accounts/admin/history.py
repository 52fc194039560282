"""The history of one row: its lines in the book."""

from typing import Any

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from accounts.admin.book_names import names_for
from accounts.admin.lines import act_label, differences
from accounts.duties import Duty
from accounts.models import BookEntry

LINES_SHOWN = 200


class History:
    """Mixed into an admin: Django's own log is not kept, the book is."""

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        row = self.get_object(request, unquote(object_id))  # type: ignore[attr-defined]
        if row is None:
            raise Http404
        if not request.user.may(Duty.SEE_BOOK):  # type: ignore[union-attr]
            raise PermissionDenied
        lines = BookEntry.objects.filter(table_name=row._meta.db_table, row_id=row.pk).select_related("by")
        shown = list(lines[:LINES_SHOWN])
        names = names_for(shown)
        context = {
            **self.admin_site.each_context(request),  # type: ignore[attr-defined]
            "opts": self.opts,  # type: ignore[attr-defined]
            "original": row,
            "title": f"变更历史：{row}",
            "lines": [
                {"entry": line, "act": act_label(line.act), "differences": differences(line, names)} for line in shown
            ],
            "limit": LINES_SHOWN,
        }
        return TemplateResponse(request, "admin/desk/history.html", context)

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """The book has it."""

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """The book has it."""

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        """The book has it."""
