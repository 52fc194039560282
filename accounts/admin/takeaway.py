"""Any list of the desk as a workbook: as it is scoped and filtered, its reason asked where persons are in it, in a job."""

from collections.abc import Callable, Iterable
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import label_for_field, lookup_field
from django.contrib.admin.views.main import ORDER_VAR, SEARCH_VAR
from django.core.exceptions import DisallowedRedirect, PermissionDenied, SuspiciousOperation
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import strip_tags
from import_export.fields import Field

from accounts.documents import names_document
from accounts.duties import Duty
from accounts.models import User
from accounts.operations import lists
from accounts.refused import Refused
from accounts.step_up import ask_again

LONGEST_QUERY = 1000
# A heading, and an attribute (parent__code, get_kind_display) or a function of the row.
Columns = Iterable[tuple[str, Any]]


class PlainForm(forms.Form):
    """Nothing to ask, only the button."""


class ReasonForm(forms.Form):
    """A list of persons: why it is taken away goes into the book."""

    reason = forms.CharField(
        label="用途",
        max_length=100,
        help_text="名单含个人信息，用途和导出人会记入日志。如：换届通知。",
        error_messages={"required": "请用一句话写明用途。"},
    )


class TakeAway:
    """Mixed into every list of the desk. `sheet_columns` says what stands in the workbook: the list's own columns,
    where an admin does not say more. `export_persons` asks the reason."""

    takes_away: ClassVar[bool] = True
    export_persons: ClassVar[bool] = True
    export_name: ClassVar[str] = "export"  # of the address

    def get_urls(self) -> list[Any]:
        urls: list[Any] = super().get_urls()  # type: ignore[misc]
        if not self.takes_away:
            return urls
        view = self.admin_site.admin_view(self.take_away_view)  # type: ignore[attr-defined]
        return [path("export/", view, name=self._export_url()), *urls]

    def _export_url(self) -> str:
        opts: Any = self.opts  # type: ignore[attr-defined]
        return f"{opts.app_label}_{opts.model_name}_{self.export_name}"

    def has_export_permission(self, request: HttpRequest) -> bool:
        return self.takes_away and self.holds(request, Duty.EXPORT_REGISTERS) and self.has_view_permission(request)  # type: ignore

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        link = {}
        if self.has_export_permission(request):
            link = {"has_export_permission": True, "export_url": reverse(f"admin:{self._export_url()}")}
        return super().changelist_view(request, {**link, **(extra_context or {})})  # type: ignore[misc]

    # -- what is taken

    def sheet_columns(self, request: HttpRequest) -> Columns:
        """The columns of the list as it is shown."""
        shown = [name for name in self.get_list_display(request) if name != "action_checkbox"]  # type: ignore[attr-defined]
        return [(str(label_for_field(name, self.model, self)), self._cell(name)) for name in shown]  # type: ignore

    def _cell(self, name: Any) -> Callable[[Any], str]:
        def text(row: Any) -> str:
            field, _, value = lookup_field(name, row, self)  # type: ignore[arg-type]
            if field is not None and field.choices:
                value = dict(field.flatchoices).get(value, value)
            return strip_tags(as_text(value))

        return text

    def rows_to_take(self, request: HttpRequest) -> Any:
        """What the list shows, less what the user may see but not take away. Raises Refused for a stale filter."""
        rows = self.filtered(request).queryset
        within = Q()
        for place in request.user.paths_with(Duty.EXPORT_REGISTERS):  # type: ignore[union-attr]
            for lookup in getattr(rows, "path_lookups", ()):
                within |= Q(**{f"{lookup}__startswith": place})
        return rows.filter(within)

    def filtered(self, request: HttpRequest) -> Any:
        """Django's change list for the request's query. Raises Refused when it asks what the list no longer knows."""
        try:
            return self.get_changelist_instance(request)  # type: ignore[attr-defined]
        except (IncorrectLookupParameters, SuspiciousOperation, DisallowedRedirect) as stale:
            raise Refused("筛选条件已经失效，请回到列表重新筛选。") from stale

    # -- the page that orders it

    def take_away_view(self, request: HttpRequest) -> HttpResponse:
        """Say what will be taken, ask what for, queue it; its own page then shows how it goes."""
        if not self.has_export_permission(request):
            raise PermissionDenied
        if self.export_persons and (away := ask_again(request)) is not None:
            return away
        desk: Any = self
        asked = as_asked(request, kept_query(desk, request.GET))
        ask = ReasonForm if self.export_persons else PlainForm
        form = ask(request.POST if request.method == "POST" else None, label_suffix="")
        try:
            demand_short(asked.GET.urlencode())
            rows, words = self.rows_to_take(asked), filter_words(self.filtered(asked))
            if request.method == "POST" and form.is_valid():
                export = lists.order_export(
                    desk.opts.label_lower,
                    title=str(desk.opts.verbose_name_plural),
                    query=asked.GET.urlencode(),
                    words=words,
                    reason=form.cleaned_data.get("reason", ""),
                    by=request.user,  # type: ignore[arg-type]
                )
                return redirect("admin:accounts_listexport_change", export.pk)
        except Refused as refusal:
            rows, words = None, ""
            form = form if form.is_bound else PlainForm({})
            form.add_error(None, str(refusal))
        context = {
            **desk.admin_site.each_context(request),
            "opts": desk.opts,
            "title": f"导出{desk.opts.verbose_name_plural}名单",
            "form": form,
            "words": words,
            "count": desk.get_paginator(request, rows, 1) if rows is not None else None,
            "columns": [heading for heading, _ in self.sheet_columns(request)],
            "query": asked.GET.urlencode(),
        }
        return TemplateResponse(request, "admin/desk/export.html", context)


def desk_of(list_key: str) -> Any:
    """The desk's page of a list by its key (unions.officer); None when there is none any more."""
    return next((desk for model, desk in admin.site._registry.items() if model._meta.label_lower == list_key), None)


def as_asked(request: HttpRequest | None, query: str, *, by: User | None = None) -> HttpRequest:
    """A GET of the list with this query in the name of `by`: what a job, or a check of the query, asks the list with."""
    asked = HttpRequest()
    asked.method = "GET"
    asked.GET = QueryDict(query)
    asked.user = by if by is not None else request.user  # type: ignore[union-attr]
    return asked


def kept_query(desk: Any, given: QueryDict) -> str:
    """Of a list's query the parameters that narrow or order it, and that it allows; never pages or anything else.

    Nor anybody's document number.
    """
    kept = QueryDict(mutable=True)
    for name, values in sorted(given.lists()):
        value = values[-1]
        if not value or "\x00" in value:
            continue
        ordered = name == ORDER_VAR and value.replace(".", "").replace("-", "").isdigit()
        is_search = name == SEARCH_VAR and not names_document(value)
        if is_search or ordered or desk.lookup_allowed(name, value):
            kept.setlist(name, [value])
    return kept.urlencode()


def demand_short(query: str) -> str:
    """The query as it is. Raises Refused for one too long to be kept: cut off, it would ask for more rows, not fewer."""
    if len(query) > LONGEST_QUERY:
        raise Refused("查找的文字或筛选条件太长，保存不下。请缩短查找的文字，或少选几项，再办理。")
    return query


def filter_words(shown: Any) -> str:
    """What a change list is narrowed to, in words: 责任工会：天河镇总工会；查找：茶业."""
    said = [f"查找：{shown.query}"] if shown.query else []
    for spec in shown.filter_specs:
        if spec.used_parameters and (chosen := _chosen(spec, shown)):
            said.append(f"{spec.title}：{chosen}")
    return "；".join(said)


def _chosen(spec: Any, shown: Any) -> str:
    choices = list(spec.choices(shown))[1:]  # the first is "all"
    return "、".join(str(choice["display"]) for choice in choices if choice.get("selected"))


def column_of(source: Any) -> Callable[[Any], str]:
    """What reads a column's text from a row: a function of the row, or attributes joined by two underscores."""
    if callable(source):
        return lambda row: as_text(source(row))
    field = Field(attribute=source)  # django-import-export's way along relations and methods
    return lambda row: as_text(field.get_value(row))


def as_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(value)
