"""What every list shows of its saved filters: chips above it, the form that saves, the default that opens it."""

from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.admin.takeaway import kept_query
from accounts.duties import Duty


class Narrowing:
    """Mixed into every list of the desk."""

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        from accounts.admin.saved_filter import chips_of, default_of  # noqa: PLC0415 (a list of the desk itself)

        desk: Any = self
        if not desk.takes_away or not desk.has_view_permission(request):
            return super().changelist_view(request, extra_context)  # type: ignore[misc]
        if request.method == "GET" and not request.GET and not _from_itself(request):
            page = default_of(desk, request)
            if page:
                return redirect(page)
        narrowed = {
            "chips": chips_of(desk, request),
            "kept_query": kept_query(desk, request.GET),
            "list_key": desk.opts.label_lower,
            "may_share": desk.holds(request, Duty.SHARE_FILTERS),
        }
        response: Any = super().changelist_view(request, {**narrowed, **(extra_context or {})})  # type: ignore[misc]
        shown = getattr(response, "context_data", None) or {}
        if "cl" in shown:
            shown["stale_titles"] = _stale(shown["cl"])
        return response


def _from_itself(request: HttpRequest) -> bool:
    """Coming from the same list, whose filters were just cleared: the default would put them back."""
    return urlsplit(request.headers.get("Referer", "")).path == request.path


def _stale(shown: Any) -> list[str]:
    """The filters whose chosen value is none of their choices any more."""
    titles = []
    for spec in shown.filter_specs:
        choices = getattr(spec, "lookup_choices", None)
        value = spec.value() if choices is not None and hasattr(spec, "value") else None
        if isinstance(value, str) and choices and value not in {str(key) for key, _ in choices}:
            titles.append(str(spec.title))
    return titles
