"""异议 on the phone: taken in while a notice hangs, answered by the union."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from hardship.forms.notices import UPHELD, AnswerForm, ObjectionForm
from hardship.operations import notices, objections
from hardship.views.portal.found import TAB, own_notice, own_objection
from unions.views.portal.frame import answer, portal_page


def portal_relief_object(request: HttpRequest, publicnotice: int) -> HttpResponse:
    """Somebody came, called or wrote: whoever hears it writes it down."""
    row = own_notice(request, publicnotice)
    user: Any = request.user
    form = ObjectionForm(request.POST or None, applications=notices.posted(row), label_suffix="")

    def act() -> HttpResponse:
        values = form.cleaned_data
        told = {name: values[name] for name in ("received_on", "text", "said_by", "contact")}
        objections.receive(row, application=form.row, **told, at=timezone.now(), by=user)
        messages.success(request, "异议已登记，公示期停在这里。调查以后请答复。")
        return redirect("portal-relief-notice", row.pk)

    def page() -> HttpResponse:
        context = {"notice": row, "form": form}
        return portal_page(request, "portal/relief_object.html", row.organisation, context, tab=TAB)

    return answer(request, form, act, page)


def portal_relief_objection(request: HttpRequest, objection: int) -> HttpResponse:
    row = own_objection(request, objection)
    user: Any = request.user
    form = AnswerForm(request.POST or None, label_suffix="")

    def act() -> HttpResponse:
        values = form.cleaned_data
        is_upheld = values["outcome"] == UPHELD
        objections.answer(
            row,
            is_upheld=is_upheld,
            reply=values["reply"],
            on=values["on"],
            back_to=values["back_to"],
            at=timezone.now(),
            by=user,
        )
        messages.success(request, "异议成立，申请已退回。" if is_upheld else "已答复异议不成立，公示期接着算。")
        return redirect("portal-relief-notice", row.notice_id)

    def page() -> HttpResponse:
        context = {"notice": row.notice, "objection": row, "form": form}
        return portal_page(request, "portal/relief_objection.html", row.notice.organisation, context, tab=TAB)

    return answer(request, form, act, page)
