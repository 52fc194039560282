"""One fact: its receipt, its end, and mending what was sent back."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from accounts.once import once
from unions.checklist import STATE_LABELS, State, state_of
from unions.forms.portal import EndForm, MendForm, PhotoForm
from unions.models import Display, Photo
from unions.models.display import WAYS_OF
from unions.operations import displays
from unions.views.portal.book import entered_at
from unions.views.portal.frame import answer, own_row, portal_page
from unions.views.portal.pictures import attach


def portal_display(request: HttpRequest, display: int) -> HttpResponse:
    """回执: what was reported when, and how it stands; for the printer too. POST adds a picture to it."""
    row: Display = own_row(request, Display, display)
    state = state_of(row, timezone.localdate())
    post = request.method == "POST"
    form = PhotoForm(request.POST if post else None, request.FILES if post else None, label_suffix="")

    def act() -> HttpResponse:
        attach(row, form.cleaned_data["photo"], _by(request))
        messages.success(request, "照片已收到。")
        return redirect("portal-display", row.pk)

    def page() -> HttpResponse:
        if state != State.REPORTED:  # no form to say it in
            for fault in form.non_field_errors():
                messages.warning(request, str(fault))
        context = {
            "display": row,
            "state": state,
            "label": STATE_LABELS[state],
            "entered_at": entered_at(row),
            "photos": Photo.objects.visible_to(_by(request)).filter(display=row).order_by("pk"),
            "form": form if state == State.REPORTED else None,
            "now": timezone.localtime(),
        }
        return portal_page(request, "portal/display.html", row.union, context, tab="portal-union")

    return answer(request, form, act, page)


def portal_end(request: HttpRequest, display: int) -> HttpResponse:
    """已不再悬挂: from a day on the fact holds no longer."""
    row: Display = own_row(request, Display, display)
    form = EndForm(request.POST or None, display=row, label_suffix="")

    def act() -> HttpResponse:
        ended = displays.end_display(row, on=form.cleaned_data["on"], by=_by(request))
        messages.success(request, f"已登记结束，从 {ended.ends_on} 起不再计入。")
        return redirect("portal-union", row.union_id)

    def page() -> HttpResponse:
        if row.ends_on is not None:
            messages.warning(request, f"这条记录已于 {row.ends_on} 结束，不用再登记。")
            return redirect("portal-display", row.pk)
        return portal_page(request, "portal/end.html", row.union, {"display": row, "form": form}, tab="portal-union")

    return answer(request, form, act, page)


def portal_mend(request: HttpRequest, display: int) -> HttpResponse:
    """重新报送: the reason first, then what was reported, to be put right."""
    row: Display = own_row(request, Display, display)
    if row.returned_on is None:
        return once(request, lambda: _not_returned(request, row))
    post = request.method == "POST"
    form = MendForm(request.POST if post else None, request.FILES if post else None, display=row, label_suffix="")

    def act() -> HttpResponse:
        values = form.cleaned_data
        mended = displays.resubmit(
            row, content=values["content"], way=values["way"], starts_on=values["starts_on"], by=_by(request)
        )
        attach(mended, values.get("photo"), _by(request))
        messages.success(
            request, f"{mended.get_item_display()}（{mended.get_way_display()}）已重新报送，等上级工会核实。"
        )
        return redirect("portal-home", row.union_id)

    def page() -> HttpResponse:
        chosen = [request.POST.get("way", "")] if post else [row.way]
        context = {"display": row, "form": form, "free": WAYS_OF[row.item], "chosen": chosen}
        return portal_page(request, "portal/mend.html", row.union, context)

    return answer(request, form, act, page)


def _not_returned(request: HttpRequest, row: Display) -> HttpResponse:
    messages.warning(request, "这条记录没有被退回，或已经重新报送，不用再办。")
    return redirect("portal-display", row.pk)


def _by(request: HttpRequest) -> Any:
    return request.user
