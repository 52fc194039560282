"""The base of every admin page whose rows stand in the tree."""

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import redirect

from accounts.admin.base import DeskAdmin, DeskForm

__all__ = ["DeskForm", "ScopedAdmin"]


class ScopedAdmin(DeskAdmin):
    """Rows of the user's own part only: outside it a row does not exist (404).

    `place_field` leads from a row to its organisation ("" when the row is the organisation). The model's manager must
    offer `visible_to(user)` (accounts/scope.py).
    """

    place_field: ClassVar[str] = "union"

    def place(self, row: Any) -> Any:
        if not self.place_field:
            return row
        return getattr(row, self.place_field)

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """The table's own search (unions/querysets.py), where it has one: by pinyin too, and served by its keys."""
        if not hasattr(queryset, "search"):
            return super().get_search_results(request, queryset, search_term)
        return (self.find(request, queryset, search_term) if search_term.strip() else queryset), False

    def find(self, request: HttpRequest, rows: Any, words: str) -> Any:
        return rows.search(words)

    def response_post_save_add(self, request: HttpRequest, obj: Any) -> HttpResponseRedirect:
        """Back to the union's page, when one came from there."""
        union = request.GET.get("union", "")
        if union.isdecimal() and getattr(obj, "union_id", None) == int(union):
            return redirect("admin:unions_organisation_change", union)
        return super().response_post_save_add(request, obj)
