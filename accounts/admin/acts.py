"""Acts on one row that are more than changing its fields: a page with a small form and one verb."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, InternalError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from accounts.constraints import sentence_of
from accounts.duties import Duty
from accounts.models import User
from accounts.refused import Refused
from accounts.step_up import ask_again


class NothingToSay(forms.Form):
    """An act that needs no values, only the button."""


# Buttons that a higher floor puts on a lower one's pages, by the model's label; each looks whether its user may.
Buttons = Callable[[HttpRequest, Any], list[dict[str, str]]]
_offered: dict[str, list[Buttons]] = {}


def offers(model: str) -> Callable[[Buttons], Buttons]:
    """Registers buttons for the pages of the model's rows ("unions.officer"), beside its own acts."""

    def register(buttons: Buttons) -> Buttons:
        _offered.setdefault(model, []).append(buttons)
        return buttons

    return register


@dataclass(frozen=True)
class Act:
    """`verb` is the button; `run(row, values, by)` calls the operation and may return the sentence of success.

    `warning` says before what can't be undone, or finds the words for the row; `applies(row)` decides whether the
    button is shown and the page open. `also` is a second duty that opens the act; `at(row)` is what the duty is asked
    of, where that is not the row itself. With `preview` the page first shows what would change, on `preview_template`,
    and acts on the second press. With `shows`, what `run` returns is shown once and kept nowhere: no message, no
    session. Afterwards one is on the row's page, or where `leads_to(row)` says.
    """

    slug: str
    verb: str
    duty: Duty
    run: Callable[[Any, dict[str, Any], User], str | None]
    form: type[forms.Form] = NothingToSay
    warning: str | Callable[[Any], str] = ""
    applies: Callable[[Any], bool] = lambda row: True
    also: Duty | None = None
    at: Callable[[Any], Any] = lambda row: row
    preview: Callable[[Any, dict[str, Any], User], Any] | None = None
    preview_template: str = ""
    preview_verb: str = "下一步：看看会有什么变化"
    shows: bool = False
    grave: bool = False
    leads_to: Callable[[Any], str] | None = None


class ActPages:
    """Mixed into an admin: one page per act at `<pk>/<slug>/`, and its button on the row's page."""

    acts: tuple[Act, ...] = ()

    def get_urls(self) -> list[Any]:
        urls = super().get_urls()  # type: ignore[misc]
        return [
            path(
                f"<path:object_id>/{act.slug}/",
                self.admin_site.admin_view(partial(self.act_view, act=act)),  # type: ignore[attr-defined]
                name=f"{self.opts.app_label}_{self.opts.model_name}_{act.slug}",  # type: ignore[attr-defined]
            )
            for act in self.acts
        ] + urls

    def act_view(self, request: HttpRequest, object_id: str, act: Act) -> HttpResponse:
        """Find in scope, may they, form, operation, back to the row."""
        row = self.get_object(request, unquote(object_id))  # type: ignore[attr-defined]
        if row is None:
            raise Http404
        if not self._may_act(request, act, row):
            raise PermissionDenied
        if not act.applies(row):
            messages.warning(request, f"这条记录现在不能{act.verb}，请先核对它的状态。")
            return redirect(self._page_of(row))
        if act.grave and (away := ask_again(request)) is not None:
            return away
        form = self.act_form(request, act, row)
        if request.method == "POST" and form.is_valid():
            return self._act(request, act, row, form)
        return self._page(request, act, row, form)

    def _act(self, request: HttpRequest, act: Act, row: Any, form: forms.Form) -> HttpResponse:
        """Preview or do; a refusal is shown in the form, with what was typed."""
        by: Any = request.user
        previews = act.preview is not None and request.POST.get("previewed") != _mark(request)
        try:
            with transaction.atomic():
                run = act.preview if previews and act.preview is not None else act.run
                done = run(row, form.cleaned_data, by)
        except (Refused, IntegrityError, InternalError) as error:
            form.add_error(None, said(error))
            return self._page(request, act, row, form)
        if previews:
            return self._page(request, act, row, form, preview=done, previewed=_mark(request))
        if act.shows:
            return self._page(request, act, row, None, shown=done)
        messages.success(request, done or f"已{act.verb}。")
        return redirect(act.leads_to(row) if act.leads_to else self._page_of(row))

    def _page(self, request: HttpRequest, act: Act, row: Any, form: Any, **more: Any) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),  # type: ignore[attr-defined]
            "opts": self.opts,  # type: ignore[attr-defined]
            "original": row,
            "title": act.verb,
            "act": act,
            "called": self.called(row),  # type: ignore[attr-defined]
            "looks_first": act.preview is not None,  # a template would call the function itself
            "warning": act.warning(row) if callable(act.warning) else act.warning,
            "form": form,
            "media": self.media + (form.media if form else forms.Media()),  # type: ignore[attr-defined]
            **more,
        }
        return TemplateResponse(request, "admin/desk/act.html", context)

    def act_form(self, request: HttpRequest, act: Act, row: Any) -> forms.Form:
        """The act's form; one that offers choices takes `row` and `user` to scope them."""
        form = act.form(request.POST if request.method == "POST" else None)
        form.label_suffix = ""
        if hasattr(form, "scope_to"):
            form.scope_to(row, request.user)
        return form

    def acts_for(self, request: HttpRequest, row: Any) -> list[dict[str, str]]:
        """The buttons on the row's page."""
        own = [
            {"verb": act.verb, "url": self._url(act.slug, row), "slug": act.slug}
            for act in self.acts
            if act.applies(row) and self._may_act(request, act, row)
        ]
        offered = _offered.get(self.opts.label_lower, ())  # type: ignore[attr-defined]
        return own + [button for buttons in offered for button in buttons(request, row)]

    def _may_act(self, request: HttpRequest, act: Act, row: Any) -> bool:
        place = act.at(row)
        return any(self.holds(request, duty, place) for duty in (act.duty, act.also))  # type: ignore[attr-defined]

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        row = kwargs.get("obj")
        if row is not None:
            context["acts"] = self.acts_for(request, row)
            context["may_see_book"] = request.user.may(Duty.SEE_BOOK)  # type: ignore[union-attr]
        return super().render_change_form(request, context, *args, **kwargs)  # type: ignore[misc]

    def _url(self, page: str, row: Any) -> str:
        opts = self.opts  # type: ignore[attr-defined]
        return reverse(f"admin:{opts.app_label}_{opts.model_name}_{page}", args=[row.pk])

    def _page_of(self, row: Any) -> str:
        return self._url("change", row)


def said(error: Exception) -> str:
    """The sentence of a refusal. An error of the database without one is our own fault and raised again."""
    sentence = str(error) if isinstance(error, Refused) else sentence_of(error)  # type: ignore[arg-type]
    if sentence is None:
        raise error
    return sentence


def _mark(request: HttpRequest) -> str:
    """Stands for what was typed, so that what is done is what was previewed."""
    typed = {name: values for name, values in request.POST.lists() if name not in ("csrfmiddlewaretoken", "previewed")}
    return hashlib.sha256(json.dumps(typed, sort_keys=True).encode()).hexdigest()
