"""Papers of relief printed at the desk: a page per paper that asks as which file and why, answered with the file."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone

from accounts.refused import Refused
from accounts.step_up import ask_again
from hardship.forms.printing import PrintForm
from hardship.operations.printing import may_print
from hardship.printing import file_of
from hardship.sheets.content import TITLES, Kind, Paper


@dataclass(frozen=True)
class Printed:
    """`make(row, request)` fills the paper in; `applies(row)` decides whether it is offered."""

    slug: str
    kind: Kind
    make: Callable[[Any, HttpRequest], Paper]
    applies: Callable[[Any], bool] = lambda row: True


class PrintPages:
    """Mixed into an admin: its rows' papers at `<pk>/<slug>/`, and their buttons on the row's page."""

    papers: ClassVar[tuple[Printed, ...]] = ()

    def get_urls(self) -> list[Any]:
        urls: list[Any] = super().get_urls()  # type: ignore[misc]
        own = [
            path(
                f"<path:object_id>/{one.slug}/",
                self.admin_site.admin_view(partial(self.print_view, printed=one)),  # type: ignore[attr-defined]
                name=self._print_name(one),
            )
            for one in self.papers
        ]
        return own + urls

    def _print_name(self, printed: Printed) -> str:
        opts: Any = self.opts  # type: ignore[attr-defined]
        return f"{opts.app_label}_{opts.model_name}_{printed.slug}"

    def acts_for(self, request: HttpRequest, row: Any) -> list[dict[str, str]]:
        acts: list[dict[str, str]] = super().acts_for(request, row)  # type: ignore[misc]
        user: Any = request.user
        offered = [
            one
            for one in self.papers
            if one.applies(row) and may_print(one.kind, self.place(row), user)  # type: ignore[attr-defined]
        ]
        return acts + [
            {
                "verb": f"打印{TITLES[one.kind]}",
                "url": reverse(f"admin:{self._print_name(one)}", args=[row.pk]),
                "slug": one.slug,
            }
            for one in offered
        ]

    def print_view(self, request: HttpRequest, object_id: str, printed: Printed) -> HttpResponse:
        row = self.get_object(request, unquote(object_id))  # type: ignore[attr-defined]
        if row is None or not printed.applies(row):
            raise Http404
        user: Any = request.user
        place = self.place(row)  # type: ignore[attr-defined]
        if not may_print(printed.kind, place, user):
            raise PermissionDenied
        if (away := ask_again(request)) is not None:
            return away
        form = PrintForm(request.POST if request.method == "POST" else None, label_suffix="")
        if request.method == "POST" and form.is_valid():
            values, now = form.cleaned_data, timezone.localtime()
            try:
                paper = printed.make(row, request)
                return file_of([paper], place, kind=values["kind"], reason=values["reason"], at=now, by=user).response()
            except Refused as refusal:
                form.add_error(None, str(refusal))
        context = {
            **self.admin_site.each_context(request),  # type: ignore[attr-defined]
            "opts": self.opts,  # type: ignore[attr-defined]
            "original": row,
            "form": form,
            "title": f"打印{TITLES[printed.kind]}",
            "called": self.called(row),  # type: ignore[attr-defined]
            "paper": TITLES[printed.kind],
        }
        return TemplateResponse(request, "admin/hardship/print.html", context)
